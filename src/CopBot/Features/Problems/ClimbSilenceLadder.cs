using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Climbs the silence ladder for problems that nobody has answered.</summary>
[Every("00:01:00")]
internal sealed class ClimbSilenceLadder(CopBotDb db, IBoard board, ProblemPosts posts, People people, PostLinks links) : ISweep
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Problems.Where(p => p.NextStepAt <= now).OrderBy(p => p.NextStepAt).Take(100).Select(p => p.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Problems.Select(p => p.NextStepAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.WholeAsync(new ProblemId(thing), stop) is not { } problem || problem.NextStepAt > now) return;

        var community = await db.CommunityAsync(problem.Community, stop);
        if (now > problem.NextStepAt + SilenceLadder.TooLate)
        {
            problem.MeasureSilenceAnew(community.Hours, now);
            return;
        }

        switch (problem.Climb(community.Hours, now))
        {
            case 1:
                if (!problem.OnlyHelpers) board.Publish(SilenceNotes.NudgeKey(problem.Id), Audience.Below(ProblemCard.Key(problem.Id)), SilenceNotes.Nudge(problem));
                foreach (var helper in problem.Rooms)
                    board.Publish(SilenceNotes.NudgeKey(problem.Id, helper.Room!.Value), Audience.Below(ProblemRooms.Key(problem.Id, helper.Room.Value)), SilenceNotes.NudgeInPrivate);
                break;
            case 2:
                await RingAgainAsync(problem, now, stop);
                break;
            default:
                await QueueAsync(problem, now, stop);
                break;
        }
    }

    private async Task RingAgainAsync(Problem problem, DateTimeOffset now, CancellationToken stop)
    {
        posts.WantsHelpers(problem);
        foreach (var helper in problem.People.Where(p => p.Stake is Stake.Helper))
        {
            var open = await links.ButtonForAsync("Open the thread", ProblemCard.KeyFor(problem, helper.Member), helper.Member, stop);
            var terms = PostTerms.Unasked(problem.Community, "offers of yours", $"you said that you can help.", now + UselessAfter);
            board.Publish(SilenceNotes.OfferKey(problem.Id, helper.Member), Audience.To(helper.Member), SilenceNotes.ToHelper(problem, open), terms);
        }
    }

    private async Task QueueAsync(Problem problem, DateTimeOffset now, CancellationToken stop)
    {
        if (problem.OnlyHelpers)
        {
            if (problem.Asker is { } asker)
                board.Publish(SilenceNotes.AskerKey(problem.Id), Audience.To(asker), SilenceNotes.ToAsker(problem), PostTerms.Requested(problem.Community) with { Summary = $"Nobody has answered: {problem.Title}" });
            return;
        }

        foreach (var coordinator in await people.CoordinatorsAsync(problem.Community, stop))
        {
            var open = await links.ButtonForAsync("Open the thread", ProblemCard.Key(problem.Id), coordinator, stop);
            var terms = PostTerms.Unasked(problem.Community, "unanswered problems", $"you are a coordinator of this community.", now + UselessAfter);
            board.Publish(SilenceNotes.QueueKey(problem.Id, coordinator), Audience.To(coordinator), SilenceNotes.ToCoordinator(problem, open), terms with { Summary = $"Nobody has answered: {problem.Title}" });
        }
    }
}

/// <summary>Sets problems aside that have been quiet for thirty days, with that reason and one-tap Reopen.</summary>
[Every("00:10:00")]
internal sealed class SetQuietProblemsAside(CopBotDb db, ProblemPosts posts, ProblemNews news) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Problems.Where(p => p.QuietAt <= now).OrderBy(p => p.QuietAt).Take(100).Select(p => p.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Problems.Select(p => p.QuietAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.WholeAsync(new ProblemId(thing), stop) is not { } problem || problem.QuietAt > now) return;
        if (now > problem.QuietAt + SilenceLadder.TooLate)
        {
            problem.MeasureQuietAnew(now);
            return;
        }

        problem.SetAside("it has been quiet for 30 days", now);
        await posts.PublishAsync(problem, stop);
        await news.SetAsideAsync(problem, by: null, stop);
    }
}
