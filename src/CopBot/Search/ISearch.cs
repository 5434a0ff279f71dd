using CopBot.Communities;

namespace CopBot.Search;

/// <summary>Something that can be found: a whole thread, a resource, a note of advice.</summary>
/// <param name="Kind">What it is, such as <c>problem</c>.</param>
/// <param name="Id">Which one.</param>
/// <param name="Community">Whose it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Body">What it says.</param>
/// <param name="Helped">How often it is known to have helped; lifts it among its equals.</param>
public sealed record Findable(string Kind, Guid Id, CommunityId Community, string Title, string Body, int Helped);

/// <summary>What was found.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Score">Higher is better; comparable only within one search.</param>
/// <param name="Chance">How likely it is about the same, from 0 to 1; comparable between searches and communities.</param>
public sealed record Found(Guid Id, double Score, double Chance);

/// <summary>The community's memory, by words. What is put in is saved with the request.</summary>
public interface ISearch
{
    /// <summary>Puts something in, in place of what stood under its id.</summary>
    void Put(Findable thing);

    /// <summary>Takes something out.</summary>
    void Remove(Guid id);

    /// <summary>Everything that was put in, as words alone; putting it into another index makes that one the same.</summary>
    IAsyncEnumerable<Findable> AllAsync(CancellationToken stop);

    /// <summary>Finds what is like this title, and what was written below it, among things of a kind in a community, best first.</summary>
    Task<IReadOnlyList<Found>> LikeAsync(string title, string body, string kind, CommunityId community, int most, CancellationToken stop);
}
