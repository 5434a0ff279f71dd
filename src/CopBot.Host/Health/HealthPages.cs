using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace CopBot.Host;

/// <summary>Where a supervisor asks how it goes.</summary>
internal static class HealthPages
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddHealthChecks().AddCheck<Readiness>("copbot").AddQuartz("sweeps");
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Live means: the process answers. A supervisor that restarts on anything more would restart too often.
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = SayAsync });
    }

    private static Task SayAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var trouble = report.Entries.Where(e => e.Value.Status is HealthStatus.Unhealthy).Select(e => $"{e.Key}: {e.Value.Description}");
        return context.Response.WriteAsync(report.Status is HealthStatus.Unhealthy ? "not ready\n" + string.Join('\n', trouble) : "ready", context.RequestAborted);
    }
}
