using Microsoft.EntityFrameworkCore;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;

namespace CopBot.Features.Outcomes;

/// <summary>
/// Somebody will try advice: a trial begins, or the one under way goes on with more of it. Where that one was asked about
/// already, a new one takes its place, so that the day that was chosen now is asked on.
/// </summary>
internal sealed class BeginTrial(CopBotDb db, IBoard board, TimeProvider clock) : IReact<AdviceToTry>
{
    public async Task React(AdviceToTry happened, CancellationToken stop)
    {
        var underWay = await db.Trials.FirstOrDefaultAsync(t => t.Problem == happened.Problem && t.Trier == happened.Trier && t.ByAsker == happened.ByAsker && t.Result == null, stop);
        if (underWay is { Asked: 0 })
        {
            underWay.GoOn(happened);
            return;
        }

        if (underWay is not null)
        {
            happened = happened with { Advice = [.. underWay.Advice.Select(a => new AdviceId(a)).Union(happened.Advice)], WillTry = happened.WillTry.Length > 0 ? happened.WillTry : underWay.WillTry };
            underWay.Drop(db, board);
        }

        db.Add(Trial.Begin(happened, clock.GetUtcNow()));
    }
}

/// <summary>What a trial is called follows its problem.</summary>
internal sealed class RenameTrials(CopBotDb db) : IReact<ProblemRenamed>
{
    public async Task React(ProblemRenamed happened, CancellationToken stop)
    {
        foreach (var trial in await db.Trials.Where(t => t.Problem == happened.Problem).ToListAsync(stop)) trial.Rename(happened.Title);
    }
}

/// <summary>A problem was taken back: nothing is asked about it any more.</summary>
internal sealed class DropTrials(CopBotDb db, IBoard board) : IReact<ProblemTakenBack>
{
    public async Task React(ProblemTakenBack happened, CancellationToken stop)
    {
        foreach (var trial in await db.Trials.Where(t => t.Problem == happened.Problem).ToListAsync(stop)) trial.Drop(db, board);
    }
}

internal static class DroppedTrials
{
    /// <summary>The trial goes, and its questions with it.</summary>
    public static void Drop(this Trial trial, CopBotDb db, IBoard board)
    {
        for (var question = 1; question <= trial.Asked; question++) board.Withdraw(OutcomeQuestion.Key(trial.Id, question));
        db.Remove(trial);
    }
}
