using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Setup;

/// <summary>Somebody wants to set up a community, or to change how theirs is set up.</summary>
[Command("setup", "Set up the community, change how it is set up, or join two workspaces", Takes = "join"), LooksOnly, WithoutCommunity]
public sealed record SetUp(string Words) : ICommand;

/// <summary>A coordinator presses a button to see how their community is set up.</summary>
[Action("setup-look"), LooksOnly, WithoutCommunity]
public sealed record LookAtSetup : IAction;

/// <summary>A coordinator goes back to the checklist.</summary>
[Action("setup-show"), LooksOnly, WithoutCommunity]
public sealed record ShowSetup : IAction;

/// <summary>Somebody who runs the workspace begins to coordinate a community that nobody coordinates.</summary>
[Action("setup-take-over")]
public sealed record TakeOver : IAction;

internal sealed class SetUpHandler(CopBotDb db, Callers callers) : IHandle<SetUp>, IHandle<LookAtSetup>, IHandle<ShowSetup>, IHandle<TakeOver>
{
    public async Task<Answer> Handle(SetUp request, Caller caller, CancellationToken stop) =>
        await db.MayNotSetUpAsync(caller, callers, stop) as Answer ?? Answer.Show(await CardAsync(request, caller, stop));

    public async Task<Answer> Handle(LookAtSetup request, Caller caller, CancellationToken stop) =>
        await db.MayNotSetUpAsync(caller, callers, stop) as Answer ?? Answer.Show(await CardAsync(caller, stop));

    public async Task<Answer> Handle(ShowSetup request, Caller caller, CancellationToken stop) =>
        await db.MayNotSetUpAsync(caller, callers, stop) as Answer ?? Answer.ShowInstead(await CardAsync(caller, stop));

    public async Task<Answer> Handle(TakeOver request, Caller caller, CancellationToken stop)
    {
        if (await db.MayNotSetUpAsync(caller, callers, stop) is { } refusal) return refusal;

        var membership = (await db.Memberships.FindAsync([caller.Community.Id, caller.Member.Id], stop))!;
        caller.Community.Appoint(membership, Role.Coordinator);
        return Answer.ShowInstead(SetupCards.Checklist(caller.Community, await db.CoordinatorsOfAsync(caller.Community, stop), caller.Where.Channel, $"You are its coordinator now. Thank you for looking after it."));
    }

    private async Task<Message> CardAsync(SetUp request, Caller caller, CancellationToken stop) =>
        request.Words.Equals("join", StringComparison.OrdinalIgnoreCase) && (caller.CommunityOrNone is null || caller.Is(Role.Coordinator))
            ? JoinCards.Joining(caller.CommunityOrNone)
            : await CardAsync(caller, stop);

    private async Task<Message> CardAsync(Caller caller, CancellationToken stop)
    {
        if (caller.CommunityOrNone is not { } community) return SetupCards.Begin();
        return caller.Is(Role.Coordinator)
            ? SetupCards.Checklist(community, await db.CoordinatorsOfAsync(community, stop), caller.Where.Channel)
            : SetupCards.NobodyCoordinates(community);
    }
}
