using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;

namespace CopBot.Features.Setup;

/// <summary>A coordinator thinks of taking a workspace out of the community.</summary>
[Action("setup-part"), Needs(Role.Coordinator), LooksOnly]
public sealed record AskToPart(int Workspace) : IAction;

/// <summary>A coordinator takes a workspace out of the community.</summary>
[Action("setup-part-now"), Needs(Role.Coordinator)]
public sealed record PartWithWorkspace(int Workspace) : IAction;

internal sealed class PartWithWorkspaceHandler(CopBotDb db, IBoard board, TimeProvider clock) : IHandle<AskToPart>, IHandle<PartWithWorkspace>
{
    public Task<Answer> Handle(AskToPart request, Caller caller, CancellationToken stop)
    {
        var workspace = Find(caller, request.Workspace);
        return Task.FromResult(workspace is null ? SetupRefusals.PartedAlready : Answer.ShowInstead(JoinCards.AskToPart(caller.Community, workspace)));
    }

    public async Task<Answer> Handle(PartWithWorkspace request, Caller caller, CancellationToken stop)
    {
        var community = caller.Community;
        if (Find(caller, request.Workspace) is not { } workspace) return SetupRefusals.PartedAlready;
        var coordinators = await db.CoordinatorsOfAsync(community, stop);
        var where = JoinCards.Where(community, workspace);
        if (!community.PartFrom(workspace.Workspace)) return SetupRefusals.OnlyWorkspace;
        if (await db.CoordinatorsOfAsync(community, stop) is not { Count: > 0 } remaining) return SetupRefusals.NobodyWouldCoordinate;

        board.MoveOut(community.Id, workspace.Workspace);
        foreach (var coordinator in coordinators.Where(c => c.Id != caller.Member.Id))
        {
            board.Publish(
                string.Create(CultureInfo.InvariantCulture, $"community/{community.Id.Value:N}/parted/{clock.GetUtcNow().UtcTicks}/{coordinator.Id.Value:N}"),
                Audience.To(coordinator.Id),
                JoinCards.Parted(community, caller.Member, where),
                PostTerms.Requested(community.Id));
        }

        return workspace.Workspace == caller.Where.Workspace
            ? Answer.ShowInstead(Message.Say($"This workspace does not belong to {community.Name} any more. What stands here stays."))
            : Answer.ShowInstead(SetupCards.Checklist(community, remaining, caller.Where.Channel, $"{where} does not belong to {community.Name} any more. What stands there stays."));
    }

    private static CommunityWorkspace? Find(Caller caller, int number) => caller.Community.Workspaces.Find(w => w.Number == number);
}
