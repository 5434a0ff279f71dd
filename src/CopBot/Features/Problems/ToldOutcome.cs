using System.Globalization;
using CopBot.Communities;
using CopBot.Features.Outcomes;

namespace CopBot.Features.Problems;

/// <summary>What came of a trial of advice here.</summary>
[Shared]
public sealed class ToldOutcome(TrialId trial, ProblemId problem, OutcomeResult result, string line, bool byAsker, MemberId? teller)
{
    /// <summary>Which trial.</summary>
    public TrialId Trial { get; private set; } = trial;

    /// <summary>Of which problem's advice.</summary>
    public ProblemId Problem { get; private set; } = problem;

    /// <summary>Its place in the order of telling.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>What advice was tried.</summary>
    public List<Guid> Tried { get; init; } = [];

    /// <summary>What came of it.</summary>
    public OutcomeResult Result { get; private set; } = result;

    /// <summary>In one line.</summary>
    public string Line { get; private set; } = line;

    /// <summary>Whether the asker tried it, or somebody with the same problem.</summary>
    public bool ByAsker { get; private set; } = byAsker;

    /// <summary>Who told it; null without a name.</summary>
    public MemberId? Teller { get; private set; } = teller;

    internal void IsAskers() => ByAsker = true;

    /// <summary>Forgets who told it, and their line too where they wish so; the result still counts.</summary>
    internal void Forget(bool lineToo) => (Teller, Line) = (null, lineToo ? "" : Line);

    internal void Follows(IReadOnlyCollection<ToldOutcome> others) => Number = others.Count == 0 ? 1 : others.Max(o => o.Number) + 1;
}

/// <summary>The track record of advice: people count, not tellings. Who tried twice counts with what they told last.</summary>
public static class TrackRecord
{
    /// <summary>For each person who tried, what they told last.</summary>
    public static IReadOnlyList<ToldOutcome> Of(IEnumerable<ToldOutcome> outcomes) =>
    [
        .. outcomes
            .Where(o => o.Result is OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot)
            // Of somebody who was forgotten each telling counts by itself: nothing joins them any more.
            .GroupBy(o => (o.ByAsker, o.ByAsker ? null : o.Teller, o.ByAsker || o.Teller is not null ? default : o.Trial))
            .Select(person => person.MaxBy(o => o.Number)!),
    ];

    /// <summary>In words, such as "tried by 5, worked for 4, partly for 1"; null before anybody told.</summary>
    public static string? InWords(IEnumerable<ToldOutcome> outcomes)
    {
        var people = Of(outcomes);
        if (people.Count == 0) return null;

        var words = new List<string> { string.Create(CultureInfo.InvariantCulture, $"tried by {people.Count}") };
        Add(OutcomeResult.Worked, "worked for");
        Add(OutcomeResult.Partly, "partly for");
        Add(OutcomeResult.DidNot, "not for");
        return string.Join(", ", words);

        void Add(OutcomeResult result, string says)
        {
            var count = people.Count(o => o.Result == result);
            if (count > 0) words.Add(string.Create(CultureInfo.InvariantCulture, $"{says} {count}"));
        }
    }
}
