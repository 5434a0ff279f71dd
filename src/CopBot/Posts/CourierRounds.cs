using CopBot.Chat;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Posts;

/// <summary>Rings when there may be something to deliver.</summary>
internal sealed class CourierBell : Bell;

/// <summary>Wakes who waits for it. Rung while it is ringing already, it rings once.</summary>
internal abstract class Bell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is ringing already.
        }
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken stop) => _rung.WaitAsync(atMost, stop);

    public void Dispose() => _rung.Dispose();
}

/// <summary>
/// Sends the courier out: after each save, and every five seconds in case a bell was missed. Each workspace has a round of
/// its own, and none waits for another's. Rings that come close together are one, so that ten presses on a card within the
/// blink of an eye revise it once.
/// </summary>
internal sealed partial class CourierRounds(Courier courier, CourierBell bell, ILogger<CourierRounds> log) : BackgroundService
{
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseTogether = TimeSpan.FromMilliseconds(25);
    private readonly Dictionary<WorkspaceRef, Task> _underWay = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var workspace in await courier.DueAsync(stoppingToken))
                {
                    if (_underWay.TryGetValue(workspace, out var round) && !round.IsCompleted) continue;
                    _underWay[workspace] = GoAsync(workspace, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A full disk or a locked file may mend itself; giving up the rounds would not.
                RoundFailed(e);
            }

            try
            {
                if (await bell.WaitAsync(AtLeastEvery, stoppingToken)) await Task.Delay(CloseTogether, TimeProvider.System, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        // Nothing is left half sent. How they ended was said already.
        await Task.WhenAll(_underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task GoAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        // The store answers at once, so without a thread of its own the first workspace would be served before the second is looked at.
        var round = Task.Run(() => DeliverAsync(workspace, stop), CancellationToken.None);
        // Something may have come in while it was ending. One that failed waits for the next look.
        _ = round.ContinueWith(_ => bell.Ring(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        return round;
    }

    private async Task DeliverAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        try
        {
            await courier.DeliverAsync(workspace, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            RoundFailed(e);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The courier's round failed and is tried again")]
    private partial void RoundFailed(Exception e);
}
