namespace CopBot.Search;

/// <summary>
/// How likely something found is about the same as what was asked. A logistic curve, fitted on questions of which it is
/// known; docs/search.md says how well it holds.
/// </summary>
internal static class Chances
{
    /// <summary>In a smaller community every word would look common.</summary>
    public const int FewestThings = 30;

    /// <summary>How rare a word is, as a share of the rarest that there can be: 1 stands in almost nothing, 0 in everything.</summary>
    public static double Rarity(int things, int having)
    {
        var all = Math.Max(things, FewestThings);
        return Math.Max(0, Math.Log((all + 1) / (having + 0.5)) / Math.Log(all + 1.5));
    }

    /// <summary>The chance of one thing found.</summary>
    /// <param name="shared">The rarity of all asked words that stand in its title.</param>
    /// <param name="covered">The share of the asked title's rarity that stands in its title.</param>
    /// <param name="lead">Its score's distance to the next one's, in scores of a rarest word.</param>
    /// <param name="helped">How often it helped.</param>
    public static double Of(double shared, double covered, double lead, int helped) =>
        1 / (1 + Math.Exp(4.3 - (0.85 * shared) - (1.4 * covered) - (0.35 * lead) - (0.3 * Math.Log(1 + helped))));
}
