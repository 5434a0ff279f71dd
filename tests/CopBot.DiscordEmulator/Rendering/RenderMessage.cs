using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rendering;

/// <summary>Messages as JSON, for REST and for the gateway, with content withheld where the rules say so.</summary>
internal static class RenderMessage
{
    /// <summary>
    /// As a REST answer to the bot. <paramref name="reveal"/>: the message belongs to the bot's own interaction or is the target of its message command.
    /// </summary>
    public static JsonObject ForBot(Realm realm, Message message, bool reveal = false, bool mayReadContent = false)
    {
        var json = Basic(realm, message);
        if (!(reveal || mayReadContent || realm.MayReadContent || Exempt(realm, message))) Withhold(json);
        if (message.RepliesTo is { } target) json["referenced_message"] = Still(target) ? WithheldUnlessMine(realm, target) : null;
        else if (message.ReplyId is not null) json["referenced_message"] = null;
        return json;
    }

    /// <summary>As MESSAGE_CREATE and MESSAGE_UPDATE carry it: with guild and member.</summary>
    public static JsonObject OnGateway(Realm realm, Message message, bool mayReadContent)
    {
        var json = Basic(realm, message);
        if (!mayReadContent && !Exempt(realm, message)) Withhold(json);
        if (message.RepliesTo is { } target) json["referenced_message"] = Still(target) ? WithheldUnlessMine(realm, target) : null;
        else if (message.ReplyId is not null) json["referenced_message"] = null;
        json["channel_type"] = (int)message.Channel.Kind;
        if (message.Channel.Guild is not { } guild) return json;
        json["guild_id"] = guild.Id.ToJson();
        if (message.WebhookId is null && guild.MemberOf(message.Author) is { } member) json["member"] = RenderPeople.MemberWithoutUser(member);
        foreach (var mentioned in json.List("mentions").Parts())
            if (mentioned.Id("id") is { } id && guild.Members.TryGetValue(id, out var mentionedMember)) mentioned["member"] = RenderPeople.MemberWithoutUser(mentionedMember);
        return json;
    }

    /// <summary>Messages whose content an app gets without the intent (gateway, "Message Content Intent").</summary>
    public static bool Exempt(Realm realm, Message message) =>
        message.Author == realm.Bot || message.Channel.Guild is null || message.Mentions.Contains(realm.Bot) || message.OnlyFor is not null;

    private static bool Still(Message message) => message.Channel.Messages.ContainsKey(message.Id);

    private static JsonObject WithheldUnlessMine(Realm realm, Message message)
    {
        var json = Basic(realm, message);
        if (!realm.MayReadContent && !Exempt(realm, message)) Withhold(json);
        return json;
    }

    private static void Withhold(JsonObject json)
    {
        json["content"] = "";
        json["embeds"] = new JsonArray();
        json["attachments"] = new JsonArray();
        json["components"] = new JsonArray();
    }

    private static JsonObject Basic(Realm realm, Message message)
    {
        var json = new JsonObject
        {
            ["type"] = message.Kind,
            ["content"] = message.Content,
            ["mentions"] = message.Mentions.Select(RenderPeople.User).ToJson(),
            ["mention_roles"] = message.MentionedRoles.ToJson(),
            ["attachments"] = message.Attachments.Select(a => Attachment(message, a)).ToJson(),
            ["embeds"] = message.Embeds.DeepClone(),
            ["timestamp"] = message.SentAt.ToJson(),
            ["edited_timestamp"] = message.EditedAt.ToJson(),
            ["flags"] = message.Flags,
            ["components"] = message.Components.DeepClone(),
            ["id"] = message.Id.ToJson(),
            ["channel_id"] = message.Channel.Id.ToJson(),
            ["author"] = RenderPeople.User(message.Author),
            ["pinned"] = message.PinnedAt is not null,
            ["mention_everyone"] = message.MentionsEveryone,
            ["tts"] = false,
        };
        if (message.Nonce is not null) json["nonce"] = message.Nonce.DeepClone();
        if (message.WebhookId is { } webhook)
        {
            json["webhook_id"] = webhook.ToJson();
            json["application_id"] = realm.ApplicationId.ToJson();
        }
        if (message.Interaction is not null) json["interaction"] = message.Interaction.DeepClone();
        if (message.InteractionMetadata is not null) json["interaction_metadata"] = message.InteractionMetadata.DeepClone();
        if (message.ReplyId is { } reply)
        {
            json["message_reference"] = new JsonObject { ["type"] = 0, ["channel_id"] = (message.RepliesTo?.Channel ?? message.Channel).Id.ToJson(), ["message_id"] = reply.ToJson() };
            if (message.Channel.Guild is { } guild) json["message_reference"]!["guild_id"] = guild.Id.ToJson();
        }
        if (message.StartedThread is { } thread) json["thread"] = RenderChannel.Thread(realm, thread);
        if (message.Reactions.Count > 0) json["reactions"] = message.Reactions.Select(r => Reaction(realm, r.Key, r.Value)).ToJson();
        return json;
    }

    private static JsonObject Reaction(Realm realm, string emoji, List<ulong> users) => new()
    {
        ["emoji"] = Emoji(emoji),
        ["count"] = users.Count,
        ["count_details"] = new JsonObject { ["burst"] = 0, ["normal"] = users.Count },
        ["burst_colors"] = new JsonArray(),
        ["me_burst"] = false,
        ["me"] = users.Contains(realm.Bot.Id),
    };

    public static JsonObject Emoji(string emoji) => emoji.Split(':') is [var name, var id] && ulong.TryParse(id, out _)
        ? new JsonObject { ["id"] = id, ["name"] = name }
        : new JsonObject { ["id"] = null, ["name"] = emoji };

    private static JsonObject Attachment(Message message, Attachment file)
    {
        var url = $"https://cdn.example/attachments/{message.Channel.Id}/{file.Id}/{Uri.EscapeDataString(file.Filename)}";
        var json = new JsonObject { ["id"] = file.Id.ToJson(), ["filename"] = file.Filename, ["size"] = file.Bytes.Length, ["url"] = url, ["proxy_url"] = url };
        if (file.Description is not null) json["description"] = file.Description;
        if (file.ContentType is not null) json["content_type"] = file.ContentType;
        if (message.OnlyFor is not null) json["ephemeral"] = true;
        return json;
    }
}
