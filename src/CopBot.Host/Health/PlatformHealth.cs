using CopBot.Discord;
using CopBot.Slack;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CopBot.Host;

/// <summary>
/// Whether Slack is connected. What is wrong there is told and never called unhealthy: restarting does not mend a revoked
/// token, and the other workspaces go on.
/// </summary>
internal sealed class SlackHealth(ISlackStates slack) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var away = slack.States.Where(s => s.State is not SlackState.Connected).Select(s => $"{s.Setting} {(s.State is SlackState.Stopped ? "is given up" : "is connecting")}. {s.Why}".TrimEnd()).ToList();
        return Task.FromResult(away.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', away)));
    }
}

/// <summary>Whether Discord is connected; like <see cref="SlackHealth"/>.</summary>
internal sealed class DiscordHealth(DiscordConnection discord) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(discord.State switch
    {
        DiscordState.Connected { Caution: null } => HealthCheckResult.Healthy(),
        DiscordState.Connected { Caution: { } caution } => HealthCheckResult.Degraded(caution),
        DiscordState.Elsewhere => HealthCheckResult.Healthy("Another process is connected."),
        DiscordState.Connecting connecting => HealthCheckResult.Degraded($"It is connecting. {connecting.Why}".TrimEnd()),
        DiscordState.Stopped stopped => HealthCheckResult.Degraded($"It is given up. {stopped.Why}"),
        var other => throw new NotSupportedException(other.GetType().Name),
    });
}
