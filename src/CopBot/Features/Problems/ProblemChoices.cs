using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>Somebody wants to see what else they can do with a problem.</summary>
[Action("problem-more"), LooksOnly]
public sealed record ShowProblemChoices(ProblemId Problem) : IAction;

/// <summary>Somebody wants to read all of it.</summary>
[Action("problem-read"), LooksOnly]
public sealed record ReadProblem(ProblemId Problem) : IAction;

/// <summary>The asker takes the whole problem back.</summary>
[Action("problem-take-back")]
public sealed record TakeProblemBack(ProblemId Problem) : IAction;

internal sealed class ProblemChoicesHandler(CopBotDb db, ProblemPosts posts, PostLinks links, IEvents events) : IHandle<ShowProblemChoices>, IHandle<ReadProblem>, IHandle<TakeProblemBack>
{
    public async Task<Answer> Handle(ShowProblemChoices request, Caller caller, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        var open = await links.ButtonAsync("Open", ProblemCard.Key(problem.Id), null, stop);
        return Answer.Show(Render(problem, await posts.NamesAsync(problem, stop), caller, open));
    }

    public async Task<Answer> Handle(ReadProblem request, Caller caller, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        return Answer.Show(
        [
            new Heading(problem.Title),
            problem.Tried.Length > 0 ? new Prose($"Tried so far: {problem.Tried}") : null,
            problem.Good.Length > 0 ? new Prose($"Good would be: {problem.Good}") : null,
        ]);
    }

    public async Task<Answer> Handle(TakeProblemBack request, Caller caller, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (!problem.IsSteeredBy(caller)) return ProblemRefusals.NotYours;
        if (problem.Answered) return ProblemRefusals.TooLateToTakeBack;

        posts.TakeDown(problem);
        events.Raise(new ProblemTakenBack(problem.Id));
        db.Remove(problem);
        return Answer.ShowInstead(Message.Say($"Taken back: the card is gone. /cop ask starts afresh."));
    }

    private static Message Render(Problem problem, IReadOnlyDictionary<MemberId, Person> people, Caller caller, LinkButton? open)
    {
        var steers = problem.IsSteeredBy(caller);
        var mine = problem.People.Where(p => p.Member == caller.Member.Id).Select(p => p.Stake).ToHashSet();
        return Message.Of(
        [
            new Heading(problem.Title),
            .. problem.Advice.Select(a => (Block)new Paragraph($"{"What helped:":b} {(a.Forgotten ? "(words taken back)" : a.Excerpt)}{(a.Author is { } by ? $" — {people[by].Name}" : "")}{(ProblemCard.Record(problem, a.Id) is { } record ? $" ({record})" : "")}")).Take(12),
            problem.Advice.Count == 0 && problem.IsOpen ? new Paragraph($"When a message in the thread helped, choose “Mark as what helped” on it.") : null,
            new Controls(
            [
                steers && problem.IsOpen ? new Button("It is solved", new SayItIsSolved(problem.Id)) : null,
                steers && problem.IsOpen ? new Button("Set aside", new SetProblemAside(problem.Id)) : null,
                steers && !problem.Answered ? new Button("Take it back", new TakeProblemBack(problem.Id)) { Look = ButtonLook.Danger } : null,
                problem.Advice.Count > 0 && problem.Asker != caller.Member.Id ? new Button("This helps me too", new TryAdvice(problem.Id)) : null,
                problem.Status is ProblemStatus.Solved ? new Button("This came back", new SayItCameBack(problem.Id)) : null,
                problem.Status is ProblemStatus.SetAside ? new Button("Reopen", new ReopenProblem(problem.Id)) : null,
                mine.Contains(Stake.Helper) ? new Button("I can't help after all", new WithdrawOffer(problem.Id)) : null,
                mine.Contains(Stake.MeToo) ? new Button("I no longer have this", new LeaveProblem(problem.Id, Stake.MeToo)) : null,
                mine.Contains(Stake.Follower) ? new Button("Stop following", new LeaveProblem(problem.Id, Stake.Follower)) : null,
                open,
            ]),
        ]);
    }
}
