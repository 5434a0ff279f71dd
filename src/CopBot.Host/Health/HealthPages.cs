using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace CopBot.Host;

/// <summary>Where a supervisor asks how it goes.</summary>
internal static class HealthPages
{
    /// <summary>Where it says whether it can be used.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Where it says that it lives.</summary>
    public const string Live = "/health/live";

    public static void AddHealth(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<Readiness>();
        var checks = services.AddHealthChecks().AddCheck<Readiness>("copbot").AddQuartz("sweeps");
        if (settings.Slack is not null) checks.AddCheck<SlackHealth>("slack");
        if (settings.Discord is not null) checks.AddCheck<DiscordHealth>("discord");
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Live means: the process answers. A supervisor that restarts on anything more would restart too often.
        routes.MapGet(Live, () => Results.Text("live"));
        routes.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = SayAsync });
    }

    private static Task SayAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var trouble = report.Entries.Where(e => e.Value.Status is not HealthStatus.Healthy).Select(e => $"\n{e.Key}: {e.Value.Description}");
        return context.Response.WriteAsync((report.Status is HealthStatus.Unhealthy ? "not ready" : "ready") + string.Concat(trouble), context.RequestAborted);
    }
}
