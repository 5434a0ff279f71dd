using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CopBot.Host;

/// <summary>Whether the bot can be used: its store answers, its rounds run, its playground is loaded.</summary>
internal sealed class Readiness(IServiceProvider services) : IHealthCheck
{
    /// <summary>Set once everything that belongs to the start is done.</summary>
    public bool Started { get; set; }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!Started) return HealthCheckResult.Unhealthy("It is still starting.");

        // Asked late: among the hosted services is the one that serves this request.
        var rounds = services.GetServices<IHostedService>().OfType<BackgroundService>().Where(s => s.ExecuteTask is not { IsCompleted: false }).Select(s => s.GetType().Name).ToList();
        if (rounds.Count > 0) return HealthCheckResult.Unhealthy($"Not running any more: {string.Join(", ", rounds)}. Restart CopBot and look at its log.");

        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CopBotDb>().Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy("The store answers, the rounds run.")
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
