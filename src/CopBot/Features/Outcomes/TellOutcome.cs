using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Outcomes;

/// <summary>Whoever tried says what came of it.</summary>
[Action("trial-tell")]
public sealed record TellOutcome(TrialId Trial, OutcomeResult Result) : IAction;

/// <summary>They want to add a line.</summary>
[Action("trial-line")]
public sealed record AddOutcomeLine(TrialId Trial) : IAction;

/// <summary>They take it back within the minute.</summary>
[Action("trial-undo")]
public sealed record TakeOutcomeBack(TrialId Trial) : IAction;

/// <summary>They have not tried it yet and say when to ask again.</summary>
[Action("trial-later")]
public sealed record SayNotTriedYet(TrialId Trial) : IAction;

/// <summary>What came of it, in a line.</summary>
[Form("trial-line-is", "What came of it", Submit = "Tell them")]
public sealed record OutcomeLineForm : IForm
{
    /// <summary>The line.</summary>
    [Display(Name = "In one line: what came of it?", Description = "It goes onto the card and to those who advised."), Required, StringLength(Outcomes.Trial.LineMaxLength)]
    public string Line { get; set; } = "";

    /// <summary>Which trial.</summary>
    public TrialId Trial { get; set; }
}

/// <summary>When they will know after all.</summary>
[Form("trial-later-when", "Not tried yet", Submit = "Ask me then")]
public sealed record NotTriedYetForm : IForm
{
    /// <summary>The day.</summary>
    [Display(Name = "When shall I ask again?", Description = "This is the last time you are asked."), Required]
    public DateOnly? Day { get; set; }

    /// <summary>Which trial.</summary>
    public TrialId Trial { get; set; }
}

internal sealed class TellOutcomeHandler(CopBotDb db, IBoard board, IEvents events, TimeProvider clock) :
    IHandle<TellOutcome>, IOpen<AddOutcomeLine, OutcomeLineForm>, IHandle<OutcomeLineForm>, IHandle<TakeOutcomeBack>, IOpen<SayNotTriedYet, NotTriedYetForm>, IHandle<NotTriedYetForm>
{
    private const int DefaultDays = 2;

    public async Task<Answer> Handle(TellOutcome request, Caller caller, CancellationToken stop)
    {
        var (trial, refusal) = await FindAsync(request.Trial, caller.Member.Id, stop);
        if (trial is null) return refusal!;

        trial.Tell(request.Result, clock.GetUtcNow());
        Raise(trial);
        Settle(trial);
        return Answer.Show(
        [
            new Paragraph($"Thank you: {OutcomeWords.Lower(request.Result)}. {Heard(trial)}"),
            new Controls(
            [
                new Button("Add a line", new AddOutcomeLine(trial.Id)) { Look = ButtonLook.Primary },
                request.Result is OutcomeResult.DidNot or OutcomeResult.Partly && trial.ByAsker && trial.OfProblem ? new Button("Ask again for help", new ReopenProblem(trial.Problem)) : null,
                IsStory(trial) ? new Button("Name me in the story", new NameMe(trial.Id)) : null,
                new Button("Undo", new TakeOutcomeBack(trial.Id)),
            ]),
            IsStory(trial) ? new Footnote($"Asked, advised, tried and told: /cop stories shows it to the community. It names nobody who did not agree.") : null,
        ]);
    }

    public async Task<Opening<OutcomeLineForm>> Open(AddOutcomeLine request, Caller caller, CancellationToken stop)
    {
        var (trial, refusal) = await FindAsync(request.Trial, caller.Member.Id, stop);
        if (trial is null) return refusal!;
        return trial.Result is null ? OutcomeRefusals.NotToldYet : new OutcomeLineForm { Trial = trial.Id, Line = trial.Line.Length > 0 ? trial.Line : trial.Before?.Line ?? "" };
    }

    public async Task<Answer> Handle(OutcomeLineForm request, Caller caller, CancellationToken stop)
    {
        var (trial, refusal) = await FindAsync(request.Trial, caller.Member.Id, stop);
        if (trial is null) return refusal!;
        if (trial.Say(request.Line) is { } no) return no;

        Raise(trial);
        Settle(trial);
        return Answer.ShowInstead(Message.Say($"Thank you. {(trial.Promised ? (Text)$"“{request.Line}” is noted with what you promised." : $"“{request.Line}” stands on the card and goes to those who advised.")}"));
    }

    public async Task<Answer> Handle(TakeOutcomeBack request, Caller caller, CancellationToken stop)
    {
        var (trial, refusal) = await FindAsync(request.Trial, caller.Member.Id, stop);
        if (trial is null) return refusal!;
        if (trial.TakeBack(clock.GetUtcNow()) is { } no) return no;

        // What was told before counts again; where nothing was, the question is open as it was.
        if (trial.Result is not null) Raise(trial);
        else events.Raise(new OutcomeTakenBack(trial.Id, trial.Problem));
        Settle(trial);
        return Answer.ShowInstead(trial.Result is { } before
            ? Message.Say($"Undone. What you told before counts: {OutcomeWords.Lower(before)}.")
            : [new Paragraph($"Undone, as if it had not been. What came of it? {trial.Title:b}"), OutcomeQuestion.Answers(trial)]);
    }

    public async Task<Opening<NotTriedYetForm>> Open(SayNotTriedYet request, Caller caller, CancellationToken stop)
    {
        var (trial, refusal) = await FindAsync(request.Trial, caller.Member.Id, stop);
        if (trial is null) return refusal!;
        if (trial.Asked >= Trial.MostQuestions) return OutcomeRefusals.AskedTwice;
        return trial.Result is not null ? OutcomeRefusals.ToldAlready : new NotTriedYetForm { Trial = trial.Id, Day = caller.Hours.DayOf(clock.GetUtcNow()).AddDays(DefaultDays) };
    }

    public async Task<Answer> Handle(NotTriedYetForm request, Caller caller, CancellationToken stop)
    {
        var (trial, refusal) = await FindAsync(request.Trial, caller.Member.Id, stop);
        if (trial is null) return refusal!;
        var today = caller.Hours.DayOf(clock.GetUtcNow());
        if (request.Day is not { } day || day <= today || day > today.AddDays(TrialTerms.FurthestDays))
            return new Answer.Invalid(nameof(NotTriedYetForm.Day), "Please choose a day from tomorrow on, within two years.");
        var askAt = caller.Hours.OnDay(day);
        if (trial.TryLater(askAt) is { } no) return no;

        Settle(trial);
        return Answer.Say($"You will be asked once more: {askAt:day}. Nothing comes after that.");
    }

    private void Raise(Trial trial) =>
        events.Raise(new OutcomeTold(trial.Id, trial.Problem, [.. trial.Advice.Select(a => new AdviceId(a))], trial.Trier, trial.ByAsker, trial.Result!.Value, trial.Line));

    /// <summary>The question that stands in somebody's direct conversation shows what they answered, and takes another answer.</summary>
    private void Settle(Trial trial)
    {
        if (trial.Asked > 0 && trial.Trier is { } trier)
            board.Publish(OutcomeQuestion.Key(trial.Id, trial.Asked), Audience.To(trier), SettledQuestion.Render(trial), PostTerms.Requested(trial.Community) with { Summary = $"What came of it? {trial.Title}" });
    }

    private async Task<(Trial? Trial, Refusal? Refusal)> FindAsync(TrialId id, MemberId member, CancellationToken stop)
    {
        var trial = await db.Trials.FirstOrDefaultAsync(t => t.Id == id, stop);
        if (trial is null) return (null, OutcomeRefusals.Gone);
        return trial.Trier == member ? (trial, null) : (null, OutcomeRefusals.NotYours);
    }

    private static bool IsStory(Trial trial) => trial is { Promised: false, Private: false, Result: OutcomeResult.Worked or OutcomeResult.Partly };

    private static string Heard(Trial trial) => trial.Result switch
    {
        _ when trial.Promised => "It is noted with what you promised.",
        OutcomeResult.Worked or OutcomeResult.Partly or OutcomeResult.DidNot => "Those who advised hear of it in a minute, with your line if you add one now.",
        _ => "It is noted on the card; nobody is written to.",
    };
}

/// <summary>The question once it is answered or put off.</summary>
internal static class SettledQuestion
{
    public static Message Render(Trial trial) => trial.Result is { } result
        ? [
            new Paragraph($"{trial.Title:b}"),
            new Paragraph(OutcomeWords.OnTheCard(result, trial.Line)),
            new Controls([new Button(trial.Line.Length > 0 ? "Change the line" : "Add a line", new AddOutcomeLine(trial.Id)), new Button("Change my answer", new ChangeOutcome(trial.Id))]),
        ]
        : trial.AskAt is { } at
            ? [new Paragraph($"{trial.Title:b}"), new Paragraph($"Not tried yet. You will be asked once more: {at:day}."), OutcomeQuestion.Answers(trial)]
            : OutcomeQuestion.Render(trial);
}
