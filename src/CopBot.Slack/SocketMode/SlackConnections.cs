using CopBot.Chat;
using CopBot.Slack.WebApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Slack.SocketMode;

/// <summary>Connects the configured workspaces, each on its own. It runs as long as the host, also when none is left.</summary>
internal sealed partial class SlackConnections(
    SlackWorkspaces workspaces,
    IEnvelopes envelopes,
    SlackOptions options,
    SlackHttp http,
    TimeProvider clock,
    ILogger<SlackConnections> log,
    PlatformMeter? meter = null) : BackgroundService
{
    private static readonly TimeSpan AfterABug = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var apps = workspaces.Pairs.GroupBy(pair => pair.Tokens.AppToken, StringComparer.Ordinal);
        var running = apps.Select(app => Task.Run(() => KeepAsync([.. app], stoppingToken), CancellationToken.None)).ToList();
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task KeepAsync(IReadOnlyList<SlackPair> pairs, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && pairs.Any(pair => !pair.IsStopped))
        {
            try
            {
                await new SlackConnection(pairs, workspaces, envelopes, options, http, clock, log, meter).RunAsync(stop);
            }
            catch (Exception e)
            {
                // A bug in one connection is not the end of it, nor of the others.
                Broke(pairs[0].Tokens.Setting, e);
                await Task.Delay(AfterABug, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The connection to Slack ({Setting}) broke by a fault of CopBot and is built anew")]
    private partial void Broke(string setting, Exception e);
}
