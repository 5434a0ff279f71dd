using CopBot.Posts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Sweeps;

/// <summary>Something that falls due. Saved when its instant has come already, it does not wait until its sweep is next rung.</summary>
public interface IFallsDue
{
    /// <summary>When, or null when nothing is foreseen.</summary>
    DateTimeOffset? DueAt { get; }
}

/// <summary>Rings when something was saved that is due at once.</summary>
internal sealed class SweepBell : Bell;

/// <summary>
/// Lets the sweeps look when something is due at once, such as the card of a series that was started just now: people who
/// press a button wait for seconds, not for a minute. What a crash loses of it, the next ring finds.
/// </summary>
internal sealed partial class SweepRounds(Sweeper sweeper, SweepBell bell, ILogger<SweepRounds> log) : BackgroundService
{
    /// <summary>What is due again as soon as it was swept must not keep a processor busy.</summary>
    private static readonly TimeSpan NotOftenerThan = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await bell.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                await sweeper.SweepAllAsync(unseen: false, stoppingToken);
                await Task.Delay(NotOftenerThan, TimeProvider.System, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Sweeps are rung by the clock too, which says it again if it lasts.
                LookingFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was due at once could not be looked for; it waits for its sweep's next ring")]
    private partial void LookingFailed(Exception e);
}
