using Microsoft.EntityFrameworkCore;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;

namespace CopBot.Features.Outcomes;

/// <summary>Somebody will try advice: a trial begins, or the one under way goes on with more of it.</summary>
internal sealed class BeginTrial(CopBotDb db, TimeProvider clock) : IReact<AdviceToTry>
{
    public async Task React(AdviceToTry happened, CancellationToken stop)
    {
        var underWay = await db.Trials.FirstOrDefaultAsync(t => t.Problem == happened.Problem && t.Trier == happened.Trier && t.Result == null, stop);
        if (underWay is null) db.Add(Trial.Begin(happened, clock.GetUtcNow()));
        else underWay.GoOn(happened);
    }
}

/// <summary>A problem was taken back: nothing is asked about it any more.</summary>
internal sealed class DropTrials(CopBotDb db, IBoard board) : IReact<ProblemTakenBack>
{
    public async Task React(ProblemTakenBack happened, CancellationToken stop)
    {
        foreach (var trial in await db.Trials.Where(t => t.Problem == happened.Problem).ToListAsync(stop))
        {
            for (var question = 1; question <= trial.Asked; question++) board.Withdraw(OutcomeQuestion.Key(trial.Id, question));
            db.Remove(trial);
        }
    }
}
