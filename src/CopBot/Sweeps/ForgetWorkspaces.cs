using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Sweeps;

/// <summary>
/// Forgets a workspace thirty days after the bot was removed from it. Only where the platform said so: of a wrong token
/// nobody's memory is lost. It is asked once more before.
/// </summary>
[Every("01:00:00")]
internal sealed class ForgetWorkspaces(CopBotDb db, Forgetting forgetting, IEnumerable<IChatPlatform> platforms) : ISweep
{
    /// <summary>How long what belongs to it is kept, so that a removal by mistake can be undone.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private static readonly TimeSpan LookAgain = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop)
    {
        var before = now - KeptFor;
        return [.. (await db.Workspaces.Where(w => w.RemovedAt <= before).OrderBy(w => w.RemovedAt).ToListAsync(stop)).Select(w => Of(w.Ref))];
    }

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        var before = now - KeptFor;
        if ((await db.Workspaces.Where(w => w.RemovedAt <= before).ToListAsync(stop)).Find(w => Of(w.Ref) == thing) is not { } workspace) return;

        switch (await IsBackAsync(workspace.Ref, stop))
        {
            case true:
                (workspace.StoppedAt, workspace.StoppedBecause, workspace.RemovedAt) = (null, null, null);
                break;
            case null:
                workspace.RemovedAt = before + LookAgain;
                break;
            default:
                await forgetting.ForgetWorkspaceAsync(workspace.Ref, stop);
                db.Remove(workspace);
                break;
        }
    }

    /// <summary>Whether the platform lets the bot in again; null where it could not be asked now.</summary>
    private async Task<bool?> IsBackAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        if (platforms.FirstOrDefault(p => p.Platform == workspace.Platform) is not { } platform) return false;
        try
        {
            foreach (var home in (await db.Set<HomeChannel>().ToListAsync(stop)).Where(h => h.Channel.Workspace == workspace))
            {
                if (await platform.FindChannelAsync(home.Channel, stop) is not null) return true;
            }

            var somebody = (await db.Accounts.Select(a => a.User).ToListAsync(stop)).Where(u => u.Workspace == workspace).Take(1).ToList();
            return somebody.Count > 0 && await platform.FindUserAsync(somebody[0], stop) is not null;
        }
        catch (PlatformException e)
        {
            return e.Kind is FailureKind.WorkspaceStopped or FailureKind.Denied or FailureKind.Gone ? false : null;
        }
    }

    /// <summary>Sweeps know things by an id; a workspace has none.</summary>
    private static Guid Of(WorkspaceRef workspace) => new(SHA256.HashData(Encoding.UTF8.GetBytes(workspace.ToString())).AsSpan(0, 16));
}
