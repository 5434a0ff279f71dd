using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Problems;

/// <summary>A member has the problem too, and hears what comes of it.</summary>
[Action("problem-metoo")]
public sealed record SayMeToo(ProblemId Problem) : IAction;

/// <summary>A member wants to hear what came of it.</summary>
[Action("problem-follow")]
public sealed record FollowOutcome(ProblemId Problem) : IAction;

/// <summary>A member no longer has it, or no longer wants to hear of it.</summary>
[Action("problem-leave")]
public sealed record LeaveProblem(ProblemId Problem, Stake Stake) : IAction;

internal sealed class TakePartHandler(CopBotDb db, ProblemPosts posts, TimeProvider clock) : IHandle<SayMeToo>, IHandle<FollowOutcome>, IHandle<LeaveProblem>
{
    public Task<Answer> Handle(SayMeToo request, Caller caller, CancellationToken stop) => TakeAsync(
        request.Problem, caller, Stake.MeToo, (p, now) => p.HasToo(caller.Member.Id, now), "Noted: you have this too. You will hear what comes of it.", stop);

    public Task<Answer> Handle(FollowOutcome request, Caller caller, CancellationToken stop) => TakeAsync(
        request.Problem, caller, Stake.Follower, (p, now) => p.Follow(caller.Member.Id, now), "You will hear what comes of it.", stop);

    public async Task<Answer> Handle(LeaveProblem request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Leave(caller.Member.Id, request.Stake)) await posts.PublishAsync(problem, stop);
        var stays = problem.People.Exists(p => p.Member == caller.Member.Id && p.Stake is Stake.MeToo or Stake.Follower);
        return Answer.ShowInstead(Message.Say(stays ? (Text)$"Done. You still hear what comes of it." : $"Done: you will not hear of it any more."));
    }

    private async Task<Answer> TakeAsync(ProblemId id, Caller caller, Stake stake, Func<Problem, DateTimeOffset, bool> take, string says, CancellationToken stop)
    {
        if (await db.SeenAsync(id, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Asker == caller.Member.Id) return ProblemRefusals.OwnProblem;

        var isNew = take(problem, clock.GetUtcNow());
        if (isNew) await posts.PublishAsync(problem, stop);
        return Answer.Show([new Paragraph(isNew ? Text.Of(says) : $"You said so already. {says}"), new Controls([new Button("Undo", new LeaveProblem(id, stake))])]);
    }
}
