using System.Text;

namespace CopBot.Search;

/// <summary>
/// What SQLite's index does to a word by itself and PostgreSQL's does not: drops accents, and English endings by Porter's
/// rules (An algorithm for suffix stripping, 1980, with its author's later changes), so that both find the same.
/// </summary>
internal static class Stems
{
    private const int Shortest = 3;

    // Of each the longest first: of several endings that fit it decides.
    private static readonly (string Ending, string Becomes)[] Second =
    [
        ("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("tional", "tion"), ("biliti", "ble"), ("entli", "ent"), ("ousli", "ous"), ("ation", "ate"), ("alism", "al"),
        ("aliti", "al"), ("iviti", "ive"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("logi", "log"), ("alli", "al"), ("ator", "ate"), ("bli", "ble"), ("eli", "e"),
    ];

    private static readonly (string Ending, string Becomes)[] Third = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Fourth = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic", "ou"];

    /// <summary>The word as it is kept and looked for.</summary>
    public static string Of(string word)
    {
        var bare = WithoutAccents(word.ToLowerInvariant());
        return bare.Length < Shortest ? bare : Last(Shortened(Replaced(Replaced(WithI(WithoutPast(WithoutPlural(bare))), Second), Third)));
    }

    private static string WithoutAccents(string word)
    {
        if (Ascii.IsValid(word)) return word;
        var bare = new StringBuilder();
        // Of Latin letters alone, as SQLite does: elsewhere a mark often makes another letter.
        foreach (var c in word.Normalize(NormalizationForm.FormD))
        {
            if (c is not (>= '\u0300' and <= '\u036F') || bare.Length == 0 || !char.IsAsciiLetter(bare[^1])) bare.Append(c);
        }

        return bare.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string WithoutPlural(string word) => word switch
    {
        [.., 's', 's', 'e', 's'] or [.., _, 'i', 'e', 's'] => word[..^2],
        [.., 's', 's'] => word,
        [.., 's'] => word[..^1],
        _ => word,
    };

    private static string WithoutPast(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal)) return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        var ending = word.EndsWith("ed", StringComparison.Ordinal) ? 2 : word.EndsWith("ing", StringComparison.Ordinal) ? 3 : 0;
        if (ending == 0 || !HasVowel(word.AsSpan(0, word.Length - ending))) return word;

        var stem = word[..^ending];
        if (stem is [.., 'a', 't'] or [.., 'b', 'l'] or [.., 'i', 'z']) return stem + "e";
        if (EndsInDouble(stem) && stem[^1] is not ('l' or 's' or 'z')) return stem[..^1];
        return Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    private static string WithI(string word) => word is [.., 'y'] && HasVowel(word.AsSpan(0, word.Length - 1)) ? string.Concat(word.AsSpan(0, word.Length - 1), "i") : word;

    /// <summary>The longest ending that fits decides, even where it then stays.</summary>
    private static string Replaced(string word, (string Ending, string Becomes)[] endings)
    {
        var (ending, becomes) = Array.Find(endings, e => word.EndsWith(e.Ending, StringComparison.Ordinal));
        return ending is not null && Measure(word.AsSpan(0, word.Length - ending.Length)) > 0 ? string.Concat(word.AsSpan(0, word.Length - ending.Length), becomes) : word;
    }

    private static string Shortened(string word)
    {
        if (Array.Find(Fourth, e => word.EndsWith(e, StringComparison.Ordinal)) is not { } ending) return word;
        var stem = word[..^ending.Length];
        return Measure(stem) > 1 && (ending != "ion" || stem is [.., 's' or 't']) ? stem : word;
    }

    private static string Last(string word)
    {
        if (word is [.., 'e'])
        {
            var stem = word[..^1];
            if (Measure(stem) is var m && (m > 1 || (m == 1 && !EndsShort(stem)))) word = stem;
        }

        return word is [.., 'l', 'l'] && Measure(word.AsSpan(0, word.Length - 1)) > 1 ? word[..^1] : word;
    }

    private static bool IsConsonant(ReadOnlySpan<char> word, int at) => word[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !IsConsonant(word, at - 1),
        _ => true,
    };

    /// <summary>How often a vowel is followed by a consonant: roughly the number of syllables.</summary>
    private static int Measure(ReadOnlySpan<char> stem)
    {
        var times = 0;
        for (var at = 1; at < stem.Length; at++)
        {
            if (IsConsonant(stem, at) && !IsConsonant(stem, at - 1)) times++;
        }

        return times;
    }

    private static bool HasVowel(ReadOnlySpan<char> stem)
    {
        for (var at = 0; at < stem.Length; at++)
        {
            if (!IsConsonant(stem, at)) return true;
        }

        return false;
    }

    private static bool EndsInDouble(string stem) => stem.Length > 1 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1);

    /// <summary>As in -wil and -hop, but not -wix or -hoy.</summary>
    private static bool EndsShort(string stem) =>
        stem.Length > 2 && IsConsonant(stem, stem.Length - 3) && !IsConsonant(stem, stem.Length - 2) && IsConsonant(stem, stem.Length - 1) && stem[^1] is not ('w' or 'x' or 'y');
}
