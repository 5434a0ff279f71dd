using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Communities;

/// <summary>Finds the communities that would have no coordinator without somebody.</summary>
internal sealed class OnlyCoordinators(CopBotDb db)
{
    /// <summary>What these communities are called.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(MemberId person, CancellationToken stop)
    {
        // Those with a role are few, so they are looked at in memory.
        var coordinating = (await db.Memberships.AsNoTracking().Where(m => m.Roles != Role.Member).ToListAsync(stop)).Where(m => m.Roles.HasFlag(Role.Coordinator)).ToLookup(m => m.Community);
        var alone = coordinating.Where(c => c.Select(m => m.Member).Distinct().SequenceEqual([person])).Select(c => c.Key).ToList();
        return await db.Communities.Where(c => alone.Contains(c.Id)).OrderBy(c => c.Id).Select(c => c.Name).ToListAsync(stop);
    }
}
