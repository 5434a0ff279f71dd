using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rules;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>The bot itself, other users, and direct conversations.</summary>
internal static class UserRoutes
{
    private static readonly Rule Direct = Shape.Of(("recipient_id!", Shape.Id));
    private static readonly Rule Me = Shape.Of(("username", Shape.Text(32, 2)), ("avatar", Shape.Anything), ("banner", Shape.Anything));

    public static void Map(RouteTable routes)
    {
        routes.Get("/users/@me", call => ApiAnswer.Ok(RenderPeople.Self(call.Realm.Bot)));
        routes.Patch("/users/@me", ChangeMe);
        routes.Get("/users/@me/guilds", call => ApiAnswer.Ok(call.Realm.Guilds.Values.Where(g => g.MemberOf(call.Realm.Bot) is not null)
            .OrderBy(g => g.Id).Where(g => call.Mark("after") is not { } after || g.Id > after).Take(call.Limit(200, 200)).Select(g => RenderGuild.InList(call.Realm, g)).ToJson()));
        routes.Delete("/users/@me/guilds/{guild_id}", Leave);
        routes.Post("/users/@me/channels", OpenDirect, Bucket.Of("open direct", 10, 10));
        routes.Get("/users/{user_id}", call => ApiAnswer.Ok(RenderPeople.User(call.Realm.Users.GetValueOrDefault(call.Id("user_id")) ?? throw Refused.UnknownUser())));
    }

    private static ApiAnswer ChangeMe(ApiCall call)
    {
        Shape.Check(call.Body, Me);
        if (call.Fields.Text("username") is { } name) call.Realm.Bot.Name = name;
        call.Realm.Hub.Dispatch("USER_UPDATE", null, Intent.None, RenderPeople.Self(call.Realm.Bot));
        return ApiAnswer.Ok(RenderPeople.Self(call.Realm.Bot));
    }

    private static ApiAnswer Leave(ApiCall call)
    {
        MemberDesk.Leave(call.Realm, call.Guild(), call.Realm.Bot);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer OpenDirect(ApiCall call)
    {
        Shape.Check(call.Body, Direct);
        var person = call.Realm.Users.GetValueOrDefault(call.Fields.Id("recipient_id")!.Value);
        if (person is null || person == call.Realm.Bot) throw Refused.InvalidRecipient();
        return ApiAnswer.Ok(RenderChannel.Direct(call.Realm.DirectWith(person)));
    }
}
