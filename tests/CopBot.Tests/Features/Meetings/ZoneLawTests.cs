using CopBot.Features.Meetings;
using Xunit;

namespace CopBot.Tests.Features.Meetings;

/// <summary>What PRODUCT promises of times: local times never drift, in any zone, over twenty years of clock changes.</summary>
public sealed class ZoneLawTests
{
    private static readonly DateTime First = new(2024, 1, 2, 0, 0, 0);

    /// <summary>Quarter-hours all round the day, so that every kind of gap is met.</summary>
    [Fact]
    public void In_every_zone_and_for_twenty_years_a_meeting_is_at_its_local_time_or_moved_by_the_gap()
    {
        Assert.InRange(RandomRules.Zones.Count, 300, 1000);
        var (met, skipped, doubled) = (0, 0, 0);
        foreach (var zone in RandomRules.Zones)
        {
            // Wherever the clock changes, and an ordinary day now and then.
            var changes = IcsWriter.Changes(zone, new DateTimeOffset(First, TimeSpan.Zero), new DateTimeOffset(First, TimeSpan.Zero).AddYears(20)).ToList();
            foreach (var (at, before, after) in changes)
            {
                var wall = at.UtcDateTime + (after > before ? before : after);
                for (var minutes = -75; minutes <= 195; minutes += 15)
                {
                    var local = wall.AddMinutes(minutes);
                    var rhythm = new Rhythm(default, 1, new DateTime(First.Year, 1, 1).Add(local.TimeOfDay), RepeatRule.Stored("FREQ=DAILY"), zone, 60);
                    var starts = rhythm.At(DateOnly.FromDateTime(local));
                    var shown = TimeZoneInfo.ConvertTime(starts, zone).DateTime;
                    met++;
                    var gap = after - before;
                    if (gap > TimeSpan.Zero && local >= at.UtcDateTime + before && local < at.UtcDateTime + after)
                    {
                        skipped++;
                        Assert.True(shown == local + gap, $"{zone.Id} {local:s} does not exist; it was {shown:s}, {gap} on would be {local + gap:s}");
                    }
                    else
                    {
                        Assert.True(shown == local, $"{zone.Id} {local:s} became {shown:s}");
                        if (gap < TimeSpan.Zero && local >= at.UtcDateTime + after && local < at.UtcDateTime + before)
                        {
                            doubled++;
                            Assert.True(starts < at, $"{zone.Id} {local:s} is there twice; the first is meant");
                        }
                    }
                }
            }
        }

        // It has looked at something.
        Assert.True(met > 50_000 && skipped > 5_000 && doubled > 5_000, $"{met} times, {skipped} skipped, {doubled} doubled");
    }

    [Fact]
    public void A_weekly_meeting_stays_at_its_time_in_every_zone_week_for_week()
    {
        foreach (var zone in RandomRules.Zones)
        {
            var rhythm = new Rhythm(default, 1, new DateTime(2024, 1, 2, 16, 0, 0), RepeatRule.Of(Repeat.TwoWeekly, new DateOnly(2024, 1, 2)), zone, 60);
            var slots = rhythm.Slots(rhythm.Day).Take(60).ToList();
            Assert.All(slots, s => Assert.Equal(s.Day.ToDateTime(new TimeOnly(16, 0)), TimeZoneInfo.ConvertTime(s.StartsAt, zone).DateTime));
            Assert.All(slots.Zip(slots.Skip(1)), two => Assert.Equal(14, two.Second.Day.DayNumber - two.First.Day.DayNumber));
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2027-03-28 02:30", "2027-03-28 01:30")]
    [InlineData("America/New_York", "2027-03-14 02:30", "2027-03-14 07:30")]
    [InlineData("Australia/Lord_Howe", "2027-10-03 02:15", "2027-10-02 15:45")]
    [InlineData("Europe/Berlin", "2027-10-31 02:30", "2027-10-31 00:30")]
    [InlineData("Europe/Dublin", "2027-03-28 01:30", "2027-03-28 01:30")]
    public void What_the_clocks_do_on_known_days_is_known(string zone, string local, string utc)
    {
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        var rhythm = new Rhythm(default, 1, at, RepeatRule.Stored("FREQ=DAILY"), TimeZoneInfo.FindSystemTimeZoneById(zone), 60);
        Assert.Equal(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), rhythm.At(DateOnly.FromDateTime(at)).UtcDateTime);
    }

    [Theory]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=DAILY;FOO=1")]
    [InlineData("FREQ=DAILY;COUNT=3;UNTIL=20280101")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("INTERVAL=2")]
    [InlineData("")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31")]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY")]
    [InlineData("FREQ=WEEKLY;BYDAY=2TU")]
    [InlineData("FREQ=DAILY;BYHOUR=3")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("🦊")]
    public void What_is_no_rule_is_refused_in_words(string typed)
    {
        Assert.Null(RepeatRule.Read(typed, new DateTime(2027, 1, 12, 16, 0, 0), TimeZoneInfo.Utc, out var why));
        Assert.False(string.IsNullOrWhiteSpace(why));
    }

    [Fact]
    public void A_rule_that_leaves_the_day_open_means_that_of_its_first_date()
    {
        var rule = RepeatRule.Read("rrule:freq=monthly", new DateTime(2027, 1, 31, 16, 0, 0), TimeZoneInfo.Utc, out _)!;
        Assert.Equal("FREQ=MONTHLY;BYMONTHDAY=31", rule.Text);
        Assert.Equal([new DateOnly(2027, 1, 31), new DateOnly(2027, 3, 31), new DateOnly(2027, 5, 31)], rule.Days(new DateTime(2027, 1, 31, 16, 0, 0), DateOnly.MinValue).Take(3));
    }
}
