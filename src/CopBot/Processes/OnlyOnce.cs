using CopBot.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Processes;

/// <summary>Runs a service of an adapter in one process only: in whichever has the lease.</summary>
internal sealed partial class OnlyOnce<TService>(IServiceProvider services, ILeases leases, RealTime real, ILogger<OnlyOnce<TService>> log) : BackgroundService where TService : class, IHostedService, IOnlyOnce
{
    private TService? _running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var since = real.Clock.GetTimestamp();
        try
        {
            while (true)
            {
                bool? mine = null;
                try
                {
                    var asked = real.Clock.GetTimestamp();
                    mine = await leases.TakeAsync(TService.Lease, stoppingToken);
                    if (mine is true) since = asked;
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    StoreAway(TService.Lease, e.Message);
                }

                // Whoever cannot reach the store is soon taken for dead, and another begins.
                if (mine is false || real.Clock.GetElapsedTime(since) > Heart.DeadAfter) await EndAsync(stoppingToken);
                if (mine is false) await StandByAsync(stoppingToken);
                else if (mine is true) await BeginAsync(stoppingToken);
                await Task.Delay(Heart.Every, real.Clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It is stopped below.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_running is null) return;
        await EndAsync(cancellationToken);
        await leases.ReleaseAsync(TService.Lease, cancellationToken);
    }

    private async Task StandByAsync(CancellationToken stop)
    {
        try
        {
            await TService.StandByAsync(services, stop);
        }
        catch (PlatformException e)
        {
            StandsByLater(TService.Lease, e.Message);
        }
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        if (_running is BackgroundService { ExecuteTask: { IsFaulted: true } failed }) await failed;
        if (_running is not null) return;
        Begins(TService.Lease);
        _running = ActivatorUtilities.CreateInstance<TService>(services);
        await _running.StartAsync(stop);
    }

    private async Task EndAsync(CancellationToken stop)
    {
        if (_running is null) return;
        Ends(TService.Lease);
        await _running.StopAsync(stop);
        (_running as IDisposable)?.Dispose();
        _running = null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This process has {Lease} now")]
    private partial void Begins(string lease);

    [LoggerMessage(Level = LogLevel.Information, Message = "This process gives up {Lease}")]
    private partial void Ends(string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another process has {Lease}, and what this one needs of it cannot be asked yet ({Reason})")]
    private partial void StandsByLater(string lease, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether this process still has {Lease} cannot be asked ({Reason})")]
    private partial void StoreAway(string lease, string reason);
}
