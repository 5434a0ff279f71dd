using CopBot.Chat;
using CopBot.Slack.SocketMode;
using CopBot.Slack.WebApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CopBot.Slack;

/// <summary>Registers Slack.</summary>
public static class SlackServices
{
    /// <summary>Adds Slack with these workspaces. Connecting begins when the host starts, and the start does not wait for it.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, SlackOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.TryAddSingleton<PlatformMeter>();
        services.AddSingleton<SlackHttp>();
        services.AddSingleton<SlackWorkspaces>();
        services.AddSingleton<ISlackWorkspaces>(provider => provider.GetRequiredService<SlackWorkspaces>());
        services.AddSingleton<ISlackStates>(provider => provider.GetRequiredService<SlackWorkspaces>());

        services.AddSlackFaces();
        services.AddSingleton<IPlatformStanding, SlackStanding>();

        // Last, since it hands over what comes in.
        services.AddHostedService<SlackConnections>();
        return services;
    }
}
