using CopBot.DiscordEmulator.Rendering;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Answering interactions: the callback and the webhook of the token. No bot token, no global limit.</summary>
internal static class InteractionRoutes
{
    private static readonly Bucket Webhook = Bucket.Of("interaction webhook", 5, 2);

    public static void Map(RouteTable routes)
    {
        const string webhook = "/webhooks/{webhook_id}/{webhook_token}";
        Add(routes, "POST", "/interactions/{interaction_id}/{interaction_token}/callback", call => call.Realm.Interactions.Respond(call), null);
        Add(routes, "POST", webhook, call => call.Realm.Interactions.Followup(call), Webhook);
        Add(routes, "GET", webhook + "/messages/@original", call => ApiAnswer.Ok(RenderMessage.ForBot(call.Realm, call.Realm.Interactions.Original(call), reveal: true)), Webhook);
        Add(routes, "PATCH", webhook + "/messages/@original", call => call.Realm.Interactions.Edit(call, call.Realm.Interactions.Original(call)), Webhook);
        Add(routes, "DELETE", webhook + "/messages/@original", Delete(call => call.Realm.Interactions.Original(call)), Webhook);
        Add(routes, "GET", webhook + "/messages/{message_id}", call => ApiAnswer.Ok(RenderMessage.ForBot(call.Realm, call.Realm.Interactions.Sent(call), reveal: true)), Webhook);
        Add(routes, "PATCH", webhook + "/messages/{message_id}", call => call.Realm.Interactions.Edit(call, call.Realm.Interactions.Sent(call)), Webhook);
        Add(routes, "DELETE", webhook + "/messages/{message_id}", Delete(call => call.Realm.Interactions.Sent(call)), Webhook);
    }

    private static void Add(RouteTable routes, string method, string template, Func<ApiCall, ApiAnswer> answer, Bucket? bucket) =>
        routes.Add(new Route(method, template, answer) { Bucket = bucket, ByInteractionToken = true, TakesFiles = method is not "GET" });

    private static Func<ApiCall, ApiAnswer> Delete(Func<ApiCall, World.Message> find) => call =>
    {
        call.Realm.Posts.Delete(find(call));
        return ApiAnswer.Nothing;
    };
}
