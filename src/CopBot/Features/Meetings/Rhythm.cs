using System.Globalization;
using CopBot.Communities;

namespace CopBot.Features.Meetings;

/// <summary>A day on which a rhythm meets. It is what a meeting is known by, whatever becomes of its time.</summary>
/// <param name="Rhythm">Whose.</param>
/// <param name="Day">The local day that the rule names.</param>
/// <param name="Time">The local time whose turn it is on that day.</param>
public sealed record Slot(Rhythm Rhythm, DateOnly Day, TimeOnly Time)
{
    /// <summary>When the meeting begins there: a skipped time moves on by the gap, of a doubled one the first is meant.</summary>
    public DateTimeOffset StartsAt => Hours.Instant(Day.ToDateTime(Time), Rhythm.Clock).ToUniversalTime();
}

/// <summary>How a series meets, from its first date until it is changed.</summary>
[Shared]
public sealed class Rhythm
{
    /// <summary>Most times of day that take turns.</summary>
    public const int MostTimes = 3;

    private const string Wall = "HH:mm:ss";

    private Rhythm()
    {
    }

    /// <summary>A rhythm. Where its first day is none of the rule's, the first of those counts, so that every calendar agrees.</summary>
    public Rhythm(SeriesId series, int number, DateTime first, RepeatRule rule, TimeZoneInfo zone, int minutes, IReadOnlyList<TimeOnly>? then = null)
    {
        var day = rule.Days(first, DateOnly.MinValue).FirstOrDefault(DateOnly.FromDateTime(first));
        (Series, Number, Day, Time, Rule, Zone, Minutes) = (series, number, day, TimeOnly.FromDateTime(first), rule.Text, zone.Id, minutes);
        Then = string.Join(' ', (then ?? []).Take(MostTimes - 1).Select(t => t.ToString(Wall, CultureInfo.InvariantCulture)));
    }

    /// <summary>Whose.</summary>
    public SeriesId Series { get; private set; }

    /// <summary>The first, the second, …</summary>
    public int Number { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>The local time; the first, where a few take turns.</summary>
    public TimeOnly Time { get; private set; }

    /// <summary>The local times that follow it in turn, such as <c>08:00:00 23:30:00</c>; empty where it is always the same.</summary>
    public string Then { get; private set; } = "";

    /// <summary>The RRULE.</summary>
    public string Rule { get; private set; } = "";

    /// <summary>The IANA zone.</summary>
    public string Zone { get; private set; } = "UTC";

    /// <summary>How long a meeting is.</summary>
    public int Minutes { get; private set; }

    /// <summary>The first day that is not its own any more; null while it goes on.</summary>
    public DateOnly? EndsBefore { get; private set; }

    /// <summary>Counts the changes, for calendars.</summary>
    public int Sequence { get; private set; }

    /// <summary>The zone.</summary>
    public TimeZoneInfo Clock => Zones.Stored(Zone);

    /// <summary>The rule.</summary>
    public RepeatRule Repeats => RepeatRule.Stored(Rule);

    /// <summary>The first date and time, on the wall there.</summary>
    public DateTime First => Day.ToDateTime(Time);

    /// <summary>Its times of day: one, or a few that take turns from day to day.</summary>
    public IReadOnlyList<TimeOnly> Times => [Time, .. Then.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => TimeOnly.ParseExact(t, Wall, CultureInfo.InvariantCulture))];

    /// <summary>Whether a few times take turns.</summary>
    public bool TakesTurns => Then.Length > 0;

    /// <summary>When the meeting of a day begins.</summary>
    public DateTimeOffset At(DateOnly day) => Of(day).StartsAt;

    /// <summary>The local time whose turn it is on a day.</summary>
    public TimeOnly TimeOn(DateOnly day) => Of(day).Time;

    /// <summary>Its days, from one on. Whose turn it is follows from how many days came before, whatever became of their meetings.</summary>
    public IEnumerable<Slot> Slots(DateOnly from)
    {
        if (EndsBefore <= Day) return [];
        if (!TakesTurns) return Own(Repeats.Days(First, from)).Select(d => new Slot(this, d, Time));
        var times = Times;
        return Own(Repeats.Days(First, DateOnly.MinValue)).Select((d, n) => new Slot(this, d, times[n % times.Count])).SkipWhile(s => s.Day < from);
    }

    /// <summary>It ends before a day, if not earlier.</summary>
    public void EndBefore(DateOnly day)
    {
        if (EndsBefore <= day) return;
        EndsBefore = day;
        Revise();
    }

    /// <summary>Calendars must look again.</summary>
    public void Revise() => Sequence++;

    private Slot Of(DateOnly day)
    {
        if (!TakesTurns) return new Slot(this, day, Time);
        var times = Times;
        return new Slot(this, day, times[Repeats.Days(First, DateOnly.MinValue).TakeWhile(d => d < day).Count() % times.Count]);
    }

    private IEnumerable<DateOnly> Own(IEnumerable<DateOnly> days) => days.TakeWhile(d => EndsBefore is null || d < EndsBefore);
}
