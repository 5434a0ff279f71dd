using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>Channels and threads as JSON.</summary>
internal static class RenderChannel
{
    /// <summary>OBFUSCATED: what the gateway shows of a channel the bot may not view (resources/channel, "Obfuscated Channels", general since November 2026).</summary>
    private const int Obfuscated = 1 << 17;

    public static JsonObject Any(Realm realm, Channel channel) => channel switch
    {
        { Kind: ChannelKind.Direct } => Direct(channel),
        { IsThread: true } => Thread(realm, channel),
        _ => InGuild(channel),
    };

    /// <summary>As the gateway sends it: with the name hidden where the bot may not look.</summary>
    public static JsonObject OnGateway(Realm realm, Channel channel)
    {
        if (realm.Sees(realm.Bot, channel) || channel.Kind is ChannelKind.Category && channel.Guild!.Channels.Values.Any(c => c.Parent == channel && realm.Sees(realm.Bot, c)))
            return InGuild(channel);
        return new JsonObject
        {
            ["id"] = channel.Id.ToJson(),
            ["type"] = (int)channel.Kind,
            ["guild_id"] = channel.Guild!.Id.ToJson(),
            ["name"] = "___hidden___",
            ["position"] = channel.Position,
            ["parent_id"] = channel.Parent?.Id.ToJson(),
            ["flags"] = channel.Flags | Obfuscated,
            ["permission_overwrites"] = Overwrites(channel),
        };
    }

    public static JsonObject Direct(Channel channel) => new()
    {
        ["id"] = channel.Id.ToJson(),
        ["type"] = (int)channel.Kind,
        ["flags"] = 0,
        ["last_message_id"] = channel.LastMessageId.ToJson(),
        ["recipients"] = new JsonArray(RenderPeople.User(channel.Recipient!)),
    };

    public static JsonObject InGuild(Channel channel)
    {
        var json = new JsonObject
        {
            ["id"] = channel.Id.ToJson(),
            ["type"] = (int)channel.Kind,
            ["flags"] = channel.Flags,
            ["guild_id"] = channel.Guild!.Id.ToJson(),
            ["name"] = channel.Name,
            ["parent_id"] = channel.Parent?.Id.ToJson(),
            ["position"] = channel.Position,
            ["permission_overwrites"] = Overwrites(channel),
            ["nsfw"] = channel.Nsfw,
        };
        if (channel.Kind is ChannelKind.Category) return json;
        json["topic"] = channel.Topic;
        json["rate_limit_per_user"] = channel.RateLimitPerUser;
        json["last_message_id"] = channel.LastMessageId.ToJson();
        json["default_auto_archive_duration"] = channel.DefaultAutoArchiveMinutes;
        if (channel.LastPinAt is not null) json["last_pin_timestamp"] = channel.LastPinAt.ToJson();
        if (channel.Kind is ChannelKind.Voice or ChannelKind.Stage)
        {
            json["bitrate"] = 64_000;
            json["user_limit"] = 0;
            json["rtc_region"] = null;
        }
        if (channel.IsForum)
        {
            json["available_tags"] = channel.Tags.Select(Tag).ToJson();
            json["default_reaction_emoji"] = null;
            json["default_sort_order"] = null;
            json["default_forum_layout"] = 0;
            json["default_thread_rate_limit_per_user"] = 0;
        }
        return json;
    }

    public static JsonObject Thread(Realm realm, Channel channel)
    {
        var state = channel.Thread!;
        var metadata = new JsonObject
        {
            ["archived"] = state.Archived,
            ["archive_timestamp"] = state.ArchiveTimestamp.ToJson(),
            ["auto_archive_duration"] = state.AutoArchiveMinutes,
            ["locked"] = state.Locked,
            ["create_timestamp"] = state.CreatedAt.ToJson(),
        };
        if (channel.Kind is ChannelKind.PrivateThread) metadata["invitable"] = state.Invitable;
        var json = new JsonObject
        {
            ["id"] = channel.Id.ToJson(),
            ["type"] = (int)channel.Kind,
            ["flags"] = channel.Flags,
            ["guild_id"] = channel.Guild!.Id.ToJson(),
            ["name"] = channel.Name,
            ["parent_id"] = channel.Parent!.Id.ToJson(),
            ["owner_id"] = state.OwnerId.ToJson(),
            ["last_message_id"] = channel.LastMessageId.ToJson(),
            ["rate_limit_per_user"] = channel.RateLimitPerUser,
            ["thread_metadata"] = metadata,
            ["message_count"] = state.MessageCount,
            ["member_count"] = Math.Min(state.Members.Count, 50),
            ["total_message_sent"] = state.TotalSent,
        };
        if (channel.Parent!.IsForum) json["applied_tags"] = state.AppliedTags.ToJson();
        if (state.Members.ContainsKey(realm.Bot.Id)) json["member"] = ThreadMember(channel, realm.Bot.Id);
        return json;
    }

    public static JsonObject ThreadMember(Channel thread, ulong userId) => new()
    {
        ["id"] = thread.Id.ToJson(),
        ["user_id"] = userId.ToJson(),
        ["join_timestamp"] = thread.Thread!.Members[userId].ToJson(),
        ["flags"] = 0,
    };

    public static JsonArray Overwrites(Channel channel) => channel.Overwrites.Select(o => new JsonObject
    {
        ["id"] = o.Id.ToJson(),
        ["type"] = o.ForMember ? 1 : 0,
        ["allow"] = ((ulong)o.Allow).ToJson(),
        ["deny"] = ((ulong)o.Deny).ToJson(),
    }).ToJson();

    private static JsonObject Tag(ForumTag tag) => new()
    {
        ["id"] = tag.Id.ToJson(),
        ["name"] = tag.Name,
        ["moderated"] = tag.Moderated,
        ["emoji_id"] = null,
        ["emoji_name"] = tag.EmojiName,
    };
}
