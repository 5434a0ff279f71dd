using CopBot.Chat;
using CopBot.Discord.Gateway;
using CopBot.Discord.Interactions;
using CopBot.Discord.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CopBot.Discord;

/// <summary>Adds Discord to a host.</summary>
public static class DiscordServices
{
    /// <summary>Adds the connection to Discord. The host adds <see cref="TimeProvider"/>, logging and <see cref="IInbox"/>.</summary>
    public static IServiceCollection AddDiscord(this IServiceCollection services, DiscordOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Token);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.TryAddSingleton<PlatformMeter>();
        services.AddSingleton<DiscordConnection>();
        services.AddSingleton<IDiscordRest, DiscordRest>();

        services.AddSingleton<DiscordPlaces>().AddSingleton<DiscordPosts>().AddSingleton<DiscordPrivateThreads>().AddSingleton<DiscordFitness>().AddSingleton<Acknowledgements>().AddSingleton<Replies>();
        services.AddSingleton<IChatPlatform, DiscordPlatform>().AddSingleton<IChatEvents, DiscordEvents>().AddSingleton<IPlatformStanding, DiscordStanding>();
        services.AddSingleton<DiscordCommands>().AddSingleton<InteractionDesk>().AddSingleton<IDispatches, DiscordDispatches>();

        // Last: what was started last is stopped first, and what it took needs the rest.
        services.AddHostedService<DiscordGateway>();
        return services;
    }
}
