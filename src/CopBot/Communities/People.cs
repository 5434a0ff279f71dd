using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Communities;

/// <summary>Finds how texts name people.</summary>
public sealed class People(CopBotDb db)
{
    /// <summary>The persons of these members; one whom the store no longer knows is "somebody who left".</summary>
    public async Task<IReadOnlyDictionary<MemberId, Person>> NamedAsync(IEnumerable<MemberId> members, CancellationToken stop)
    {
        var ids = members.Distinct().ToList();
        await db.Members.Where(m => ids.Contains(m.Id)).AsSingleQuery().LoadAsync(stop);
        // Somebody whose first act this is stands here and not yet in the store.
        var found = db.Seen<Member>().Where(m => ids.Contains(m.Id)).ToList();
        return ids.ToDictionary(id => id, id => found.Find(m => m.Id == id)?.Person ?? Person.Named("somebody who left"));
    }

    /// <summary>The coordinators of a community.</summary>
    public async Task<IReadOnlyList<MemberId>> CoordinatorsAsync(CommunityId community, CancellationToken stop) =>
        [.. (await db.Memberships.Where(m => m.Community == community && m.Roles != Role.Member).ToListAsync(stop)).Where(m => m.Roles.HasFlag(Role.Coordinator)).Select(m => m.Member)];
}
