using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Problems;

/// <summary>A member offers to help with an open problem.</summary>
[Action("problem-offer")]
public sealed record OfferHelp(ProblemId Problem) : IAction;

/// <summary>A member takes their offer back.</summary>
[Action("problem-offer-undo")]
public sealed record WithdrawOffer(ProblemId Problem) : IAction;

internal sealed class OfferHelpHandler(CopBotDb db, IBoard board, ProblemPosts posts, PostLinks links, TimeProvider clock) : IHandle<OfferHelp>, IHandle<WithdrawOffer>
{
    public async Task<Answer> Handle(OfferHelp request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.AcceptHelper(caller.Member.Id, clock.GetUtcNow()) is { } refusal) return refusal;

        await posts.PublishAsync(problem, stop);
        var open = await links.ButtonAsync("Open the thread", ProblemCard.Key(problem.Id), caller.Account.Workspace, stop);
        if (problem.Asker is { } asker)
        {
            var theirs = await links.ButtonForAsync("Open the thread", ProblemCard.Key(problem.Id), asker, stop);
            board.Publish(
                OfferKey(problem.Id, caller),
                Audience.To(asker),
                [new Paragraph($"{caller.Member.Person:name} can help with {problem.Title:b}"), theirs is null ? null : new Controls([theirs])],
                PostTerms.Requested(problem.Community) with { Summary = $"{caller.Member.Name} can help with {problem.Title}" });
        }

        Text thanks = problem.Asker is null ? (Text)$"Thank you. The card shows that you can help." : $"Thank you. The asker knows you can help.";
        return Answer.Show([new Paragraph($"{thanks} Write in the thread below the card: half an idea is welcome."), new Controls([open, new Button("Undo", new WithdrawOffer(problem.Id))])]);
    }

    public async Task<Answer> Handle(WithdrawOffer request, Caller caller, CancellationToken stop)
    {
        if (await db.WholeAsync(request.Problem, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Leave(caller.Member.Id, Stake.Helper))
        {
            board.Withdraw(OfferKey(problem.Id, caller));
            await posts.PublishAsync(problem, stop);
        }

        return Answer.ShowInstead(Message.Say($"Taken back. You can offer again at any time."));
    }

    private static string OfferKey(ProblemId problem, Caller caller) => $"problem/{problem.Value:N}/offer/{caller.Member.Id.Value:N}";
}
