using CopBot.Communities;
using CopBot.Data;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>Makes the meetings of the next weeks out of the rules, each once, and forgets series that were never started.</summary>
[Every("00:01:00")]
internal sealed class PlanMeetings(CopBotDb db, MeetingPlan plan) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Series.Where(s => s.DueAt <= now).OrderBy(s => s.DueAt).Take(100).Select(s => s.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Series.Select(s => s.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var id = new SeriesId(thing);
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == id, stop) is not { } series || series.DueAt > now) return;
        if (series.Status is SeriesStatus.Preview) db.Remove(series);
        else await plan.AheadAsync(series, now, stop);
    }
}

/// <summary>The meetings that a series has ahead of it: those that stand in the store, and those that only its rule knows.</summary>
internal sealed class MeetingPlan(CopBotDb db, HostTurns turns)
{
    /// <summary>Makes those of the next weeks.</summary>
    public async Task AheadAsync(Series series, DateTimeOffset now, CancellationToken stop)
    {
        var known = await OfAsync(series, now, stop);
        foreach (var slot in series.Slots(Yesterday(now)))
        {
            // What would have been while nobody looked was not.
            if (slot.StartsAt <= now) continue;
            if (slot.StartsAt - Series.MadeBefore > now)
            {
                series.LookAgain(slot.StartsAt - Series.MadeBefore);
                LineUp(known);
                return;
            }

            if (!known.Exists(m => m.Rhythm == slot.Rhythm.Number && m.Day == slot.Day)) await MakeAsync(series, slot, known, stop);
        }

        series.LookAgain(null);
        LineUp(known);
    }

    /// <summary>A meeting is at another time, or is to be after all: those that follow wait for it with their cards.</summary>
    public async Task LineUpAsync(Series series, DateTimeOffset now, CancellationToken stop) => LineUp(await OfAsync(series, now, stop));

    /// <summary>The meeting of a day, made now where only the rule knew it.</summary>
    public async Task<Meeting?> OnAsync(Series series, DateOnly day, DateTimeOffset now, CancellationToken stop)
    {
        var known = await OfAsync(series, now, stop);
        var slot = series.Slots(day).FirstOrDefault(s => s.Day == day);
        if (slot is null) return null;
        if (known.Find(m => m.Rhythm == slot.Rhythm.Number && m.Day == day) is { } stands) return stands;
        var made = await MakeAsync(series, slot, known, stop);
        LineUp(known);
        return made;
    }

    /// <summary>The meetings that stand in the store and are not long over.</summary>
    public async Task<List<Meeting>> OfAsync(Series series, DateTimeOffset now, CancellationToken stop)
    {
        var since = now.AddDays(-1);
        var first = Yesterday(now).AddDays(-1);
        await db.Meetings.Where(m => m.Series == series.Id && (m.StartsAt > since || m.Day > first)).LoadAsync(stop);
        return [.. db.Seen<Meeting>().Where(m => m.Series == series.Id && (m.StartsAt > since || m.Day > first)).OrderBy(m => m.StartsAt)];
    }

    private async Task<Meeting> MakeAsync(Series series, Slot slot, List<Meeting> known, CancellationToken stop)
    {
        var meeting = db.Add(Meeting.Plan(series, slot, await turns.NextAsync(series, slot.StartsAt, known, stop))).Entity;
        known.Add(meeting);
        return meeting;
    }

    /// <summary>By when they are, which is not always the order of their days: one may be moved past the next.</summary>
    private static void LineUp(IEnumerable<Meeting> known)
    {
        Meeting? before = null;
        foreach (var meeting in known.Where(m => m.Status is not MeetingStatus.Skipped).OrderBy(m => m.StartsAt))
        {
            if (meeting.Status is MeetingStatus.Planned) meeting.ComesAfter(before);
            before = meeting;
        }
    }

    /// <summary>Somewhere it is still the day before.</summary>
    private static DateOnly Yesterday(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
}

/// <summary>Whose turn it is to host: whoever did so least in the last year, then longest ago. Nobody who is away.</summary>
internal sealed class HostTurns(CopBotDb db)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    public async Task<MemberId?> NextAsync(Series series, DateTimeOffset at, IReadOnlyList<Meeting> known, CancellationToken stop, params MemberId[] not)
    {
        if (!series.HostsRotate || series.Hosts.Count == 0) return await AwayAsync(series.Community, at, stop) is var gone && series.Keeper is { } keeper ? gone.GetValueOrDefault(keeper, keeper) : null;

        var since = at - Remembered;
        var held = (await db.Meetings.AsNoTracking().IgnoreAutoIncludes().Where(m => m.Series == series.Id && m.StartsAt > since && m.Host != null && m.Status != MeetingStatus.Skipped).Select(m => new { m.Id, m.Host, m.StartsAt }).ToListAsync(stop))
            .Where(m => known.All(k => k.Id != m.Id)).Select(m => (m.Host, m.StartsAt))
            .Concat(known.Where(m => m.Host is not null && m.Status is not MeetingStatus.Skipped).Select(m => (m.Host, m.StartsAt)))
            .ToLookup(m => m.Host!.Value, m => m.StartsAt);
        var away = await AwayAsync(series.Community, at, stop);
        return series.Hosts
            .Where(h => !not.Contains(h.Member) && !away.ContainsKey(h.Member))
            .OrderBy(h => held[h.Member].Count())
            .ThenBy(h => held[h.Member].DefaultIfEmpty(DateTimeOffset.MinValue).Max())
            .ThenBy(h => h.Since)
            .Select(h => (MemberId?)h.Member)
            .FirstOrDefault();
    }

    /// <summary>Who is away then, and who stands in for them.</summary>
    private async Task<IReadOnlyDictionary<MemberId, MemberId>> AwayAsync(CommunityId community, DateTimeOffset at, CancellationToken stop) =>
        (await db.Handovers.AsNoTracking().Where(h => h.Community == community && h.From <= at && h.Until > at).ToListAsync(stop)).GroupBy(h => h.Away).ToDictionary(g => g.Key, g => g.First().StandsIn);
}
