using System.Globalization;

namespace CopBot.TestKit;

/// <summary>How well what is known to be the same was found, how often something was shown, and how often that was right.</summary>
public sealed class SearchFigures
{
    private readonly List<TimeSpan> _took = [];
    private readonly List<(double Chance, bool IsRight)> _firsts = [];
    private double _precision, _rank, _first, _inTen;
    private int _askedAndShown, _shown, _right;

    /// <summary>Mean average precision, of 1.</summary>
    public double MeanAveragePrecision => _precision / _took.Count;

    /// <summary>How much of what is known to be the same is among the first ten, of 1.</summary>
    public double InTen => _inTen / _took.Count;

    /// <summary>How often the first is right, of 1.</summary>
    public double First => _first / _took.Count;

    /// <summary>How often the first is right for the quarter of which it was surest, of 1.</summary>
    public double FirstOfSurest => _firsts.OrderByDescending(f => f.Chance).Take(_took.Count / 4).Average(f => f.IsRight ? 1.0 : 0);

    /// <summary>How much of what was shown is right, of 1.</summary>
    public double RightOfShown => (double)_right / Math.Max(1, _shown);

    /// <summary>How much was shown, and how much of that was right.</summary>
    public string WhatWasShown => string.Create(
        CultureInfo.InvariantCulture,
        $"something shown for {100.0 * _askedAndShown / _took.Count:0}% of {_took.Count}, {100 * RightOfShown:0}% of {_shown} right");

    /// <summary>One question: what was found, best first, and how likely the first is right.</summary>
    public void Add(IReadOnlyList<int> found, HashSet<int> same, TimeSpan took, double chance = 0)
    {
        _took.Add(took);
        if (same.Count == 0) return;

        var (hits, sum) = (0, 0.0);
        for (var i = 0; i < found.Count; i++)
        {
            if (!same.Contains(found[i])) continue;
            if (hits++ == 0) _rank += 1.0 / (i + 1);
            sum += (double)hits / (i + 1);
        }

        _precision += sum / same.Count;
        if (found.Count > 0) _firsts.Add((chance, same.Contains(found[0])));
        if (found.Count > 0 && same.Contains(found[0])) _first++;
        _inTen += (double)found.Take(10).Count(same.Contains) / same.Count;
    }

    /// <summary>What of it was shown, and what is right in a wider sense.</summary>
    public void Show(IReadOnlyList<int> shown, HashSet<int> right)
    {
        if (shown.Count > 0) _askedAndShown++;
        _shown += shown.Count;
        _right += shown.Count(right.Contains);
    }

    /// <summary>A row of a table: MAP, MRR, P@1, R@10, P@1 of the surest quarter.</summary>
    public string Row() => string.Create(CultureInfo.InvariantCulture, $"{100 * MeanAveragePrecision:0.0} | {100 * _rank / _took.Count:0.0} | {100 * First:0.0} | {100 * InTen:0.0} | {100 * FirstOfSurest:0.0}");

    /// <inheritdoc/>
    public override string ToString()
    {
        _took.Sort();
        var (n, took) = (_took.Count, _took);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"MAP {100 * MeanAveragePrecision:0.0}  MRR {100 * _rank / n:0.0}  P@1 {100 * _first / n:0.0}  R@10 {100 * _inTen / n:0.0}; {WhatWasShown}; processor p50 {took[n / 2].TotalMilliseconds:0.0} ms, p95 {took[n * 95 / 100].TotalMilliseconds:0.0} ms");
    }
}
