using CopBot.Communities;
using CopBot.Features.Meetings;

namespace CopBot.Features.Directory;

/// <summary>What is asked for and nobody stands behind belongs on the next agenda.</summary>
internal sealed class GapsForAgenda(IEnumerable<IGaps> maps) : IAgendaSource
{
    private const int Most = 2;

    public async Task<IReadOnlyList<IAgendaSource.Proposal>> ProposeAsync(CommunityId community, DateTimeOffset meeting, DateTimeOffset before, CancellationToken stop)
    {
        var proposals = new List<IAgendaSource.Proposal>();
        foreach (var map in maps)
        {
            foreach (var gap in await map.WidestAsync(community, Most, stop))
                proposals.Add(new IAgendaSource.Proposal($"gap/{gap.Topic}", $"Who could learn more about {gap.Topic}?", gap.Why, PostKey: null));
        }

        return proposals;
    }
}
