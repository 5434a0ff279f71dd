namespace CopBot.Search;

/// <summary>
/// How likely something found is about the same as what was asked. A logistic curve, fitted on questions of which it is
/// known; docs/search.md says how well it holds.
/// </summary>
internal static class Chances
{
    /// <summary>In a smaller community every word would look common.</summary>
    public const int FewestThings = 30;

    /// <summary>A lead that is larger says no more.</summary>
    public const double MostLead = 3;

    /// <summary>How rare a word is, as a share of the rarest that there can be: 1 stands in almost nothing, 0 in everything.</summary>
    public static double Rarity(int things, int having)
    {
        var all = Math.Max(things, FewestThings);
        return Math.Max(0, Math.Log((all + 1) / (having + 0.5)) / Math.Log(all + 1.5));
    }

    /// <summary>The chance of one thing found.</summary>
    /// <param name="found">How alike it is.</param>
    /// <param name="lead">How far its score is from the next one's.</param>
    public static double Of(Likeness found, double lead) => Of(found.Shared, found.Covered, found.TitleAsked, found.Angle, found.Share, lead, found.Compared);

    /// <summary>
    /// The chance of one thing found. The same words are the same question; the less there is to compare it with, the more the
    /// words of both titles decide alone.
    /// </summary>
    /// <param name="shared">The rarity of all asked words that stand in its title.</param>
    /// <param name="covered">The share of the asked title that stands in its title.</param>
    /// <param name="titleAsked">The share of its title that was asked.</param>
    /// <param name="angle">The cosine between all words of both.</param>
    /// <param name="share">Its share of all that speaks for something among what was found.</param>
    /// <param name="lead">How far its score is from the next one's.</param>
    /// <param name="compared">How much there was to compare it with, from 0 to 1.</param>
    public static double Of(double shared, double covered, double titleAsked, double angle, double share, double lead, double compared = 1) => Math.Max(
        covered * titleAsked * ((compared * Math.Min(1, angle)) + 1 - compared),
        1 / (1 + Math.Exp(2.78 - (0.29 * shared) - (0.25 * titleAsked) - (0.41 * angle) - (1.82 * share) - (0.39 * Math.Min(MostLead, lead)))));
}
