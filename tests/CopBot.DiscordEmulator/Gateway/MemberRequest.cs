using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rendering;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>Op 8, Request Guild Members: by ids always, everybody only with GUILD_MEMBERS (gateway-events, "Request Guild Members").</summary>
internal static class MemberRequest
{
    public static void Answer(Realm realm, GatewayConnection connection, JsonObject? asked)
    {
        if (asked?.Id("guild_id") is not { } guildId || !asked.Has("query") && !asked.Has("user_ids"))
        {
            connection.Close(CloseCode.DecodeError, "Request Guild Members needs guild_id and query or user_ids");
            return;
        }
        if (realm.Guilds.GetValueOrDefault(guildId) is not { } guild || guild.MemberOf(realm.Bot) is null) return;
        var wanted = asked["user_ids"] is JsonArray many ? many.Ids().ToList() : asked.Id("user_ids") is { } one ? [one] : null;
        var everybody = wanted is null && asked.Text("query") == "" && asked.Number("limit") is null or 0;
        if (everybody && !connection.Session!.Intents.HasFlag(Intent.GuildMembers)) return;
        var found = wanted is not null
            ? guild.Members.Values.Where(m => wanted.Contains(m.User.Id))
            : guild.Members.Values.Where(m => m.User.Name.StartsWith(asked.Text("query") ?? "", StringComparison.OrdinalIgnoreCase));
        var data = new JsonObject
        {
            ["guild_id"] = guild.Id.ToJson(),
            ["members"] = found.Take(1000).Select(RenderPeople.Member).ToJson(),
            ["chunk_index"] = 0,
            ["chunk_count"] = 1,
            ["not_found"] = (wanted ?? []).Where(id => !guild.Members.ContainsKey(id)).ToJson(),
        };
        if (asked["nonce"] is { } nonce) data["nonce"] = nonce.DeepClone();
        connection.Session!.Push("GUILD_MEMBERS_CHUNK", data);
    }
}
