using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Posts;

/// <summary>Sends the courier out: after each save, and every five seconds in case a bell was missed.</summary>
internal sealed partial class CourierRounds(Courier courier, CourierBell bell, ILogger<CourierRounds> log) : BackgroundService
{
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await courier.SettleAsync(stoppingToken);
                await bell.WaitAsync(AtLeastEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A full disk or a locked file may mend itself; giving up the rounds would not.
                RoundFailed(e);
                await bell.WaitAsync(AtLeastEvery, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The courier's round failed and is tried again")]
    private partial void RoundFailed(Exception e);
}
