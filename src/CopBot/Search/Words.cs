using System.Globalization;
using System.Text;
using CopBot.Chat;

namespace CopBot.Search;

/// <summary>Takes the words that matter out of what somebody wrote.</summary>
internal static class Words
{
    // Words that stand in most questions and tell nothing about them. The index has no stop list of its own, and searching
    // for them makes it slow (measured on 342,000 messages: 350 ms against 44 ms). The last line is what an apostrophe leaves.
    private static readonly HashSet<string> Stop = new(
        ("a about above after again against all also am an and any anybody anyone are as at be because been before being below between both but by can cannot could "
        + "did do does doing don down during each ever few for from further get got had has have having he her here hers him his how i if in into is it its itself "
        + "just know let like make may me might more most must my myself need no nor not now of off on once one only or other our ours out over own please same she "
        + "should so some somebody someone such than that the their them then there these they thing things this those through to too under until up us use used "
        + "using very want was way we were what when where which while who whom why will with without would you your yours "
        + "aren couldn d didn doesn hadn hasn haven isn ll m re s shouldn t ve wasn weren won wouldn").Split(' '),
        StringComparer.Ordinal);

    /// <summary>
    /// The words of a text in their order, in lower case, without those that tell nothing. What is put in and what is looked
    /// for both come through here, so they cannot disagree about what a word is.
    /// </summary>
    public static IReadOnlyList<string> ThatMatter(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (unspaced, capitals) = (false, 0);
        // The US are not us, and IT is not it: capitals tell, unless somebody shouts.
        var shouted = text.Count(char.IsUpper) > text.Count(char.IsLower) + 4;
        // Half a character would break the search. Another encoding of the same letter is the same letter: full-width, ligatures,
        // combining accents.
        foreach (var rune in Typed.Clean(text, lines: true).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var isLetter = IsLetter(rune);
            if (!isLetter || IsUnspaced(rune) != unspaced) Take();
            if (!isLetter) continue;
            unspaced = IsUnspaced(rune);
            word.Append(Rune.ToLowerInvariant(rune).ToString());
            if (Rune.IsUpper(rune)) capitals++;
        }

        Take();
        return words;

        void Take()
        {
            var (taken, isName) = (word.ToString(), !shouted && capitals > 1 && capitals == word.Length);
            word.Clear();
            capitals = 0;
            if (taken.Length == 0) return;
            if (unspaced) words.AddRange(Pairs(taken));
            else if (!Stop.Contains(taken)) words.Add(taken);
            else if (isName) words.Add(taken.ToUpperInvariant()); // As it was, so that it is taken for one again.
        }
    }

    /// <summary>Where nothing stands between words, every two neighbours count as one: longer words are then found by their pairs.</summary>
    private static IEnumerable<string> Pairs(string run)
    {
        var runes = run.EnumerateRunes().ToList();
        return runes.Count == 1 ? [run] : runes.Zip(runes.Skip(1), (a, b) => $"{a}{b}");
    }

    // Marks are vowels in the scripts of India and belong to their word.
    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Thai, Lao, Burmese, Khmer, the Japanese syllables and the Chinese characters are written without spaces.</summary>
    private static bool IsUnspaced(Rune rune) => rune.Value
        is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
