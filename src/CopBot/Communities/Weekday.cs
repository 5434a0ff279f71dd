using System.Globalization;

namespace CopBot.Communities;

/// <summary>A day of the week, as forms offer them; <see cref="WorkDays"/> is the set of them that is stored.</summary>
public enum Weekday
{
    /// <summary>Monday.</summary>
    Monday,

    /// <summary>Tuesday.</summary>
    Tuesday,

    /// <summary>Wednesday.</summary>
    Wednesday,

    /// <summary>Thursday.</summary>
    Thursday,

    /// <summary>Friday.</summary>
    Friday,

    /// <summary>Saturday.</summary>
    Saturday,

    /// <summary>Sunday.</summary>
    Sunday,
}

/// <summary>Between days chosen in a form, days stored, and days in words.</summary>
public static class Weekdays
{
    /// <summary>The chosen days as a set.</summary>
    public static WorkDays AsWorkDays(this IEnumerable<Weekday> days) => days.Aggregate(WorkDays.None, (all, day) => all | (WorkDays)(1 << (int)day));

    /// <summary>The days of the set, Monday first.</summary>
    public static Weekday[] AsWeekdays(this WorkDays days) => [.. Enum.GetValues<Weekday>().Where(day => days.HasFlag((WorkDays)(1 << (int)day)))];

    /// <summary>The days as people say them: "Monday to Friday", "Monday, Wednesday".</summary>
    public static string InWords(this WorkDays days)
    {
        var chosen = days.AsWeekdays();
        if (chosen.Length == 7) return "every day";
        var inARow = chosen.Length > 2 && chosen[^1] - chosen[0] == chosen.Length - 1;
        return inARow ? $"{chosen[0]} to {chosen[^1]}" : string.Join(", ", chosen);
    }

    /// <summary>The hours as people say them: "Monday to Friday, 09:00–18:00".</summary>
    public static string InWords(this Hours hours) => $"{hours.Days.InWords()}, {hours.TimesInWords()}";

    /// <summary>The times as people say them: "09:00–18:00".</summary>
    public static string TimesInWords(this Hours hours) => string.Create(CultureInfo.InvariantCulture, $"{hours.Start:HH:mm}–{hours.End:HH:mm}");

    /// <summary>What a clock there shows: "Mon 14:05 in Lisbon".</summary>
    public static string ClockAt(this Hours hours, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(now, hours.Zone):ddd HH:mm} in {Zones.CityOf(hours.Zone)}");
}
