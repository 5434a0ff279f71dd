using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CopBot.Communities;
using CopBot.Features.Meetings;
using Xunit;

namespace CopBot.Tests.Features.Meetings;

/// <summary>Days, instants and feeds are judged by rrule and ical.js, which we did not write.</summary>
public sealed class MeetingConformanceTests(ITestOutputHelper output)
{
    private const int Days = 40;
    private const int Instants = 30;

    [Fact]
    public async Task A_thousand_rules_give_the_days_that_rrule_finds()
    {
        var cases = RandomRules.Some(1000, seed: 17).Select(r => JsonSerializer.Serialize(new
        {
            rule = r.Rule,
            zone = r.Zone.Id,
            first = r.Rhythm.First.ToString("s", CultureInfo.InvariantCulture),
            days = r.Rhythm.Slots(r.Rhythm.Day).Take(Days).Select(s => s.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        }));
        await JudgeAsync(cases);
    }

    [Fact]
    public async Task A_thousand_feeds_give_the_instants_that_ical_js_finds_with_meetings_moved_and_skipped()
    {
        var random = new Random(18);
        await JudgeAsync(RandomRules.Some(1000, seed: 19).Select(r => Case(r, random)));
    }

    [Fact]
    public async Task Feeds_of_times_that_take_turns_give_the_instants_that_ical_js_finds()
    {
        var random = new Random(20);
        await JudgeAsync(RandomRules.Some(100, seed: 21).Select(r => Case(r, random, [new TimeOnly(random.Next(24), 30), new TimeOnly(random.Next(24), 0)])));
    }

    private static string Case(RandomRhythm one, Random random, params TimeOnly[] then)
    {
        // A feed of times that take turns does not look ahead for more than a year.
        var now = then.Length == 0 ? new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-1) : new DateTimeOffset(one.Rhythm.First, TimeSpan.Zero).AddDays(-2);
        var series = Series.Prepare(new SeriesId(Guid.NewGuid()), CommunityId.New(), MemberId.New(), now);
        series.Describe("Werkstatt; für alle, \\ jeden – und 東京 🐝 und noch ein paar Worte, damit die Zeile lang wird", "https://meet.example/room?a=1,2;3", one.Rhythm.First, one.Rhythm.Repeats, one.Zone, 60);
        series.MeetAt([one.Rhythm.Time, .. then]);
        var slots = series.Slots(one.Rhythm.Day).Take(Instants + 2).ToList();
        var meetings = new List<Meeting>();
        foreach (var slot in slots.Where(_ => random.Next(6) == 0))
        {
            var meeting = Meeting.Plan(series, slot, null);
            if (random.Next(2) == 0) Assert.Null(meeting.Skip("", now));
            else Assert.Null(meeting.Move(slot.StartsAt.AddHours(random.Next(20) - 4), null, "", now));
            meetings.Add(meeting);
        }

        // What was moved past what is looked at would change the end, so only what lies well before it is compared.
        var all = slots.Where(s => !meetings.Exists(m => m.Day == s.Day)).Select(s => s.StartsAt).Concat(meetings.Where(m => m.Status is not MeetingStatus.Skipped).Select(m => m.StartsAt)).Order().Take(Math.Max(1, Instants - meetings.Count - 2)).ToList();
        // A feed tells the changes of its zone's clocks for twenty years; a yearly rule goes on.
        all.RemoveAll(at => at > (then.Length == 0 ? now.AddYears(19) : now.AddDays(390)));
        if (slots.Count - meetings.Count(m => m.Status is MeetingStatus.Skipped) < all.Count) all = [];
        return JsonSerializer.Serialize(new
        {
            rule = one.Rule,
            zone = one.Zone.Id,
            first = one.Rhythm.First.ToString("s", CultureInfo.InvariantCulture),
            ics = MeetingCalendar.Feed("Alle", [(series, meetings)], now),
            instants = all.Select(at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.000Z", CultureInfo.InvariantCulture)),
        });
    }

    private async Task JudgeAsync(IEnumerable<string> cases)
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(f => Path.Combine(f, "node")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(node is null, "node is not on the PATH");
        var folder = Folder();
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "rrule")), "run npm ci in tests/conformance/meetings first");

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, cases, TestContext.Current.CancellationToken);
            using var judge = Process.Start(new ProcessStartInfo(node!, ["judge.mjs", file]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = judge.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var printed = await judge.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
            await judge.WaitForExitAsync(TestContext.Current.CancellationToken);
            output.WriteLine(printed);
            Assert.True(judge.ExitCode == 0, printed);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "conformance", "meetings"));
}
