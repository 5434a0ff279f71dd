using CopBot.Data;
using CopBot.Features.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>How the stories of problems began.</summary>
internal sealed class ProblemStories(CopBotDb db) : IStoryBeginnings
{
    public async Task<IReadOnlyDictionary<ProblemId, IStoryBeginnings.Beginning>> OfAsync(IReadOnlyCollection<ProblemId> problems, CancellationToken stop) =>
        (await db.Problems.AsNoTracking().ForEverybody().Where(p => problems.Contains(p.Id)).ToListAsync(stop)).ToDictionary(
            p => p.Id,
            p => new IStoryBeginnings.Beginning(p.Asker, ProblemCard.Key(p.Id), [.. p.AdviceToTry.Select(a => new IStoryBeginnings.Advised(a.Id, a.Author, a.Excerpt))]));
}
