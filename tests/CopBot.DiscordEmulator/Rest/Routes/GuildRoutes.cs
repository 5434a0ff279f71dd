using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Guilds, members and roles.</summary>
internal static class GuildRoutes
{
    private static readonly Rule Me = Shape.Of(("nick", Shape.Text(32)), ("banner", Shape.Anything), ("avatar", Shape.Anything), ("bio", Shape.Text(190)));

    private static readonly Rule NewRole = Shape.Of(("name", Shape.Text(100)), ("permissions", Shape.Id), ("color", Shape.Number(0, 0xFFFFFF)), ("colors", Shape.Anything), ("hoist", Shape.Bool),
        ("mentionable", Shape.Bool), ("icon", Shape.Anything), ("unicode_emoji", Shape.Text(10)));

    public static void Map(RouteTable routes)
    {
        routes.Get("/guilds/{guild_id}", One);
        routes.Get("/guilds/{guild_id}/roles", call => ApiAnswer.Ok(call.Guild().Roles.Values.Select(RenderPeople.Role).ToJson()));
        routes.Get("/guilds/{guild_id}/roles/{role_id}", call => ApiAnswer.Ok(RenderPeople.Role(call.Guild().Roles.GetValueOrDefault(call.Id("role_id")) ?? throw Refused.UnknownRole())));
        routes.Post("/guilds/{guild_id}/roles", MakeRole);
        routes.Get("/guilds/{guild_id}/members", Members);
        routes.Get("/guilds/{guild_id}/members/search", Search);
        routes.Get("/guilds/{guild_id}/members/{user_id}", call => ApiAnswer.Ok(RenderPeople.Member(Member(call))), Bucket.Of("get member", 5, 1));
        routes.Patch("/guilds/{guild_id}/members/@me", ChangeMe);
        routes.Put("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", call => SetRole(call, held: true));
        routes.Delete("/guilds/{guild_id}/members/{user_id}/roles/{role_id}", call => SetRole(call, held: false));
    }

    private static ApiAnswer One(ApiCall call)
    {
        var guild = call.Guild();
        var json = RenderGuild.Whole(guild);
        if (call.Asked("with_counts"))
        {
            json["approximate_member_count"] = guild.Members.Count;
            json["approximate_presence_count"] = guild.Members.Count;
        }
        return ApiAnswer.Ok(json);
    }

    /// <summary>404 with 10007 for somebody who left, 10013 for nobody at all.</summary>
    private static Member Member(ApiCall call)
    {
        var (guild, id) = (call.Guild(), call.Id("user_id"));
        if (guild.Members.TryGetValue(id, out var member)) return member;
        throw call.Realm.Users.ContainsKey(id) ? Refused.UnknownMember() : Refused.UnknownUser();
    }

    /// <summary>"This endpoint is restricted according to whether the GUILD_MEMBERS Privileged Intent is enabled for your application."</summary>
    private static ApiAnswer Members(ApiCall call)
    {
        var guild = call.Guild();
        if (!call.Realm.Options.PrivilegedIntents.HasFlag(Intent.GuildMembers)) throw Refused.MissingAccess();
        return ApiAnswer.Ok(guild.Members.Values.OrderBy(m => m.User.Id).Where(m => m.User.Id > (call.Mark("after") ?? 0)).Take(call.Limit(1, 1000)).Select(RenderPeople.Member).ToJson());
    }

    private static ApiAnswer Search(ApiCall call)
    {
        var query = call.Query["query"].ToString();
        if (query.Length == 0) throw Refused.BadField("query", "BASE_TYPE_REQUIRED", "This field is required");
        return ApiAnswer.Ok(call.Guild().Members.Values
            .Where(m => m.User.Name.StartsWith(query, StringComparison.OrdinalIgnoreCase) || m.Nick?.StartsWith(query, StringComparison.OrdinalIgnoreCase) is true)
            .Take(call.Limit(1, 1000)).Select(RenderPeople.Member).ToJson());
    }

    private static ApiAnswer ChangeMe(ApiCall call)
    {
        var guild = call.Guild();
        Shape.Check(call.Body, Me);
        if (call.Fields.Has("nick")) call.Guild(Permission.ChangeNickname);
        var me = guild.MemberOf(call.Realm.Bot)!;
        if (call.Fields.Has("nick")) me.Nick = call.Fields.Text("nick");
        MemberDesk.AnnounceChange(call.Realm, me);
        return ApiAnswer.Ok(RenderPeople.Member(me));
    }

    private static ApiAnswer MakeRole(ApiCall call)
    {
        var guild = call.Guild(Permission.ManageRoles);
        Shape.Check(call.Body, NewRole);
        var asked = (Permission)(call.Fields.Id("permissions") ?? (ulong)guild.Everyone.Permissions);
        if ((asked & ~Powers.InGuild(guild.MemberOf(call.Realm.Bot)!, call.Now)) != Permission.None) throw Refused.MissingPermissions();
        var role = new Role
        {
            Id = call.Realm.Ids.Next(), Name = call.Fields.Text("name") ?? "new role", Permissions = asked, Position = 1, Mentionable = call.Fields.Flag("mentionable") is true,
            Hoist = call.Fields.Flag("hoist") is true, Color = (int)(call.Fields.Number("color") ?? 0),
        };
        guild.Roles[role.Id] = role;
        call.Realm.Hub.Dispatch("GUILD_ROLE_CREATE", guild, Intent.Guilds, new JsonObject { ["guild_id"] = guild.Id.ToJson(), ["role"] = RenderPeople.Role(role) });
        return ApiAnswer.Ok(RenderPeople.Role(role));
    }

    /// <summary>"A bot can grant roles to other users that are of a lower position than its own highest role" (topics/permissions, "Permission Hierarchy").</summary>
    private static ApiAnswer SetRole(ApiCall call, bool held)
    {
        var guild = call.Guild(Permission.ManageRoles);
        var member = Member(call);
        var role = guild.Roles.GetValueOrDefault(call.Id("role_id")) ?? throw Refused.UnknownRole();
        if (role.Id == guild.Id || role.BotId is not null || role.Position >= Powers.Rank(guild.MemberOf(call.Realm.Bot)!)) throw Refused.MissingPermissions();
        if (held) member.Roles.Add(role.Id);
        else member.Roles.Remove(role.Id);
        MemberDesk.AnnounceChange(call.Realm, member);
        return ApiAnswer.Nothing;
    }
}
