using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Problems;

/// <summary>A home where a problem's card stands; with the way to the card once it is known.</summary>
public sealed record ProblemPlace(HomeChannel Home, Uri? Card);

/// <summary>Where a problem's card stands. One community may live on several platforms; talk stays where it is said.</summary>
public sealed record ProblemPlaces(IReadOnlyList<ProblemPlace> All)
{
    private const int MostShown = 3;

    /// <summary>Whether it is talked about in more than one place.</summary>
    public bool AreSeveral => All.Count > 1;

    /// <summary>The places, each a link to the card there once it stands.</summary>
    public Text InWords => Text.Join(" and in ", All.Take(MostShown).Select(p => p.Card is { } card ? (Text)$"{new Link(p.Home.InWords, card)}" : $"{p.Home.InWords}"));

    /// <summary>Where a message was said; null where there is only one place, or it was said in none of them.</summary>
    public string? WhereWasSaid(PostRef message) => AreSeveral ? All.FirstOrDefault(p => p.Home.Channel.Workspace == message.Place.Workspace)?.Home.InWords : null;

    /// <summary>Ways to the talk of the other halves, for somebody who is here.</summary>
    public IEnumerable<LinkButton> Elsewhere(WorkspaceRef here) => All
        .Where(p => p.Card is not null && p.Home.Channel.Workspace != here)
        .Take(MostShown)
        .Select(p => new LinkButton(Shortening.OneLine($"Talk in {p.Home.InWords}", Limits.ButtonLabel), p.Card!));
}
