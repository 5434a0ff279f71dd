using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>The asker, or a coordinator for them, marks a message in the thread as what helped.</summary>
[MessageAction("helped", "Mark as what helped")]
public sealed record MarkAsWhatHelped(SourceMessage Message) : IMessageAction;

/// <summary>What will you try, and when will you know?</summary>
[Form("problem-helped", "What helped", Submit = "Mark it")]
public sealed record WhatHelpedForm : IForm, ITrialForm
{
    /// <inheritdoc/>
    [Display(Name = "In one line: what will you try?", Description = "An excerpt of the message will stand on the card; its author is told."), StringLength(Trial.WillTryMaxLength)]
    public string WillTry { get; set; } = "";

    /// <inheritdoc/>
    [Display(Name = "When will you know?", Description = "You are asked once, on that day, at ten."), Required]
    public WhenKnown When { get; set; }

    /// <inheritdoc/>
    [Display(Name = "If on a date: which?", Description = "Any day from tomorrow on.")]
    public DateOnly? Day { get; set; }

    /// <summary>Of which problem.</summary>
    public ProblemId Problem { get; set; }

    /// <summary>The kept message.</summary>
    public DraftId Source { get; set; }
}

/// <summary>The same, for a problem that was asked without a name.</summary>
[Form("problem-helped-receipt", "What helped", Submit = "Mark it")]
public sealed record WhatHelpedWithReceiptForm : IMayBeUnsigned, ITrialForm
{
    /// <summary>The secret of whoever asked.</summary>
    [Display(Name = "Your receipt", Description = "You got it when you asked without your name."), Required, StringLength(60)]
    public string Receipt { get; set; } = "";

    /// <inheritdoc/>
    [Display(Name = "In one line: what will you try?", Description = "An excerpt of the message will stand on the card; its author is told."), StringLength(Trial.WillTryMaxLength)]
    public string WillTry { get; set; } = "";

    /// <inheritdoc/>
    [Display(Name = "When will you know?", Description = "You are asked in the thread on that day."), Required]
    public WhenKnown When { get; set; }

    /// <inheritdoc/>
    [Display(Name = "If on a date: which?", Description = "Any day from tomorrow on.")]
    public DateOnly? Day { get; set; }

    /// <summary>Of which problem.</summary>
    public ProblemId Problem { get; set; }

    /// <summary>The kept message.</summary>
    public DraftId Source { get; set; }

    /// <inheritdoc/>
    public bool Unsigned => true;
}

internal sealed class MarkAsWhatHelpedOpener(CopBotDb db, IDrafts drafts, People people) : IOpen<MarkAsWhatHelped, IForm>
{
    public async Task<Opening<IForm>> Open(MarkAsWhatHelped request, Caller caller, CancellationToken stop)
    {
        if (await db.IsOursAsync(request.Message.Post, stop)) return ProblemRefusals.OwnCard;
        if (await db.TalkedAboutAsync(request.Message.Post.Place, stop) is not { } key || ProblemCard.Read(key) is not { } id) return ProblemRefusals.NotInThread;
        if (await db.Problems.AsNoTracking().SeenBy(caller.Member.Id).FirstOrDefaultAsync(p => p.Id == id, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Advice.Exists(a => a.Forgotten && a.Source == request.Message.Post)) return ProblemRefusals.WordsTakenBack;
        if (!problem.IsUnsigned && !problem.IsSteeredBy(caller)) return await NotYoursAsync(problem, stop);

        var source = await drafts.KeepSourceAsync(request.Message, caller.Account, inMemory: problem.IsUnsigned, stop);
        if (problem.IsUnsigned) return new Opening<IForm>(new WhatHelpedWithReceiptForm { Problem = id, Source = source }, null);

        // Marking a second message goes on with the same trial: what was said of it stands there already.
        var trial = await db.Trials.AsNoTracking().FirstOrDefaultAsync(t => t.Problem == id && t.Trier == problem.Asker && t.ByAsker && t.Result == null, stop);
        return new Opening<IForm>(
            new WhatHelpedForm
            {
                Problem = id,
                Source = source,
                WillTry = trial?.WillTry ?? "",
                When = trial?.AskAt is null ? WhenKnown.InAWeek : WhenKnown.OnADate,
                Day = trial?.AskAt is { } at ? caller.Hours.DayOf(at) : null,
            },
            null);
    }

    private async Task<Refusal> NotYoursAsync(Problem problem, CancellationToken stop)
    {
        if (problem.Asker is not { } id) return ProblemRefusals.AskerLeft;
        var asker = (await people.NamedAsync([id], stop))[id];
        if (problem.OnlyHelpers) return new Refusal("problem-not-yours", $"Only {asker:name}, who asked, can say what helped. You can tell them here.");
        return new Refusal("problem-not-yours", $"Only {asker:name}, who asked, or a coordinator for them can say what helped. You can tell them in the thread.");
    }
}

internal sealed class WhatHelpedHandler(CopBotDb db, IDrafts drafts, IBoard board, IEvents events, Callers callers, ProblemPosts posts, SourceAuthors authors, TimeProvider clock)
    : IHandle<WhatHelpedForm>, IHandle<WhatHelpedWithReceiptForm>
{
    public async Task<Answer> Handle(WhatHelpedForm request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller) || problem.IsUnsigned) return ProblemRefusals.NotYours;

        var asker = problem.Asker is { } id ? await db.Members.FirstAsync(m => m.Id == id, stop) : null;
        var community = await db.CommunityAsync(problem.Community, stop);
        var (refusal, askAt) = await MarkAsync(problem, request, request.Source, caller, asker?.HoursIn(community) ?? community.Hours, caller.Member.Person, stop);
        if (refusal is not null) return refusal;

        await drafts.ForgetAsync(request.Source, stop);
        if (asker is null) return Answer.Say($"Marked. Whoever asked is no longer here, so nobody is asked what came of it.");
        if (asker.Id == caller.Member.Id)
        {
            return Answer.Say(askAt is { } at
                ? $"Marked. You will be asked once what came of it: {at:day}. If you know earlier, /cop promises takes your answer at any time."
                : (Text)$"Marked. You will not be asked; if you want to tell what came of it, /cop promises takes your answer at any time.");
        }

        TellAsker(problem, asker.Id, caller, askAt);
        return Answer.Say(askAt is { } then
            ? $"Marked. {asker.Person:name} is told of it, and asked once what came of it: {then:day}."
            : (Text)$"Marked. {asker.Person:name} is told of it, and not asked what came of it.");
    }

    public async Task<Answer> Handle(WhatHelpedWithReceiptForm request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!Receipt.Fits(request.Receipt, problem.ReceiptHash)) return ProblemRefusals.NoSuchReceipt;

        var community = await db.CommunityAsync(problem.Community, stop);
        var (refusal, askAt) = await MarkAsync(problem, request, request.Source, caller, community.Hours, marker: null, stop);
        if (refusal is not null) return refusal;
        return Answer.Say(askAt is { } at
            ? $"Marked. What came of it is asked once in the thread, since nobody can write to you: {at:day}. Your receipt answers it."
            : (Text)$"Marked. You will not be asked what came of it.");
    }

    private async Task<(Answer? Refusal, DateTimeOffset? AskAt)> MarkAsync(Problem problem, ITrialForm form, DraftId source, Caller caller, Hours hours, Person? marker, CancellationToken stop)
    {
        if (await drafts.FindSourceAsync(source, caller.Account, stop) is not { } message) return (ProblemRefusals.SourceForgotten, null);
        var now = clock.GetUtcNow();
        if (form.AskAt(hours, now, out var wrong) is var askAt && wrong is not null) return (wrong, null);

        var author = await callers.MeetAsync(message.Author, message.AuthorName, stop);
        var advice = problem.Mark(message, author?.Id, trying: askAt is not null, problem.MomentOf(marker is null ? null : caller.Member.Id, now));
        if (advice.Forgotten) return (ProblemRefusals.WordsTakenBack, null);
        if (author is not null && author.Id != problem.Asker) authors.TellMarked(problem, advice, author, marker);

        // Where whoever asked has left there is nobody who tries it.
        if (problem.Asker is not null || problem.IsUnsigned)
            events.Raise(new AdviceToTry(problem.Id, problem.Community, problem.Title, ProblemCard.KeyFor(problem, problem.Asker), [advice.Id], problem.Asker, ByAsker: true, form.WillTry, askAt) { Private = problem.OnlyHelpers });
        await posts.PublishAsync(problem, stop);
        return (null, askAt);
    }

    private void TellAsker(Problem problem, MemberId asker, Caller coordinator, DateTimeOffset? askAt) => board.Publish(
        $"problem/{problem.Id.Value:N}/marked-for-asker/{problem.Version}",
        Audience.To(asker),
        [
            new Paragraph($"{coordinator.Member.Person:name}, who coordinates the community, marked for you what helped with {problem.Title:b}."),
            askAt is { } at ? new Paragraph($"You will be asked once what came of it: {at:day}. /cop promises shows it and takes your answer earlier.") : null,
            new Controls([new Button("More", new ShowProblemChoices(problem.Id))]),
        ],
        PostTerms.Requested(problem.Community));
}
