using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Meetings;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>What nobody checked although its owner was asked belongs on the next agenda.</summary>
internal sealed class ResourcesForAgenda(CopBotDb db) : IAgendaSource
{
    private const int Most = 3;

    public async Task<IReadOnlyList<IAgendaSource.Proposal>> ProposeAsync(CommunityId community, DateTimeOffset meeting, DateTimeOffset before, CancellationToken stop)
    {
        var stale = await db.Resources.AsNoTracking().IgnoreAutoIncludes()
            .Where(r => r.Community == community && r.RetiredAt == null && r.ReviewAt == null)
            .OrderBy(r => r.VerifiedAt)
            .Take(Most)
            .ToListAsync(stop);
        return [.. stale.Select(r => new IAgendaSource.Proposal($"resource/{r.Id.Value:N}", r.Title, "in the library, and due to be checked", PostKey: null))];
    }
}
