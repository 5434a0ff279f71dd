using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Problems;

/// <summary>
/// Somebody will try advice. <paramref name="Trier"/> is null for an asker without a name; <paramref name="AskAt"/> is null
/// when they do not want to be asked.
/// </summary>
public sealed record AdviceToTry(
    ProblemId Problem,
    CommunityId Community,
    string Title,
    string CardKey,
    IReadOnlyList<AdviceId> Advice,
    MemberId? Trier,
    bool ByAsker,
    string WillTry,
    DateTimeOffset? AskAt) : IEvent
{
    /// <summary>Whether it was promised at a meeting: then <see cref="Problem"/> is the promise, and no problem's card hears of it.</summary>
    public bool Promised { get; init; }

    /// <summary>Whether only those who take part may read of it.</summary>
    public bool Private { get; init; }
}

/// <summary>A problem went away for good: nothing is to be asked about it any more.</summary>
public sealed record ProblemTakenBack(ProblemId Problem) : IEvent;

/// <summary>A problem is called something else from now on.</summary>
public sealed record ProblemRenamed(ProblemId Problem, string Title) : IEvent;
