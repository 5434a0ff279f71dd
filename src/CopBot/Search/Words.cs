using System.Text;
using CopBot.Chat;

namespace CopBot.Search;

/// <summary>Takes the words that matter out of what somebody typed.</summary>
internal static class Words
{
    // Words that stand in most questions and tell nothing about them. The index has no stop list of its own, and searching
    // for them makes it slow (measured on 342,000 messages: 350 ms against 44 ms).
    private static readonly HashSet<string> Stop = new(
        ("a about above after again against all also am an and any anybody anyone are as at be because been before being below between both but by can cannot could "
        + "did do does doing don down during each ever few for from further get got had has have having he her here hers him his how i if in into is it its itself "
        + "just know let like make may me might more most must my myself need no nor not now of off on once one only or other our ours out over own please same she "
        + "should so some somebody someone such than that the their them then there these they thing things this those through to too under until up us use used "
        + "using very want was way we were what when where which while who whom why will with without would you your yours").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The distinct words of a text, folded to lower case, without those that tell nothing.</summary>
    public static IReadOnlyList<string> ThatMatter(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        // Half a character would break the search.
        foreach (var rune in Typed.Clean(text, lines: true).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) word.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (rune.Value is not ('\'' or '’')) Take();
        }

        Take();
        return [.. words.Distinct(StringComparer.Ordinal)];

        void Take()
        {
            var taken = word.ToString();
            word.Clear();
            if (taken.Length > 0 && !Stop.Contains(taken)) words.Add(taken);
        }
    }
}
