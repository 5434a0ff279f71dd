using CopBot.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CopBot.Playground;

/// <summary>Adds the playground to a host.</summary>
public static class PlaygroundServices
{
    /// <summary>Where the page stands.</summary>
    public const string Path = "/playground";

    /// <summary>
    /// Adds the room, the platform that the bot writes through, and its people. The host adds <see cref="TimeProvider"/>,
    /// <see cref="IInbox"/>, and for the page <see cref="IPlaygroundStory"/>.
    /// </summary>
    public static IServiceCollection AddPlayground(this IServiceCollection services, PlaygroundOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => PlaygroundMenu.Of(s.GetRequiredService<IInbox>().Offers));
        services.AddSingleton(s => new Room(s.GetRequiredService<TimeProvider>(), options.Journal));
        services.AddSingleton<PlaygroundPlatform>();
        services.AddSingleton<IChatPlatform>(s => s.GetRequiredService<PlaygroundPlatform>());
        services.AddSingleton<PlaygroundPeople>();
        services.AddSingleton<ClockMoves>();
        return services;
    }

    /// <summary>Serves the page at <see cref="Path"/> and its JSON below <c>/playground/api</c>, to this machine only.</summary>
    public static IEndpointRouteBuilder MapPlayground(this IEndpointRouteBuilder routes)
    {
        var guarded = routes.MapGroup("").AddEndpointFilter(Loopback.Filter);
        guarded.MapPage();
        var api = guarded.MapGroup(Path + "/api");
        api.MapLooks();
        api.MapActs();
        api.MapStory();
        return routes;
    }
}
