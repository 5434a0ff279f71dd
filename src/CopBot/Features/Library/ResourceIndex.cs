using System.Runtime.CompilerServices;
using CopBot.Data;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>What the community's memory holds of the library. What was taken out is found no more.</summary>
internal sealed class ResourceIndex(ISearch search)
{
    public const string Kind = "resource";

    public void Put(Resource resource)
    {
        if (resource.RetiredAt is null) search.Put(Of(resource));
        else search.Remove(resource.Id.Value);
    }

    public void Remove(ResourceId resource) => search.Remove(resource.Value);

    /// <summary>The thing as it is found. A link says something too: its host and path, as words.</summary>
    public static Findable Of(Resource resource) =>
        new(Kind, resource.Id.Value, resource.Community, resource.Title, string.Join('\n', resource.Words, resource.Terms, WordsOfLink(resource.Link)), resource.Helped)
        {
            Day = DateOnly.FromDateTime(resource.VerifiedAt.UtcDateTime),
        };

    private static string WordsOfLink(string? link) =>
        link is not null && Uri.TryCreate(link, UriKind.Absolute, out var uri) ? string.Join(' ', (uri.Host + uri.AbsolutePath).Split(['.', '/', '-', '_'], StringSplitOptions.RemoveEmptyEntries)) : "";
}

/// <summary>Everything in the library, for an index that is built anew.</summary>
internal sealed class ResourceFindables(CopBotDb db) : IFindables
{
    private const int AtOnce = 200;

    public async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var ids = await db.Resources.Where(r => r.RetiredAt == null).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(stop);
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var resource in await db.Resources.AsNoTracking().Where(r => some.Contains(r.Id)).ToListAsync(stop)) yield return ResourceIndex.Of(resource);
        }
    }
}
