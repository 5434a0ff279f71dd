using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Meetings;

/// <summary>
/// Something that a community left open and a meeting should take up. Implementations are found by type: a feature proposes
/// what is its own, three days before the meeting, and again for the next one while it is still open.
/// </summary>
[FoundByType]
public interface IAgendaSource
{
    /// <summary>What to talk about at a meeting of this community; the most pressing first.</summary>
    /// <param name="community">Whose meeting.</param>
    /// <param name="meeting">When it is.</param>
    /// <param name="before">When the one before it was, or long ago where there was none.</param>
    /// <param name="stop">Ends the looking.</param>
    Task<IReadOnlyList<Proposal>> ProposeAsync(CommunityId community, DateTimeOffset meeting, DateTimeOffset before, CancellationToken stop);

    /// <summary>Why things that it proposed earlier, and does not any more, stand on an agenda by now. What it does not know, or has nothing new to say of, is left out.</summary>
    Task<IReadOnlyDictionary<string, string>> ByNowAsync(IReadOnlyCollection<string> abouts, CancellationToken stop) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Something to talk about.</summary>
    /// <param name="About">What it is about, such as <c>problem/{id}</c>: it is proposed once while it stands there, and not again for two months after it was done or dropped.</param>
    /// <param name="Title">The item, as people would write it.</param>
    /// <param name="Because">Why, in a few words: "open for 16 days".</param>
    /// <param name="PostKey">The post where it stands, or null.</param>
    sealed record Proposal(string About, string Title, string Because, string? PostKey);
}

/// <summary>The agendas: what is open in a series, in order.</summary>
internal sealed class Agendas(CopBotDb db, IBoard board, People people, IEnumerable<IAgendaSource> sources, TimeProvider clock)
{
    /// <summary>Most proposals of one source for one meeting.</summary>
    private const int MostOfOne = 3;

    private static readonly TimeSpan NotAgainFor = TimeSpan.FromDays(60);

    /// <summary>What is open, in order.</summary>
    public async Task<IReadOnlyList<AgendaItem>> OpenAsync(SeriesId series, CancellationToken stop)
    {
        await db.AgendaItems.Where(i => i.Series == series && i.Status == ItemStatus.Open).LoadAsync(stop);
        return [.. db.Seen<AgendaItem>().Where(i => i.Series == series && i.Status is ItemStatus.Open).OrderBy(i => i.Number).ThenBy(i => i.Since)];
    }

    /// <summary>Who wanted what is open.</summary>
    public async Task<IReadOnlyDictionary<MemberId, Person>> NamesAsync(SeriesId series, CancellationToken stop) =>
        await people.NamedAsync((await OpenAsync(series, stop)).Select(i => i.By).OfType<MemberId>(), stop);

    /// <summary>Somebody wants it on the agenda.</summary>
    public async Task<AgendaItem> AddAsync(Series series, string title, MemberId? by, CancellationToken stop)
    {
        var last = (await OpenAsync(series.Id, stop)).Select(i => i.Number).DefaultIfEmpty(0).Max();
        return db.Add(AgendaItem.Add(series, title, by, last + 1, clock.GetUtcNow())).Entity;
    }

    /// <summary>Puts on the agenda what the community left open.</summary>
    public async Task ProposeAsync(Meeting meeting, Series series, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var open = await OpenAsync(series.Id, stop);
        var recently = now - NotAgainFor;
        var known = (await db.AgendaItems.Where(i => i.Series == series.Id && i.About != null && (i.Status == ItemStatus.Open || i.ClosedAt > recently)).Select(i => i.About!).ToListAsync(stop)).Concat(open.Select(i => i.About).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var before = await db.Meetings.Where(m => m.Series == series.Id && m.StartsAt < meeting.StartsAt && m.Status != MeetingStatus.Skipped).OrderByDescending(m => m.StartsAt).Select(m => (DateTimeOffset?)m.StartsAt).FirstOrDefaultAsync(stop) ?? now.AddDays(-60);
        foreach (var source in sources)
        {
            var proposed = await source.ProposeAsync(series.Community, meeting.StartsAt, before, stop);
            // What was open for 18 days when it came is open for longer by now.
            foreach (var proposal in proposed) open.FirstOrDefault(i => i.About == proposal.About)?.StandsBecause(proposal.Because);
            var earlier = open.Select(i => i.About).OfType<string>().Except(proposed.Select(p => p.About), StringComparer.Ordinal).ToList();
            foreach (var (about, because) in await source.ByNowAsync(earlier, stop)) open.First(i => i.About == about).StandsBecause(because);
            foreach (var proposal in proposed.Where(p => known.Add(p.About)).Take(MostOfOne)) (await AddAsync(series, proposal.Title, by: null, stop)).Of(proposal.About, proposal.PostKey, proposal.Because);
        }
    }

    /// <summary>A meeting is over: what was on its agenda and is still open is carried over, whether or not anybody wraps it up.</summary>
    public async Task CarryOverAsync(Meeting meeting, Series series, CancellationToken stop)
    {
        var carried = (await OpenAsync(series.Id, stop)).Where(i => i.Since < meeting.StartsAt).ToList();
        foreach (var item in carried) item.Carry();
        if (carried.Count > 0) await ChangedAsync(series, stop);
    }

    /// <summary>Everybody reads the agenda, below the card; nothing where there is none.</summary>
    public async Task PublishAsync(Meeting meeting, Series series, CancellationToken stop)
    {
        var open = await OpenAsync(series.Id, stop);
        if (open.Count == 0 || meeting.AgendaAt is null || meeting.AnnouncedAt is null) return;
        board.Publish(
            AgendaCard.Key(meeting.Id),
            Audience.Below(MeetingCard.Key(meeting.Id)),
            AgendaCard.Published(meeting, series, open, await NamesAsync(series.Id, stop)),
            new PostTerms { Community = meeting.Community, UselessAfter = meeting.StartsAt });
    }

    /// <summary>Something of an agenda changed: where it stands already it says so.</summary>
    public async Task ChangedAsync(Series series, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var meeting in await db.Meetings.Where(m => m.Series == series.Id && m.Status == MeetingStatus.Planned && m.AgendaAt != null && m.StartsAt > now).ToListAsync(stop)) await PublishAsync(meeting, series, stop);
    }
}
