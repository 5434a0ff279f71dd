using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;

namespace CopBot.Features.Experiences;

/// <summary>How a question for experiences looks, and each experience beside the others.</summary>
internal static class ExperienceCard
{
    private const int LongestCell = 260;

    public static string Key(ExperienceRequestId request) => $"experience/{request.Value:N}/card";

    public static string ToldKey(ExperienceRequestId request, ExperienceId told) => $"experience/{request.Value:N}/told/{told.Value:N}";

    public static string SourceKey(ExperienceRequestId request) => $"experience/{request.Value:N}/source-author";

    /// <summary>The question whose card has this key, or null.</summary>
    public static ExperienceRequestId? Read(string key) =>
        key.Split('/') is ["experience", var id, "card"] && Guid.TryParseExact(id, "N", out var value) ? new ExperienceRequestId(value) : null;

    public static Message Render(ExperienceRequest request, IReadOnlyDictionary<MemberId, Person> people, Uri? source = null) => Message.Of(
    [
        new Heading(request.Title),
        new Paragraph(request.Asker is { } asker ? (Text)$"{"Has anyone had this?":b} · Asked by {people[asker]:name} {request.AskedAt:ago}" : $"{"Has anyone had this?":b} · Asked by somebody who left {request.AskedAt:ago}"),
        request.Plan.Length > 0 ? new Prose(request.Plan) { ReadOn = new Button("Read on", new ReadExperienceRequest(request.Id)) } : null,
        request.Hear.Length > 0 ? new Prose($"Most wanted: {request.Hear}") { ReadOn = new Button("Read on", new ReadExperienceRequest(request.Id, Hear: true)) } : null,
        new Paragraph($"{RollUp(request):b}"),
        .. CameOfIt(request),
        request.Followers.Count > 0 ? new Footnote(request.Followers.Count == 1 ? (Text)$"1 follows" : $"{request.Followers.Count} follow") : null,
        new Footnote(Text.Of(Quoted(request))),
        source is null ? null : new Footnote($"Made from {new Link("a message", source)}"),
        new Controls(
        [
            new Button("I have", new TellExperience(request.Id)) { Look = ButtonLook.Primary },
            new Button("I know someone", new KnowSomeone(request.Id)),
            new Button("Following", new FollowExperiences(request.Id)),
            request.Public.Any() ? new Button("Side by side", new ShowSideBySide(request.Id)) : null,
            new Button("More", new ShowExperienceChoices(request.Id)),
        ]),
    ]);

    /// <summary>"6 experiences · 3 would again · 2 with changes · 1 no · 2 private": counted, never ranked.</summary>
    public static string RollUp(ExperienceRequest request)
    {
        var all = request.Experiences;
        if (all.Count == 0) return "No experience yet";

        List<string> parts = [all.Count == 1 ? "1 experience" : string.Create(CultureInfo.InvariantCulture, $"{all.Count} experiences")];
        Add(all.Count(e => e.Again is Again.Yes), "would again");
        Add(all.Count(e => e.Again is Again.WithChanges), "with changes");
        Add(all.Count(e => e.Again is Again.No), "no");
        Add(all.Count(e => e.Shows is ShownAs.OnlyToAsker), "private");
        return string.Join(" · ", parts);

        void Add(int count, string says)
        {
            if (count > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {says}"));
        }
    }

    /// <summary>One experience as it stands below the card.</summary>
    public static Message Told(ExperienceRequest request, Experience told, IReadOnlyDictionary<MemberId, Person> people) => Message.Of(
    [
        new Paragraph($"{Who(told, people)} · {WouldAgain(told.Again)}"),
        told.Context.Length > 0 ? new Prose($"Context: {told.Context}") : null,
        new Prose($"What we did: {told.Did}") { ReadOn = new Button("Read it whole", new ReadExperience(told.Id)) },
        new Prose($"What happened: {told.Happened}"),
        new Controls([new Button("I'll try this", new TryExperience(request.Id, told.Id))]),
    ]);

    /// <summary>The whole of one, each part for itself.</summary>
    public static Message Whole(ExperienceRequest request, Experience told, IReadOnlyDictionary<MemberId, Person> people, MemberId reader) => Message.Of(
    [
        new Heading(request.Title),
        new Paragraph($"{Who(told, people)} · {WouldAgain(told.Again)}{(told.Shows is ShownAs.OnlyToAsker ? " · told to the asker alone" : "")}"),
        told.Context.Length > 0 ? new Prose($"Context: {told.Context}") : null,
        new Prose($"What we did: {told.Did}"),
        new Prose($"What happened: {told.Happened}"),
        new Controls(
        [
            told.Shows is ShownAs.OnlyToAsker && reader != request.Asker ? null : new Button("I'll try this", new TryExperience(request.Id, told.Id)),
            told.Teller == reader ? new Button("Change it", new TellExperience(request.Id)) : null,
            told.Teller == reader ? new Button("Take it back", new TakeExperienceBack(told.Id)) { Look = ButtonLook.Danger } : null,
        ]),
    ]);

    /// <summary>A row of the table that stands side by side.</summary>
    public static IEnumerable<Block> Row(Experience told, IReadOnlyDictionary<MemberId, Person> people)
    {
        yield return new Paragraph($"{Who(told, people):b}{(told.Shows is ShownAs.OnlyToAsker ? " · to the asker alone" : "")}");
        yield return new Facts(
        [
            .. told.Context.Length > 0 ? [new Fact("Context", $"{Shortening.OneLine(told.Context, LongestCell)}")] : Array.Empty<Fact>(),
            new Fact("What we did", $"{Shortening.OneLine(told.Did, LongestCell)}"),
            new Fact("What happened", $"{Shortening.OneLine(told.Happened, LongestCell)}"),
            new Fact("Would we again", $"{WouldAgain(told.Again)}"),
        ]);
    }

    public static string Who(Experience told, IReadOnlyDictionary<MemberId, Person> people) =>
        told.IsUnsigned ? "Somebody, without their name" : told.Teller is { } teller ? people[teller].Name : "Somebody who left";

    public static string WouldAgain(Again again) => again switch
    {
        Again.Yes => "would do it again",
        Again.WithChanges => "would do it again with changes",
        Again.No => "would not do it again",
        _ => throw new NotSupportedException(again.ToString()),
    };

    private static IEnumerable<Block> CameOfIt(ExperienceRequest request) => request.Outcomes
        .Where(o => o.Result is OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot)
        .OrderByDescending(o => o.ByAsker)
        .ThenByDescending(o => o.Number)
        .Take(3)
        .Select(o => new Paragraph(OutcomeWords.OnTheCard(o.Result, o.Line)));

    private static string Quoted(ExperienceRequest request) => (request.SavedAs, request.Quoting) switch
    {
        (not null, _) => "Saved in the library: /cop find finds it.",
        (_, Quoting.Yes) => "What is told to everyone may be quoted in the library, without names.",
        (_, Quoting.No) => "Nothing of it is quoted in the library.",
        _ => "Nothing is quoted in the library without asking you.",
    };
}
