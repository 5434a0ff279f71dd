namespace CopBot.Bench;

/// <summary>
/// Made-up questions, always the same ones: five thousand words of which, as in any language, a few are used all the time and
/// most hardly ever (Zipf's law).
/// </summary>
internal sealed class Chatter
{
    private const int Vocabulary = 5_000;
    private static readonly string[] Beginnings = ["b", "br", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w"];
    private static readonly string[] Middles = ["a", "e", "i", "o", "u", "ai", "ea", "oo"];
    private static readonly string[] Ends = ["l", "m", "n", "r", "s", "t", "nd", "ck", "sh", "x"];
    private static readonly double[] Shares = [.. Running(Enumerable.Range(1, Vocabulary).Select(rank => 1.0 / rank))];

#pragma warning disable CA5394 // Nothing hangs on its being unpredictable; on the contrary.
    private readonly Random _random = new(20270112);

    /// <summary>How can we …?</summary>
    public string Question() => $"How can we {Words(9)}?";

    /// <summary>What was tried.</summary>
    public string Account() => string.Join(". ", Enumerable.Range(0, 5).Select(_ => Words(14)));

    /// <summary>Two topics.</summary>
    public string Topics() => $"{Word()}, {Word()}";

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Word()));

    private string Word()
    {
        var at = Array.BinarySearch(Shares, _random.NextDouble() * Shares[^1]);
        return Spelled(at < 0 ? ~at : at);
    }
#pragma warning restore CA5394

    private static string Spelled(int rank)
    {
        var (syllables, rest) = ("", rank);
        for (var i = 0; i < 2; i++)
        {
            syllables += Beginnings[rest % Beginnings.Length] + Middles[rest / Beginnings.Length % Middles.Length];
            rest = rest / Beginnings.Length / Middles.Length;
        }

        return syllables + Ends[rank % Ends.Length];
    }

    private static IEnumerable<double> Running(IEnumerable<double> shares)
    {
        var sum = 0.0;
        foreach (var share in shares) yield return sum += share;
    }
}
