using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;
using Microsoft.AspNetCore.Http;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>One request, read and routed, with short ways to what it names.</summary>
internal sealed class ApiCall
{
    public required Realm Realm { get; init; }

    public required IReadOnlyDictionary<string, string> Path { get; init; }

    public required IQueryCollection Query { get; init; }

    public JsonNode? Body { get; init; }

    public IReadOnlyList<UploadedFile> Files { get; init; } = [];

    public string? Reason { get; init; }

    public DateTimeOffset Now => Realm.Now;

    public JsonObject Fields => Body as JsonObject ?? throw Refused.BadForm();

    public ulong Id(string name)
    {
        if (ulong.TryParse(Path[name], out var id)) return id;
        throw Refused.BadField(name, "NUMBER_TYPE_COERCE", $"Value \"{Path[name]}\" is not snowflake.");
    }

    public bool Asked(string name) => Query[name].ToString() is "true" or "True" or "1";

    public int Limit(int normally, int max)
    {
        if (!Query.ContainsKey("limit")) return normally;
        if (int.TryParse(Query["limit"], out var limit) && limit >= 1 && limit <= max) return limit;
        throw Refused.BadField("limit", "NUMBER_TYPE_MAX", $"int value should be between 1 and {max}.");
    }

    public ulong? Mark(string name) => Query.ContainsKey(name) && ulong.TryParse(Query[name], out var id) ? id : null;

    /// <summary>The guild in the path, if the bot is in it.</summary>
    public Guild Guild(string name = "guild_id")
    {
        var guild = Realm.Guilds.GetValueOrDefault(Id(name)) ?? throw Refused.UnknownGuild();
        if (guild.Unavailable || guild.MemberOf(Realm.Bot) is null) throw Refused.MissingAccess();
        return guild;
    }

    /// <summary>The bot's membership in the guild in the path, with a permission there.</summary>
    public Guild Guild(Permission needed)
    {
        var guild = Guild();
        if (!Powers.InGuild(guild.MemberOf(Realm.Bot)!, Now).HasFlag(needed)) throw Refused.MissingPermissions();
        return guild;
    }

    /// <summary>The channel in the path, if the bot sees it and may do what is needed there.</summary>
    public Channel Channel(Permission needed = Permission.None, string name = "channel_id") => Realm.ChannelFor(Realm.Bot, Id(name), needed);

    /// <summary>A message the bot can reach by the channel routes; ephemeral ones are out of reach.</summary>
    public Message Message(Channel channel, string name = "message_id") =>
        channel.Messages.GetValueOrDefault(Id(name)) is { OnlyFor: null } message ? message : throw Refused.UnknownMessage();
}
