using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Communities;

/// <summary>Finds how texts name people.</summary>
public sealed class People(CopBotDb db)
{
    // Every card names people, so it is compiled once.
    private static readonly Compiled<Func<CopBotDb, List<MemberId>, IAsyncEnumerable<Member>>> Among = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, List<MemberId> ids) => db.Set<Member>().AsSingleQuery().Where(m => ids.Contains(m.Id))));

    /// <summary>The persons of these members; one whom the store no longer knows is "somebody who left".</summary>
    public async Task<IReadOnlyDictionary<MemberId, Person>> NamedAsync(IEnumerable<MemberId> members, CancellationToken stop)
    {
        var ids = members.Distinct().ToList();
        // Whoever acts was read before; somebody whose first act this is stands here and not yet in the store.
        var found = db.Seen<Member>().Where(m => ids.Contains(m.Id)).ToList();
        var missing = ids.Except(found.Select(m => m.Id)).ToList();
        if (missing.Count > 0) await foreach (var member in Among.On(db)(db, missing).WithCancellation(stop)) found.Add(member);
        return ids.ToDictionary(id => id, id => found.Find(m => m.Id == id)?.Person ?? Person.Named("somebody who left"));
    }

    /// <summary>The coordinators of a community.</summary>
    public async Task<IReadOnlyList<MemberId>> CoordinatorsAsync(CommunityId community, CancellationToken stop) =>
        [.. (await db.Memberships.Where(m => m.Community == community && m.Roles != Role.Member).ToListAsync(stop)).Where(m => m.Roles.HasFlag(Role.Coordinator)).Select(m => m.Member)];
}
