using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;

namespace CopBot.Features.Problems;

/// <summary>The asker thinks of showing everyone what only helpers see.</summary>
[Action("problem-show"), LooksOnly]
public sealed record ShowToEveryone(ProblemId Problem) : IAction;

/// <summary>The asker shows everyone what only helpers saw. Once seen it cannot be unseen, so this is asked before.</summary>
[Action("problem-show-now")]
public sealed record ShowToEveryoneNow(ProblemId Problem) : IAction;

internal sealed class ShowProblemHandler(CopBotDb db, ProblemPosts posts, ITopics topics) : IHandle<ShowToEveryone>, IHandle<ShowToEveryoneNow>
{
    public async Task<Answer> Handle(ShowToEveryone request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Asker != caller.Member.Id) return ProblemRefusals.NotYours;
        if (problem.Answered && problem.OnlyHelpers) return ProblemRefusals.AnsweredInPrivate;
        return Answer.Show(
        [
            new Paragraph($"{problem.Title:b} will stand in {caller.Community.HomesSeenFrom(caller.Where.Workspace)} with your name, what you tried and what good would look like. Whoever has read it has read it, so this cannot be undone."),
            new Controls([new Button("Show it to everyone", new ShowToEveryoneNow(problem.Id)) { Look = ButtonLook.Primary }]),
        ]);
    }

    public async Task<Answer> Handle(ShowToEveryoneNow request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Asker != caller.Member.Id) return ProblemRefusals.NotYours;
        if (problem.ShowToEveryone() is { } refusal) return refusal;

        await topics.CalledAsync(problem.Community, problem.Topics, learn: true, stop);
        await posts.ShowAsync(problem, stop);
        return Answer.ShowInstead(Message.Say($"It stands in {caller.Community.HomesSeenFrom(caller.Where.Workspace)} now. Whoever can help writes in the thread below it."));
    }
}
