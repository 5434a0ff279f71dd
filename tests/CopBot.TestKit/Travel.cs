using System.Globalization;

namespace CopBot.TestKit;

/// <summary>
/// Real questions of travellers, and which of them were the same: <c>travel</c> in the folder that <c>COPBOT_DATA</c> names.
/// They are no part of the project; what needs them is skipped without them.
/// </summary>
public sealed class Travel
{
    private readonly ILookup<int, int> _linked;

    private Travel(IReadOnlyList<TravelQuestion> questions, ILookup<int, int> same, IReadOnlyList<TravelLink> links)
    {
        (Questions, Same, Links) = (questions, same, links);
        _linked = links.SelectMany(l => new[] { (l.From, l.To), (From: l.To, To: l.From) }).Distinct().ToLookup(l => l.From, l => l.To);
    }

    /// <summary>Why the questions cannot be read; null when they can.</summary>
    public static string? WhyNot => Folder is { } folder && File.Exists(Path.Combine(folder, "docs.tsv")) ? null : "COPBOT_DATA names no folder with travel/docs.tsv.";

    /// <summary>Whether everything is to be played and measured, which takes minutes, and not a part of it: <c>COPBOT_TRAVEL=whole</c>.</summary>
    public static bool Whole => Environment.GetEnvironmentVariable("COPBOT_TRAVEL") is "whole";

    /// <summary>All questions, oldest first.</summary>
    public IReadOnlyList<TravelQuestion> Questions { get; }

    /// <summary>The earlier questions that are known to be the same, by question.</summary>
    public ILookup<int, int> Same { get; }

    /// <summary>Who linked to whom, and when, in order of time. Being linked as the answer stands in for having helped.</summary>
    public IReadOnlyList<TravelLink> Links { get; }

    /// <summary>The questions that somebody joined with this one by a link, in either direction.</summary>
    public IEnumerable<int> LinkedWith(int question) => _linked[question];

    private static string? Folder => Environment.GetEnvironmentVariable("COPBOT_DATA") is { Length: > 0 } data ? Path.Combine(data, "travel") : null;

    /// <summary>Reads it all.</summary>
    public static Travel Read()
    {
        var links = Rows("links.tsv").Select(r => new TravelLink(DateTimeOffset.Parse(r[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Number(r[1]), Number(r[2]))).OrderBy(l => l.At).ToList();
        var splits = Rows("queries.tsv").ToDictionary(r => Number(r[0]), r => r[1]);
        var rows = Rows("docs.tsv").Select(r => (Id: Number(r[0]), Title: r[1], Body: r[2])).OrderBy(r => r.Id).ToList();

        // When something was asked is not said; but it was before the first link out of it or out of anything later.
        var firstLink = links.GroupBy(l => l.From).ToDictionary(g => g.Key, g => g.Min(l => l.At));
        var before = DateTimeOffset.MaxValue;
        var questions = new TravelQuestion[rows.Count];
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (firstLink.TryGetValue(rows[i].Id, out var at) && at < before) before = at;
            questions[i] = new TravelQuestion(rows[i].Id, rows[i].Title, rows[i].Body, splits.GetValueOrDefault(rows[i].Id), before);
        }

        return new Travel(questions, Rows("qrels.tsv").ToLookup(r => Number(r[0]), r => Number(r[1])), links);
    }

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(Folder!, file)).Select(l => l.Split('\t'));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A question. <paramref name="Split"/> is <c>train</c> or <c>test</c> where it is known to have been asked before, else null.</summary>
public sealed record TravelQuestion(int Id, string Title, string Body, string? Split, DateTimeOffset AskedBefore);

/// <summary>Somebody pointed from one question to another.</summary>
public sealed record TravelLink(DateTimeOffset At, int From, int To);
