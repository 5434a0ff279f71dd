using System.Globalization;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Who looks, and with that in which zone and locale moments are shown.</summary>
internal sealed class Reader
{
    private readonly CultureInfo _culture;
    private readonly string _day;

    public Reader(Room room, RoomPerson person)
    {
        Room = room;
        Person = person;
        Now = room.Now;
        People = room.People;
        Zone = ZoneOf(person.Zone);
        _culture = CultureOf(person.Locale);
        _day = "ddd " + _culture.DateTimeFormat.MonthDayPattern.Replace("MMMM", "MMM", StringComparison.Ordinal);
    }

    public Room Room { get; }

    public RoomPerson Person { get; }

    public IReadOnlyList<RoomPerson> People { get; }

    public DateTimeOffset Now { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>The last part of a zone's name, as people call it: <c>Europe/Berlin</c> is Berlin.</summary>
    public static string? City(string? zone) => zone?[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');

    public static TimeZoneInfo ZoneOf(string? zone) => zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public string Time(DateTimeOffset at) => Local(at).ToString("t", _culture);

    /// <summary>The day; the year only when it is another one than now.</summary>
    public string Day(DateTimeOffset at) => Day(Local(at).DateTime);

    public string Day(DateOnly day) => Day(day.ToDateTime(TimeOnly.MinValue));

    public string DayAndTime(DateTimeOffset at) => $"{Day(at)}, {Time(at)}";

    /// <summary>Today, yesterday, or the day.</summary>
    public string NearDay(DateTimeOffset at) => (Local(Now).Date - Local(at).Date).Days switch
    {
        0 => "Today",
        1 => "Yesterday",
        _ => Day(at),
    };

    public string Ago(DateTimeOffset at)
    {
        var gone = Now - at;
        var far = gone.Duration();
        var amount = far switch
        {
            { TotalSeconds: < 60 } => null,
            { TotalMinutes: < 60 } => Count((int)far.TotalMinutes, "minute"),
            { TotalHours: < 24 } => Count((int)far.TotalHours, "hour"),
            { TotalDays: < 14 } => Count((int)far.TotalDays, "day"),
            { TotalDays: < 60 } => Count((int)(far.TotalDays / 7), "week"),
            { TotalDays: < 730 } => Count((int)(far.TotalDays / 30.4), "month"),
            _ => Count((int)(far.TotalDays / 365.25), "year"),
        };
        return amount is null ? (gone > TimeSpan.FromSeconds(-1) ? "just now" : "in a moment") : gone > TimeSpan.Zero ? $"{amount} ago" : $"in {amount}";
    }

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number.ToString(CultureInfo.InvariantCulture)} {unit}s";

    private static CultureInfo CultureOf(string? locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale is { Length: > 0 } ? locale : "en-GB");
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo("en-GB");
        }
    }

    private string Day(DateTime local) => local.ToString(local.Year == Local(Now).Year ? _day : _day + " yyyy", _culture);
}
