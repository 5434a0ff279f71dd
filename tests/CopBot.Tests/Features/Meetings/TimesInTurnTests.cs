using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Meetings;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

/// <summary>No time suits everybody: two or three take turns, so that everybody has their share of the nights.</summary>
public sealed class TimesInTurnTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly string[] FiveCities = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo"];

    [Fact]
    public void By_any_rule_in_any_zone_each_time_comes_in_its_turn_and_none_drifts()
    {
        var dice = new Random(31);
        foreach (var some in RandomRules.Some(300, seed: 31))
        {
            TimeOnly[] times = [TimeOnly.FromDateTime(some.First), .. Enumerable.Range(0, 1 + dice.Next(2)).Select(_ => new TimeOnly(dice.Next(24), 15 * dice.Next(4)))];
            var rhythm = new Rhythm(new SeriesId(Guid.NewGuid()), 1, some.First, RepeatRule.Stored(some.Rule), some.Zone, 60, times[1..]);
            var slots = rhythm.Slots(DateOnly.MinValue).Take(60).ToList();

            Assert.Equal(some.Rhythm.Slots(DateOnly.MinValue).Take(60).Select(s => s.Day), slots.Select(s => s.Day));
            foreach (var (n, slot) in slots.Index())
            {
                var wall = slot.Day.ToDateTime(times[n % times.Length]);
                var shown = TimeZoneInfo.ConvertTime(slot.StartsAt, some.Zone).DateTime;
                Assert.True(shown == wall || some.Zone.IsInvalidTime(wall), $"{some.Typed} in {some.Zone.Id}: {shown} instead of {wall}");
                Assert.Equal(slot.StartsAt, rhythm.At(slot.Day));
            }

            // Wherever one begins to look, and when the series changes from a day on, what was before is as it was.
            var from = slots[slots.Count / 2].Day;
            Assert.Equal(slots.SkipWhile(s => s.Day < from).Select(s => s.StartsAt), rhythm.Slots(from).Take(slots.Count - (slots.Count / 2)).Select(s => s.StartsAt));
            rhythm.EndBefore(from);
            Assert.Equal(slots.TakeWhile(s => s.Day < from).Select(s => s.StartsAt), rhythm.Slots(DateOnly.MinValue).Select(s => s.StartsAt));
        }
    }

    [Fact]
    public void Over_a_year_each_time_comes_equally_often_and_the_burden_evens_out()
    {
        var dice = new Random(37);
        for (var community = 0; community < 40; community++)
        {
            var zones = Enumerable.Range(0, 2 + dice.Next(4)).Select(_ => RandomRules.Zones[dice.Next(RandomRules.Zones.Count)]).DistinctBy(z => z.Id, StringComparer.Ordinal).Select(z => (z, 1 + dice.Next(9))).ToList();
            var first = new DateTime(2027, 1, 5 + dice.Next(7), dice.Next(24), 0, 0);
            var now = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var rule = RepeatRule.Of(Repeat.Weekly, DateOnly.FromDateTime(first));
            var alone = new Rhythm(new SeriesId(Guid.NewGuid()), 1, first, rule, zones[0].z, 60);
            Assert.NotEmpty(FairTimes.FairestTurns(alone, zones, now));
            foreach (var (times, _) in FairTimes.FairestTurns(alone, zones, now))
            {
                var turns = new Rhythm(alone.Series, 1, alone.Day.ToDateTime(times[0]), rule, alone.Clock, 60, [.. times.Skip(1)]);
                var year = turns.Slots(DateOnly.MinValue).Take(54).ToList();
                var often = year.CountBy(s => s.Time).Select(t => t.Value).ToList();
                Assert.Equal(times.Count, often.Count);
                Assert.InRange(often.Max() - often.Min(), 0, 1);

                // Nobody bears more than those who bear most would if it were always one of these times.
                var worst = times.Max(time => Heaviest(year.Select(s => Hours.Instant(s.Day.ToDateTime(time), turns.Clock)), zones));
                Assert.InRange(Heaviest(year.Select(s => s.StartsAt), zones), 0, worst);
            }
        }
    }

    [Fact]
    public void A_time_is_told_in_the_words_of_a_day()
    {
        DateTimeOffset[] dates = [new(2027, 1, 19, 21, 0, 0, TimeSpan.Zero), new(2027, 2, 2, 21, 0, 0, TimeSpan.Zero)];
        var falls = FairTimes.Burdens(dates, [.. new[] { "Europe/Berlin", "America/New_York", "Europe/London", "Australia/Sydney", "Asia/Tokyo" }.Select((zone, i) => (Zones.Stored(zone), i + 1))]);

        Assert.Equal("Berlin (1) 22:00, at night; New York (2) 16:00; London (3) 21:00, late; Sydney (4) 08:00; Tokyo (5) 06:00, early", FairTimes.OnTheirClocks(falls));
    }

    [Fact]
    public void Between_Berlin_New_York_Kolkata_Sydney_and_Sao_Paulo_no_single_time_is_as_fair()
    {
        var zones = FiveCities.Select(z => (Zones.Stored(z), 1)).ToList();
        var now = new DateTimeOffset(2027, 1, 12, 10, 0, 0, TimeSpan.Zero);
        var rhythm = new Rhythm(new SeriesId(Guid.NewGuid()), 1, new DateTime(2027, 1, 19, 16, 0, 0), RepeatRule.Stored("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), Berlin, 60);

        var single = FairTimes.Fairest(rhythm, zones, now)[0].Burdens.Max(b => b.Burden);
        var turns = FairTimes.FairestTurns(rhythm, zones, now);

        Assert.InRange(turns.Min(t => t.Burdens.Max(b => b.Burden)), 0, single - 0.5);
        Assert.Contains(turns, t => t.Times.Contains(rhythm.Time));
        Assert.Equal(turns.Count, turns.Select(t => MeetingWords.InTurn(t.Times)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_coordinator_lets_times_take_turns_and_meetings_keep_theirs_whatever_becomes_of_the_others()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        foreach (var zone in FiveCities.Skip(1)) await world.MemberAsync(world.Someone($"in-{Zones.CityOf(Zones.Stored(zone)).ToLowerInvariant().Replace(' ', '-')}", zone: zone));
        var preview = await carla.Submits(await carla.Uses("meet new"), ("Title", Rhythms.Title), ("First", "2027-01-19 16:00"), ("Repeat", nameof(Repeat.Weekly)), ("Length", nameof(MeetingLength.Hour)));
        var fairer = await carla.Presses("Fairer times", preview);
        Drawn.Reads(fairer, "fair-times-in-turn");
        var menu = fairer.Shown!.Shows.AllControls.OfType<Menu>().Single(m => m.Placeholder == "Let these take turns");
        var chosen = await carla.Presses(menu.Choices.First(c => c.Label.Contains("16:00", StringComparison.Ordinal)).Label, fairer);
        Drawn.Reads(chosen, "preview-in-turn");
        Shows(Someone.Told(await carla.Presses("Start the series", chosen)), "in turn in Berlin");

        var rhythm = (await world.SeriesAsync()).Rhythm;
        var times = rhythm.Times;
        Assert.Equal(new TimeOnly(16, 0), times[0]);
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 13, 12, 0, 0, TimeSpan.Zero));
        var more = await carla.Presses("More", world.Meeting());
        var series = await carla.Presses("The whole series", more);
        await carla.Submits(await carla.Presses("Skip this one", more));
        var before = await world.MeetingsAsync();
        Assert.All(before.Index(), m => Assert.Equal(times[m.Index % times.Count], On(m.Item)));

        // Called otherwise from the second on: the same meetings, at the same times, and nobody has to be told.
        var second = await carla.Presses($"Tue 26 Jan, {MeetingWords.InTurn([times[1]])} in Berlin", series);
        var change = await carla.Submits(await carla.Presses("Change from here on", second), ("Title", "Repair night"));
        Shows(Someone.Told(change), "in turn in Berlin");
        await carla.Presses("Change it from there on", change);
        await world.MoveToAsync(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var after = await world.MeetingsAsync();
        Assert.Equal(before.Select(m => (m.Id, m.StartsAt)), after.Take(before.Count).Select(m => (m.Id, m.StartsAt)));
        Assert.All(after.Index(), m => Assert.Equal(times[m.Index % times.Count], On(m.Item)));

        TimeOnly On(Meeting meeting) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(meeting.StartsAt, Berlin).DateTime);
    }

    [Fact]
    public async Task A_series_that_meets_already_can_go_on_with_times_that_take_turns_and_with_one_again()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        foreach (var zone in FiveCities.Skip(1)) await world.MemberAsync(world.Someone($"in-{Zones.CityOf(Zones.Stored(zone)).ToLowerInvariant().Replace(' ', '-')}", zone: zone));
        await world.MeetsAsync(carla);

        var change = await carla.Submits(await carla.Presses("Change from here on", await carla.Presses("More", world.Meeting())), ("Title", "Repair night"));
        Lacks(Someone.Told(change), "in turn");
        var fairer = await carla.Presses("Fairer times", change);
        Shows(Someone.Told(await carla.Presses("Back", fairer)), "Repair night");
        var menu = fairer.Shown!.Shows.AllControls.OfType<Menu>().Single(m => m.Placeholder == "Let these take turns");
        var inTurn = await carla.Presses(menu.Choices.First(c => c.Label.Contains("16:00", StringComparison.Ordinal)).Label, fairer);
        Shows(Someone.Told(inTurn), "Repair night", "in turn in Berlin");
        await carla.Presses("Change it from there on", inTurn);

        var series = await world.SeriesAsync();
        var times = series.Rhythm.Times;
        Assert.InRange(times.Count, 2, Rhythm.MostTimes);
        await world.MoveToAsync(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Assert.All((await world.MeetingsAsync()).Index(), m => Assert.Equal(times[m.Index % times.Count], TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(m.Item.StartsAt, Berlin).DateTime)));

        // One time is a choice too, and one that was not among them.
        var again = await carla.Presses("Fairer times", await carla.Submits(await carla.Presses("Change from here on", await carla.Presses("More", world.Meeting("Repair night")))));
        var one = again.Shown!.Shows.AllControls.OfType<Menu>().Single(m => m.Placeholder == "Take one of these").Choices[0].Label;
        await carla.Presses("Change it from there on", await carla.Presses(one, again));
        Assert.Empty((await world.SeriesAsync()).Rhythm.Then);
    }

    private static double Heaviest(IEnumerable<DateTimeOffset> moments, IReadOnlyList<(TimeZoneInfo, int)> zones) => Math.Round(FairTimes.Burdens(moments, zones).Max(b => b.Burden), 6);
}
