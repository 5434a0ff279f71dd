using CopBot.Discord.Gateway;
using CopBot.Discord.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CopBot.Discord;

/// <summary>Adds Discord to a host.</summary>
public static class DiscordServices
{
    /// <summary>Adds the connection to Discord. The host adds <see cref="TimeProvider"/>, logging and <see cref="Chat.IInbox"/>.</summary>
    public static IServiceCollection AddDiscord(this IServiceCollection services, DiscordOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Token);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<DiscordConnection>();
        services.AddSingleton<IDiscordRest, DiscordRest>();

        // ---- Faces: IChatPlatform goes here (one line) ----
        // ---- Faces: IDispatches goes here (one line) ----

        // Last: what was started last is stopped first, and what it took needs the rest.
        services.AddHostedService<DiscordGateway>();
        return services;
    }
}
