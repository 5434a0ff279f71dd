using System.Globalization;

namespace CopBot.Tests.Search;

/// <summary>How well what is known to be the same was found, how often something was shown, and how often that was right.</summary>
internal sealed class SearchFigures
{
    private readonly List<TimeSpan> _took = [];
    private double _precision, _rank, _first, _inTen;
    private int _askedAndShown, _shown, _right;

    public double MeanAveragePrecision => _precision / _took.Count;

    public double RightOfShown => (double)_right / Math.Max(1, _shown);

    public string WhatWasShown => string.Create(
        CultureInfo.InvariantCulture,
        $"something shown for {100.0 * _askedAndShown / _took.Count:0}% of {_took.Count}, {100 * RightOfShown:0}% of {_shown} right");

    public void Add(IReadOnlyList<int> found, HashSet<int> same, TimeSpan took)
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
        if (found.Count > 0 && same.Contains(found[0])) _first++;
        _inTen += (double)found.Take(10).Count(same.Contains) / same.Count;
    }

    public void Show(IReadOnlyList<int> shown, HashSet<int> right)
    {
        if (shown.Count > 0) _askedAndShown++;
        _shown += shown.Count;
        _right += shown.Count(right.Contains);
    }

    public override string ToString()
    {
        _took.Sort();
        var (n, took) = (_took.Count, _took);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"MAP {100 * MeanAveragePrecision:0.0}  MRR {100 * _rank / n:0.0}  P@1 {100 * _first / n:0.0}  R@10 {100 * _inTen / n:0.0}; {WhatWasShown}; processor p50 {took[n / 2].TotalMilliseconds:0.0} ms, p95 {took[n * 95 / 100].TotalMilliseconds:0.0} ms");
    }
}
