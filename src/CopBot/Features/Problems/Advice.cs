using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Problems;

/// <summary>Which piece of advice.</summary>
public readonly record struct AdviceId(Guid Value) : IId<AdviceId>
{
    /// <inheritdoc/>
    public static AdviceId From(Guid value) => new(value);
}

/// <summary>A message that the asker marked as what helped.</summary>
[Shared]
public sealed class Advice(AdviceId id, ProblemId problem, int number, PostRef source, MemberId? author, string excerpt, DateTimeOffset markedAt)
{
    /// <summary>Longest excerpt that is kept.</summary>
    public const int ExcerptMaxLength = 400;

    /// <summary>Which one.</summary>
    public AdviceId Id { get; private set; } = id;

    /// <summary>Of which problem.</summary>
    public ProblemId Problem { get; private set; } = problem;

    /// <summary>Its place in the order of marking.</summary>
    public int Number { get; private set; } = number;

    /// <summary>Where it was said.</summary>
    public PostRef Source { get; private set; } = source;

    /// <summary>Who said it; null for the asker without a name.</summary>
    public MemberId? Author { get; private set; } = author;

    /// <summary>What was said, as it was when it was marked; empty once taken back or deleted.</summary>
    public string Excerpt { get; private set; } = excerpt;

    /// <summary>Whether its words were taken back or deleted.</summary>
    public bool Forgotten { get; private set; }

    /// <summary>When it was marked.</summary>
    public DateTimeOffset MarkedAt { get; private set; } = markedAt;

    /// <summary>Forgets the words and who said them; what came of them stays.</summary>
    public void Forget() => (Excerpt, Forgotten, Author) = ("", true, null);

    /// <summary>Forgets who said it, and the words too where they wish so.</summary>
    internal void Forget(bool wordsToo)
    {
        if (wordsToo) Forget();
        else Author = null;
    }
}
