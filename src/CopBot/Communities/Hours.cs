namespace CopBot.Communities;

/// <summary>
/// When somebody may be written to: a zone, a span of local time and the working days. Everything that waits for a person
/// asks here; nobody else computes with local times.
/// </summary>
/// <remarks>
/// Nobody is made to wait for ever by hours that never open: without a working day they are Monday to Friday, and an end
/// that is not after the start is the end of the day.
/// </remarks>
/// <param name="Zone">The zone that the times are local to.</param>
/// <param name="Start">When the day opens.</param>
/// <param name="End">When it closes.</param>
/// <param name="Days">The working days.</param>
public sealed record Hours(TimeZoneInfo Zone, TimeOnly Start, TimeOnly End, WorkDays Days)
{
    /// <summary>When a chosen <em>day</em> begins to count, unless that is before the person's day opens.</summary>
    public static readonly TimeOnly ChosenDay = new(10, 0);

    private const WorkDays EveryDay = WorkDays.MondayToFriday | WorkDays.Saturday | WorkDays.Sunday;

    /// <summary>Monday to Friday, nine to six: quiet from 18:00 to 09:00 and on other days.</summary>
    public static Hours Default(TimeZoneInfo zone) => new(zone, new(9, 0), new(18, 0), WorkDays.MondayToFriday);

    /// <summary>Whether somebody may be written to at this moment.</summary>
    public bool IsOpen(DateTimeOffset at) => DayOf(at) is var day && Works(day) && Opens(day) <= at && at < Closes(day);

    /// <summary>The moment itself when open, else when they open next.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset at)
    {
        var day = DayOf(at);
        // A day whose hours a change of the clock has swallowed does not open at all.
        while (!Works(day) || Closes(day) <= at || Closes(day) <= Opens(day)) day = day.AddDays(1);
        return Opens(day) > at ? Opens(day) : at;
    }

    /// <summary>The same time of day some working days later, moved into the open hours.</summary>
    public DateTimeOffset AddWorkingDays(DateTimeOffset at, int days)
    {
        if (days <= 0) return NextOpen(at);

        var local = Local(at);
        var day = DateOnly.FromDateTime(local);
        for (var i = 0; i < days; i++) day = NextWorkingDay(day);
        return NextOpen(Instant(day, TimeOnly.FromDateTime(local)));
    }

    /// <summary>When a chosen day begins to count: 10:00 there, or the next open hour.</summary>
    public DateTimeOffset OnDay(DateOnly day) => NextOpen(Instant(day, ChosenDay));

    /// <summary>The calendar day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    /// <summary>When a calendar day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) => Instant(day, TimeOnly.MinValue);

    /// <summary>
    /// A local time as an instant. One inside a skipped hour moves forward by the length of the gap, of a doubled hour the
    /// first is meant (RFC 5545, 3.3.5).
    /// </summary>
    /// <remarks>
    /// What <see cref="TimeZoneInfo"/> says of a local time itself cannot be trusted where the base offset changes, as in
    /// Dublin each spring; what it says of an instant can.
    /// </remarks>
    public static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        var wall = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
        // No offset is as large as a day, so a change of the clock that touches this time lies between these two.
        var before = zone.GetUtcOffset(wall.AddDays(-1));
        var after = zone.GetUtcOffset(wall.AddDays(1));
        if (zone.GetUtcOffset(wall - before) != before && zone.GetUtcOffset(wall - after) == after) return wall - after;
        return wall - before;
    }

    private DateTimeOffset Instant(DateOnly day, TimeOnly time) => Instant(day.ToDateTime(time), Zone);

    private DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;

    private bool Works(DateOnly day) => ((Days & EveryDay) is WorkDays.None ? WorkDays.MondayToFriday : Days).HasFlag(day.DayOfWeek.AsWorkDay());

    private DateTimeOffset Opens(DateOnly day) => Instant(day, Start);

    private DateTimeOffset Closes(DateOnly day) => End > Start ? Instant(day, End) : StartOf(day.AddDays(1));

    private DateOnly NextWorkingDay(DateOnly day)
    {
        do day = day.AddDays(1);
        while (!Works(day));
        return day;
    }
}

/// <summary>Days of the week on which somebody works.</summary>
[Flags]
public enum WorkDays
{
    /// <summary>None; never a person's working week.</summary>
    None = 0,

    /// <summary>Monday.</summary>
    Monday = 1,

    /// <summary>Tuesday.</summary>
    Tuesday = 2,

    /// <summary>Wednesday.</summary>
    Wednesday = 4,

    /// <summary>Thursday.</summary>
    Thursday = 8,

    /// <summary>Friday.</summary>
    Friday = 16,

    /// <summary>Saturday.</summary>
    Saturday = 32,

    /// <summary>Sunday.</summary>
    Sunday = 64,

    /// <summary>The default working week.</summary>
    MondayToFriday = Monday | Tuesday | Wednesday | Thursday | Friday,
}

/// <summary>From the calendar's days to working days.</summary>
public static class WorkDaysExtensions
{
    /// <summary>The flag of a day of the week.</summary>
    public static WorkDays AsWorkDay(this DayOfWeek day) => day == DayOfWeek.Sunday ? WorkDays.Sunday : (WorkDays)(1 << ((int)day - 1));
}

/// <summary>Zones by their IANA names.</summary>
public static class Zones
{
    /// <summary>
    /// Finds a zone by what a person would type: an IANA name, or the city at its end, without regard to case or spaces.
    /// </summary>
    public static TimeZoneInfo? Find(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var name = typed.Trim().Replace(' ', '_');
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var exact) && exact.HasIanaId) return exact;
        var match = TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(z => z.Id.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? TimeZoneInfo.GetSystemTimeZones().Where(z => z.Id.Contains('/', StringComparison.Ordinal)).FirstOrDefault(z => CityOf(z).Equals(name.Replace('_', ' '), StringComparison.OrdinalIgnoreCase));
        return match is { HasIanaId: true } ? match : null;
    }

    /// <summary>The zone of a stored name, or UTC when this machine no longer knows it.</summary>
    public static TimeZoneInfo Stored(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>What people call a zone: its city.</summary>
    public static string CityOf(TimeZoneInfo zone) => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
}
