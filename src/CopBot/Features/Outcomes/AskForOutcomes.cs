using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>Asks what came of a trial on the day that was chosen, and records silence as unknown.</summary>
[Every("00:01:00")]
internal sealed class AskForOutcomes(CopBotDb db, IBoard board, IEvents events) : ISweep
{
    /// <summary>A patience that is overdue by more than this ended while the bot was off: nobody could answer.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Trials.Where(t => t.DueAt <= now).OrderBy(t => t.DueAt).Take(100).Select(t => t.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.Trials.Select(t => t.DueAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var id = new TrialId(thing);
        if (await db.Trials.FirstOrDefaultAsync(t => t.Id == id, stop) is not { } trial || trial.DueAt > now) return;

        if (trial.AskAt <= now && trial.Ask(now))
        {
            var key = OutcomeQuestion.Key(trial.Id, trial.Asked);
            if (trial.Trier is { } trier)
                board.Publish(key, Audience.To(trier), OutcomeQuestion.Render(trial), PostTerms.Requested(trial.Community) with { Summary = $"What came of it? {trial.Title}" });
            else
                board.Publish(key, Audience.Below(trial.CardKey), OutcomeQuestion.InThread(trial));
            return;
        }

        if (now > trial.SilentAt + TooLate)
        {
            trial.WaitAnew(now);
            return;
        }

        trial.Tell(OutcomeResult.Unknown, now);
        events.Raise(new OutcomeTold(trial.Id, trial.Problem, [.. trial.Advice.Select(a => new AdviceId(a))], trial.Trier, trial.ByAsker, OutcomeResult.Unknown, ""));
    }
}
