using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>Two members became one: what both were trying of the same problem is one trial, and asked about once.</summary>
internal sealed class OnePersonsTrials(CopBotDb db, IBoard board, StoryBeginnings beginnings) : IReact<BecameOnePerson>
{
    public async Task React(BecameOnePerson happened, CancellationToken stop)
    {
        var trials = await db.Trials.Where(t => t.Trier == happened.Stays || t.Trier == happened.Went).ToListAsync(stop);
        var began = await beginnings.OfAsync([.. trials.Select(t => t.Problem).Distinct()], stop);
        foreach (var trial in trials)
        {
            // As the store knows it the asker may still be who went.
            if (began.GetValueOrDefault(trial.Problem)?.Asker is { } asker && (asker == happened.Stays || asker == happened.Went)) trial.IsAskers();
        }

        foreach (var same in trials.Where(t => t.Result is null).GroupBy(t => t.Problem).Where(g => g.Count() > 1))
        {
            // The one that is furthest goes on: what was asked is not asked again.
            var goesOn = same.OrderByDescending(t => t.Asked).ThenBy(t => t.Since).First();
            foreach (var other in same.Where(t => t != goesOn))
            {
                goesOn.Join(other);
                other.Drop(db, board);
            }
        }
    }
}
