using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>Brings the links of a list into the library, whether it was pasted or stands in a file, and takes them out again. A link that stands there already is left as it is.</summary>
internal sealed class Imports(CopBotDb db, ResourceIndex index, ResourcePosts posts, TimeProvider clock)
{
    // Databases take only so many values in one question.
    private const int AskedAtOnce = 500;

    /// <summary>Puts them into the community's library and answers how many are new. Nobody looks after them where <paramref name="owner"/> is null.</summary>
    public async Task<(ImportId Import, int Added)> BringAsync(IReadOnlyList<ListedLink> links, CommunityId community, MemberId? owner, ResourceKind kind, ReviewEvery review, CancellationToken stop)
    {
        var (import, now) = (new ImportId(Guid.CreateVersion7()), clock.GetUtcNow());
        var known = await KnownAsync(links, community, stop);
        var added = 0;
        foreach (var link in links.Where(l => known.Add(l.To)))
        {
            var resource = Resource.Save(new ResourceId(Guid.CreateVersion7()), community, kind, link.Title, $"{link.To}\n{link.Words}", owner, review, now);
            resource.Has(copyOf: null, terms: "", import);
            db.Add(resource);
            // It is shared nowhere yet, so no card of it can stand anywhere.
            index.Put(resource);
            added++;
        }

        return (import, added);
    }

    /// <summary>Takes out what an import brought, and answers how many that were, and how many stay because somebody uses them. Everywhere where <paramref name="community"/> is null.</summary>
    public async Task<(int Taken, int Stay)> TakeBackAsync(ImportId import, CommunityId? community, CancellationToken stop)
    {
        var of = await db.Resources.Where(r => r.Import == import && (community == null || r.Community == community)).ToListAsync(stop);
        var unused = of.Where(r => r.Uses.Count == 0).ToList();
        foreach (var resource in unused)
        {
            await posts.TakeDownAsync(resource, stop);
            db.Remove(resource);
        }

        return (unused.Count, of.Count - unused.Count);
    }

    private async Task<HashSet<string>> KnownAsync(IReadOnlyList<ListedLink> links, CommunityId community, CancellationToken stop)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in links.Select(l => l.To).Distinct(StringComparer.Ordinal).Chunk(AskedAtOnce))
            known.UnionWith(await db.Resources.Where(r => r.Community == community && r.Link != null && some.Contains(r.Link)).Select(r => r.Link!).ToListAsync(stop));
        return known;
    }
}
