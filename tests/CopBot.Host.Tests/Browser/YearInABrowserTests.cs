using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using CopBot.Chat;
using CopBot.Playground;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>
/// A year of a rhythm in the playground: every second Tuesday, 16:00 in Berlin, with members in New York, Kolkata, Sydney and
/// São Paulo. One meeting is skipped, one moved, one handed over, and what one leaves open the next begins with.
/// </summary>
[Collection(nameof(Chromium))]
public sealed class YearInABrowserTests(Chromium browser) : IDisposable
{
    private const string Title = "Repair evening";
    private const string Question = "Where do we get old capacitors?";
    private const string Home = "workshop";
    private const int WithAgenda = 2;
    private const int IsSkipped = 7;
    private const int IsMoved = 12;
    private const int IsHandedOver = 20;
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true };
    private static readonly RoomPerson[] Members =
    [
        new("nina", "Nina Novak") { Zone = "America/New_York" },
        new("kabir", "Kabir Rao") { Zone = "Asia/Kolkata" },
        new("sara", "Sara Wells") { Zone = "Australia/Sydney" },
        new("paulo", "Paulo Reis") { Zone = "America/Sao_Paulo" },
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_second_Tuesday_for_a_year_on_five_clocks()
    {
        Furnish();
        await using var host = await HostProcess.ReadyAsync(_folder.Path, ["--CopBot:Demo=false"]);
        await using var carla = await browser.SitDownAsync(host, "carla");
        var first = await BeginAsync(carla);
        await using var nina = await browser.SitDownAsync(host, "nina");
        await AskAsync(nina);

        var shown = new Dictionary<string, TimeOnly>(StringComparer.Ordinal);
        for (var n = 0; n < 26; n++)
        {
            var at = Instant(first.AddDays(14 * n));
            // The one after the agenda was looked at already, a day before.
            var now = n == WithAgenda + 1 ? at.AddHours(-23) : at.AddDays(-6);
            if (n != WithAgenda + 1) await MoveAsync(host, now);
            await Expect(carla.Message(Title)).ToContainTextAsync($"{On(at, now, Berlin)} · 16:00 in Berlin");
            await EachOnTheirClockAsync(host, at, now, shown);
            if (n == 0) await AnswerAsync(host, carla, nina, at, now);
            if (n == WithAgenda) await DovetailAsync(host, carla, nina, at);
            if (n == IsSkipped) await SkipAsync(host, carla, nina, at);
            if (n == IsMoved) await MoveOneAsync(host, carla, nina, first.AddDays(14 * n));
            if (n == IsHandedOver) await HandOverAsync(host, carla, nina, at);
        }

        await MoveAsync(host, Instant(first.AddDays(14 * 25).AddHours(2)));
        await carla.SayAsync("/cop meet list");
        await carla.SeesAsync(carla.Private("Open a series").Last);
        await carla.PictureAsync("year-12-a-year-later");
        foreach (var somebody in new[] { carla, nina }) somebody.SawNothingWrong();
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
    }

    /// <summary>A room with five people and a channel, and nothing in it.</summary>
    private void Furnish()
    {
        using var room = new Room(TimeProvider.System, Path.Combine(_folder.Data, "playground.jsonl"));
        room.Invite(new RoomPerson("carla", "Carla Rossi") { Zone = "Europe/Berlin", Part = "coordinator", RunsWorkspace = true });
        foreach (var member in Members) room.Invite(member);
        room.Open(new RoomChannel(Home, Home));
    }

    /// <summary>Carla sets the community up and begins the series, on a Tuesday three weeks ahead.</summary>
    private static async Task<DateTime> BeginAsync(Somebody carla)
    {
        await carla.GoToAsync(Home);
        await carla.SayAsync("/cop setup");
        await carla.PressAsync(carla.Private("Set up a community"), "Begin");
        await carla.FillAsync("What is the community called?", "Workshop Leaders");
        await carla.FillAsync("Its home time zone, as a city", "Berlin");
        await carla.SubmitAsync("Save");
        await carla.PressAsync(carla.Private("you are its coordinator").Last, "Use this channel for posts");
        await carla.SeesAsync(carla.Private("stand in").Last);

        var first = DateTime.Parse(await carla.DayAheadAsync(21), CultureInfo.InvariantCulture).AddHours(16);
        Assert.Equal(DayOfWeek.Tuesday, first.DayOfWeek);
        await carla.SayAsync("/cop meet new");
        await carla.FillAsync("What is it called?", Title);
        await carla.FillAsync("When is the first one?", first.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await carla.SubmitAsync("See the dates");
        var preview = carla.Private("The next dates");
        await Expect(preview).ToContainTextAsync("every second Tuesday at 16:00 in Berlin");
        await carla.PictureAsync("year-01-the-preview");
        await carla.PressAsync(preview, "Start the series");
        await carla.SeesAsync(carla.Private("whatever the clocks do"));
        return first;
    }

    /// <summary>The story leaves something open: a question that nobody answers.</summary>
    private static async Task AskAsync(Somebody nina)
    {
        await nina.GoToAsync(Home);
        await nina.SayAsync("/cop ask");
        await nina.FillAsync("What is the problem?", Question);
        await nina.SubmitAsync("Go on");
        await nina.PressAsync(nina.Private("It will appear in"), "Post it");
        await nina.SeesAsync(nina.Message(Question));
    }

    /// <summary>Whoever's clock shows another time than at the meeting before is looked at: theirs change on other days than Berlin's, or never.</summary>
    private static async Task EachOnTheirClockAsync(HostProcess host, DateTimeOffset at, DateTimeOffset now, Dictionary<string, TimeOnly> shown)
    {
        foreach (var member in Members)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(member.Zone!);
            var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
            if (shown.TryGetValue(member.Id, out var before) && before == time) continue;
            shown[member.Id] = time;
            var seen = await host.Http.GetStringAsync($"/playground/api/state?as={member.Id}&place={Uri.EscapeDataString(new Place(Room.Channel(Home)).ToString())}", TestContext.Current.CancellationToken);
            Assert.Contains(On(at, now, zone), seen, StringComparison.Ordinal);
        }
    }

    /// <summary>Nina comes, and Sara, in the middle of whose night it is, looks at it on her phone.</summary>
    private async Task AnswerAsync(HostProcess host, Somebody carla, Somebody nina, DateTimeOffset at, DateTimeOffset now)
    {
        await nina.PressAsync(nina.Message(Title), "Going");
        await nina.SeesAsync(nina.Private("You are going to"));
        await Expect(carla.Message(Title)).ToContainTextAsync("Going (1)");
        await carla.PictureAsync("year-02-the-card");
        await using var sara = await browser.SitDownAsync(host, "sara", new(Phone));
        await Expect(sara.Message(Title)).ToContainTextAsync($"{On(at, now, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney"))} · 16:00 in Berlin");
        await sara.FitsAsync();
        await sara.PictureAsync("year-03-the-card-on-a-phone-in-sydney");
        await sara.PressAsync(sara.Message(Title), "Can't");
        await Expect(carla.Message(Title)).ToContainTextAsync("Sara Wells");
        sara.SawNothingWrong();
    }

    /// <summary>Two agendas: of what the story left open, and of what the wrap-up left over.</summary>
    private static async Task DovetailAsync(HostProcess host, Somebody carla, Somebody nina, DateTimeOffset at)
    {
        await nina.PressAsync(nina.Message(Title), "Going");
        await MoveAsync(host, at.AddHours(-25));
        await carla.GoToAsync("CopBot");
        await Expect(carla.Message($"Agenda: {Title}")).ToContainTextAsync(Question);
        await carla.PictureAsync("year-04-the-draft");

        await MoveAsync(host, at.AddHours(-23));
        await carla.GoToAsync(Home);
        await carla.OpenThreadAsync(Title);
        await Expect(carla.InThread($"Agenda: {Title}")).ToContainTextAsync(Question);
        await carla.PictureAsync("year-05-the-agenda");
        await MoveAsync(host, at.AddMinutes(61));
        await carla.GoToAsync("CopBot");
        await carla.PressAsync(carla.Message("How was it?"), "Wrap up");
        await carla.FillAsync("What did we decide?", "We meet at the church hall.");
        await carla.FillAsync("What do we come back to?", "Insurance");
        await carla.SubmitAsync("Send the recap");
        await carla.SeesAsync(carla.Private("We meet at the church hall."));

        await MoveAsync(host, at.AddDays(1));
        await nina.GoToAsync("CopBot");
        await Expect(nina.Message($"Recap: {Title}")).ToContainTextAsync("We meet at the church hall.");
        await nina.PictureAsync("year-06-the-recap");
        await nina.GoToAsync(Home);
        await MoveAsync(host, at.AddDays(14).AddHours(-23));
        await carla.GoToAsync(Home);
        await carla.OpenThreadAsync(Title);
        await Expect(carla.InThread($"Agenda: {Title}")).ToContainTextAsync("Insurance");
        await Expect(carla.InThread($"Agenda: {Title}")).ToContainTextAsync(Question);
        await Expect(carla.InThread($"Agenda: {Title}")).ToContainTextAsync("carried over");
        await carla.PictureAsync("year-07-the-next-agenda");
    }

    private static async Task SkipAsync(HostProcess host, Somebody carla, Somebody nina, DateTimeOffset at)
    {
        await nina.PressAsync(nina.Message(Title), "Going");
        await Expect(carla.Message(Title)).ToContainTextAsync("Going (1)");
        await SteerAsync(carla, "Skip this one");
        await carla.FillAsync("Why?", "Everybody is at the fair.");
        await carla.SubmitAsync("Skip it");
        await Expect(carla.Message(Title)).ToContainTextAsync("This one is skipped");
        await carla.PictureAsync("year-08-skipped");
        await HearsOnceAsync(host, nina, at.AddDays(-5), $"Skipped: {Title}");
    }

    /// <summary>To the next day, two hours later; the next card waits for it.</summary>
    private static async Task MoveOneAsync(HostProcess host, Somebody carla, Somebody nina, DateTime was)
    {
        var to = was.AddDays(1).AddHours(2);
        await nina.PressAsync(nina.Message(Title), "Going");
        await Expect(carla.Message(Title)).ToContainTextAsync("Going (1)");
        await SteerAsync(carla, "Move this one");
        await carla.FillAsync("When instead?", to.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await carla.SubmitAsync("Move it");
        await Expect(carla.Message(Title)).ToContainTextAsync($"{On(Instant(to), Instant(was), Berlin)} · 18:00 in Berlin");
        await carla.PictureAsync("year-09-moved");
        await HearsOnceAsync(host, nina, Instant(was).AddDays(-5), $"Moved: {Title}");
        await MoveAsync(host, Instant(to).AddMinutes(-1));
        await Expect(carla.Message(Title)).ToContainTextAsync($"{On(Instant(to), Instant(was), Berlin)} · 18:00 in Berlin");
    }

    private static async Task HandOverAsync(HostProcess host, Somebody carla, Somebody nina, DateTimeOffset at)
    {
        await SteerAsync(carla, "Hand this one over");
        await carla.Form.GetByLabel("Who hosts this meeting?").SelectOptionAsync(new SelectOptionValue { Label = "Nina Novak" });
        await carla.SubmitAsync("Hand over");
        await Expect(carla.Message(Title)).ToContainTextAsync("Nina Novak");
        await carla.PictureAsync("year-10-handed-over");
        await HearsOnceAsync(host, nina, at.AddDays(-5), "asks you to host");
        await nina.PictureAsync("year-11-what-she-was-told");
    }

    private static async Task SteerAsync(Somebody carla, string what)
    {
        await carla.GoToAsync(Home);
        await carla.PressAsync(carla.Message(Title), "More");
        await carla.PressAsync(carla.Private(what).Last, what);
    }

    private static async Task HearsOnceAsync(HostProcess host, Somebody who, DateTimeOffset at, string what)
    {
        await MoveAsync(host, at);
        await who.GoToAsync("CopBot");
        await Expect(who.Talk.Locator(".item.message").Filter(new() { HasText = what })).ToHaveCountAsync(1);
        await who.GoToAsync(Home);
    }

    /// <summary>Everything that falls due on the way happens.</summary>
    private static async Task MoveAsync(HostProcess host, DateTimeOffset to)
    {
        using var moved = await host.Http.PostAsJsonAsync("/playground/api/clock", new { to }, TestContext.Current.CancellationToken);
        Assert.True(moved.StatusCode == HttpStatusCode.OK, await moved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A moment as somebody in a zone reads it, with the year where that is another one than now.</summary>
    private static string On(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.ToString(local.Year == TimeZoneInfo.ConvertTime(now, zone).Year ? "ddd d MMM, HH:mm" : "ddd d MMM yyyy, HH:mm", CultureInfo.GetCultureInfo("en-GB"));
    }

    private static DateTimeOffset Instant(DateTime berlin) => new(TimeZoneInfo.ConvertTimeToUtc(berlin, Berlin), TimeSpan.Zero);
}
