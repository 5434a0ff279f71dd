using CopBot.Communities;

namespace CopBot.Search;

/// <summary>Something that can be found: a whole thread, a resource, a note of advice.</summary>
/// <param name="Kind">What it is, such as <c>problem</c>.</param>
/// <param name="Id">Which one.</param>
/// <param name="Community">Whose it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Body">What it says.</param>
/// <param name="Helped">How often it is known to have helped; lifts it among its equals.</param>
public sealed record Findable(string Kind, Guid Id, CommunityId Community, string Title, string Body, int Helped)
{
    /// <summary>What others said to it: all answers of its thread, and what came of them.</summary>
    public string Answers { get; init; } = "";

    /// <summary>
    /// The only members who may find it; null where everybody in the community may. Whoever gave it without a name is not
    /// among them, and what nobody may find needs not be put in.
    /// </summary>
    public IReadOnlyList<MemberId>? OnlyFor { get; init; }

    /// <summary>The day it is from; null where that is not known. Where nobody may learn who it is from, a day is all that may be kept.</summary>
    public DateOnly? Day { get; init; }
}

/// <summary>What was found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one.</param>
/// <param name="Score">Higher is better; comparable only within one search.</param>
/// <param name="Chance">How likely it is about the same, from 0 to 1; comparable between searches and communities.</param>
/// <param name="Why">Why it is shown.</param>
public sealed record Found(string Kind, Guid Id, double Score, double Chance, WhyFound Why)
{
    /// <summary>How likely it must be about the same before it is worth the attention of somebody who did not look for it: rather silent than noisy.</summary>
    public const double LeastChance = 0.25;
}

/// <summary>Why something is shown; whoever shows it puts it into words.</summary>
/// <param name="Words">The words that it has in common with what was asked, as they were asked, the most telling first.</param>
/// <param name="InTitle">How many of them stand in its title: these come first.</param>
/// <param name="Helped">How often it helped before, which lifted it.</param>
public sealed record WhyFound(IReadOnlyList<string> Words, int InTitle, int Helped);

/// <summary>
/// The community's memory, by words. What is put in is saved with the request. What a reader may not see is not looked at for
/// them: every search says who reads, and a reader who is no member finds what everybody may.
/// </summary>
public interface ISearch
{
    /// <summary>Puts something in, in place of what stood under its id. Call it after every change; its feature also tells it to <see cref="IFindables"/>.</summary>
    void Put(Findable thing);

    /// <summary>Takes something out.</summary>
    void Remove(Guid id);

    /// <summary>Everything that was put in, as words alone; putting it into another index makes that one the same.</summary>
    IAsyncEnumerable<Findable> AllAsync(CancellationToken stop);

    /// <summary>Finds what is like this title, and what was written below it, among things of a kind in a community, best first: before a question is posted.</summary>
    Task<IReadOnlyList<Found>> LikeAsync(string title, string body, string kind, CommunityId community, MemberId? reader, int most, CancellationToken stop);

    /// <summary>Finds what somebody looks for, among things of these kinds in a community, best first.</summary>
    Task<IReadOnlyList<Found>> FindAsync(string words, IReadOnlyCollection<string> kinds, CommunityId community, MemberId? reader, int most, CancellationToken stop);
}

/// <summary>All things of a feature that can be found, as they are now: from these a lost index is built anew. Found by type; each feature that puts things in has one.</summary>
[FoundByType]
public interface IFindables
{
    /// <summary>Tells them, one after the other, without holding them all.</summary>
    IAsyncEnumerable<Findable> AllAsync(CancellationToken stop);
}
