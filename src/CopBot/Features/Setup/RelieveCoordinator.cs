using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Setup;

/// <summary>A coordinator takes the role back from somebody, or from themselves.</summary>
[Action("setup-relieve"), Needs(Role.Coordinator)]
public sealed record RelieveCoordinator(MemberId Who) : IAction;

/// <summary>Somebody does not want to coordinate.</summary>
[Action("setup-step-down"), Needs(Role.Coordinator)]
public sealed record StepDown : IAction;

internal sealed class RelieveCoordinatorHandler(CopBotDb db, IBoard board) : IHandle<RelieveCoordinator>, IHandle<StepDown>
{
    public async Task<Answer> Handle(RelieveCoordinator request, Caller caller, CancellationToken stop)
    {
        if (await RelieveAsync(request.Who, caller, stop) is { } refusal) return refusal;
        if (request.Who == caller.Member.Id) return Answer.Say(SteppedDown(caller));

        var who = (await db.Members.FindAsync([request.Who], stop))!;
        return Answer.ShowInstead(SetupCards.Coordinators(
            caller.Community,
            await db.CoordinatorsOfAsync(caller.Community, stop),
            $"{who.Person:name} does not coordinate any more.",
            new Button("Undo", new AppointAgain(who.Id))));
    }

    public async Task<Answer> Handle(StepDown request, Caller caller, CancellationToken stop) =>
        await RelieveAsync(caller.Member.Id, caller, stop) as Answer ?? Answer.Say(SteppedDown(caller));

    private async Task<Refusal?> RelieveAsync(MemberId who, Caller caller, CancellationToken stop)
    {
        var coordinators = await db.CoordinatorsOfAsync(caller.Community, stop);
        if (await db.Memberships.FindAsync([caller.Community.Id, who], stop) is not { } membership || !membership.Roles.HasFlag(Role.Coordinator)) return SetupRefusals.NotCoordinator;
        if (coordinators.All(c => c.Id == who)) return SetupRefusals.LastCoordinator;

        caller.Community.Relieve(membership, Role.Coordinator);
        board.Withdraw(CoordinatorKeys.You(caller.Community, who));
        return null;
    }

    private static Text SteppedDown(Caller caller) => $"You do not coordinate {caller.Community.Name} any more. Any coordinator can make you one again.";
}
