using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Features.Me;

/// <summary>What a feature adds to somebody's own settings, such as what they know. Found by type; only asked where there is a community.</summary>
[FoundByType]
public interface IAboutMe
{
    /// <summary>What stands there, in a line or two.</summary>
    Task<IReadOnlyList<Fact>> FactsAsync(Caller caller, CancellationToken stop);

    /// <summary>The way to more of it.</summary>
    Button Way { get; }
}

/// <summary>Draws somebody's settings with what the features add.</summary>
internal sealed class MyCards(IEnumerable<IAboutMe> about, TimeProvider clock)
{
    public async Task<Message> OfAsync(Caller caller, Text? news, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (caller.CommunityOrNone is not null)
        {
            foreach (var feature in about) facts.AddRange(await feature.FactsAsync(caller, stop));
        }

        return MyCard.Render(caller, clock.GetUtcNow(), news, facts, caller.CommunityOrNone is null ? [] : [.. about.Select(a => a.Way)]);
    }
}
