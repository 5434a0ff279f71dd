using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CopBot.Host.Tests.Browser;

/// <summary>A rhythm begins in the playground: its preview, its card, who comes, what comes of it, and a calendar that reads along.</summary>
[Collection(nameof(Chromium))]
public sealed partial class MeetingsInABrowserTests(Chromium browser) : IDisposable
{
    private const string Title = "Every second Tuesday";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_coordinator_begins_a_rhythm_and_a_member_comes_and_reads_it_in_their_calendar()
    {
        await using var host = await HostProcess.ReadyAsync(_folder.Path);
        await using var carla = await browser.SitDownAsync(host, "carla");
        await using var anna = await browser.SitDownAsync(host, "anna");
        await anna.GoToAsync("repair-cafés");
        await carla.GoToAsync("repair-cafés");

        await carla.SayAsync("/cop meet new");
        await carla.FillAsync("What is it called?", Title);
        await carla.FillAsync("When is the first one?", await carla.DayAheadAsync(3) + "T16:00");
        await carla.PictureAsync("meetings-01-the-form");
        await carla.SubmitAsync("See the dates");
        await carla.SeesAsync(carla.Private("The next dates"));
        await carla.PictureAsync("meetings-02-the-preview");
        await carla.PressAsync(carla.Private("The next dates"), "Start the series");
        await carla.SeesAsync(carla.Private("whatever the clocks do"));

        await anna.SeesAsync(anna.Message(Title));
        await anna.PressAsync(anna.Message(Title), "Going");
        await anna.SeesAsync(anna.Private("You are going to"));
        await Expect(carla.Message(Title)).ToContainTextAsync("Going (1)");
        await carla.PictureAsync("meetings-03-the-card");

        await anna.SayAsync("/cop meet calendar");
        var shown = anna.Private("Subscribe to this address");
        await anna.SeesAsync(shown);
        await anna.PictureAsync("meetings-04-a-calendar-address");
        var address = Address.Match(await shown.InnerTextAsync()).Value;
        var feed = await host.Http.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        Assert.Equal("text/calendar", feed.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"SUMMARY:{Title}", await feed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync(new Uri(address[..^6] + "XX.ics"), TestContext.Current.CancellationToken)).StatusCode);

        foreach (var somebody in new[] { anna, carla }) somebody.SawNothingWrong();
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("http://[^ \\n]+\\.ics", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address { get; }
}
