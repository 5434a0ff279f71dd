using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Puts a problem onto the board and into the community's memory, as it is now.</summary>
public sealed class ProblemPosts(CopBotDb db, IBoard board, ISearch search, People people, PostLinks links)
{
    private const int LongestName = 60;

    /// <summary>Publishes the card afresh; call it after every change. What was said while it waited goes once it waits no longer.</summary>
    public async Task PublishAsync(Problem problem, CancellationToken stop)
    {
        var source = problem.Source is { } message ? links.To(message) : null;
        board.Publish(ProblemCard.Key(problem.Id), Audience.Of(problem.Community), ProblemCard.Render(problem, await NamesAsync(problem, stop), source, await PlacesAsync(problem, stop)), new PostTerms { ThreadTitle = problem.Title });
        if (problem is { Status: not ProblemStatus.Open, Step: > 0 }) await WithdrawAsync(SilenceNotes.Paths(problem.Id), stop);
        search.Put(new Findable("problem", problem.Id.Value, problem.Community, problem.Title, Body(problem), problem.Helped));
    }

    /// <summary>Takes the problem and everything that was ever posted about it away.</summary>
    public async Task TakeDownAsync(Problem problem, CancellationToken stop)
    {
        await WithdrawAsync([$"problem/{problem.Id.Value:N}/"], stop);
        search.Remove(problem.Id.Value);
    }

    /// <summary>Where its card stands, or will stand where it was not posted yet.</summary>
    public async Task<ProblemPlaces> PlacesAsync(Problem problem, CancellationToken stop)
    {
        var community = await db.Communities.FirstAsync(c => c.Id == problem.Community, stop);
        if (community.Homes.Count < 2) return new ProblemPlaces([]);

        var key = ProblemCard.Key(problem.Id);
        var deliveries = await db.Deliveries.AsNoTracking()
            .Where(d => d.Key == key && d.State != DeliveryState.Removed && d.State != DeliveryState.Dropped && d.State != DeliveryState.Undeliverable)
            .Select(d => new { d.Workspace, d.StandsAt })
            .ToListAsync(stop);
        return new ProblemPlaces([.. from home in community.Homes.OrderBy(h => h.Channel.ToString(), StringComparer.Ordinal)
                                     let there = deliveries.Find(d => d.Workspace == home.Channel.Workspace)
                                     where deliveries.Count == 0 || there is not null
                                     select new ProblemPlace(home, there?.StandsAt is { } card ? links.To(card) : null)]);
    }

    /// <summary>How everybody in the problem is named: the longest names are shortened, so that a card always fits.</summary>
    public async Task<IReadOnlyDictionary<MemberId, Person>> NamesAsync(Problem problem, CancellationToken stop) =>
        (await people.NamedAsync(Everybody(problem), stop)).ToDictionary(p => p.Key, p => p.Value with { Name = Shortening.OneLine(p.Value.Name, LongestName) });

    /// <summary>Whom it names.</summary>
    internal static IEnumerable<MemberId> Everybody(Problem problem) =>
        [
            .. problem.People.Select(p => p.Member),
            .. problem.Advice.Select(a => a.Author).OfType<MemberId>(),
            .. problem.Outcomes.Select(o => o.Teller).OfType<MemberId>(),
            .. problem.Asker is { } asker ? [asker] : Array.Empty<MemberId>(),
        ];

    private async Task WithdrawAsync(IEnumerable<string> paths, CancellationToken stop)
    {
        foreach (var path in paths)
        {
            // Comparing uses the key's index, which LIKE would not.
            var after = path + "~";
#pragma warning disable CA1309 // The database compares, byte by byte; it knows no other comparison.
            var keys = await db.Posts.Where(p => !p.Withdrawn && string.Compare(p.Key, path) >= 0 && string.Compare(p.Key, after) < 0).Select(p => p.Key).ToListAsync(stop);
#pragma warning restore CA1309
            foreach (var key in keys) board.Withdraw(key);
        }
    }

    private static string Body(Problem problem) =>
        string.Join('\n', [problem.Tried, problem.Good, string.Join(' ', problem.Topics), .. problem.Advice.Select(a => a.Excerpt), .. problem.Outcomes.Select(o => o.Line)]);
}
