using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;
using CopBot.Posts;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Puts a problem onto the board and into the community's memory, as it is now.</summary>
internal sealed class ProblemPosts(CopBotDb db, IBoard board, ISearch search, AdviceIndex advice, IEvents events, People people, PostLinks links, ProblemRooms rooms)
{
    private const int LongestName = 60;

    /// <summary>Publishes the card afresh; call it after every change. What was said while it waited goes once it waits no longer.</summary>
    public async Task PublishAsync(Problem problem, CancellationToken stop)
    {
        if (problem.OnlyHelpers) await PublishPrivatelyAsync(problem, stop);
        else await PublishForAllAsync(problem, stop);
        if (problem is { Status: not ProblemStatus.Open, Step: > 0 }) await WithdrawAsync(SilenceNotes.Paths(problem.Id), stop);
        if (!problem.IsOpen) events.Raise(new HelpersNotWanted(new AskedId(problem.Id.Value), CanBeUndone: problem.Before is not null));
        search.Put(ProblemFindables.Of(problem));
        advice.Put(problem);
    }

    /// <summary>Everybody may see it from now on: it stands in the home, and no longer where only helpers saw it.</summary>
    public async Task ShowAsync(Problem problem, CancellationToken stop)
    {
        await WithdrawAsync([ProblemRooms.Path(problem.Id)], stop);
        await PublishAsync(problem, stop);
    }

    private async Task PublishForAllAsync(Problem problem, CancellationToken stop)
    {
        var source = problem.Source is { } message ? links.To(message) : null;
        board.Publish(ProblemCard.Key(problem.Id), Audience.Of(problem.Community), ProblemCard.Render(problem, await NamesAsync(problem, stop), source, await PlacesAsync(problem, stop)), new PostTerms { ThreadTitle = problem.Title });
    }

    private async Task PublishPrivatelyAsync(Problem problem, CancellationToken stop)
    {
        // Whoever helps no longer, or became one person with another helper, has a place no more.
        await WithdrawAsync([ProblemRooms.Path(problem.Id)], stop, but: [.. problem.Rooms.Select(p => ProblemRooms.Key(problem.Id, p.Room!.Value))]);
        await rooms.PublishAsync(problem, await NamesAsync(problem, stop), stop);
    }

    /// <summary>Takes the problem and everything that was ever posted about it away.</summary>
    public async Task TakeDownAsync(Problem problem, CancellationToken stop)
    {
        await WithdrawAsync([$"problem/{problem.Id.Value:N}/"], stop);
        events.Raise(new HelpersNotWanted(new AskedId(problem.Id.Value)));
        search.Remove(problem.Id.Value);
        advice.Remove(problem);
    }

    /// <summary>Whoever offers help is not asked whether they can.</summary>
    public void HasHelper(Problem problem, MemberId helper) => events.Raise(new HelperCame(new AskedId(problem.Id.Value), helper));

    /// <summary>Lets the directory ask a few who may know.</summary>
    public void WantsHelpers(Problem problem) => events.Raise(new HelpersWanted(ProblemsForHelpers.OfProblems, new AskedId(problem.Id.Value), problem.Community));

    /// <summary>Where its card stands, or will stand where it was not posted yet.</summary>
    public async Task<ProblemPlaces> PlacesAsync(Problem problem, CancellationToken stop)
    {
        var community = await db.CommunityAsync(problem.Community, stop);
        if (problem.OnlyHelpers || community.Homes.Count < 2) return new ProblemPlaces([]);

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

    private async Task WithdrawAsync(IEnumerable<string> paths, CancellationToken stop, IReadOnlyCollection<string>? but = null)
    {
        foreach (var path in paths)
        {
            // Comparing uses the key's index, which LIKE would not.
            var after = path + "~";
#pragma warning disable CA1309 // The database compares, byte by byte; it knows no other comparison.
            var keys = await db.Posts.Where(p => !p.Withdrawn && string.Compare(p.Key, path) >= 0 && string.Compare(p.Key, after) < 0).Select(p => p.Key).ToListAsync(stop);
#pragma warning restore CA1309
            foreach (var key in keys.Where(k => but?.Contains(k, StringComparer.Ordinal) is not true)) board.Withdraw(key);
        }
    }
}
