using System.Runtime.CompilerServices;
using CopBot.Data;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>What the community's memory holds of advice: the words that helped, below the problem that they helped with.</summary>
public sealed class AdviceIndex(ISearch search)
{
    /// <summary>What it is called in the index.</summary>
    public const string Kind = "advice";

    /// <summary>Puts in what stands, and takes out what was taken back.</summary>
    public void Put(Problem problem)
    {
        foreach (var advice in problem.Advice)
        {
            if (advice.Forgotten || advice.Excerpt.Length == 0) search.Remove(advice.Id.Value);
            else search.Put(Of(problem, advice));
        }
    }

    /// <summary>Takes all of a problem's out.</summary>
    public void Remove(Problem problem)
    {
        foreach (var advice in problem.Advice) search.Remove(advice.Id.Value);
    }

    /// <summary>The advice as it is found.</summary>
    public static Findable Of(Problem problem, Advice advice)
    {
        var came = problem.Outcomes.Where(o => o.Tried.Contains(advice.Id.Value)).ToList();
        return new Findable(Kind, advice.Id.Value, problem.Community, problem.Title, advice.Excerpt, TrackRecord.Of(came).Count(o => o.Result is Outcomes.OutcomeResult.Worked))
        {
            Answers = string.Join('\n', came.Select(o => o.Line)),
            OnlyFor = ProblemSight.Finders(problem),
            Day = DateOnly.FromDateTime(advice.MarkedAt.UtcDateTime),
        };
    }
}

/// <summary>All advice, for an index that is built anew.</summary>
internal sealed class AdviceFindables(CopBotDb db) : IFindables
{
    private const int AtOnce = 200;

    public async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var ids = await db.Problems.Where(p => p.Advice.Any()).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(stop);
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var problem in await db.Problems.AsNoTracking().Where(p => some.Contains(p.Id)).ToListAsync(stop))
            {
                foreach (var advice in problem.Advice.Where(a => !a.Forgotten && a.Excerpt.Length > 0)) yield return AdviceIndex.Of(problem, advice);
            }
        }
    }
}
