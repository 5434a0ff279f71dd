using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;

namespace CopBot.Features.Setup;

/// <summary>Somebody left a workspace: nothing is sent to that account any more. When they were the last coordinator, the next person who runs the workspace may take over.</summary>
internal sealed class LetGoOfAccount(CopBotDb db) : IReact<LeftWorkspace>
{
    public async Task React(LeftWorkspace happened, CancellationToken stop)
    {
        if (await db.Accounts.FindAsync([happened.User], stop) is { } account) account.Left = true;
    }
}

/// <summary>The bot was removed from a workspace: nothing is tried there until it is back.</summary>
internal sealed class LetGoOfWorkspace(CopBotDb db, TimeProvider clock) : IReact<WorkspaceWasLost>
{
    public async Task React(WorkspaceWasLost happened, CancellationToken stop)
    {
        var workspace = await db.Workspaces.FindAsync([happened.Workspace], stop) ?? db.Workspaces.Add(new Workspace { Ref = happened.Workspace }).Entity;
        workspace.StoppedAt ??= clock.GetUtcNow();
        workspace.RemovedAt ??= clock.GetUtcNow();
        workspace.StoppedBecause ??= "CopBot was removed from the workspace. Install it again to go on.";
    }
}
