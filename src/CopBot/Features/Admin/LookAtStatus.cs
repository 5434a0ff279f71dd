using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Admin;

/// <summary>A coordinator wants to know how it runs.</summary>
[Command("admin status", "How CopBot runs here: storage, queues, connections, and what to mend"), Needs(Role.Coordinator), LooksOnly]
public sealed record LookAtStatus : ICommand;

/// <summary>A coordinator presses a button to see how it runs.</summary>
[Action("admin-status"), Needs(Role.Coordinator), LooksOnly]
public sealed record ShowStatus : IAction;

internal sealed class LookAtStatusHandler(CopBotDb db, IEnumerable<IStoreFacts> stores, IEnumerable<SweepType> sweeps, SweepLog went, IEnumerable<IChatPlatform> platforms, IEnumerable<IPlatformStanding> standings, TimeProvider clock) :
    IHandle<LookAtStatus>,
    IHandle<ShowStatus>
{
    public async Task<Answer> Handle(LookAtStatus request, Caller caller, CancellationToken stop) => Answer.Show(StatusCard.Render(await LookAsync(caller.Community, stop)));

    public async Task<Answer> Handle(ShowStatus request, Caller caller, CancellationToken stop) => Answer.Show(StatusCard.Render(await LookAsync(caller.Community, stop)));

    private async Task<Status> LookAsync(Community community, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var findings = new List<Finding>();
        foreach (var workspace in community.Workspaces.Select(w => w.Workspace).OrderBy(w => w.ToString(), StringComparer.Ordinal)) findings.AddRange(await OfWorkspaceAsync(workspace, stop));
        foreach (var home in community.Homes.OrderBy(h => h.Channel.ToString(), StringComparer.Ordinal)) findings.AddRange(await OfHomeAsync(home, stop));
        return new Status(
            now,
            community.CreatedAt,
            stores.FirstOrDefault() is { } store ? await store.LookAsync(stop) : null,
            [.. sweeps.Select(s => new SweepStatus(s.Type.Name, s.Every, went.Last(s.Type)?.EndedAt, went.Last(s.Type)?.Failed ?? false))],
            await db.Inbox.CountAsync(e => e.Waiting != null, stop),
            await db.Deliveries.CountAsync(d => d.DueAt <= now, stop),
            await db.Deliveries.CountAsync(d => d.DueAt != null && d.Trouble != null, stop),
            await db.Deliveries.CountAsync(d => d.State == DeliveryState.Undeliverable, stop),
            findings);
    }

    private async Task<IReadOnlyList<Finding>> OfWorkspaceAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        if (platforms.All(p => p.Platform != workspace.Platform)) return [Finding.Wrong($"{workspace.Platform.Title} is not connected: its token is not configured. Whoever runs CopBot sets it and starts it again.")];
        var found = new List<Finding>();
        foreach (var standing in standings.Where(s => s.Platform == workspace.Platform)) found.AddRange(await standing.LookAsync(workspace, stop));
        if (await db.Workspaces.AsNoTracking().FirstOrDefaultAsync(w => w.Ref == workspace && w.StoppedAt != null, stop) is { } stopped)
            found.Add(Finding.Wrong($"{workspace.Platform.Title} lets CopBot write nothing in this workspace. {stopped.StoppedBecause}"));
        return found;
    }

    private async Task<IReadOnlyList<Finding>> OfHomeAsync(HomeChannel home, CancellationToken stop)
    {
        try
        {
            if (platforms.FirstOrDefault(p => p.Platform == home.Channel.Workspace.Platform) is not { } platform) return [];
            if (await platform.FindChannelAsync(home.Channel, stop) is not { } channel) return [Finding.Wrong($"CopBot cannot see {home.InWords} any more. Invite it there again, or choose another channel with /cop setup.")];
            return channel.CanPost ? [Finding.Fine($"Posts can stand in {home.InWords}.")] : [Finding.Wrong($"CopBot cannot post in {home.InWords}. {channel.Fix}".TrimEnd())];
        }
        catch (PlatformException e)
        {
            return [Finding.Notable($"Whether posts can stand in {home.InWords} could not be seen just now: {e.Message}")];
        }
    }
}
