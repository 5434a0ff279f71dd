using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>Joining and leaving a guild, and the events that tell of it.</summary>
internal static class MemberDesk
{
    public static Member Join(Realm realm, Guild guild, User user)
    {
        if (guild.MemberOf(user) is { } already) return already;
        var member = new Member { User = user, Guild = guild, JoinedAt = realm.Now };
        guild.Members[user.Id] = member;
        if (user == realm.Bot)
        {
            foreach (var session in realm.Hub.Sessions.Where(s => s.Covers(guild) && s.Intents.HasFlag(Intent.Guilds)).ToList())
                session.Push("GUILD_CREATE", RenderGateway.GuildCreate(realm, guild, session.Intents));
            return member;
        }
        var data = RenderPeople.Member(member);
        data["guild_id"] = guild.Id.ToJson();
        realm.Hub.Dispatch("GUILD_MEMBER_ADD", guild, Intent.GuildMembers, data);
        return member;
    }

    public static void Leave(Realm realm, Guild guild, User user)
    {
        if (!guild.Members.Remove(user.Id)) return;
        foreach (var thread in guild.Threads) thread.Thread!.Members.Remove(user.Id);
        if (user == realm.Bot)
        {
            // Without "unavailable": the bot was removed, this is no outage (gateway-events, "Guild Delete").
            realm.Hub.Dispatch("GUILD_DELETE", guild, Intent.Guilds, new JsonObject { ["id"] = guild.Id.ToJson() });
            foreach (var role in guild.Roles.Values.Where(r => r.BotId == user.Id).ToList()) guild.Roles.Remove(role.Id);
            return;
        }
        realm.Hub.Dispatch("GUILD_MEMBER_REMOVE", guild, Intent.GuildMembers, new JsonObject { ["guild_id"] = guild.Id.ToJson(), ["user"] = RenderPeople.User(user) });
    }

    public static void AnnounceChange(Realm realm, Member member)
    {
        var data = RenderPeople.Member(member);
        data["guild_id"] = member.Guild.Id.ToJson();
        // "Sent for current-user updates regardless of whether the GUILD_MEMBERS intent is set" (gateway, "Caveats").
        realm.Hub.Dispatch("GUILD_MEMBER_UPDATE", member.Guild, member.User == realm.Bot ? Intent.None : Intent.GuildMembers, data);
    }
}
