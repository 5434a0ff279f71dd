namespace CopBot.Search;

/// <summary>
/// What decides which of the things found comes first. Each likeness is measured in deviations from the mean of what was found
/// together, so that a weight means the same in every community; the last is taken as it is, so that nothing is lifted where
/// nothing ever helped. Learned by <c>CopBot.Bench fit</c> on half of the known questions (docs/search.md); to change one by
/// hand is allowed.
/// </summary>
internal static class Weights
{
    /// <summary>BM25 of all asked words over the whole thread: title, body and answers.</summary>
    public const double Thread = 0.50;

    /// <summary>How much of the asked title stands in the found title.</summary>
    public const double TitleCovered = 0.17;

    /// <summary>How much of the asked title stands anywhere in the thread.</summary>
    public const double ThreadCovers = 0.10;

    /// <summary>How much of the found title was asked, in title or body: titles that say little else.</summary>
    public const double TitleAsked = 0.36;

    /// <summary>The angle between all words asked and all words of the thread.</summary>
    public const double Angle = 0.25;

    /// <summary>How long ago it was, by its place in time among what was found: what is asked for again and again was asked long ago.</summary>
    public const double Age = 0.08;

    /// <summary>How often it helped, as ln(1 + times): the strongest of all.</summary>
    public const double Helped = 1.37;

    /// <summary>All of them, in the order of <see cref="Likeness.Of"/>.</summary>
    public static readonly double[] All = [Thread, TitleCovered, ThreadCovers, TitleAsked, Angle, Age, Helped];

    /// <summary>What they are called.</summary>
    public static readonly string[] Names = [nameof(Thread), nameof(TitleCovered), nameof(ThreadCovers), nameof(TitleAsked), nameof(Angle), nameof(Age), nameof(Helped)];
}
