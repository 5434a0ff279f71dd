using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>
/// The second kind of asking, by clicking: from a mention to experiences side by side, to an entry in the library, and to what
/// came of it. Played on the host of the first story.
/// </summary>
internal static class ExperienceInABrowser
{
    private const string Question = "has anyone had to move a workshop within a week?";
    private const string Saved = "How does one move a workshop within a week?";

    public static async Task PlayAsync(Somebody anna, Somebody ben, Somebody layla, Somebody nadia)
    {
        await AnnaMentionsAsync(anna);
        await OthersTellAsync(anna, ben, layla);
        await TheWeekIsQuietAsync(anna);
        await BenIsQuotedAsync(ben);
        await AnnaTriesAsync(anna);
        await NadiaFindsItAsync(nadia);
    }

    private static async Task AnnaMentionsAsync(Somebody anna)
    {
        await anna.GoToAsync("repair-cafés");
        await anna.SayAsync("@CopBot " + Question);
        var offer = anna.Private("Shall those who have been there be asked?");
        await anna.SeesAsync(offer);
        await anna.PressAsync(offer, "Ask for experiences");
        await Expect(anna.Form.GetByLabel("Has anyone had …?")).ToHaveValueAsync(Question);
        await anna.FillAsync("What do you most want to hear?", "What was lost on the way.");
        await anna.PictureAsync("experience-01-the-form");
        await anna.SubmitAsync("Ask");
        await Expect(Card(anna)).ToContainTextAsync("No experience yet");
        await anna.PictureAsync("experience-02-asked");
    }

    private static async Task OthersTellAsync(Somebody anna, Somebody ben, Somebody layla)
    {
        await ben.GoToAsync("repair-cafés");
        await ben.PressAsync(Card(ben), "I have");
        await ben.FillAsync("In what context?", "A cellar with forty tools.");
        await ben.FillAsync("What did you do?", "Two vans on a Sunday.");
        await ben.FillAsync("What happened?", "Nothing was lost.");
        await ben.PictureAsync("experience-03-telling");
        await ben.SubmitAsync("Tell it");

        await layla.GoToAsync("repair-cafés");
        await layla.PressAsync(Card(layla), "I have");
        await layla.FillAsync("What did you do?", "Everybody took one box home.");
        await layla.FillAsync("What happened?", "Three boxes never came back.");
        await layla.Form.GetByRole(AriaRole.Group, new() { Name = "Would you do it again?" }).GetByRole(AriaRole.Radio, new() { Name = "No", Exact = true }).CheckAsync();
        await layla.Form.GetByLabel("Only to the asker").CheckAsync();
        await layla.SubmitAsync("Tell it");

        await Expect(Card(anna)).ToContainTextAsync("2 experiences · 1 would again · 1 no · 1 private");
        await anna.PressAsync(Card(anna), "Side by side");
        var table = anna.Private("In the order in which it was told");
        await Expect(table).ToContainTextAsync("Three boxes never came back.");
        await anna.PictureAsync("experience-04-side-by-side");
        await ben.PressAsync(Card(ben), "Side by side");
        await Expect(ben.Private("In the order in which it was told")).Not.ToContainTextAsync("Three boxes");
    }

    private static async Task TheWeekIsQuietAsync(Somebody anna)
    {
        await MoveAsync(anna, 9);
        await anna.GoToAsync("CopBot");
        var draft = anna.Message("A week of quiet");
        await anna.SeesAsync(draft);
        await anna.PictureAsync("experience-05-a-draft-after-a-week");
        await anna.PressAsync(draft, "Save to library");
        await anna.FillAsync("What question does it answer?", Saved);
        await anna.FillAsync("What was told, in your own words?", "Vans beat boxes.");
        await anna.SubmitAsync("Save");
        await anna.SeesAsync(anna.Message("Saved to the library"));
    }

    /// <summary>It comes within his budget of unasked messages.</summary>
    private static async Task BenIsQuotedAsync(Somebody ben)
    {
        await MoveAsync(ben, 2);
        await ben.GoToAsync("CopBot");
        var asked = ben.Talk.Locator(".item.message").Filter(new() { HasText = "be quoted" }).Last;
        await ben.SeesAsync(asked);
        await ben.PictureAsync("experience-06-may-you-be-quoted");
        await ben.PressAsync(asked, "Yes, with my name");
        await ben.SeesAsync(ben.Message("You are quoted with your name"));
    }

    private static async Task AnnaTriesAsync(Somebody anna)
    {
        await anna.PressAsync(anna.Message("Saved to the library"), "I'll try something of it");
        await anna.FillAsync("what will you try?", "Two vans");
        await anna.SubmitAsync("I will try it");
        await MoveAsync(anna, 8);
        var question = anna.Talk.Locator(".item.message").Filter(new() { HasText = "You wanted to try: “Two vans”" }).Last;
        await anna.PressAsync(question, "It worked");
        await anna.GoToAsync("repair-cafés");
        await Expect(Card(anna)).ToContainTextAsync("it worked");
        await anna.PictureAsync("experience-07-what-came-of-it");
    }

    private static async Task NadiaFindsItAsync(Somebody nadia)
    {
        await nadia.SayAsync("/cop find moving a workshop");
        var found = nadia.Private("What is known of");
        await Expect(found).ToContainTextAsync(Saved);
        await Expect(found).ToContainTextAsync("used by 1, helped 1");
        await Expect(found).ToContainTextAsync("Vans beat boxes.");
        await nadia.PictureAsync("experience-08-found");
        await nadia.FitsAsync();
    }

    private static ILocator Card(Somebody somebody) => somebody.Talk.Locator(".item.message").Filter(new() { Has = somebody.Page.GetByRole(AriaRole.Heading, new() { Name = Question }) }).Last;

    private static async Task MoveAsync(Somebody somebody, int days)
    {
        var clock = somebody.Pane.GetByLabel("Day and time to move to");
        if (!await clock.IsVisibleAsync()) await somebody.Page.Locator("#clock-open").ClickAsync();
        await clock.FillAsync(await somebody.DayAheadAsync(days) + "T17:00");
        await somebody.PressAsync(somebody.Pane, "Go");
        await Expect(somebody.Pane.GetByRole(AriaRole.Button, new() { Name = "Go", Exact = true })).ToBeEnabledAsync();
    }
}
