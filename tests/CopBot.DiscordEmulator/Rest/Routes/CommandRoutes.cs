using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Global and guild commands.</summary>
internal static class CommandRoutes
{
    public static void Map(RouteTable routes)
    {
        foreach (var prefix in new[] { "/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands" })
        {
            routes.Get(prefix, call => ApiAnswer.Ok(call.Realm.Commands.In(Scope(call)).Select(c => Shown(call, c)).ToJson()));
            routes.Put(prefix, call => ApiAnswer.Ok(call.Realm.Commands.Overwrite(Scope(call), call.Body)), Bucket.Of("overwrite commands", 2, 10));
            routes.Post(prefix, Create, Bucket.Of("create command", 5, 20));
            routes.Get(prefix + "/{command_id}", call => ApiAnswer.Ok(call.Realm.Commands.Find(Scope(call), call.Id("command_id")).DeepClone()));
            routes.Patch(prefix + "/{command_id}", call => ApiAnswer.Ok(call.Realm.Commands.Change(Scope(call), call.Id("command_id"), call.Body)), Bucket.Of("create command", 5, 20));
            routes.Delete(prefix + "/{command_id}", Delete, Bucket.Of("create command", 5, 20));
        }
        routes.Get("/applications/{application_id}/guilds/{guild_id}/commands/permissions", call =>
        {
            Scope(call);
            return ApiAnswer.Ok(new JsonArray());
        });
    }

    /// <summary>0 for global, the guild's id otherwise; 20012 for another application.</summary>
    private static ulong Scope(ApiCall call)
    {
        if (call.Id("application_id") != call.Realm.ApplicationId) throw Refused.NotForApplication();
        return call.Path.ContainsKey("guild_id") ? call.Guild().Id : 0;
    }

    private static ApiAnswer Create(ApiCall call)
    {
        var (command, isNew) = call.Realm.Commands.Upsert(Scope(call), call.Body);
        return isNew ? ApiAnswer.Created(command) : ApiAnswer.Ok(command);
    }

    private static ApiAnswer Delete(ApiCall call)
    {
        call.Realm.Commands.Delete(Scope(call), call.Id("command_id"));
        return ApiAnswer.Nothing;
    }

    /// <summary>Lists leave the translations out unless asked for.</summary>
    private static JsonObject Shown(ApiCall call, JsonObject command)
    {
        var shown = (JsonObject)command.DeepClone();
        if (call.Asked("with_localizations")) return shown;
        shown.Remove("name_localizations");
        shown.Remove("description_localizations");
        return shown;
    }
}
