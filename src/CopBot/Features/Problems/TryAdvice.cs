using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;

namespace CopBot.Features.Problems;

/// <summary>Somebody will try what helped with an earlier problem, in place of asking their own.</summary>
[Action("problem-this-helps")]
public sealed record TryAdvice(ProblemId Problem, DraftId? Draft = null) : IAction;

/// <summary>What will you try, and when will you know? Asked of somebody who found advice.</summary>
[Form("problem-try", "This helps", Submit = "I will try it")]
public sealed record TryAdviceForm : ITrialForm
{
    /// <inheritdoc/>
    [Display(Name = "In one line: what will you try?"), StringLength(Trial.WillTryMaxLength)]
    public string WillTry { get; set; } = "";

    /// <inheritdoc/>
    [Display(Name = "When will you know?", Description = "You are asked once, on that day, at ten."), Required]
    public WhenKnown When { get; set; }

    /// <inheritdoc/>
    [Display(Name = "If on a date: which?", Description = "Any day from tomorrow on.")]
    public DateOnly? Day { get; set; }

    /// <summary>Whose advice it is.</summary>
    public ProblemId Problem { get; set; }

    /// <summary>The draft of their own problem, which is then not needed.</summary>
    public DraftId? Draft { get; set; }
}

internal sealed class TryAdviceHandler(CopBotDb db, IDrafts drafts, IEvents events, ProblemPosts posts, TimeProvider clock) : IOpen<TryAdvice, TryAdviceForm>, IHandle<TryAdviceForm>
{
    public async Task<Opening<TryAdviceForm>> Open(TryAdvice request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.OnlyHelpers && problem.Asker != caller.Member.Id) return ProblemRefusals.OnlyForWhoeverAsked;
        return !problem.AdviceToTry.Any() ? ProblemRefusals.NothingToTry : new TryAdviceForm { Problem = problem.Id, Draft = request.Draft };
    }

    public async Task<Answer> Handle(TryAdviceForm request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.OnlyHelpers && problem.Asker != caller.Member.Id) return ProblemRefusals.OnlyForWhoeverAsked;
        if (!problem.AdviceToTry.Any()) return ProblemRefusals.NothingToTry;
        var now = clock.GetUtcNow();
        var askAt = request.AskAt(caller.Hours, now, out var wrong);
        if (wrong is not null) return wrong;

        if (problem.Asker != caller.Member.Id) problem.HasToo(caller.Member.Id, now);
        events.Raise(new AdviceToTry(
            problem.Id,
            problem.Community,
            problem.Title,
            ProblemCard.KeyFor(problem, caller.Member.Id),
            [.. problem.AdviceToTry.Select(a => a.Id)],
            caller.Member.Id,
            ByAsker: problem.Asker == caller.Member.Id,
            request.WillTry,
            askAt) { Private = problem.OnlyHelpers });
        await posts.PublishAsync(problem, stop);
        if (request.Draft is { } draft) await drafts.ForgetAsync(draft, stop);
        return Answer.ShowInstead(askAt is { } at
            ? Message.Say($"Good luck with it. You will be asked once what came of it: {at:day}. /cop promises takes your answer earlier.")
            : Message.Say($"Good luck with it. You will not be asked; /cop promises takes your answer at any time."));
    }
}
