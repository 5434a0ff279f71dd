using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Processes;

/// <summary>
/// Lets the other processes on the store hear that this one lives, and frees what one had that is heard no more: what it was
/// sending, what it had taken up, what only one may do. All within half a minute.
/// </summary>
internal sealed partial class Heart(IServiceScopeFactory scopes, ThisProcess me, RealTime real, TimeProvider clock, CourierBell bell, ILogger<Heart> log) : BackgroundService
{
    /// <summary>How often it beats.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Whoever is not heard for so long is dead. The machines' clocks may differ by a few seconds.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(15);

    /// <summary>Beats once, and frees what the dead had. Answers whether there were any.</summary>
    public async Task<bool> BeatAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var now = real.Clock.GetUtcNow();
        var at = now.UtcTicks / TimeSpan.TicksPerMicrosecond;
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO processes ("Name", "StartedAt", "BeatAt") VALUES ({me.Name}, {at}, {at})
             ON CONFLICT ("Name") DO UPDATE SET "BeatAt" = excluded."BeatAt"
             """,
            stop);
        var before = now - DeadAfter;
        var dead = await db.Processes.Where(p => p.BeatAt < before && p.Name != me.Name).Select(p => p.Name).ToListAsync(stop);
        foreach (var name in dead)
        {
            Died(name);
            await FreeAsync(db, name, stop);
        }

        // Somebody who was taken for dead at the very moment when they took it.
        await db.Leases.Where(l => !db.Set<RunningProcess>().Any(p => p.Name == l.Holder)).ExecuteDeleteAsync(stop);
        if (dead.Count > 0) bell.Ring();
        return dead.Count > 0;
    }

    /// <summary>Whether nobody hears us: we never beat, or were taken for dead.</summary>
    public async Task<bool> IsForgottenAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return !await scope.ServiceProvider.GetRequiredService<CopBotDb>().Processes.AnyAsync(p => p.Name == me.Name, stop);
    }

    /// <summary>Leaves as if it had never been here: what it had is free at once.</summary>
    public async Task LeaveAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await FreeAsync(scope.ServiceProvider.GetRequiredService<CopBotDb>(), me.Name, stop);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeatAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await LeaveAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The others find out by themselves.
            BeatFailed(e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, real.Clock, stoppingToken);
                await BeatAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                BeatFailed(e);
            }
        }
    }

    private async Task FreeAsync(CopBotDb db, string name, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Deliveries.Where(d => d.LeasedBy == name).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeasedBy, (string?)null).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null), stop);
        await db.Inbox.Where(e => e.TakenBy == name && e.Waiting != null).ExecuteUpdateAsync(set => set.SetProperty(e => e.TakenBy, (string?)null).SetProperty(e => e.TakeUpAt, now), stop);
        await db.Leases.Where(l => l.Holder == name).ExecuteDeleteAsync(stop);
        await db.Processes.Where(p => p.Name == name).ExecuteDeleteAsync(stop);
        await transaction.CommitAsync(stop);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The process {Name} is heard no more; what it was doing is taken over")]
    private partial void Died(string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The heart missed a beat; if it stays so, other processes take over what this one does")]
    private partial void BeatFailed(Exception e);
}
