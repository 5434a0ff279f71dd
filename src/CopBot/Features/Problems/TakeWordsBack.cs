using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Problems;

/// <summary>The author of what was marked as what helped takes their words back.</summary>
[Action("problem-advice-back")]
public sealed record TakeAdviceBack(ProblemId Problem, AdviceId Advice) : IAction;

/// <summary>The author of the message that a problem was made from takes their words back.</summary>
[Action("problem-source-back")]
public sealed record TakeSourceBack(ProblemId Problem) : IAction;

internal sealed class TakeWordsBackHandler(CopBotDb db, ProblemPosts posts) : IHandle<TakeAdviceBack>, IHandle<TakeSourceBack>
{
    public async Task<Answer> Handle(TakeAdviceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.TakeBack(request.Advice, caller.Member.Id) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        return Answer.Say($"Taken back: the excerpt and your name are gone from the card. Your own message in the thread is yours to delete.");
    }

    public async Task<Answer> Handle(TakeSourceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.Problems.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.TakeBackSource(caller.Member.Id) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        return Answer.Say($"Taken back: the problem no longer shows your words or leads to your message.");
    }
}
