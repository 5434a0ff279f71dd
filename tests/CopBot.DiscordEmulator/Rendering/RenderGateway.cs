using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>The two large events a session starts with.</summary>
internal static class RenderGateway
{
    public static JsonObject Ready(Realm realm, GatewaySession session) => new()
    {
        ["v"] = 10,
        ["user"] = RenderPeople.Self(realm.Bot),
        ["user_settings"] = new JsonObject(),
        ["session_type"] = "normal",
        ["session_id"] = session.Id,
        ["resume_gateway_url"] = realm.Hub.Faults.DeadResumeUrl ? "ws://127.0.0.1:1" : realm.Hub.ResumeUrl,
        ["relationships"] = new JsonArray(),
        ["private_channels"] = new JsonArray(),
        ["presences"] = new JsonArray(),
        ["guilds"] = realm.Guilds.Values.Where(g => g.MemberOf(realm.Bot) is not null && session.Covers(g))
            .Select(g => new JsonObject { ["id"] = g.Id.ToJson(), ["unavailable"] = true }).ToJson(),
        ["shard"] = new JsonArray(session.Shard, session.Shards),
        ["application"] = new JsonObject { ["id"] = realm.ApplicationId.ToJson(), ["flags"] = RenderApplication.Flags(realm) },
        ["_trace"] = new JsonArray("emulated"),
    };

    public static JsonObject GuildCreate(Realm realm, Guild guild, Intent intents)
    {
        var json = RenderGuild.Whole(guild);
        // Without GUILD_PRESENCES "members … will only include your bot" (gateway-events, "Guild Create").
        IEnumerable<Member> members = intents.HasFlag(Intent.GuildPresences) ? guild.Members.Values : [guild.MemberOf(realm.Bot)!];
        json["joined_at"] = guild.MemberOf(realm.Bot)!.JoinedAt.ToJson();
        json["large"] = false;
        json["unavailable"] = false;
        json["member_count"] = guild.Members.Count;
        json["voice_states"] = new JsonArray();
        json["members"] = members.Select(RenderPeople.Member).ToJson();
        json["channels"] = guild.Channels.Values.Where(c => !c.IsThread).Select(c => RenderChannel.OnGateway(realm, c)).ToJson();
        json["threads"] = guild.Threads.Where(t => !t.Thread!.Archived && realm.Sees(realm.Bot, t)).Select(t => RenderChannel.Thread(realm, t)).ToJson();
        json["presences"] = new JsonArray();
        json["stage_instances"] = new JsonArray();
        json["guild_scheduled_events"] = guild.Events.Values.Where(e => !e.IsOver).Select(e => RenderEvent.Event(realm, e)).ToJson();
        json["soundboard_sounds"] = new JsonArray();
        return json;
    }
}
