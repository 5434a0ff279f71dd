using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>The asker says that it is solved.</summary>
[Action("problem-solved")]
public sealed record SayItIsSolved(ProblemId Problem) : IAction;

/// <summary>The asker, or a coordinator, sets it aside and says why.</summary>
[Action("problem-aside")]
public sealed record SetProblemAside(ProblemId Problem) : IAction;

/// <summary>Takes a closing back within its minute.</summary>
[Action("problem-close-undo")]
public sealed record UndoClosing(ProblemId Problem) : IAction;

/// <summary>Somebody wants to go on with a problem that was set aside.</summary>
[Action("problem-reopen")]
public sealed record ReopenProblem(ProblemId Problem) : IAction;

/// <summary>A solved problem came back.</summary>
[Action("problem-came-back")]
public sealed record SayItCameBack(ProblemId Problem) : IAction;

/// <summary>Why it is set aside.</summary>
[Form("problem-aside-why", "Set aside", Submit = "Set aside")]
public sealed record SetAsideForm : IForm
{
    /// <summary>The reason, for everybody to read.</summary>
    [Display(Name = "Why?", Description = "It stands on the card. Anybody can open it again."), Required, StringLength(Problems.Problem.ReasonMaxLength)]
    public string Why { get; set; } = "";

    /// <summary>Which problem.</summary>
    public ProblemId Problem { get; set; }
}

/// <summary>What came back.</summary>
[Form("problem-came-back-how", "This came back", Submit = "Open it again")]
public sealed record CameBackForm : IForm
{
    /// <summary>What happened, for everybody to read.</summary>
    [Display(Name = "In one line: what happened?", Description = "It stands on the card."), Required, StringLength(Problems.Problem.ReasonMaxLength)]
    public string What { get; set; } = "";

    /// <summary>Which problem.</summary>
    public ProblemId Problem { get; set; }
}

internal sealed class CloseProblemHandler(CopBotDb db, ProblemPosts posts, ProblemNews news, TimeProvider clock) :
    IHandle<SayItIsSolved>, IOpen<SetProblemAside, SetAsideForm>, IHandle<SetAsideForm>, IHandle<UndoClosing>
{
    public async Task<Answer> Handle(SayItIsSolved request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller)) return ProblemRefusals.NotYours;
        if (problem.Solve(clock.GetUtcNow()) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        await news.SolvedAsync(problem, caller.Member.Id, stop);
        return ClosedAnswer(problem.Id, $"Solved. Those who take part are told in a minute; until then an undo leaves no trace.");
    }

    public async Task<Opening<SetAsideForm>> Open(SetProblemAside request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller)) return ProblemRefusals.NotYours;
        return problem.IsOpen ? new SetAsideForm { Problem = problem.Id } : ProblemRefusals.Closed;
    }

    public async Task<Answer> Handle(SetAsideForm request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller)) return ProblemRefusals.NotYours;
        if (problem.SetAside(request.Why, clock.GetUtcNow()) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        await news.SetAsideAsync(problem, caller.Member.Id, stop);
        return ClosedAnswer(problem.Id, $"Set aside. The card says why, and how to open it again.");
    }

    public async Task<Answer> Handle(UndoClosing request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller)) return ProblemRefusals.NotYours;
        if (problem.UndoClose(clock.GetUtcNow()) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        news.Unsay(problem);
        return Answer.ShowInstead(Message.Say($"Undone, as if it had not been."));
    }

    private static Answer ClosedAnswer(ProblemId problem, Text says) =>
        Answer.ShowInstead([new Paragraph(says), new Controls([new Button("Undo", new UndoClosing(problem))])]);
}

internal sealed class ReopenProblemHandler(CopBotDb db, IBoard board, ProblemPosts posts, ProblemNews news, TimeProvider clock) :
    IHandle<ReopenProblem>, IOpen<SayItCameBack, CameBackForm>, IHandle<CameBackForm>
{
    public Task<Answer> Handle(ReopenProblem request, Caller caller, CancellationToken stop) => ReopenAsync(request.Problem, null, caller, stop);

    public async Task<Opening<CameBackForm>> Open(SayItCameBack request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        return problem.IsOpen ? ProblemRefusals.NotClosed : new CameBackForm { Problem = problem.Id };
    }

    public Task<Answer> Handle(CameBackForm request, Caller caller, CancellationToken stop) => ReopenAsync(request.Problem, request.What, caller, stop);

    private async Task<Answer> ReopenAsync(ProblemId id, string? what, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(id, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        // Anybody may open a closed one again; to ask anew in one that is open is its asker's.
        if (problem.LetDown && !problem.IsSteeredBy(caller)) return ProblemRefusals.NotClosed;
        var community = await db.CommunityAsync(problem.Community, stop);
        // Nobody is told of a closing that is over before they heard of it.
        if (clock.GetUtcNow() < problem.ClosedAt + Problem.UndoFor) news.Unsay(problem);
        if (problem.Reopen(what ?? (problem.LetDown ? OutcomeWords.Lower(problem.AskersOutcome!.Result) : null), community.Hours, clock.GetUtcNow()) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        posts.WantsHelpers(problem);
        if (problem.Asker is { } asker && asker != caller.Member.Id)
        {
            board.Publish(
                $"problem/{id.Value:N}/reopened/{problem.Version}",
                Audience.To(asker),
                [
                    new Paragraph($"{caller.Member.Person:name} opened your problem again: {problem.Title:b}."),
                    what is null ? null : new Prose(what),
                    new Controls([new Button("More", new ShowProblemChoices(id))]),
                ],
                PostTerms.Requested(problem.Community));
        }

        return Answer.Say(problem.OnlyHelpers ? (Text)$"Open again. Those who help see it, and a few more who may know are asked." : $"Open again. Its card says so, and whoever can help finds it there.");
    }
}
