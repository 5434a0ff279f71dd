using CopBot.Chat;
using CopBot.Slack.Interactions;
using CopBot.Slack.SocketMode;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Slack;

/// <summary>Puts together what speaks and listens over the wire.</summary>
internal static class SlackFaces
{
    /// <summary>Adds the platform and what takes the envelopes. <see cref="ISlackWorkspaces"/>, the inbox and the clock are others' to add.</summary>
    public static IServiceCollection AddSlackFaces(this IServiceCollection services) => services
        // The inbox answers through the platform, and the platform asks the inbox what Home shows.
        .AddSingleton(provider => new Lazy<IInbox>(provider.GetRequiredService<IInbox>))
        .AddSingleton<SlackPosts>()
        .AddSingleton<SlackAnswers>()
        .AddSingleton<SlackHomes>()
        .AddSingleton<SlackOpenings>()
        .AddSingleton<SlackEnvelopes>()
        .AddSingleton<IEnvelopes>(provider => provider.GetRequiredService<SlackEnvelopes>())
        .AddSingleton<IChatPlatform, SlackPlatform>();
}
