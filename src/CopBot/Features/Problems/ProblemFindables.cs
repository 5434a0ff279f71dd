using System.Runtime.CompilerServices;
using CopBot.Data;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>Every problem is found by its whole thread, and by those who may see it.</summary>
internal sealed class ProblemFindables(CopBotDb db) : IFindables
{
    /// <summary>What they are called in the index.</summary>
    public const string Kind = "problem";

    private const int AtOnce = 200;

    /// <summary>The problem as it is found.</summary>
    public static Findable Of(Problem problem) =>
        new(Kind, problem.Id.Value, problem.Community, problem.Title, string.Join('\n', [problem.Tried, problem.Good, string.Join(' ', problem.Topics)]), problem.Helped)
        {
            Answers = string.Join('\n', [.. problem.Advice.Select(a => a.Excerpt), .. problem.Outcomes.Select(o => o.Line)]),
            OnlyFor = ProblemSight.Finders(problem),
            Day = DateOnly.FromDateTime(problem.AskedAt.UtcDateTime),
        };

    public async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var ids = await db.Problems.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(stop);
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var problem in await db.Problems.AsNoTracking().Where(p => some.Contains(p.Id)).ToListAsync(stop)) yield return Of(problem);
        }
    }
}
