using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>A community is forgotten: its problems go, and are found no more.</summary>
internal sealed class ForgottenCommunitysProblems(CopBotDb db, ISearch search, AdviceIndex advice) : IReact<CommunityForgotten>
{
    public async Task React(CommunityForgotten happened, CancellationToken stop)
    {
        foreach (var problem in await db.Problems.Where(p => p.Community == happened.Community).ToListAsync(stop))
        {
            search.Remove(problem.Id.Value);
            advice.Remove(problem);
            db.Remove(problem);
        }
    }
}
