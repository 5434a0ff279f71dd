using System.Globalization;
using System.Text;

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
    private static readonly string[] LargeCities = ["Europe/London", "America/New_York", "Asia/Tokyo"];

    /// <summary>
    /// Finds a zone by what a person would type: an IANA name, or the city at its end, without regard to case, accents or spaces.
    /// </summary>
    public static TimeZoneInfo? Find(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var name = typed.Trim().Replace(' ', '_');
        if (IsName(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var exact) && exact.HasIanaId) return exact;
        var match = TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(z => z.Id.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? TimeZoneInfo.GetSystemTimeZones().Where(z => z.Id.Contains('/', StringComparison.Ordinal)).FirstOrDefault(z => Fold(CityOf(z)) == Fold(typed));
        return match is { HasIanaId: true } ? match : null;
    }

    /// <summary>Up to three zones whose cities look or begin like what was typed; a few large cities where none does.</summary>
    public static IReadOnlyList<TimeZoneInfo> Near(string typed)
    {
        var wanted = Fold(typed);
        var near = TimeZoneInfo.GetSystemTimeZones()
            .Where(z => z.Id.Contains('/', StringComparison.Ordinal))
            .Select(z => (Zone: z, Distance: Distance(wanted, z)))
            .Where(z => z.Distance <= Math.Max(1, wanted.Length / 3))
            .OrderBy(z => z.Distance).ThenBy(z => z.Zone.Id, StringComparer.Ordinal)
            .Take(3)
            .Select(z => z.Zone)
            .ToList();
        return near.Count > 0 ? near : [.. LargeCities.Select(Stored)];
    }

    /// <summary>The zone of a stored name, or UTC when this machine no longer knows it.</summary>
    public static TimeZoneInfo Stored(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>What people call a zone: its city.</summary>
    public static string CityOf(TimeZoneInfo zone) => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    // The system looks a zone up as a file: what is typed must not be a path to any other.
    private static bool IsName(string name) => name[0] != '/' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    private static int Distance(string wanted, TimeZoneInfo zone)
    {
        if (wanted.Length == 0) return int.MaxValue;
        var city = Fold(CityOf(zone));
        if ((city.Length > 3 && wanted.Contains(city, StringComparison.Ordinal)) || (wanted.Length >= 3 && city.StartsWith(wanted, StringComparison.Ordinal))) return 0;
        return wanted.Length > 40 ? int.MaxValue : Edits(wanted, city);
    }

    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
        }

        return row[^1];
    }

    private static string Fold(string text) => string.Concat(text.Trim().Replace('_', ' ').Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
}
