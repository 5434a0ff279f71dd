using System.Runtime.CompilerServices;
using CopBot.Data;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>What the community's memory holds of a question and of what was told to everyone. What was told to the asker alone never is.</summary>
internal sealed class ExperienceIndex(ISearch search)
{
    public const string Kind = "experience";

    public void Put(ExperienceRequest request) => search.Put(Of(request));

    public void Remove(ExperienceRequestId request) => search.Remove(request.Value);

    /// <summary>The question as it is found: with everything that everyone may read.</summary>
    public static Findable Of(ExperienceRequest request) => new(Kind, request.Id.Value, request.Community, request.Title, string.Join('\n', request.Plan, request.Hear), request.Helped)
    {
        Answers = string.Join('\n', [.. request.Public.SelectMany(e => new[] { e.Context, e.Did, e.Happened }), .. request.Outcomes.OrderBy(o => o.Number).Select(o => o.Line)]),
        Day = DateOnly.FromDateTime(request.AskedAt.UtcDateTime),
    };
}

/// <summary>Every question for experiences, for an index that is built anew.</summary>
internal sealed class ExperienceFindables(CopBotDb db) : IFindables
{
    private const int AtOnce = 200;

    public async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var ids = await db.ExperienceRequests.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(stop);
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var request in await db.ExperienceRequests.AsNoTracking().Where(r => some.Contains(r.Id)).ToListAsync(stop)) yield return ExperienceIndex.Of(request);
        }
    }
}
