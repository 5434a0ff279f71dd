using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;

namespace CopBot.Features.Problems;

/// <summary>How a problem looks to everyone.</summary>
internal static class ProblemCard
{
    // Chosen so that the longest of everything still leaves room for the problem itself.
    private const int MostNames = 3;
    private const int MostAdvice = 5;
    private const int ExcerptLength = 200;

    public static string Key(ProblemId problem) => $"problem/{problem.Value:N}/card";

    /// <summary>The problem whose card has this key, or null.</summary>
    public static ProblemId? Read(string key) =>
        key.Split('/') is ["problem", var id, "card" or "room", ..] && Guid.TryParseExact(id, "N", out var value) ? new ProblemId(value) : null;

    /// <summary>Where a reader finds it: what only helpers see stands elsewhere for each.</summary>
    public static string KeyFor(Problem problem, MemberId? reader)
    {
        if (!problem.OnlyHelpers) return Key(problem.Id);
        var place = problem.Rooms.FirstOrDefault(p => p.Member == reader) ?? (reader == problem.Asker ? problem.Rooms.FirstOrDefault() : null);
        return place is null ? Key(problem.Id) : ProblemRooms.Key(problem.Id, place.Room!.Value);
    }

    /// <summary>The same where only one helper and the asker see it.</summary>
    public static Message Between(Problem problem, IReadOnlyDictionary<MemberId, Person> people, MemberId helper, Uri? source = null) => Message.Of(
    [
        new Heading(problem.Title),
        new Paragraph(StatusLine(problem, people)),
        .. Words(problem),
        .. WhatHelped(problem, people, places: null),
        source is null ? null : new Footnote($"Made from {new Link("a message", source)}"),
        new Footnote(problem.Asker is { } asker
            ? $"Only {people[asker]:name} and {people[helper]:name} see this, and CopBot. When something helped, {people[asker]:name} chooses “Mark as what helped” on that message."
            : (Text)$"Only {people[helper]:name} sees this, and CopBot."),
        new Controls(
        [
            problem.Status is ProblemStatus.Solved ? new Button("This came back", new SayItCameBack(problem.Id)) : null,
            problem.Status is ProblemStatus.SetAside ? new Button("Reopen", new ReopenProblem(problem.Id)) : null,
            new Button("More", new ShowProblemChoices(problem.Id)),
        ]),
    ]);

    public static Message Render(Problem problem, IReadOnlyDictionary<MemberId, Person> people, Uri? source = null, ProblemPlaces? places = null) => Message.Of(
    [
        new Heading(problem.Title),
        new Paragraph(StatusLine(problem, people)),
        .. Words(problem),
        .. WhatHelped(problem, people, places),
        Stakes(problem, people) is { Runs.Count: > 0 } stakes ? new Footnote(stakes) : null,
        source is null ? null : new Footnote($"Made from {new Link("a message", source)}"),
        places is { AreSeveral: true } ? new Footnote($"Asked in {places.InWords}. Talk is not carried over between them.") : null,
        new Controls(
        [
            problem.IsOpen ? new Button("I can help", new OfferHelp(problem.Id)) { Look = ButtonLook.Primary } : null,
            problem.Status is ProblemStatus.Solved ? new Button("This came back", new SayItCameBack(problem.Id)) : null,
            problem.Status is ProblemStatus.SetAside ? new Button("Reopen", new ReopenProblem(problem.Id)) : null,
            new Button("Me too", new SayMeToo(problem.Id)),
            new Button("Follow the outcome", new FollowOutcome(problem.Id)),
            new Button("More", new ShowProblemChoices(problem.Id)),
        ]),
    ]);

    /// <summary>The problem as its asker sees it before it is posted.</summary>
    public static Message Preview(ProblemForm form, Person asker) => Message.Of(
    [
        new Heading(form.Title),
        new Paragraph($"Asked by {asker:name}"),
        form.Tried.Length > 0 ? new Prose($"Tried so far: {form.Tried}") : null,
        form.Good.Length > 0 ? new Prose($"Good would be: {form.Good}") : null,
        TopicList.Parse(form.Topics).ToList() is { Count: > 0 } topics ? new Footnote($"Topics: {string.Join(", ", topics)}") : null,
    ]);

    /// <summary>What helped, as one paragraph: who said it, and how it went for those who tried it.</summary>
    public static Paragraph Advice(Problem problem, Advice advice, IReadOnlyDictionary<MemberId, Person> people, int longest, ProblemPlaces? places = null)
    {
        var said = advice switch
        {
            { Forgotten: true } => "(these words were taken back)",
            { Excerpt.Length: 0 } => "(a message without words)",
            _ => $"“{Shortening.To(advice.Excerpt, longest)}”",
        };
        Text line = $"{"What helped:":b} {said}";
        if (advice.Author is { } author) line = $"{line} — {people[author]:name}";
        if (!advice.Forgotten && places?.WhereWasSaid(advice.Source) is { } where) line = $"{line} in {where}";
        if (Record(problem, advice.Id) is { } record) line = $"{line} ({record})";
        return new Paragraph(line);
    }

    /// <summary>The track record of a piece of advice in words; null before anybody told.</summary>
    private static string? Record(Problem problem, AdviceId advice) => TrackRecord.InWords(problem.Outcomes.Where(o => o.Tried.Contains(advice.Value)));

    /// <summary>What came of a trial, in the middle of a sentence.</summary>
    public static string Came(ToldOutcome told) => OutcomeWords.Lower(told.Result);

    /// <summary>How many were asked privately, for the asker's eyes; null where nobody was, or it is over.</summary>
    public static Text? WereAsked(Problem problem) => problem is not { IsOpen: true, Asked: > 0 } ? null
        : problem.Asked == 1 ? (Text)$"1 person was asked privately whether they can help."
        : $"{problem.Asked} people were asked privately whether they can help.";

    /// <summary>How far a problem has come, in a word.</summary>
    public static string StatusWord(ProblemStatus status) => status switch
    {
        ProblemStatus.Open => "Open",
        ProblemStatus.Advised => "Advised",
        ProblemStatus.Trying => "Being tried",
        ProblemStatus.Solved => "Solved",
        ProblemStatus.SetAside => "Set aside",
        _ => throw new NotSupportedException(status.ToString()),
    };

    private static IEnumerable<Block> Words(Problem problem)
    {
        if (problem.Tried.Length > 0) yield return new Prose($"Tried so far: {problem.Tried}") { ReadOn = new Button("Read on", new ReadProblem(problem.Id)) };
        if (problem.Good.Length > 0) yield return new Prose($"Good would be: {problem.Good}") { ReadOn = new Button("Read on", new ReadProblem(problem.Id, Good: true)) };
    }

    private static Text StatusLine(Problem problem, IReadOnlyDictionary<MemberId, Person> people)
    {
        Text asked = problem.Asker is { } asker ? (Text)$"Asked by {people[asker]:name} {problem.AskedAt:ago}"
            : !problem.IsUnsigned ? $"Asked by somebody who left {problem.AskedAt:ago}"
            : (Text)$"Asked without a name on {DateOnly.FromDateTime(problem.AskedAt.UtcDateTime)}";
        Text status = problem.Status is ProblemStatus.SetAside
            ? $"{StatusWord(problem.Status):b}: {problem.Reason ?? "no reason given"}"
            : (Text)$"{StatusWord(problem.Status):b}";
        var parts = new List<Text> { status, asked };
        if (problem is { IsOpen: true, NeededBy: { } day }) parts.Add($"needed by {day}");
        if (problem.IsOpen && problem.Reason is { } reason) parts.Add($"opened again: {reason}");
        if (problem.Topics.Count > 0) parts.Add(Text.Of(string.Join(", ", problem.Topics)));
        return Text.Join(" · ", parts);
    }

    private static IEnumerable<Block> WhatHelped(Problem problem, IReadOnlyDictionary<MemberId, Person> people, ProblemPlaces? places)
    {
        foreach (var advice in problem.Advice.OrderBy(a => a.Number).Take(MostAdvice)) yield return Advice(problem, advice, people, ExcerptLength, places);
        if (problem.Advice.Count > MostAdvice) yield return new Paragraph($"and {problem.Advice.Count - MostAdvice} more: press More to see all.");
        if (problem.AskersOutcome is { } told) yield return new Paragraph(OutcomeWords.OnTheCard(told.Result, told.Line));
        foreach (var other in problem.Outcomes.Where(o => !o.ByAsker && o.Result is OutcomeResult.DidNot && o.Line.Length > 0).OrderBy(o => o.Number).TakeLast(2))
            yield return new Paragraph($"Not where: “{other.Line}”");
    }

    private static Text Stakes(Problem problem, IReadOnlyDictionary<MemberId, Person> people)
    {
        var parts = new List<Text>();
        var helpers = problem.People.Where(p => p.Stake is Stake.Helper).OrderBy(p => p.Since).Select(p => people[p.Member].Name).ToList();
        var meToo = problem.People.Count(p => p.Stake is Stake.MeToo);
        var followers = problem.People.Count(p => p.Stake is Stake.Follower);
        if (helpers.Count > 0)
            parts.Add($"{string.Join(", ", helpers.Take(MostNames))}{(helpers.Count > MostNames ? $" and {helpers.Count - MostNames} more" : "")} can help");
        if (meToo > 0) parts.Add(meToo == 1 ? (Text)$"1 has this too" : $"{meToo} have this too");
        if (followers > 0) parts.Add(followers == 1 ? (Text)$"1 follows" : $"{followers} follow");
        return Text.Join(" · ", parts);
    }
}
