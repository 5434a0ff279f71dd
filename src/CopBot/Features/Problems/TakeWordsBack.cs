using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>The author of what was marked as what helped takes their words back.</summary>
[Action("problem-advice-back")]
public sealed record TakeAdviceBack(ProblemId Problem, AdviceId Advice) : IAction;

/// <summary>The author of the message that a problem was made from takes their words back.</summary>
[Action("problem-source-back")]
public sealed record TakeSourceBack(ProblemId Problem) : IAction;

internal sealed class TakeWordsBackHandler(CopBotDb db, IBoard board, IEvents events, ProblemPosts posts) : IHandle<TakeAdviceBack>, IHandle<TakeSourceBack>
{
    public async Task<Answer> Handle(TakeAdviceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.TakeBack(request.Advice, caller.Member.Id) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        SayItIsDone(SourceAuthors.AdviceKey(problem.Id, request.Advice), problem, caller);
        return Answer.Say($"Taken back: the excerpt and your name are gone from the card. Your own message in the thread is yours to delete.");
    }

    public async Task<Answer> Handle(TakeSourceBack request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.TakeBackSource(caller.Member.Id) is { } refusal) return refusal;

        events.Raise(new ProblemRenamed(problem.Id, problem.Title));
        if (problem.Asker is { } asker)
        {
            board.Publish(
                $"problem/{problem.Id.Value:N}/source-back",
                Audience.To(asker),
                [
                    new Paragraph($"Whoever wrote the message that you made a problem of took their words back, so its card shows none any more. You can take it back and ask in your own words."),
                    new Controls([new Button("More", new ShowProblemChoices(problem.Id))]),
                ],
                PostTerms.Requested(problem.Community));
        }

        await posts.PublishAsync(problem, stop);
        SayItIsDone(SourceAuthors.SourceKey(problem.Id), problem, caller);
        return Answer.Say($"Taken back: the problem no longer shows your words or leads to your message.");
    }

    /// <summary>What told them of their words holds them too.</summary>
    private void SayItIsDone(string key, Problem problem, Caller author) => board.Publish(
        key,
        Audience.To(author.Member.Id),
        Message.Say($"You took your words back; CopBot keeps them no longer."),
        new PostTerms { Community = problem.Community, Class = PostClass.AtOnce });
}
