using CopBot.Communities;
using Xunit;

namespace CopBot.Tests.Communities;

/// <summary>Hours against the one thing that is certain: what a clock on the wall shows at an instant.</summary>
public sealed class HoursTests
{
    private const WorkDays SundayToThursday = WorkDays.Sunday | WorkDays.Monday | WorkDays.Tuesday | WorkDays.Wednesday | WorkDays.Thursday;

    /// <summary>Zones with whole, half and quarter hours, clocks that change by half an hour, at midnight, for Ramadan, backwards in winter, or never.</summary>
    public static TheoryData<string> ManyZones { get; } =
    [
        "UTC", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "America/New_York", "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion",
        "America/Nuuk", "Asia/Beirut", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe", "Australia/Adelaide",
        "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Atlantic/Azores", "Antarctica/Troll",
    ];

    [Theory]
    [MemberData(nameof(ManyZones))]
    public void A_skipped_time_moves_by_the_gap_and_of_a_doubled_one_the_first_is_meant(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var changes = Changes(zone).ToList();
        Assert.Equal(name is "UTC" or "Asia/Kathmandu" or "Asia/Kolkata" or "Pacific/Kiritimati" or "Pacific/Apia" or "America/Asuncion", changes.Count < 4);

        foreach (var (at, before, after) in changes)
        {
            var from = (at + (before < after ? before : after)).DateTime;
            var length = (after - before).Duration();
            // Skipped or doubled, the offset from before the change is the one that counts (RFC 5545, 3.3.5).
            foreach (var minute in new[] { 0, 1, length.TotalMinutes / 2, length.TotalMinutes - 1 })
                Assert.Equal(new DateTimeOffset(from.AddMinutes(minute), TimeSpan.Zero) - before, Hours.Instant(from.AddMinutes(minute), zone));
            // On either side the clock shows just that time.
            foreach (var local in new[] { from.AddMinutes(-1), from + length })
                Assert.Equal(local, TimeZoneInfo.ConvertTime(Hours.Instant(local, zone), zone).DateTime);
        }

        var random = new Random(20261121);
        for (var i = 0; i < 200; i++)
        {
            var instant = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(7 * 365 * 24 * 60));
            if (changes.Exists(c => (c.At - instant).Duration() < TimeSpan.FromHours(2))) continue;
            Assert.Equal(instant, Hours.Instant(TimeZoneInfo.ConvertTime(instant, zone).DateTime, zone));
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2027-03-28T02:30", "2027-03-28T01:30Z")]
    [InlineData("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T00:30Z")]
    [InlineData("Europe/Dublin", "2027-10-31T01:30", "2027-10-31T00:30Z")] // winter is their negative summer time
    [InlineData("Australia/Lord_Howe", "2027-10-03T02:15", "2027-10-02T15:45Z")] // skipped: it shows 02:45
    [InlineData("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45Z")]
    [InlineData("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00Z")] // a day that never was
    public void Known_changes_of_clocks(string zone, string local, string instant) =>
        Assert.Equal(At(instant), Hours.Instant(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void A_time_means_the_same_whatever_kind_it_was_given()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var local = new DateTime(2027, 6, 1, 10, 0, 0, DateTimeKind.Utc);
        Assert.Equal(At("2027-06-01T08:00Z"), Hours.Instant(local, zone));
    }

    [Theory]
    [MemberData(nameof(ManyZones))]
    public void Open_is_what_the_clock_on_the_wall_says(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        foreach (var days in new[] { WorkDays.MondayToFriday, SundayToThursday, WorkDays.Saturday })
        {
            var hours = Hours.Default(zone) with { Days = days };
            foreach (var at in Moments(zone, 150))
            {
                var wall = TimeZoneInfo.ConvertTime(at, zone);
                // No clock changes between nine and six.
                Assert.Equal(days.HasFlag(wall.DayOfWeek.AsWorkDay()) && wall.Hour is >= 9 and < 18, hours.IsOpen(at));
            }
        }
    }

    [Theory]
    [MemberData(nameof(ManyZones))]
    public void The_next_open_moment_is_open_and_there_is_none_before_it(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        Hours[] many =
        [
            Hours.Default(zone),
            Hours.Default(zone) with { Days = SundayToThursday },
            // Hours in which clocks do change, and a day so short that a change may swallow it.
            new(zone, new(0, 0), new(3, 30), WorkDays.Sunday | WorkDays.Saturday),
            new(zone, new(2, 10), new(2, 50), WorkDays.Sunday),
            new(zone, new(2, 30), new(3, 10), WorkDays.Sunday | WorkDays.Monday),
            new(zone, new(0, 15), new(23, 59), WorkDays.MondayToFriday | WorkDays.Saturday | WorkDays.Sunday),
        ];
        foreach (var hours in many)
        {
            var last = DateTimeOffset.MinValue;
            foreach (var at in Moments(zone, 40))
            {
                var next = hours.NextOpen(at);
                Assert.True(next >= at, $"{hours} at {at:u}: {next:u} is past");
                Assert.True(hours.IsOpen(next), $"{hours} at {at:u}: {next:u} is not open");
                Assert.Equal(next, hours.NextOpen(next));
                Assert.True(next - at < TimeSpan.FromDays(15), $"{hours} at {at:u}: {next:u} is too far");
                Assert.True(next >= last, "later is never earlier");
                last = next;
                for (var before = at; before < next; before += (next - at) / 37 + TimeSpan.FromSeconds(1)) Assert.False(hours.IsOpen(before), $"{hours} at {at:u}: {before:u} was open before {next:u}");
                Assert.True(next == at || !hours.IsOpen(next.AddTicks(-1)), $"{hours} at {at:u}: open just before {next:u}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ManyZones))]
    public void Working_days_later_is_open_never_sooner_and_counts_working_days(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        foreach (var days in new[] { WorkDays.MondayToFriday, SundayToThursday })
        {
            var hours = Hours.Default(zone) with { Days = days };
            foreach (var at in Moments(zone, 60))
            {
                for (var n = 0; n <= 5; n++)
                {
                    var later = hours.AddWorkingDays(at, n);
                    Assert.True(later >= at && hours.IsOpen(later), $"{n} days after {at:u}: {later:u}");
                    var (from, to) = (hours.DayOf(at), hours.DayOf(later));
                    var between = Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(d => days.HasFlag(from.AddDays(d).DayOfWeek.AsWorkDay()));
                    // After six it is the next morning, and one that starts on a day off begins at its next working day.
                    Assert.InRange(between, n, n + 1);
                    var wall = TimeZoneInfo.ConvertTime(at, zone);
                    if (n > 0 && wall.Hour is >= 9 and < 18) Assert.Equal((n, TimeOnly.FromDateTime(wall.DateTime)), (between, TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(later, zone).DateTime)));
                }
            }
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2027-03-26T10:30Z", 1, "2027-03-29T09:30Z")] // Friday 11:30, Monday 11:30 in summer
    [InlineData("Europe/Berlin", "2027-03-26T19:30Z", 2, "2027-03-31T07:00Z")] // Friday 20:30, so Wednesday at nine
    [InlineData("Europe/Berlin", "2027-03-27T10:30Z", 1, "2027-03-29T09:30Z")]
    public void Working_days_over_a_change_of_clocks(string zone, string at, int days, string later) =>
        Assert.Equal(At(later), Hours.Default(TimeZoneInfo.FindSystemTimeZoneById(zone)).AddWorkingDays(At(at), days));

    [Theory]
    [MemberData(nameof(ManyZones))]
    public void A_chosen_day_begins_to_count_at_ten_or_at_the_next_open_hour(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var hours = Hours.Default(zone) with { Days = SundayToThursday };
        var late = hours with { Start = new(13, 0), End = new(21, 0) };
        for (var day = new DateOnly(2027, 1, 1); day.Year == 2027; day = day.AddDays(5))
        {
            var works = SundayToThursday.HasFlag(day.DayOfWeek.AsWorkDay());
            var wall = TimeZoneInfo.ConvertTime(hours.OnDay(day), zone).DateTime;
            var next = works ? day : day.AddDays(day.DayOfWeek is DayOfWeek.Friday ? 2 : 1);
            Assert.Equal(next.ToDateTime(works ? new(10, 0) : new(9, 0)), wall);
            Assert.Equal(next.ToDateTime(new(13, 0)), TimeZoneInfo.ConvertTime(late.OnDay(day), zone).DateTime);
        }
    }

    [Theory]
    [InlineData(WorkDays.None)]
    [InlineData((WorkDays)128)]
    public void Without_working_days_nobody_waits_for_ever(WorkDays days)
    {
        var hours = Hours.Default(TimeZoneInfo.Utc) with { Days = days };
        Assert.Equal(At("2027-01-18T09:00Z"), hours.NextOpen(At("2027-01-15T20:00Z")));
        Assert.Equal(At("2027-01-18T12:00Z"), hours.AddWorkingDays(At("2027-01-15T12:00Z"), 1));
    }

    [Theory]
    [InlineData(22, 6)]
    [InlineData(9, 9)]
    public void Hours_that_end_before_they_begin_last_until_midnight(int from, int until)
    {
        var hours = Hours.Default(TimeZoneInfo.Utc) with { Start = new(from, 0), End = new(until, 0) };
        Assert.Equal(At("2027-01-12T00:00Z").AddHours(from), hours.NextOpen(At("2027-01-12T03:00Z")));
        Assert.True(hours.IsOpen(At("2027-01-12T23:59Z")));
        Assert.False(hours.IsOpen(At("2027-01-13T00:00Z")));
    }

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("  berlin ", "Europe/Berlin")]
    [InlineData("new york", "America/New_York")]
    [InlineData("EUROPE/LISBON", "Europe/Lisbon")]
    [InlineData("UTC", "UTC")]
    [InlineData("lord howe", "Australia/Lord_Howe")]
    public void A_zone_is_found_by_what_people_type(string typed, string zone) => Assert.Equal(zone, Zones.Find(typed)?.Id);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("Europe/")]
    [InlineData("Europe")]
    [InlineData("nowhere")]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("📍")]
    [InlineData("\ud800")]
    public void What_is_no_zone_is_none(string? typed) => Assert.Null(Zones.Find(typed));

    [Fact]
    public void A_stored_zone_that_this_machine_no_longer_knows_is_utc()
    {
        Assert.Equal("UTC", Zones.Stored("Atlantis/Capital").Id);
        Assert.Equal("Asia/Kathmandu", Zones.Stored("Asia/Kathmandu").Id);
    }

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Moments round every change of the clock of some years, and others spread over them; in order.</summary>
    private static IEnumerable<DateTimeOffset> Moments(TimeZoneInfo zone, int spread)
    {
        var random = new Random(20261121);
        var near = Changes(zone).Take(6).SelectMany(c => new[] { -26.0, -2, -1.1, -0.6, -0.3, -0.01, 0, 0.01, 0.3, 0.6, 1.1, 2, 9, 26 }.Select(h => c.At.AddMinutes(Math.Round(h * 60))));
        var far = Enumerable.Range(0, spread).Select(_ => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(6 * 365 * 24 * 60)));
        return near.Concat(far).Order();
    }

    private static IEnumerable<(DateTimeOffset At, TimeSpan Before, TimeSpan After)> Changes(TimeZoneInfo zone)
    {
        var at = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (; at.Year < 2030; at = at.AddDays(1))
        {
            var (before, after) = (zone.GetUtcOffset(at), zone.GetUtcOffset(at.AddDays(1)));
            if (before == after) continue;

            var (from, to) = (at, at.AddDays(1));
            while (to - from > TimeSpan.FromMinutes(1))
            {
                var middle = from.AddMinutes(Math.Floor((to - from).TotalMinutes / 2));
                if (zone.GetUtcOffset(middle) == before) from = middle;
                else to = middle;
            }

            yield return (to, before, after);
        }
    }
}
