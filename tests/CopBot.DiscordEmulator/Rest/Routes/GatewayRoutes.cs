using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rendering;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Where the gateway is, and who the application is.</summary>
internal static class GatewayRoutes
{
    public static void Map(RouteTable routes)
    {
        routes.Get("/gateway", call => ApiAnswer.Ok(new JsonObject { ["url"] = call.Realm.Hub.GatewayUrl }));
        routes.Get("/gateway/bot", Bot, Bucket.Of("gateway/bot", 2, 5));
        routes.Get("/applications/@me", Application);
        routes.Get("/oauth2/applications/@me", Application);
    }

    private static ApiAnswer Bot(ApiCall call) => ApiAnswer.Ok(new JsonObject
    {
        ["url"] = call.Realm.Hub.GatewayUrl,
        ["shards"] = call.Realm.Options.RequiredShards,
        ["session_start_limit"] = new JsonObject
        {
            ["total"] = call.Realm.Options.IdentifiesPerDay,
            ["remaining"] = call.Realm.Hub.IdentifiesLeft,
            ["reset_after"] = 86_400_000,
            ["max_concurrency"] = call.Realm.Options.MaxConcurrency,
        },
    });

    private static ApiAnswer Application(ApiCall call) => ApiAnswer.Ok(RenderApplication.Application(call.Realm));
}
