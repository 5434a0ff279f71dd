using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Directory;

/// <summary>
/// Something is to find helpers: a problem was asked, or nobody has answered yet, or it was opened again. Nobody is asked
/// twice about the same thing, and nobody new before those who were asked have had two working days of theirs.
/// </summary>
public sealed record HelpersWanted(string Kind, AskedId Thing, CommunityId Community) : IEvent;

/// <summary>It needs no more helpers: what was asked and not answered is taken back; a minute later where that <paramref name="CanBeUndone"/>.</summary>
public sealed record HelpersNotWanted(AskedId Thing, bool CanBeUndone = false) : IEvent;

/// <summary>Somebody helps of their own accord: an invitation of theirs that nobody has answered says nothing any more.</summary>
public sealed record HelperCame(AskedId Thing, MemberId Helper) : IEvent;

/// <summary>
/// What helpers can be asked for. Found by type: a feature that wants helpers has one, raises <see cref="HelpersWanted"/> with
/// its kind, and <see cref="HelpersNotWanted"/> when it is over.
/// </summary>
[FoundByType]
public interface IAskedThings
{
    /// <summary>The kind that its events name, such as <c>problem</c>. It is stored, so it never changes.</summary>
    string Kind { get; }

    /// <summary>What helpers are to be asked; null when it is gone or wants none any more.</summary>
    Task<Asked?> FindAsync(AskedId thing, CancellationToken stop);

    /// <summary>Somebody who was asked takes it: they help from now on. The answer is what they are told.</summary>
    Task<Answer> TakeAsync(AskedId thing, Caller helper, CancellationToken stop);

    /// <summary>So many people were asked, by now and in all; 0 where nobody could be. Whoever asks may see the number and nothing else.</summary>
    Task WereAskedAsync(AskedId thing, int people, CancellationToken stop);

    /// <summary>What they are asked.</summary>
    /// <param name="Title">In a line.</param>
    /// <param name="Body">More words, for finding who fits.</param>
    /// <param name="Topics">Its topics, as its author wrote them.</param>
    /// <param name="NotThese">Who must not be asked: whoever asks, and those who take part already.</param>
    /// <param name="CardKey">The post to which an <em>Open</em> button leads.</param>
    /// <param name="Says">What stands on the invitation, below its first line.</param>
    /// <param name="NeededBy">The day by which an answer matters.</param>
    /// <param name="HasAnswers">Whether somebody has answered: then no further round is asked.</param>
    sealed record Asked(string Title, string Body, IReadOnlyList<string> Topics, IReadOnlyList<MemberId> NotThese, string CardKey, IReadOnlyList<Block> Says, DateOnly? NeededBy, bool HasAnswers)
    {
        /// <summary>The workspaces of which only those who have an account in one are asked; null where everybody may be.</summary>
        public IReadOnlyList<WorkspaceRef>? OnlyIn { get; init; }

        /// <summary>Whether somebody may be asked by where they are.</summary>
        public bool Reaches(Member somebody) => OnlyIn is null || somebody.Accounts.Exists(a => !a.Left && OnlyIn.Contains(a.User.Workspace));
    }
}

/// <summary>What people did that shows what they know. Found by type: each feature in which people help has one.</summary>
[FoundByType]
public interface IEvidence
{
    /// <summary>What was done in a community since a moment.</summary>
    Task<IReadOnlyList<Deed>> SinceAsync(CommunityId community, DateTimeOffset since, CancellationToken stop);

    /// <summary>What one person did in a community, with its words, for their own record.</summary>
    Task<IReadOnlyList<ToldDeed>> OfAsync(CommunityId community, MemberId person, CancellationToken stop);

    /// <summary>Something that helped, or was meant to.</summary>
    /// <param name="Who">Who did it.</param>
    /// <param name="Thing">With what, as the search knows it.</param>
    /// <param name="Title">What that is called.</param>
    /// <param name="Topics">What it was about.</param>
    /// <param name="At">When.</param>
    /// <param name="Worked">For how many it worked.</param>
    /// <param name="Partly">For how many in part.</param>
    /// <param name="DidNot">For how many not.</param>
    sealed record Deed(MemberId Who, Guid Thing, string Title, IReadOnlyList<string> Topics, DateTimeOffset At, int Worked, int Partly, int DidNot);

    /// <summary>The same in words.</summary>
    sealed record ToldDeed(string Title, string Words, DateTimeOffset At, string? Record, IReadOnlyList<string> CameOfIt);
}

/// <summary>What people looked for help with. Found by type.</summary>
[FoundByType]
public interface IDemand
{
    /// <summary>What was asked in a community since a moment.</summary>
    Task<IReadOnlyList<Wish>> SinceAsync(CommunityId community, DateTimeOffset since, CancellationToken stop);

    /// <summary>Something that was asked.</summary>
    sealed record Wish(string Title, IReadOnlyList<string> Topics, bool Unanswered)
    {
        /// <summary>Whether not everybody may see it: it counts for the topics that the community knows, and brings no word of its own.</summary>
        public bool Quiet { get; init; }
    }
}

/// <summary>The community's own words for what it is about.</summary>
[FoundByType]
public interface ITopics
{
    /// <summary>The topics that somebody typed, as the community calls them. Words that are new to it become topics where <paramref name="learn"/>.</summary>
    Task<IReadOnlyList<string>> CalledAsync(CommunityId community, IEnumerable<string> typed, bool learn, CancellationToken stop);

    /// <summary>A few topics that a text seems to be about; a suggestion, never more.</summary>
    Task<IReadOnlyList<string>> SuggestedAsync(CommunityId community, string text, CancellationToken stop);
}
