using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Library;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Experiences;

/// <summary>The asker saves what was told to the library, summed up in their own words.</summary>
[Action("experience-save")]
public sealed record SaveExperiences(ExperienceRequestId Request) : IAction;

/// <summary>The asker does not want to save it.</summary>
[Action("experience-dont-save")]
public sealed record LeaveExperiencesUnsaved(ExperienceRequestId Request) : IAction;

/// <summary>A teller says whether they may be quoted.</summary>
[Action("experience-quote")]
public sealed record QuoteMe(ExperienceId Experience, QuoteConsent Consent) : IAction;

/// <summary>What was told, summed up by the asker.</summary>
[Form("experience-summary", "Save to library", Submit = "Save")]
public sealed record SummaryForm : IForm
{
    /// <summary>The title as a question.</summary>
    [Display(Name = "What question does it answer?"), Required, StringLength(ExperienceRequest.TitleMaxLength)]
    public string Title { get; set; } = "";

    /// <summary>The summary.</summary>
    [Display(Name = "What was told, in your own words?", Description = "What others told stands below it as quotes, from those who agree."), DataType(DataType.MultilineText), Required, StringLength(ExperienceRequest.SummaryMaxLength)]
    public string Summary { get; set; } = "";

    /// <summary>When it is to be looked at again.</summary>
    [Display(Name = "When shall it be looked at again?", Description = "You are asked then whether it still holds."), Required]
    public ReviewEvery Review { get; set; } = ReviewEvery.SixMonths;

    /// <summary>Of what question.</summary>
    public ExperienceRequestId Request { get; set; }
}

internal sealed class SaveExperiencesHandler(CopBotDb db, IBoard board, IEvents events, ExperiencePosts posts, TimeProvider clock) :
    IOpen<SaveExperiences, SummaryForm>, IHandle<SummaryForm>, IHandle<LeaveExperiencesUnsaved>, IHandle<QuoteMe>
{
    private static readonly TimeSpan UselessAfter = TimeSpan.FromDays(14);

    public async Task<Opening<SummaryForm>> Open(SaveExperiences request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (MayNotSave(asked, caller) is { } refusal) return refusal;
        return new SummaryForm { Request = asked.Id, Title = asked.Title, Summary = SavedWords.Draft(asked) };
    }

    public async Task<Answer> Handle(SummaryForm request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (MayNotSave(asked, caller) is { } refusal) return refusal;

        var resource = new ResourceId(Guid.CreateVersion7());
        if (asked.Save(resource, request.Summary) is { } no) return no;
        var names = await posts.NamesAsync(asked, stop);
        events.Raise(new SavedToLibrary(resource, asked.Community, request.Title, SavedWords.Of(asked, names), caller.Member.Id, request.Review, ExperienceCard.Key(asked.Id), asked.Id.Value));
        var asks = AskTellers(asked, caller);
        SettleDraft(asked, $"Saved to the library: {request.Title:b}");
        await posts.PublishAsync(asked, stop);
        return Answer.ShowInstead(Message.Say(asks > 0
            ? $"Saved: /cop find finds it. {asks} who told something {(asks == 1 ? "is" : "are")} asked whether they may be quoted; until they say yes only your words stand there."
            : (Text)$"Saved: /cop find finds it."));
    }

    public async Task<Answer> Handle(LeaveExperiencesUnsaved request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Request, stop) is not { } asked) return ExperienceRefusals.Gone;
        if (asked.Asker != caller.Member.Id) return ExperienceRefusals.NotYours;
        asked.LeaveUnsaved();
        SettleDraft(asked, $"Not saved: {asked.Title:b}. What was told stays where it stands.");
        return Answer.Say($"Not saved. What was told stays where it stands, and “More” on the card still saves it later.");
    }

    public async Task<Answer> Handle(QuoteMe request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Experience, stop) is not { } asked) return ExperienceRefusals.NoSuchExperience;
        if (asked.Quote(request.Experience, caller.Member.Id, request.Consent) is { } refusal) return refusal;

        await posts.PublishAsync(asked, stop);
        Text says = request.Consent switch
        {
            QuoteConsent.Named => $"Thank you. You are quoted with your name: {asked.Title:b}",
            QuoteConsent.Unnamed => $"Thank you. You are quoted without your name: {asked.Title:b}",
            _ => (Text)$"Nothing of yours is quoted: {asked.Title:b}",
        };
        board.Publish(QuoteKey(asked.Id, request.Experience, caller.Member.Id), Audience.To(caller.Member.Id), Asked(asked, request.Experience, says), PostTerms.Requested(asked.Community));
        return Answer.Say(says);
    }

    private static Refusal? MayNotSave(ExperienceRequest asked, Caller caller)
    {
        if (asked.Asker != caller.Member.Id) return ExperienceRefusals.NotYours;
        if (asked.SavedAs is not null) return ExperienceRefusals.SavedAlready;
        return asked.Public.Any() ? null : ExperienceRefusals.NothingToSave;
    }

    /// <summary>Asks those who told with their name whether they may be quoted. Nobody can ask the others, so nothing of theirs is.</summary>
    private int AskTellers(ExperienceRequest asked, Caller asker)
    {
        if (asked.Quoting is not Quoting.AskAtTheEnd) return 0;
        var tellers = asked.Public.Where(e => e.Teller is not null && e.Teller != asker.Member.Id).ToList();
        foreach (var told in tellers)
        {
            board.Publish(
                QuoteKey(asked.Id, told.Id, told.Teller!.Value),
                Audience.To(told.Teller.Value),
                Asked(asked, told.Id, $"{asker.Member.Person:name} saved {asked.Title:b} to the library. May what you told be quoted there?"),
                PostTerms.Unasked(asked.Community, "being quoted", $"you told what you had.", clock.GetUtcNow() + UselessAfter) with { Summary = $"May you be quoted? {asked.Title}" });
        }

        foreach (var own in asked.Public.Where(e => e.Teller == asker.Member.Id)) own.MayBeQuoted(QuoteConsent.Named);
        return tellers.Count;
    }

    private static Message Asked(ExperienceRequest asked, ExperienceId told, Text says) => Message.Of(
    [
        new Paragraph(says),
        new Paragraph($"“{SavedWords.Quote(asked.Experiences.Single(e => e.Id == told))}”"),
        new Controls(
        [
            new Button("Yes, with my name", new QuoteMe(told, QuoteConsent.Named)),
            new Button("Yes, without my name", new QuoteMe(told, QuoteConsent.Unnamed)),
            new Button("No", new QuoteMe(told, QuoteConsent.Refused)),
        ]),
    ]);

    /// <summary>The draft that stands in the asker's direct conversation says what became of it.</summary>
    private void SettleDraft(ExperienceRequest asked, Text says) => board.Publish(
        SummaryDraft.Key(asked.Id),
        Audience.To(asked.Asker!.Value),
        [new Paragraph(says), new Controls([new Button("I'll try something of it", new TryExperience(asked.Id))])],
        PostTerms.Requested(asked.Community));

    private static string QuoteKey(ExperienceRequestId request, ExperienceId told, MemberId teller) => $"experience/{request.Value:N}/quote/{told.Value:N}/{teller.Value:N}";
}

/// <summary>What stands in the library: the asker's words, and below them quotes of those who agreed.</summary>
internal static class SavedWords
{
    private const int LongestQuote = 400;
    private const int LongestDraftLine = 200;

    public static string Of(ExperienceRequest asked, IReadOnlyDictionary<MemberId, Person> names)
    {
        var quotes = asked.Public.Where(asked.MayQuote)
            .Select(e => $"“{Quote(e)}” — {(e.Quote is QuoteConsent.Named && e.Teller is { } teller ? names[teller].Name : "a member")}, who {ExperienceCard.WouldAgain(e.Again)}");
        return string.Join("\n\n", [asked.Summary, .. quotes]);
    }

    public static string Quote(Experience told) => Shortening.OneLine($"{told.Did} {told.Happened}", LongestQuote);

    /// <summary>The draft that the asker edits: what can be counted, and an open line. What others told is theirs, so it is no part of it.</summary>
    public static string Draft(ExperienceRequest asked) => string.Join('\n', new[]
    {
        ExperienceCard.RollUp(asked) + ".",
        asked.Hear.Length > 0 ? $"Wanted: {Shortening.OneLine(asked.Hear, LongestDraftLine)}" : "",
        "What most had in common: ",
        "What it depended on: ",
        "What I take from it: ",
    }.Where(l => l.Length > 0));
}

/// <summary>The draft as the asker gets it after a quiet week.</summary>
internal static class SummaryDraft
{
    private const int MostShown = 6;

    public static string Key(ExperienceRequestId request) => $"experience/{request.Value:N}/summary";

    public static Message Render(ExperienceRequest asked, IReadOnlyDictionary<MemberId, Person> names) => Message.Of(
    [
        new Heading("A week of quiet: what was told"),
        new Paragraph($"{asked.Title:b}"),
        new Paragraph($"{ExperienceCard.RollUp(asked)}"),
        .. asked.Public.Take(MostShown).Select(e => new Paragraph($"{ExperienceCard.Who(e, names):b}, who {ExperienceCard.WouldAgain(e.Again)}: “{SavedWords.Quote(e)}”")),
        asked.Public.Count() > MostShown ? new Paragraph($"and {asked.Public.Count() - MostShown} more: “Side by side” on the card shows them.") : null,
        new Controls(
        [
            new Button("Save to library", new SaveExperiences(asked.Id)) { Look = ButtonLook.Primary },
            new Button("Don't", new LeaveExperiencesUnsaved(asked.Id)),
            new Button("I'll try something of it", new TryExperience(asked.Id)),
        ]),
        new Footnote($"“Save to library” opens a draft that you edit. You asked for experiences, so you get this once."),
    ]);
}

/// <summary>Offers the asker a draft once it has been quiet for seven days.</summary>
[Every("00:10:00")]
internal sealed class OfferSummaries(CopBotDb db, IBoard board, ExperiencePosts posts) : ISweep
{
    /// <summary>Quiet days that ended longer ago than this ended while the bot was off: what was said meanwhile is not known.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.ExperienceRequests.Where(r => r.SummaryAt <= now).OrderBy(r => r.SummaryAt).Take(100).Select(r => r.Id).ToListAsync(stop)).Select(id => id.Value)];

    public IQueryable<DateTimeOffset?> DueTimes => db.ExperienceRequests.Select(r => r.SummaryAt);

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.WholeAsync(new ExperienceRequestId(thing), stop) is not { } asked || asked.SummaryAt > now) return;
        if (now > asked.SummaryAt + TooLate)
        {
            asked.MeasureQuietAnew(now);
            return;
        }

        if (!asked.OfferSummary()) return;
        board.Publish(
            SummaryDraft.Key(asked.Id),
            Audience.To(asked.Asker!.Value),
            SummaryDraft.Render(asked, await posts.NamesAsync(asked, stop)),
            PostTerms.Requested(asked.Community) with { Summary = $"A draft of what was told: {asked.Title}" });
    }
}
