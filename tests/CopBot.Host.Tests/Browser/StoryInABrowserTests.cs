using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>
/// The whole story, by clicking: a newcomer, an asker, two helpers and a coordinator, each at a browser of their own. What
/// one does the others see without reloading.
/// </summary>
[Collection(nameof(Chromium))]
public sealed class StoryInABrowserTests(Chromium browser) : IDisposable
{
    private const string Question = "How can we lend out our tools without losing half of them?";
    private const string Advice = "Put a photo of whoever borrows it on the empty hook. Nobody forgets a hook with their own face on it.";
    private const string WillTry = "Photos on the hooks, from Saturday on";
    private const string Outcome = "Of nineteen tools eighteen came back, and the last one is at my sister's.";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_people_carry_a_problem_from_the_question_to_what_came_of_the_advice()
    {
        await using var host = await HostProcess.ReadyAsync(_folder.Path, ["--CopBot:Demo=false"]);
        await using var anna = await browser.SitDownAsync(host, who: null);
        await AnnaFindsACommunityAsync(anna);
        await using var ben = await browser.SitDownAsync(host, "ben");
        await using var layla = await browser.SitDownAsync(host, "layla");
        await using var carla = await browser.SitDownAsync(host, "carla");
        await using var nadia = await browser.SitDownAsync(host, "nadia");

        await AnnaAsksAsync(anna);
        await BenIsAskedAsync(anna, ben);
        await OthersTakePartAsync(anna, ben, layla, carla, nadia);
        await AnnaMarksWhatHelpedAsync(anna, ben);
        await TheDayComesAsync(anna);
        await AnnaTellsAsync(anna);
        await TheOthersHearAsync(anna, ben, carla, nadia);
        await NadiaFindsTheAdviceAsync(nadia);
        await ExperienceInABrowser.PlayAsync(anna, ben, layla, nadia);
        await HelpersOnlyInABrowser.PlayAsync(host, anna, ben, carla);

        foreach (var somebody in new[] { anna, ben, layla, carla, nadia }) somebody.SawNothingWrong();
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
    }

    private static async Task AnnaFindsACommunityAsync(Somebody anna)
    {
        await anna.SeesAsync(anna.Page.GetByText("A community of practice, to try out"));
        await anna.PictureAsync("story-01-nobody-yet");

        await anna.PressAsync(anna.Page.Locator("#talk"), "Load a demo community");

        await anna.SeesAsync(anna.Page.GetByText("You are Anna Kowalska"));
        await Expect(anna.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("#repair-cafés");
        await anna.PictureAsync("story-02-the-demo-community");
    }

    private static async Task AnnaAsksAsync(Somebody anna)
    {
        await anna.Composer.PressSequentiallyAsync("/cop as");
        await anna.SeesAsync(anna.Page.GetByRole(AriaRole.Option, new() { Name = "/cop ask" }));
        await anna.PictureAsync("story-03-commands-complete-themselves");
        await anna.Page.Keyboard.PressAsync("Tab");
        await anna.Page.Keyboard.TypeAsync(Question);
        await anna.Page.Keyboard.PressAsync("Enter");

        await Expect(anna.Form.GetByLabel("What is the problem?")).ToHaveValueAsync(Question);
        await anna.FillAsync("What have you tried?", "A list on a clipboard. The clipboard is gone too.");
        await anna.FillAsync("What would good look like?", "Nine of ten tools are back a week later.");
        await anna.FillAsync("Topics", "tools");
        await anna.PictureAsync("story-04-the-form");
        await anna.SubmitAsync("Go on");

        var preview = anna.Private("It will appear in");
        await anna.SeesAsync(preview.GetByRole(AriaRole.Heading, new() { Name = Question }));
        await anna.SeesAsync(preview.GetByText("Only you can see this"));
        await anna.PictureAsync("story-05-the-preview");
        await anna.PressAsync(preview, "Post it");

        await anna.SeesAsync(anna.Private("Posted in"));
        await anna.SeesAsync(anna.Message(Question));
        await anna.PictureAsync("story-06-posted");
    }

    /// <summary>Five minutes later those who said that they know were asked, and nobody else. Ben takes it.</summary>
    private static async Task BenIsAskedAsync(Somebody anna, Somebody ben)
    {
        await Expect(ben.Page.GetByRole(AriaRole.Log)).ToContainTextAsync($"CopBot: {Question}");
        await anna.Page.Locator("#clock-open").ClickAsync();
        await anna.Pane.GetByLabel("Day and time to move to").FillAsync(await anna.DayAheadAsync(0) + "T13:30");
        await anna.PressAsync(anna.Pane, "Go");
        await anna.Page.Locator("#clock-open").ClickAsync();

        await ben.GoToAsync("CopBot");
        var asked = ben.Message("Can you help with this?").Filter(new() { HasText = Question });
        await ben.SeesAsync(asked);
        await Expect(asked).ToContainTextAsync("you said that you can advise on tools");
        await ben.PictureAsync("story-06b-ben-is-asked");
        await ben.PressAsync(asked, "Take it");
        await ben.SeesAsync(ben.Private("The asker knows you can help"));
        await ben.SeesAsync(ben.Message("You said that you can help with this"));
        await ben.GoToAsync("repair-cafés");
        await ben.SayAsync("/cop map");
        await ben.SeesAsync(ben.Private("sewing"));
        await ben.PictureAsync("story-06c-the-map-of-gaps");
    }

    private static async Task OthersTakePartAsync(Somebody anna, Somebody ben, Somebody layla, Somebody carla, Somebody nadia)
    {
        // Nobody reloads: the card came to all of them, and each press to Anna.
        await Expect(anna.Message(Question)).ToContainTextAsync("Ben Carvalho can help");
        await layla.PressAsync(layla.Message(Question), "I can help");
        await Expect(anna.Message(Question)).ToContainTextAsync("Ben Carvalho, ليلى حداد can help");
        await layla.PictureAsync("story-07-a-name-from-right-to-left");

        await nadia.SayAsync("/cop start");
        await nadia.SeesAsync(nadia.Private("Easy first things"));
        await nadia.PictureAsync("story-08-a-newcomer-starts");
        await nadia.PressAsync(nadia.Message(Question), "Me too");
        await carla.PressAsync(carla.Message(Question), "Follow the outcome");
        await Expect(anna.Message(Question)).ToContainTextAsync("1 has this too · 1 follows");

        await ben.ReplyAsync(Question, Advice);
        await layla.ReplyAsync(Question, "We paint the handles in our own yellow. It helps a little.");
        await Expect(anna.Message(Question)).ToContainTextAsync("2 replies");

        // What Anna sees of her own press is private: it was hers alone.
        await Expect(anna.Private("The asker knows you can help")).ToHaveCountAsync(0);
        await anna.GoToAsync("CopBot");
        await anna.SeesAsync(anna.Message("Ben Carvalho can help with"));
        await anna.PictureAsync("story-09-offers");
        await anna.GoToAsync("repair-cafés");
    }

    private static async Task AnnaMarksWhatHelpedAsync(Somebody anna, Somebody ben)
    {
        await anna.Message(Question).GetByRole(AriaRole.Button, new() { Name = "2 replies" }).ClickAsync();
        await anna.InThread(Advice).HoverAsync();
        await anna.InThread(Advice).GetByRole(AriaRole.Button, new() { Name = "More for" }).ClickAsync();
        await anna.PictureAsync("story-10-the-menu-of-a-message");
        await anna.InThread(Advice).GetByRole(AriaRole.Menuitem, new() { Name = "Mark as what helped" }).ClickAsync();
        await anna.FillAsync("what will you try?", WillTry);
        await anna.Form.GetByRole(AriaRole.Radio, new() { Name = "On a date" }).CheckAsync();
        await anna.FillAsync("If on a date: which?", await anna.DayAheadAsync(-3));
        await anna.PressAsync(anna.Form, "Mark it");

        await anna.SeesAsync(anna.Form.GetByText("Please choose a day from tomorrow on"));
        await Expect(anna.Form.GetByLabel("what will you try?")).ToHaveValueAsync(WillTry);
        await Expect(anna.Form.GetByRole(AriaRole.Radio, new() { Name = "On a date" })).ToBeCheckedAsync();
        await Expect(anna.Form.GetByLabel("If on a date: which?")).ToBeFocusedAsync();
        await anna.PictureAsync("story-11-a-day-that-is-over");

        await anna.FillAsync("If on a date: which?", await anna.DayAheadAsync(9));
        await anna.SubmitAsync("Mark it");
        await anna.SeesAsync(anna.Private("Marked. You will be asked once"));
        await Expect(anna.Message(Question)).ToContainTextAsync("Being tried");
        await anna.PictureAsync("story-12-marked");

        await ben.GoToAsync("CopBot");
        await anna.SeesAsync(ben.Message("marked your words as what helped"));
        await ben.PictureAsync("story-13-ben-is-told");
    }

    private static async Task TheDayComesAsync(Somebody anna)
    {
        await anna.Page.Locator("#clock-open").ClickAsync();
        await anna.SeesAsync(anna.Pane.GetByRole(AriaRole.Heading, new() { Name = "What is waiting" }));
        await anna.PictureAsync("story-14-the-clock");
        await anna.Pane.GetByLabel("Day and time to move to").FillAsync(await anna.DayAheadAsync(9) + "T17:00");
        await anna.PressAsync(anna.Pane, "Go");

        var asked = anna.Pane.GetByRole(AriaRole.Button, new() { Name = $"CopBot wrote to you: What came of it? {Question[..20]}" });
        await anna.SeesAsync(asked);
        await anna.PictureAsync("story-15-what-happened-on-the-way");
        await asked.ClickAsync();
    }

    private static async Task AnnaTellsAsync(Somebody anna)
    {
        var question = anna.Message(WillTry);
        await Expect(question.GetByRole(AriaRole.Button, new() { Name = "It worked" })).ToBeInViewportAsync();
        await anna.PictureAsync("story-16-the-one-question");
        await anna.PressAsync(question, "It worked");
        await anna.PressAsync(anna.Private("Thank you: it worked"), "Add a line");
        await anna.FillAsync("what came of it?", Outcome);
        await anna.SubmitAsync("Tell them");

        await anna.SeesAsync(anna.Private($"“{Outcome}” stands on the card"));
        await anna.PictureAsync("story-17-told");
        await anna.PressAsync(anna.Pane, "Next morning");
        await anna.SeesAsync(anna.Pane.GetByText("CopBot wrote to Ben Carvalho").First);
        await anna.PictureAsync("story-18-the-morning-after");
    }

    private static async Task TheOthersHearAsync(Somebody anna, Somebody ben, Somebody carla, Somebody nadia)
    {
        await anna.GoToAsync("repair-cafés");
        await Expect(anna.Message(Question)).ToContainTextAsync("Solved");
        await Expect(anna.Message(Question)).ToContainTextAsync(Outcome);
        await anna.PictureAsync("story-19-solved");

        await SeesNewsAsync(ben, "Your advice");
        await ben.PictureAsync("story-20-news-to-the-adviser");
        await carla.GoToAsync("CopBot");
        await SeesNewsAsync(carla, "What came of");
        await carla.PictureAsync("story-21-news-to-the-follower");
        await nadia.GoToAsync("CopBot");
        await SeesNewsAsync(nadia, "What came of");
        await nadia.PictureAsync("story-22-news-to-who-has-it-too");
    }

    /// <summary>It may have come alone, or with other things that waited: then a press shows it.</summary>
    private static async Task SeesNewsAsync(Somebody reader, string how)
    {
        var alone = reader.Talk.Locator(".item.message").Filter(new() { HasText = Outcome }).Filter(new() { HasText = how });
        var merged = reader.Talk.Locator(".item.message").Filter(new() { HasText = "things for you" }).Filter(new() { HasText = Question[..30] });
        await Expect(alone.Or(merged).Last).ToBeVisibleAsync();
        if (await alone.CountAsync() > 0) return;

        var line = await merged.Last.Locator("p").Filter(new() { HasText = Question[..30] }).First.InnerTextAsync();
        await reader.PressAsync(merged.Last, $"Show {line[0]}");
        await reader.SeesAsync(reader.Private(Outcome).Filter(new() { HasText = how }));
    }

    private static async Task NadiaFindsTheAdviceAsync(Somebody nadia)
    {
        await nadia.GoToAsync("repair-cafés");
        await nadia.SayAsync("/cop ask How can we lend tools without losing them?");
        await nadia.SubmitAsync("Go on");

        var preview = nadia.Private("One that looks alike");
        await Expect(preview).ToContainTextAsync("tried by 1, worked for 1");
        await Expect(preview).ToContainTextAsync(Advice[..40]);
        await nadia.PictureAsync("story-23-the-community-knows-already");
        await nadia.PressAsync(preview, "This helps");
        await nadia.FillAsync("what will you try?", "The hooks with faces");
        await nadia.SubmitAsync("I will try it");
        await nadia.SeesAsync(nadia.Private("Good luck with it"));
        await Expect(nadia.Private("One that looks alike")).ToHaveCountAsync(0);

        await nadia.SayAsync("/cop promises");
        await nadia.SeesAsync(nadia.Private("The hooks with faces"));
        await nadia.PictureAsync("story-24-promises");
    }
}
