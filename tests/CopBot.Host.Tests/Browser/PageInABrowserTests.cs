using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>What a person can rely on anywhere in the page, in the demo community as a visitor finds it.</summary>
[Collection(nameof(Chromium))]
public sealed class PageInABrowserTests(Chromium browser, PageInABrowserTests.Demo demo) : IClassFixture<PageInABrowserTests.Demo>
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true };
    private static readonly BrowserNewContextOptions Night = new() { ViewportSize = new() { Width = 1300, Height = 850 }, ColorScheme = ColorScheme.Dark };

    [Fact]
    public async Task What_was_typed_into_a_form_stays_when_an_answer_is_missing_and_when_it_is_closed()
    {
        await using var mei = await SitDownAsync("mei");
        await mei.SayAsync("/cop ask");
        await mei.FillAsync("What have you tried?", "Chalk on the floor, and a sign that nobody reads");

        await mei.PressAsync(mei.Form, "Go on");

        await mei.SeesAsync(mei.Form.GetByText("One answer needs a change"));
        await Expect(mei.Form.GetByLabel("What is the problem?")).ToBeFocusedAsync();
        await Expect(mei.Form.GetByLabel("What have you tried?")).ToHaveValueAsync("Chalk on the floor, and a sign that nobody reads");
        await mei.PictureAsync("page-01-an-answer-is-missing");

        await mei.Page.Keyboard.PressAsync("Escape");
        await Expect(mei.Form).ToBeHiddenAsync();
        await Expect(mei.Composer).ToBeFocusedAsync();
        await mei.PressAsync(mei.Toast, "Open it again");
        await Expect(mei.Form.GetByLabel("What have you tried?")).ToHaveValueAsync("Chalk on the floor, and a sign that nobody reads");
        mei.SawNothingWrong();
    }

    [Fact]
    public async Task Who_opens_the_page_sees_at_once_that_something_is_coming_and_then_what_to_do_first()
    {
        await using var nadia = await SitDownAsync("nadia");
        var steps = nadia.Page.GetByRole(AriaRole.Region, new() { Name = "New here?" });
        var comes = new TaskCompletionSource();
        await nadia.Page.RouteAsync("**/api/state*", async route =>
        {
            await comes.Task;
            await route.ContinueAsync();
        });
        await nadia.Page.ReloadAsync();

        await nadia.SeesAsync(nadia.Page.GetByText("Opening the playground…"));
        await Expect(nadia.Page.GetByText("Act as", new() { Exact = true })).ToBeHiddenAsync();
        await nadia.PictureAsync("page-09-opening");
        comes.SetResult();

        await nadia.SeesAsync(steps);
        await Expect(nadia.Page.GetByText("Opening the playground…")).ToHaveCountAsync(0);
        await nadia.PressAsync(steps, "Got it");
        await Expect(nadia.Composer).ToBeFocusedAsync();
        await nadia.Page.ReloadAsync();
        await nadia.SeesAsync(nadia.Message("mains power"));
        await Expect(steps).ToBeHiddenAsync();
        nadia.SawNothingWrong();
    }

    [Fact]
    public async Task A_long_answer_is_read_from_its_start()
    {
        await using var chidi = await SitDownAsync("chidi");
        await chidi.SayAsync("/cop help");

        await Expect(chidi.Private("What you can do here").GetByRole(AriaRole.Heading, new() { Name = "What you can do here" })).ToBeInViewportAsync();
        await Expect(chidi.Composer).ToBeFocusedAsync();
        chidi.SawNothingWrong();
    }

    [Fact]
    public async Task Who_puts_the_last_answer_away_with_the_keyboard_goes_on_writing()
    {
        await using var carla = await SitDownAsync("carla");
        await carla.GoToAsync("organisers");
        // Only a channel that everybody may read goes by its sign.
        await Expect(carla.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("organisers");
        await carla.SayAsync("/cop meet list");

        await carla.Private("Meetings").GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).PressAsync("Enter");

        await Expect(carla.Private("Meetings")).ToHaveCountAsync(0);
        await Expect(carla.Composer).ToBeFocusedAsync();
        carla.SawNothingWrong();
    }

    [Fact]
    public async Task What_is_said_for_a_moment_goes_by_itself_and_is_not_said_to_somebody_else()
    {
        await using var ben = await SitDownAsync("ben");
        await ben.Page.Clock.InstallAsync();
        await CloseAFormAsync();
        await ben.Page.Clock.FastForwardAsync("00:40");
        await Expect(ben.Toast).ToBeEmptyAsync();

        await CloseAFormAsync();
        await ben.Page.Keyboard.PressAsync("Escape");
        await Expect(ben.Toast).ToBeEmptyAsync();

        await CloseAFormAsync();
        await ben.Page.GetByRole(AriaRole.Link, new() { Name = "Mei Tanaka" }).ClickAsync();
        await Expect(ben.Toast).ToBeEmptyAsync();
        ben.SawNothingWrong();

        async Task CloseAFormAsync()
        {
            // The words came with the command: they are kept although nobody touched the form.
            await ben.SayAsync("/cop ask How can we store the spare parts?");
            await Expect(ben.Form.GetByLabel("What is the problem?")).ToBeFocusedAsync();
            await ben.Page.Keyboard.PressAsync("Escape");
            await Expect(ben.Toast).ToContainTextAsync("What you typed is kept");
        }
    }

    [Fact]
    public async Task Nobody_loses_the_room_by_a_slip_of_the_hand()
    {
        await using var mei = await SitDownAsync("mei");
        await mei.PressAsync(mei.Page.Locator("#side"), "Begin the demo again…");
        await mei.SeesAsync(mei.Form.GetByText("This forgets everything that was done here"));
        await mei.PressAsync(mei.Form, "Keep everything");
        await Expect(mei.Form).ToBeHiddenAsync();
        await mei.SeesAsync(mei.Message("mains power"));
        mei.SawNothingWrong();
    }

    [Fact]
    public async Task Help_Home_and_promises_are_a_word_away_and_only_mine()
    {
        await using var carla = await SitDownAsync("carla");
        await using var ben = await SitDownAsync("ben");

        await carla.SayAsync("/cop help");
        await carla.SeesAsync(carla.Private("What you can do here"));
        await carla.PictureAsync("page-02-help");
        await carla.SayAsync("/cop home");
        await carla.SeesAsync(carla.Private("CopBot writes to you").Last);
        await carla.SayAsync("/cop promises");
        await carla.SeesAsync(carla.Private("Nothing yet. When you mark what helped"));
        await Expect(carla.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("Only you can see this: What you are trying Nothing yet.");
        await carla.PictureAsync("page-03-many-private-answers");
        await carla.GoToAsync("Home");
        await Expect(carla.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Home");
        await carla.SeesAsync(carla.Page.GetByRole(AriaRole.Heading, new() { Name = "Your settings" }));
        await carla.PictureAsync("page-04-home");

        await Expect(ben.Page.Locator("#talk .item.private").Filter(new() { HasText = "What you can do here" })).ToHaveCountAsync(0);
        await ben.SayAsync("/cop promises");
        await ben.SeesAsync(ben.Private("Ask the parish hall who insures the room"));
        carla.SawNothingWrong();
    }

    [Fact]
    public async Task Who_asks_without_a_name_gets_a_receipt_and_nobody_sees_who_it_was()
    {
        const string Question = "How can we tell a founder kindly that his repairs come back?";
        await using var chidi = await SitDownAsync("chidi");
        await using var ben = await SitDownAsync("ben");
        await chidi.SayAsync("/cop ask " + Question);
        await chidi.Form.GetByLabel("Everyone here, without my name").CheckAsync();
        await chidi.SubmitAsync("Go on");

        await Expect(chidi.Message(Question)).ToContainTextAsync("Asked without a name");
        await Expect(ben.Message(Question)).ToContainTextAsync("Asked without a name");
        await Expect(ben.Message(Question)).Not.ToContainTextAsync("Chidi");
        await chidi.GoToAsync("CopBot");
        await chidi.SeesAsync(chidi.Talk.GetByRole(AriaRole.Heading, new() { Name = "Your receipt" }));
        await chidi.PictureAsync("page-05-a-receipt");
        var receipt = await chidi.Talk.Locator("code").Last.InnerTextAsync();
        Assert.Matches("^[a-z0-9]{5}(-[a-z0-9]{5}){3}$", receipt);

        await chidi.SayAsync("/cop receipt");
        await chidi.FillAsync("Your receipt", receipt);
        await chidi.Form.GetByLabel("It is solved").CheckAsync();
        await chidi.SubmitAsync("Do it");
        await Expect(ben.Message(Question)).ToContainTextAsync("Solved");
        await ben.Message(Question).ScrollIntoViewIfNeededAsync();
        await ben.PictureAsync("page-06-asked-without-a-name");
        chidi.SawNothingWrong();
    }

    [Fact]
    public async Task A_mention_offers_its_author_to_write_it_down()
    {
        const string Words = "how can we keep the coffee machine out of the children's reach?";
        await using var layla = await SitDownAsync("layla");
        await using var ben = await SitDownAsync("ben");
        await layla.GoToAsync("lounge");
        await layla.SayAsync("@CopBot " + Words);

        var offer = layla.Private("Shall this become a problem");
        await layla.SeesAsync(offer);
        await layla.PictureAsync("page-07-a-mention");
        await layla.PressAsync(offer, "Write it down");
        await Expect(layla.Form.GetByLabel("What is the problem?")).ToHaveValueAsync(Words);
        await layla.PressAsync(layla.Form, "Cancel");

        await ben.GoToAsync("lounge");
        await ben.SeesAsync(ben.Message(Words));
        await Expect(ben.Private("Shall this become a problem")).ToHaveCountAsync(0);
        layla.SawNothingWrong();
    }

    [Fact]
    public async Task Who_types_before_a_place_has_come_types_there()
    {
        const string Words = "Has anyone a spare soldering iron?";
        await using var chidi = await SitDownAsync("chidi");
        var typed = new TaskCompletionSource();
        await chidi.Page.RouteAsync("**/api/state*", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await chidi.GoToAsync("lounge");
        await chidi.SayAsync(Words);
        typed.SetResult();

        await chidi.SeesAsync(chidi.Page.GetByRole(AriaRole.Heading, new() { Name = "#lounge" }));
        await chidi.SeesAsync(chidi.Message(Words));
        await Expect(chidi.Composer).ToHaveValueAsync("");
        chidi.SawNothingWrong();
    }

    [Fact]
    public async Task A_problem_can_be_asked_with_the_keyboard_alone()
    {
        await using var nadia = await SitDownAsync("nadia");
        var keys = nadia.Page.Keyboard;
        // The first stops lead past everything on the left, the second of them past the messages too.
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await Expect(nadia.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to writing" })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(nadia.Composer).ToBeFocusedAsync();
        await keys.TypeAsync("/cop a");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("How can we label cables?");
        await keys.PressAsync("Enter");
        await Expect(nadia.Form.GetByLabel("What is the problem?")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await keys.TypeAsync("Coloured tape.");
        await TabToAsync(nadia, nadia.Form.GetByRole(AriaRole.Button, new() { Name = "Go on" }));
        await keys.PressAsync("Enter");

        var preview = nadia.Private("How can we label cables?");
        await nadia.SeesAsync(preview);
        await Expect(nadia.Composer).ToBeFocusedAsync();
        await TabToAsync(nadia, preview.GetByRole(AriaRole.Button, new() { Name = "Needed by …" }), "Shift+Tab");
        await nadia.PictureAsync("page-08-by-keyboard");
        await keys.PressAsync("Enter");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(preview).ToContainTextAsync("needed by");
        await TabToAsync(nadia, preview.GetByRole(AriaRole.Button, new() { Name = "Post it" }), "Shift+Tab");
        await keys.PressAsync("Enter");
        await nadia.SeesAsync(nadia.Message("How can we label cables?"));
        nadia.SawNothingWrong();
    }

    [Fact]
    public async Task On_a_phone_nothing_sticks_out()
    {
        await using var ben = await browser.SitDownAsync(demo.Host, "ben", new(Phone));
        await ben.FitsAsync();
        await ben.PictureAsync("phone-01-the-channel");
        await ben.PressAsync(ben.Page.Locator(".place-head"), "Places and people");
        await ben.PictureAsync("phone-02-places");
        await ben.GoToAsync("Home");
        await ben.SeesAsync(ben.Page.GetByRole(AriaRole.Button, new() { Name = "More: Your settings" }));
        await ben.FitsAsync();
        await ben.PictureAsync("phone-03-home");
        await ben.PressAsync(ben.Page.Locator(".place-head"), "Places and people");
        await ben.GoToAsync("repair-cafés");
        await ben.SayAsync("/cop ask How can we keep a Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft from leaking?");
        await ben.SeesAsync(ben.Form);
        await ben.FitsAsync();
        await ben.PictureAsync("phone-04-the-form");
        await ben.SubmitAsync("Go on");
        await ben.SeesAsync(ben.Private("Donaudampfschiff"));
        await ben.FitsAsync();
        await ben.PictureAsync("phone-05-the-preview");
        await ben.Message("insurance").GetByRole(AriaRole.Button, new() { Name = "1 reply" }).ClickAsync();
        await ben.SeesAsync(ben.InThread("covered by theirs"));
        await ben.FitsAsync();
        await ben.PictureAsync("phone-06-a-thread");
        await ben.InThread("covered by theirs").GetByRole(AriaRole.Button, new() { Name = "More for" }).ClickAsync();
        await ben.SeesAsync(ben.Pane.GetByRole(AriaRole.Menuitem, new() { Name = "Mark as what helped" }));
        // Nothing of the message shines through it.
        await Expect(ben.InThread("covered by theirs").Locator(".tools")).ToHaveCSSAsync("opacity", "1");
        await ben.Page.Keyboard.PressAsync("Escape");
        await ben.PressAsync(ben.Pane, "Close the thread");
        await ben.Page.Locator("#clock-open").ClickAsync();
        await ben.SeesAsync(ben.Pane.GetByText("What is waiting"));
        await ben.FitsAsync();
        await ben.PictureAsync("phone-07-the-clock");
        ben.SawNothingWrong();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_has_a_name_and_stands_out_by_day_and_by_night(bool night)
    {
        var when = night ? "night" : "day";
        await using var anna = await browser.SitDownAsync(demo.Host, "anna", new(night ? Night : new() { ViewportSize = new() { Width = 1300, Height = 850 } }));
        await LooksRightAsync("01-the-channel");
        await anna.SayAsync("/cop me");
        await anna.SeesAsync(anna.Private("Your working days").Last);
        await LooksRightAsync("02-an-answer");
        await anna.PressAsync(anna.Private("Your working days").Last, "Change my clock");
        await anna.FillAsync("Your time zone", "Atlantis");
        await anna.PressAsync(anna.Form, "Save");
        await anna.SeesAsync(anna.Form.GetByText("knows no time zone"));
        await LooksRightAsync("03-a-form-with-an-error");
        await anna.PressAsync(anna.Form, "Cancel");
        await anna.OpenThreadAsync("How can we pay for insurance");
        await LooksRightAsync("04-a-thread");
        await anna.GoToAsync("CopBot");
        await anna.Page.Locator("#clock-open").ClickAsync();
        await anna.SeesAsync(anna.Pane.GetByText("What is waiting"));
        await LooksRightAsync("05-the-clock");
        await anna.PressAsync(anna.Page.Locator("#side"), "Start over…");
        await anna.SeesAsync(anna.Form);
        await LooksRightAsync("06-to-be-sure");
        await anna.PressAsync(anna.Form, "Keep everything");
        anna.SawNothingWrong();

        async Task LooksRightAsync(string what)
        {
            await anna.PictureAsync($"{when}-{what}");
            await anna.IsNamedAsync();
            await anna.IsReadableAsync();
        }
    }

    private Task<Somebody> SitDownAsync(string who) => browser.SitDownAsync(demo.Host, who);

    private static async Task TabToAsync(Somebody somebody, ILocator where, string key = "Tab")
    {
        for (var stops = 0; stops < 40; stops++)
        {
            if (await where.EvaluateAsync<bool>("e => e === document.activeElement")) return;
            await somebody.Page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{where} cannot be reached with {key}");
    }

    /// <summary>The host with its demo, for all of these.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        private readonly TempFolder _folder = new();
        private HostProcess? _host;

        internal HostProcess Host => _host ?? throw new InvalidOperationException("The host is not started yet");

        public async ValueTask InitializeAsync()
        {
            await DemoFolder.CopyToAsync(_folder);
            _host = await HostProcess.ReadyAsync(_folder.Path);
        }


        public async ValueTask DisposeAsync()
        {
            if (_host is not null) await _host.DisposeAsync();
            _folder.Dispose();
        }
    }
}
