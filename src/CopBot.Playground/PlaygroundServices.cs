using CopBot.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CopBot.Playground;

/// <summary>Adds the playground to a host.</summary>
public static class PlaygroundServices
{
    /// <summary>
    /// Adds the room, the platform that the bot writes through, and its people. The host adds <see cref="TimeProvider"/>,
    /// <see cref="IInbox"/>, and for the page <see cref="IPlaygroundStory"/> and <see cref="PlaygroundMenu"/>.
    /// </summary>
    public static IServiceCollection AddPlayground(this IServiceCollection services, PlaygroundOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(PlaygroundMenu.Empty);
        services.AddSingleton(s => new Room(s.GetRequiredService<TimeProvider>(), options.Journal));
        services.AddSingleton<PlaygroundPlatform>();
        services.AddSingleton<IChatPlatform>(s => s.GetRequiredService<PlaygroundPlatform>());
        services.AddSingleton<PlaygroundPeople>();
        return services;
    }
}
