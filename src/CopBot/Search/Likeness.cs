namespace CopBot.Search;

/// <summary>Something that has words in common with what was asked.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one.</param>
/// <param name="Helped">How often it helped.</param>
/// <param name="Day">The day it is from.</param>
/// <param name="Title">The words of its title.</param>
/// <param name="Body">The words of its body.</param>
/// <param name="Answers">The words of its answers.</param>
internal sealed record Candidate(string Kind, Guid Id, int Helped, DateOnly? Day, string Title, string Body, string Answers);

/// <summary>How alike something is to what was asked, in several respects.</summary>
internal sealed class Likeness
{
    // As in FTS5's bm25, which is where the candidates come from.
    private const double Saturation = 1.2;
    private const double LengthCounts = 0.75;
    private const double LeastRarity = 1e-6;
    private const int TitlesWeight = 2;

    /// <summary>How rare a word that was not asked is taken to be.</summary>
    private const double UsualRarity = 0.6;

    /// <summary>As many are compared in a community that has asked a lot.</summary>
    private const int Usual = 100;

    private readonly Dictionary<string, int> _inTitle;
    private readonly Dictionary<string, int> _inAll;

    private Likeness(Candidate thing, Func<string, string> stem)
    {
        Thing = thing;
        var title = Stemmed(thing.Title, stem);
        _inTitle = title.CountBy(w => w, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        _inAll = title.Concat(title).Concat(Stemmed(thing.Body, stem)).Concat(Stemmed(thing.Answers, stem)).CountBy(w => w, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Length = _inAll.Values.Sum() - title.Count;
    }

    /// <summary>What it is about.</summary>
    public Candidate Thing { get; }

    /// <summary>In the order of <see cref="Weights.All"/>.</summary>
    public double[] Respects { get; private set; } = [];

    /// <summary>The rarity of all asked words that stand in its title.</summary>
    public double Shared { get; private set; }

    /// <summary>What share of the asked title stands in its title, from 0 to 1.</summary>
    public double Covered { get; private set; }

    /// <summary>What share of its title was asked, from 0 to 1.</summary>
    public double TitleAsked { get; private set; }

    /// <summary>The cosine of the angle between both, from 0 to 1.</summary>
    public double Angle { get; private set; }

    /// <summary>How alike it is to what was asked, all in all; comparable only within one search.</summary>
    public double Score { get; private set; }

    /// <summary>Its share of all that speaks for something among what was found together, from 0 to 1. Where little was found, as if there were more of the mean.</summary>
    public double Share { get; private set; }

    /// <summary>How much there was to compare it with, from 0 to 1.</summary>
    public double Compared { get; private set; }

    private int Length { get; }

    /// <summary>All candidates of one search, each beside the others.</summary>
    public static List<Likeness> Of(Asked asked, IReadOnlyList<Candidate> candidates, IReadOnlyList<double> weights)
    {
        // The same words come again and again.
        var stems = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = candidates.Select(c => new Likeness(c, Stem)).ToList();
        if (all.Count == 0) return all;

        var lengths = Math.Max(1, all.Average(l => l.Length));
        var days = all.Select(l => l.Thing.Day).OfType<DateOnly>().Distinct().OrderDescending().Select((day, i) => (day, i)).ToDictionary(d => d.day, d => (double)d.i);
        foreach (var likeness in all) likeness.Measure(asked, lengths, days);
        for (var i = 0; i < weights.Count - 1; i++) Deviate(all, i);
        foreach (var likeness in all) likeness.Score = weights.Zip(likeness.Respects, (weight, respect) => weight * respect).Sum();
        var whole = all.Sum(l => Math.Exp(l.Score)) + Math.Max(0, Usual - all.Count);
        foreach (var likeness in all) (likeness.Share, likeness.Compared) = (Math.Exp(likeness.Score) / whole, Math.Min(1, (double)all.Count / Usual));
        return all;

        string Stem(string word) => stems.TryGetValue(word, out var stem) ? stem : stems[word] = Stems.Of(word);
    }

    /// <summary>The words it has in common with what was asked, those in its title first, and of these the rarest.</summary>
    public WhyFound Why(Asked asked)
    {
        var shared = asked.Words.Where(w => _inAll.ContainsKey(w.Stem)).OrderByDescending(w => _inTitle.ContainsKey(w.Stem)).ThenByDescending(w => w.Rarity).ToList();
        return new WhyFound([.. shared.Select(w => w.Written)], shared.Count(w => _inTitle.ContainsKey(w.Stem)), Thing.Helped);
    }

    private void Measure(Asked asked, double lengths, Dictionary<DateOnly, double> days)
    {
        double thread = 0, titleCovered = 0, threadCovers = 0, askedTitle = 0, product = 0, askedLength = 0;
        foreach (var word in asked.Words)
        {
            var rarity = Math.Max(LeastRarity, Math.Log((asked.Things - word.Having + 0.5) / (word.Having + 0.5)));
            var (inTitle, inAll) = (_inTitle.GetValueOrDefault(word.Stem), _inAll.GetValueOrDefault(word.Stem));
            var times = (TitlesWeight * word.InTitle) + word.InBody;
            thread += rarity * Math.Sqrt(times) * Saturated(inAll, Length / lengths);
            product += times * inAll * word.Rarity * word.Rarity;
            askedLength += times * times * word.Rarity * word.Rarity;
            if (inTitle > 0) Shared += word.Rarity;
            if (word.InTitle == 0) continue;
            askedTitle += word.Rarity;
            if (inTitle > 0) titleCovered += word.Rarity;
            if (inAll > 0) threadCovers += word.Rarity;
        }

        Covered = titleCovered / Math.Max(1, askedTitle);
        TitleAsked = Shared / Math.Max(1, _inTitle.Keys.Sum(Rarity));
        Angle = product / Math.Max(1e-9, Math.Sqrt(askedLength * _inAll.Sum(w => Math.Pow(w.Value * Rarity(w.Key), 2))));
        var age = Thing.Day is { } day ? days[day] : days.Count / 2.0;
        Respects = [thread, Covered, threadCovers / Math.Max(1, askedTitle), TitleAsked, Angle, age, Math.Log(1 + Thing.Helped)];

        double Rarity(string stem) => asked.ByStem.TryGetValue(stem, out var word) ? word.Rarity : UsualRarity;
    }

    private static double Saturated(int times, double length) => times * (Saturation + 1) / (times + (Saturation * (1 - LengthCounts + (LengthCounts * length))));

    /// <summary>Puts deviations from the mean in the place of what was measured.</summary>
    private static void Deviate(List<Likeness> all, int respect)
    {
        var mean = all.Average(l => l.Respects[respect]);
        var deviation = Math.Sqrt(all.Average(l => Math.Pow(l.Respects[respect] - mean, 2)));
        foreach (var likeness in all) likeness.Respects[respect] = deviation < 1e-9 ? 0 : (likeness.Respects[respect] - mean) / deviation;
    }

    private static List<string> Stemmed(string words, Func<string, string> stem) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(stem)];
}
