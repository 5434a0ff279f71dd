using System.Globalization;
using CopBot.Communities;

namespace CopBot.Features.Meetings;

/// <summary>
/// Series and meetings as calendars read them: a rhythm is one entry with its rule and zone, and what differs from the rule (a
/// time of its own, a place, a cancellation) stands beside it under the day that the rule names. While a series pauses, its rule
/// ends with the last day on which it met; when it goes on, the days between for which nothing was planned are left out. Every change counts up SEQUENCE, so that a calendar replaces what it has.
/// </summary>
internal static class MeetingCalendar
{
    private static readonly TimeSpan ZoneBefore = TimeSpan.FromDays(400);

    private static readonly TimeSpan EntriesFor = TimeSpan.FromDays(400);

    // Calendars that know the zone's name use their own knowledge; the others have it for this long.
    private const int ZoneYears = 20;

    /// <summary>Some series as a feed.</summary>
    public static string Feed(string name, IEnumerable<(Series Series, IReadOnlyList<Meeting> Meetings)> all, DateTimeOffset now)
    {
        var series = all.ToList();
        var ics = Begin("PUBLISH").Words("X-WR-CALNAME", name).Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H").Line("X-PUBLISHED-TTL", "PT1H");
        Zones(ics, series.SelectMany(s => s.Series.Rhythms), now);
        foreach (var (one, meetings) in series) Write(ics, one, meetings, now);
        return ics.End("VCALENDAR").ToString();
    }

    /// <summary>One meeting as a file.</summary>
    public static string File(Series series, Meeting meeting, DateTimeOffset now)
    {
        var rhythm = series.Rhythms.Find(r => r.Number == meeting.Rhythm) ?? series.Rhythm;
        var ics = Begin("PUBLISH");
        Zones(ics, [rhythm], now);
        Event(ics, $"{meeting.Id.Value:N}@copbot", series, meeting, rhythm, recurrence: false);
        return ics.End("VCALENDAR").ToString();
    }

    private static IcsWriter Begin(string method) =>
        new IcsWriter().Begin("VCALENDAR").Line("VERSION", "2.0").Line("PRODID", "-//CopBot//Meetings//EN").Line("CALSCALE", "GREGORIAN").Line("METHOD", method);

    private static void Zones(IcsWriter ics, IEnumerable<Rhythm> rhythms, DateTimeOffset now)
    {
        foreach (var zone in rhythms.GroupBy(r => r.Clock.Id, StringComparer.Ordinal))
        {
            var first = zone.Min(r => r.At(r.Day)) - ZoneBefore;
            ics.Zone(zone.First().Clock, first, new DateTimeOffset(Later(now, first).UtcDateTime.Date, TimeSpan.Zero).AddYears(ZoneYears));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static void Write(IcsWriter ics, Series series, IReadOnlyList<Meeting> meetings, DateTimeOffset now)
    {
        foreach (var rhythm in series.Rhythms.Where(r => r.EndsBefore is null || r.EndsBefore > r.Day).OrderBy(r => r.Number))
        {
            var lastDay = LastDay(series, rhythm, meetings);
            if (lastDay < rhythm.Day) continue;
            if (rhythm.TakesTurns)
            {
                WriteTurns(ics, series, rhythm, meetings, lastDay, now);
                continue;
            }

            var uid = string.Create(CultureInfo.InvariantCulture, $"{series.Id.Value:N}-{rhythm.Number}@copbot");
            ics.Begin("VEVENT").Line("UID", uid);
            Head(ics, series, rhythm.Sequence);
            Start(ics, rhythm, rhythm.First).Line("DURATION", Length(rhythm.Minutes)).Line("RRULE", RuleOf(rhythm, lastDay));
            // A line each: of several in one line some readers take the first only.
            foreach (var day in NeverWere(rhythm, meetings, lastDay, now)) ics.Line($"EXDATE;TZID={rhythm.Clock.Id}", IcsWriter.At(day.ToDateTime(rhythm.Time)));
            Words(ics, series, series.Place).Line("STATUS", "CONFIRMED").End("VEVENT");
            foreach (var meeting in meetings.Where(m => m.Rhythm == rhythm.Number && Differs(m, rhythm) && IsOf(m, rhythm) && m.Day <= lastDay).OrderBy(m => m.Day)) Event(ics, uid, series, meeting, rhythm, recurrence: true);
        }

        // Moved by hand to a time of its own, and its rhythm has ended before it.
        foreach (var meeting in meetings.Where(m => m is { Moved: true, Status: not MeetingStatus.Skipped } && series.Rhythms.Find(r => r.Number == m.Rhythm) is { } r && !IsOf(m, r)))
            Event(ics, $"{meeting.Id.Value:N}@copbot", series, meeting, series.Rhythm, recurrence: false);
    }

    /// <summary>No rule knows times that take turns: each day is an entry of its own, from a year ago on and for the year to come.</summary>
    private static void WriteTurns(IcsWriter ics, Series series, Rhythm rhythm, IReadOnlyList<Meeting> meetings, DateOnly lastDay, DateTimeOffset now)
    {
        foreach (var slot in rhythm.Slots(DateOnly.FromDateTime((now - EntriesFor).UtcDateTime)).TakeWhile(s => s.StartsAt <= now + EntriesFor && s.Day <= lastDay))
        {
            var uid = string.Create(CultureInfo.InvariantCulture, $"{series.Id.Value:N}-{rhythm.Number}-{slot.Day:yyyyMMdd}@copbot");
            if (meetings.FirstOrDefault(m => m.Rhythm == rhythm.Number && m.Day == slot.Day) is { } meeting)
            {
                Event(ics, uid, series, meeting, rhythm, recurrence: false);
                continue;
            }

            if (slot.StartsAt <= now) continue;
            ics.Begin("VEVENT").Line("UID", uid);
            Head(ics, series, rhythm.Sequence);
            Start(ics, rhythm, TimeZoneInfo.ConvertTime(slot.StartsAt, rhythm.Clock).DateTime).Line("DURATION", Length(rhythm.Minutes));
            Words(ics, series, series.Place).Line("STATUS", "CONFIRMED").End("VEVENT");
        }
    }

    private static void Event(IcsWriter ics, string uid, Series series, Meeting meeting, Rhythm rhythm, bool recurrence)
    {
        ics.Begin("VEVENT").Line("UID", uid);
        if (recurrence) ics.Line($"RECURRENCE-ID;TZID={rhythm.Clock.Id}", IcsWriter.At(meeting.Day.ToDateTime(rhythm.Time)));
        Head(ics, series, rhythm.Sequence + meeting.Sequence);
        Start(ics, rhythm, TimeZoneInfo.ConvertTime(meeting.StartsAt, rhythm.Clock).DateTime).Line("DURATION", Length(meeting.Minutes));
        Words(ics, series, meeting.Place ?? series.Place).Line("STATUS", meeting.Status is MeetingStatus.Skipped ? "CANCELLED" : "CONFIRMED").End("VEVENT");
    }

    private static void Head(IcsWriter ics, Series series, int sequence) =>
        ics.Line("DTSTAMP", IcsWriter.Utc(series.CreatedAt)).Line("SEQUENCE", sequence.ToString(CultureInfo.InvariantCulture));

    private static IcsWriter Start(IcsWriter ics, Rhythm rhythm, DateTime local) => ics.Line($"DTSTART;TZID={rhythm.Clock.Id}", IcsWriter.At(local));

    private static IcsWriter Words(IcsWriter ics, Series series, string place) =>
        ics.Words("SUMMARY", series.Title).Words("LOCATION", place).Words("DESCRIPTION", MeetingWords.Of(series.Kind));

    /// <summary>Beyond which day nothing is shown: while it pauses, the last day that it was planned for and that was not called off by the pause.</summary>
    private static DateOnly LastDay(Series series, Rhythm rhythm, IReadOnlyList<Meeting> meetings) => series.Status is SeriesStatus.Paused
        ? meetings.Where(m => m.Rhythm == rhythm.Number && !m.Paused).Select(m => m.Day).DefaultIfEmpty(DateOnly.MinValue).Max()
        : DateOnly.MaxValue;

    /// <summary>Past days of the rule for which nothing was ever planned, as while it paused: there was no meeting.</summary>
    private static IEnumerable<DateOnly> NeverWere(Rhythm rhythm, IReadOnlyList<Meeting> meetings, DateOnly lastDay, DateTimeOffset now)
    {
        var planned = meetings.Where(m => m.Rhythm == rhythm.Number).Select(m => m.Day).ToHashSet();
        return rhythm.Slots(rhythm.Day).TakeWhile(s => s.StartsAt <= now && s.Day <= lastDay).Select(s => s.Day).Where(d => !planned.Contains(d));
    }

    private static string RuleOf(Rhythm rhythm, DateOnly lastDay)
    {
        if (rhythm.EndsBefore is null && lastDay == DateOnly.MaxValue) return rhythm.Repeats.InCalendar(rhythm.Clock);
        var rule = string.Join(';', rhythm.Rule.Split(';').Where(p => !p.StartsWith("COUNT=", StringComparison.Ordinal) && !p.StartsWith("UNTIL=", StringComparison.Ordinal)));
        // Its own end may come before the change.
        var last = rhythm.Slots(rhythm.Day).TakeWhile(s => s.Day <= lastDay).Select(s => s.StartsAt).LastOrDefault(rhythm.At(rhythm.Day));
        return $"{rule};UNTIL={IcsWriter.Utc(last)}";
    }

    private static string Length(int minutes) => string.Create(CultureInfo.InvariantCulture, $"PT{minutes}M");

    private static bool Differs(Meeting meeting, Rhythm rhythm) =>
        meeting.Status is MeetingStatus.Skipped || meeting.StartsAt != rhythm.At(meeting.Day) || meeting.Place is not null || meeting.Minutes != rhythm.Minutes;

    private static bool IsOf(Meeting meeting, Rhythm rhythm) => meeting.Day >= rhythm.Day && (rhythm.EndsBefore is null || meeting.Day < rhythm.EndsBefore);
}
