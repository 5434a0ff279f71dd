using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator;

/// <summary>Reactions, by the bot and by people.</summary>
internal static class ReactionDesk
{
    public static void Add(Realm realm, Message message, User who, string emoji)
    {
        if (!message.Reactions.TryGetValue(emoji, out var users)) message.Reactions[emoji] = users = [];
        if (users.Contains(who.Id)) return;
        users.Add(who.Id);
        var data = Data(message, who, emoji);
        data["message_author_id"] = message.Author.Id.ToJson();
        if (message.Channel.Guild?.MemberOf(who) is { } member) data["member"] = RenderPeople.Member(member);
        Tell(realm, "MESSAGE_REACTION_ADD", message, data);
    }

    public static void Remove(Realm realm, Message message, User who, string emoji)
    {
        if (!message.Reactions.TryGetValue(emoji, out var users) || !users.Remove(who.Id)) return;
        if (users.Count == 0) message.Reactions.Remove(emoji);
        Tell(realm, "MESSAGE_REACTION_REMOVE", message, Data(message, who, emoji));
    }

    private static JsonObject Data(Message message, User who, string emoji)
    {
        var data = new JsonObject
        {
            ["user_id"] = who.Id.ToJson(),
            ["channel_id"] = message.Channel.Id.ToJson(),
            ["message_id"] = message.Id.ToJson(),
            ["emoji"] = RenderMessage.Emoji(emoji),
            ["burst"] = false,
            ["type"] = 0,
        };
        if (message.Channel.Guild is { } guild) data["guild_id"] = guild.Id.ToJson();
        return data;
    }

    private static void Tell(Realm realm, string name, Message message, JsonObject data) =>
        realm.Posts.Dispatch(name, message.Channel, data, message.Channel.Guild is null ? Intent.DirectMessageReactions : Intent.GuildMessageReactions);
}
