using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Quartz;

namespace CopBot.Features.Meetings;

/// <summary>How often a series meets, as its form offers it.</summary>
public enum Repeat
{
    /// <summary>Every week, on the weekday of the first date.</summary>
    [Display(Name = "Every week")]
    Weekly,

    /// <summary>Every second week.</summary>
    [Display(Name = "Every two weeks")]
    TwoWeekly,

    /// <summary>Such as each second Tuesday of the month.</summary>
    [Display(Name = "Monthly, on that weekday (2nd Tuesday, …)")]
    MonthlyWeekday,

    /// <summary>Such as on the 12th of each month.</summary>
    [Display(Name = "Monthly, on that date")]
    MonthlyDate,

    /// <summary>Only on the first date.</summary>
    [Display(Name = "Just once")]
    Once,

    /// <summary>A recurrence rule of their own.</summary>
    [Display(Name = "By my own rule (RRULE)")]
    Own,
}

/// <summary>
/// The rule by which the days of a rhythm follow one another, an RRULE of RFC 5545. It speaks of local days only: what a zone's
/// clock does on one of them is <see cref="Communities.Hours.Instant(DateTime, TimeZoneInfo)"/>'s business, so that no rule can
/// make a series drift.
/// </summary>
/// <remarks>
/// Quartz finds the days. Its traps (docs/decisions/0017) are stepped round here: a rule always says which day of the month it
/// means, counts are compared with its last day, and a rule that never happens is refused.
/// </remarks>
public sealed partial record RepeatRule
{
    /// <summary>Longest rule that can be typed.</summary>
    public const int MaxLength = 200;

    private const int MostCounted = 1000;

    private static readonly string[] Known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST"];
    private static readonly string[] Frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

    private RepeatRule(string text) => Text = text;

    /// <summary>The rule as it is stored: parts in one order, an end as local time.</summary>
    public string Text { get; }

    /// <summary>The rule behind a choice of the form.</summary>
    public static RepeatRule Of(Repeat repeat, DateOnly first) => new(repeat switch
    {
        Repeat.Weekly => $"FREQ=WEEKLY;BYDAY={Day(first)}",
        Repeat.TwoWeekly => $"FREQ=WEEKLY;INTERVAL=2;BYDAY={Day(first)}",
        Repeat.MonthlyWeekday => string.Create(CultureInfo.InvariantCulture, $"FREQ=MONTHLY;BYDAY={Nth(first)}{Day(first)}"),
        // A month without that day has none of that date; its last day is meant by whoever begins on one.
        Repeat.MonthlyDate => string.Create(CultureInfo.InvariantCulture, $"FREQ=MONTHLY;BYMONTHDAY={(first.AddDays(1).Day == 1 ? -1 : first.Day)}"),
        Repeat.Once => "FREQ=DAILY;COUNT=1",
        _ => throw new ArgumentOutOfRangeException(nameof(repeat), "An own rule is read, not made"),
    });

    /// <summary>A stored rule.</summary>
    public static RepeatRule Stored(string text) => new(text);

    /// <summary>Reads what somebody typed; <paramref name="why"/> says what cannot be taken.</summary>
    public static RepeatRule? Read(string typed, DateTime first, TimeZoneInfo zone, out string? why)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = typed.Trim().ToUpperInvariant();
        foreach (var part in (text.StartsWith("RRULE:", StringComparison.Ordinal) ? text[6..] : text).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var name, { Length: > 0 } value] || !Known.Contains(name, StringComparer.Ordinal) || !parts.TryAdd(name, value))
            {
                why = $"“{part}” cannot be taken. A rule is made of {string.Join(", ", Known)}, each once, such as FREQ=MONTHLY;BYDAY=2TU.";
                return null;
            }
        }

        why = WhyNot(parts, zone);
        if (why is not null) return null;

        SayWhichDay(parts, DateOnly.FromDateTime(first));
        var rule = new RepeatRule(string.Join(';', Known.Where(parts.ContainsKey).Select(k => $"{k}={parts[k]}")));
        try
        {
            if (rule.Days(first, DateOnly.MinValue).Any()) return rule;
            why = "By this rule there is never a meeting.";
        }
        catch (FormatException e)
        {
            why = $"This rule cannot be read: {e.Message}";
        }

        return null;
    }

    /// <summary>The days of a rhythm that begins with <paramref name="first"/>, from a day on.</summary>
    public IEnumerable<DateOnly> Days(DateTime first, DateOnly from)
    {
        // As if all the world were on one clock without changes: so no zone's whims reach the days.
        var start = new DateTimeOffset(DateTime.SpecifyKind(first, DateTimeKind.Unspecified), TimeSpan.Zero);
        var trigger = TriggerBuilder.Create().WithIdentity("days").StartAt(start).WithRecurrenceSchedule(Evaluated, s => s.InTimeZone(TimeZoneInfo.Utc)).Build();
        if (!TryLast(trigger, out var last)) yield break;

        var wanted = from == DateOnly.MinValue ? start : new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        DateTimeOffset? at = (wanted <= start ? start : wanted).AddSeconds(-1);
        while (TryNext(trigger, at, out at) && !(at > last)) yield return DateOnly.FromDateTime(at.Value.UtcDateTime);
    }

    /// <summary>As people say it: "every second Tuesday".</summary>
    public string InWords(DateOnly first)
    {
        var weekday = first.ToString("dddd", CultureInfo.InvariantCulture);
        if (Text == Of(Repeat.Weekly, first).Text) return $"every {weekday}";
        if (Text == Of(Repeat.TwoWeekly, first).Text) return $"every second {weekday}";
        if (Text == Of(Repeat.MonthlyWeekday, first).Text) return $"every {Ordinal(Nth(first))} {weekday} of the month";
        if (Text == Of(Repeat.MonthlyDate, first).Text) return first.AddDays(1).Day == 1 ? "on the last day of each month" : string.Create(CultureInfo.InvariantCulture, $"on day {first.Day} of each month");
        return Text == Of(Repeat.Once, first).Text ? "once" : $"by the rule {Text}";
    }

    /// <summary>Which choice of the form this is.</summary>
    public Repeat AsChoice(DateOnly first) => Enum.GetValues<Repeat>().Where(r => r is not Repeat.Own).Append(Repeat.Own).First(r => r is Repeat.Own || Of(r, first).Text == Text);

    /// <summary>As a calendar file wants it: an end of a rule whose start has a zone stands in UTC.</summary>
    public string InCalendar(TimeZoneInfo zone) =>
        Until().Replace(Text, m => string.Create(CultureInfo.InvariantCulture, $"UNTIL={Communities.Hours.Instant(DateTime.ParseExact(m.Groups["at"].Value, Local, CultureInfo.InvariantCulture), zone).UtcDateTime:yyyyMMddTHHmmssZ}"));

    private const string Local = "yyyyMMddTHHmmss";

    private string Evaluated => Until().Replace(Text, m => m.Value + "Z");

    private static string? WhyNot(Dictionary<string, string> parts, TimeZoneInfo zone)
    {
        if (!parts.TryGetValue("FREQ", out var frequency) || !Frequencies.Contains(frequency, StringComparer.Ordinal)) return "Please say FREQ=DAILY, WEEKLY, MONTHLY or YEARLY first; a series meets at most once a day.";
        if (parts.TryGetValue("INTERVAL", out var interval) && !(int.TryParse(interval, NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every is >= 1 and <= 100)) return "INTERVAL is a number from 1 to 100.";
        if (parts.ContainsKey("COUNT") && parts.ContainsKey("UNTIL")) return "COUNT and UNTIL exclude one another: please keep one.";
        if (parts.TryGetValue("COUNT", out var count) && !(int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times is >= 1 and <= MostCounted)) return $"COUNT is a number from 1 to {MostCounted}.";
        if (parts.ContainsKey("BYSETPOS") && !parts.Keys.Any(k => k is "BYDAY" or "BYMONTHDAY" or "BYYEARDAY" or "BYWEEKNO" or "BYMONTH")) return "BYSETPOS needs another BY… part to choose from.";
        if (parts.TryGetValue("BYDAY", out var days) && days.Any(char.IsAsciiDigit) && frequency is "DAILY" or "WEEKLY" && parts["BYDAY"].Any(char.IsAsciiDigit)) return "A number before a weekday (2TU) goes with MONTHLY or YEARLY.";
        if (parts.ContainsKey("BYWEEKNO") && frequency is not "YEARLY") return "BYWEEKNO goes with FREQ=YEARLY.";
        if (parts.ContainsKey("BYYEARDAY") && frequency is not "YEARLY") return "BYYEARDAY goes with FREQ=YEARLY.";
        if (parts.ContainsKey("BYMONTHDAY") && frequency is "WEEKLY") return "BYMONTHDAY does not go with FREQ=WEEKLY.";
        if (parts.TryGetValue("UNTIL", out var until))
        {
            if (ReadUntil(until, zone) is not { } end) return "UNTIL is a day (20271231) or a day and time (20271231T170000).";
            parts["UNTIL"] = end.ToString(Local, CultureInfo.InvariantCulture);
        }

        return null;
    }

    /// <summary>The end as a local time: a day counts to its last second.</summary>
    private static DateTime? ReadUntil(string until, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(until, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day.AddDays(1).AddSeconds(-1);
        if (DateTime.TryParseExact(until, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return at;
        return DateTimeOffset.TryParseExact(until, "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var utc) ? TimeZoneInfo.ConvertTime(utc, zone).DateTime : null;
    }

    /// <summary>A rule that leaves the day open means that of the first date; here it says so.</summary>
    private static void SayWhichDay(Dictionary<string, string> parts, DateOnly first)
    {
        var says = parts.Keys.Any(k => k is "BYDAY" or "BYMONTHDAY" or "BYYEARDAY");
        switch (parts["FREQ"])
        {
            case "WEEKLY" when !says:
                parts["BYDAY"] = Day(first);
                break;
            case "MONTHLY" when !says:
                parts["BYMONTHDAY"] = first.Day.ToString(CultureInfo.InvariantCulture);
                break;
            case "YEARLY" when !says && parts.ContainsKey("BYWEEKNO"):
                parts["BYDAY"] = Day(first);
                break;
            case "YEARLY" when !says:
                parts["BYMONTHDAY"] = first.Day.ToString(CultureInfo.InvariantCulture);
                parts.TryAdd("BYMONTH", first.Month.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                break;
        }
    }

    private static bool TryLast(ITrigger trigger, out DateTimeOffset? last)
    {
        try
        {
            last = trigger.FinalFireTimeUtc;
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            // It never happens.
            last = null;
            return false;
        }
    }

    private static bool TryNext(ITrigger trigger, DateTimeOffset? after, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DateTimeOffset? next)
    {
        try
        {
            next = trigger.GetFireTimeAfter(after);
            return next is not null;
        }
        catch (ArgumentOutOfRangeException)
        {
            next = null;
            return false;
        }
    }

    /// <summary>The how-manieth of its weekday in the month; the fifth is the last, which every month has.</summary>
    private static int Nth(DateOnly day) => ((day.Day - 1) / 7) + 1 is var nth && nth == 5 ? -1 : nth;

    private static string Ordinal(int nth) => nth switch { 1 => "first", 2 => "second", 3 => "third", 4 => "fourth", _ => "last" };

    private static string Day(DateOnly day) => day.DayOfWeek.ToString()[..2].ToUpperInvariant();

    [GeneratedRegex("UNTIL=(?<at>[0-9]{8}T[0-9]{6})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Until();
}
