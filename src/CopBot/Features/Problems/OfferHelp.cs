using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Problems;

/// <summary>A member offers to help with an open problem.</summary>
[Action("problem-offer")]
public sealed record OfferHelp(ProblemId Problem) : IAction;

/// <summary>A member takes their offer back.</summary>
[Action("problem-offer-undo")]
public sealed record WithdrawOffer(ProblemId Problem) : IAction;

/// <summary>Makes somebody a helper: from the card, or because they were asked.</summary>
internal sealed class HelpOffers(CopBotDb db, IBoard board, ProblemPosts posts, ProblemRooms rooms, PostLinks links, TimeProvider clock)
{
    /// <summary>They help from now on: the card shows it and the asker hears. The answer is for them.</summary>
    public async Task<Answer> AcceptAsync(Problem problem, Caller caller, CancellationToken stop)
    {
        var beside = problem is { OnlyHelpers: true, IsOpen: true } ? await rooms.BesideAsync(problem, caller.Member, caller.Account.Workspace, stop) : null;
        if (problem is { OnlyHelpers: true, IsOpen: true } && beside is null) return ProblemRefusals.NowhereToTalk;
        if (problem.AcceptHelper(caller.Member.Id, clock.GetUtcNow()) is { } refusal) return refusal;

        if (beside is { } channel) problem.TalksIn(caller.Member.Id, channel);
        posts.HasHelper(problem, caller.Member.Id);
        await posts.PublishAsync(problem, stop);
        var open = problem.OnlyHelpers ? null : await links.ButtonAsync("Open the thread", ProblemCard.Key(problem.Id), caller.Account.Workspace, stop);
        if (problem.Asker is { } asker)
        {
            var theirs = problem.OnlyHelpers ? null : await links.ButtonForAsync("Open the thread", ProblemCard.Key(problem.Id), asker, stop);
            board.Publish(
                Key(problem.Id, caller),
                Audience.To(asker),
                [
                    new Paragraph($"{caller.Member.Person:name} can help with {problem.Title:b}"),
                    problem.OnlyHelpers ? new Paragraph($"The two of you have a conversation of your own for it, which nobody else sees.") : null,
                    theirs is null ? null : new Controls([theirs]),
                ],
                PostTerms.Requested(problem.Community) with { Summary = $"{caller.Member.Name} can help with {problem.Title}" });
        }

        if (problem.OnlyHelpers) return await ThankPrivatelyAsync(problem, stop);
        Text thanks = problem.Asker is null ? (Text)$"Thank you. The card shows that you can help." : $"Thank you. The asker knows you can help.";
        return Answer.Show([new Paragraph($"{thanks} Write in the thread below the card: half an idea is welcome."), new Controls([open, new Button("Undo", new WithdrawOffer(problem.Id))])]);
    }

    private async Task<Answer> ThankPrivatelyAsync(Problem problem, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var asker = await db.Members.FirstOrDefaultAsync(m => m.Id == problem.Asker, stop);
        var opens = asker?.HoursIn(await db.CommunityAsync(problem.Community, stop)).NextOpen(now) ?? now;
        Text when = opens > now ? (Text)$"It opens when whoever asks is at work: {opens}." : $"You find it among your conversations in a moment.";
        return Answer.Show(
        [
            new Paragraph($"Thank you. You and whoever asks have a conversation of your own for it, which nobody else sees. {when} Half an idea is welcome."),
            new Controls([new Button("Undo", new WithdrawOffer(problem.Id))]),
        ]);
    }

    public static string Key(ProblemId problem, Caller caller) => $"problem/{problem.Value:N}/offer/{caller.Member.Id.Value:N}";
}

internal sealed class OfferHelpHandler(CopBotDb db, IBoard board, HelpOffers offers, ProblemPosts posts) : IHandle<OfferHelp>, IHandle<WithdrawOffer>
{
    public async Task<Answer> Handle(OfferHelp request, Caller caller, CancellationToken stop) =>
        await db.SeenAsync(request.Problem, caller, stop) is { } problem ? await offers.AcceptAsync(problem, caller, stop) : ProblemRefusals.Gone;

    public async Task<Answer> Handle(WithdrawOffer request, Caller caller, CancellationToken stop)
    {
        if (await db.SeenAsync(request.Problem, caller, stop) is not { } problem) return ProblemRefusals.Gone;
        if (problem.Leave(caller.Member.Id, Stake.Helper))
        {
            board.Withdraw(HelpOffers.Key(problem.Id, caller));
            await posts.PublishAsync(problem, stop);
        }

        return Answer.ShowInstead(problem.OnlyHelpers
            ? Message.Say($"Taken back. The problem is gone from your conversation, and what you two wrote there is yours.")
            : Message.Say($"Taken back. You can offer again at any time."));
    }
}
