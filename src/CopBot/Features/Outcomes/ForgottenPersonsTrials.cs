using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>Somebody is forgotten: what they told stays without their name, and what they were still trying is asked about no more.</summary>
internal sealed class ForgottenPersonsTrials(CopBotDb db, IBoard board) : IReact<PersonForgotten>
{
    public async Task React(PersonForgotten happened, CancellationToken stop)
    {
        foreach (var trial in await db.Trials.Where(t => t.Trier == happened.Person).ToListAsync(stop))
        {
            if (trial.Result is null) trial.Drop(db, board);
            else trial.Forget(happened.WordsToo);
        }
    }
}
