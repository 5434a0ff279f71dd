using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rest.Routes;

/// <summary>Messages in channels, by the bot.</summary>
internal static class MessageRoutes
{
    private static readonly Rule Bulk = Shape.Of(("messages!", Shape.List(Shape.Id, 1000)));

    /// <summary>Edits allowed per hour and channel for messages older than an hour; the document gives the rule (30046), not the number.</summary>
    private const int OldEdits = 30;

    public static void Map(RouteTable routes)
    {
        routes.Get("/channels/{channel_id}/messages", List);
        routes.Post("/channels/{channel_id}/messages", Create, Bucket.Of("post message", 5, 5), files: true);
        routes.Post("/channels/{channel_id}/messages/bulk-delete", DeleteMany, Bucket.Of("bulk delete", 1, 3));
        routes.Get("/channels/{channel_id}/messages/pins", Pins);
        routes.Put("/channels/{channel_id}/messages/pins/{message_id}", Pin, Bucket.Of("pin", 5, 5));
        routes.Delete("/channels/{channel_id}/messages/pins/{message_id}", Unpin, Bucket.Of("pin", 5, 5));
        routes.Get("/channels/{channel_id}/pins", call => ApiAnswer.Ok(Pinned(call).Select(m => RenderMessage.ForBot(call.Realm, m)).ToJson()));
        routes.Put("/channels/{channel_id}/pins/{message_id}", Pin, Bucket.Of("pin", 5, 5));
        routes.Delete("/channels/{channel_id}/pins/{message_id}", Unpin, Bucket.Of("pin", 5, 5));
        routes.Get("/channels/{channel_id}/messages/{message_id}", One);
        routes.Patch("/channels/{channel_id}/messages/{message_id}", Edit, Bucket.Of("edit message", 5, 5), files: true);
        routes.Delete("/channels/{channel_id}/messages/{message_id}", Delete, Bucket.Of("delete message", 5, 1));
        routes.Post("/channels/{channel_id}/typing", Typing);
        routes.Put("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", React, Bucket.Of("reactions", 1, 0.25));
        routes.Delete("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", call => Unreact(call, call.Realm.Bot.Id), Bucket.Of("reactions", 1, 0.25));
        routes.Delete("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}", call => Unreact(call, call.Id("user_id")), Bucket.Of("reactions", 1, 0.25));
        routes.Get("/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", Reactors, Bucket.Of("reactions", 1, 0.25));
        routes.Delete("/channels/{channel_id}/messages/{message_id}/reactions", ClearReactions, Bucket.Of("reactions", 1, 0.25));
    }

    private static ApiAnswer List(ApiCall call)
    {
        var channel = Readable(call);
        var limit = call.Limit(50, 100);
        var messages = channel.PublicMessages.OrderByDescending(m => m.Id).ToList();
        if (call.Mark("before") is { } before) messages = [.. messages.Where(m => m.Id < before)];
        if (call.Mark("after") is { } after) messages = [.. messages.Where(m => m.Id > after).Reverse().Take(limit).Reverse()];
        if (call.Mark("around") is { } around) messages = [.. messages.OrderBy(m => m.Id > around ? m.Id - around : around - m.Id).Take(limit).OrderByDescending(m => m.Id)];
        return ApiAnswer.Ok(messages.Take(limit).Select(m => RenderMessage.ForBot(call.Realm, m)).ToJson());
    }

    private static ApiAnswer One(ApiCall call) => ApiAnswer.Ok(RenderMessage.ForBot(call.Realm, call.Message(Readable(call))));

    private static ApiAnswer Create(ApiCall call) => ApiAnswer.Ok(RenderMessage.ForBot(call.Realm, call.Realm.Posts.PostAsBot(call.Channel(), call.Fields, call.Files)));

    private static ApiAnswer Edit(ApiCall call)
    {
        var channel = call.Channel();
        var message = call.Message(channel);
        var mine = message.Author == call.Realm.Bot;
        // Others' messages: only the flags, and only with MANAGE_MESSAGES.
        if (!mine && (call.Fields.Any(f => f.Key != "flags") || !call.Realm.PowersOf(call.Realm.Bot, channel).HasFlag(Permission.ManageMessages))) throw Refused.NotYourMessage();
        if (mine && message.Kind is 18 or 21) throw Refused.SystemMessage();
        if (channel.Thread is { Archived: true }) throw Refused.ThreadArchived();
        if (call.Now - message.SentAt > TimeSpan.FromHours(1) && !OldEditAllowed(call, channel)) throw Refused.TooManyOldEdits();
        call.Realm.Posts.Edit(message, call.Fields, call.Files, fromInteraction: false);
        return ApiAnswer.Ok(RenderMessage.ForBot(call.Realm, message));
    }

    private static ApiAnswer Delete(ApiCall call)
    {
        var channel = call.Channel();
        var message = call.Message(channel);
        if (message.Author != call.Realm.Bot)
        {
            if (channel.Guild is null) throw Refused.NotInDirectMessages();
            if (!call.Realm.PowersOf(call.Realm.Bot, channel).HasFlag(Permission.ManageMessages)) throw Refused.MissingPermissions();
        }
        if (message.Kind == 21) throw Refused.SystemMessage();
        if (channel.Thread is { Archived: true }) throw Refused.ThreadArchived();
        call.Realm.Posts.Delete(message);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer DeleteMany(ApiCall call)
    {
        var channel = call.Channel(Permission.ManageMessages);
        if (channel.Guild is null) throw Refused.NotInDirectMessages();
        Shape.Check(call.Body, Bulk);
        var ids = call.Fields.List("messages").Ids().Distinct().ToList();
        if (ids.Count is < 2 or > 100) throw Refused.WrongBulkCount();
        if (ids.Any(id => call.Now - Snowflakes.TimeOf(id) > TimeSpan.FromDays(14))) throw Refused.TooOldForBulk();
        var gone = ids.Where(channel.Messages.ContainsKey).ToList();
        foreach (var id in gone) channel.Messages.Remove(id);
        call.Realm.Posts.Dispatch("MESSAGE_DELETE_BULK", channel,
            new JsonObject { ["ids"] = gone.ToJson(), ["channel_id"] = channel.Id.ToJson(), ["guild_id"] = channel.Guild.Id.ToJson() });
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Pins(ApiCall call) => ApiAnswer.Ok(new JsonObject
    {
        ["items"] = Pinned(call).Take(call.Limit(50, 50)).Select(m => new JsonObject { ["pinned_at"] = m.PinnedAt!.Value.ToJson(), ["message"] = RenderMessage.ForBot(call.Realm, m) }).ToJson(),
        ["has_more"] = false,
    });

    private static IEnumerable<Message> Pinned(ApiCall call) => Readable(call).PublicMessages.Where(m => m.PinnedAt is not null).OrderByDescending(m => m.PinnedAt);

    private static ApiAnswer Pin(ApiCall call) => SetPin(call, call.Now);

    private static ApiAnswer Unpin(ApiCall call) => SetPin(call, null);

    /// <summary>Needs PIN_MESSAGES; MANAGE_MESSAGES is no longer enough since early 2026.</summary>
    private static ApiAnswer SetPin(ApiCall call, DateTimeOffset? at)
    {
        var channel = call.Channel(Permission.PinMessages);
        var message = call.Message(channel);
        if (channel.Thread is { Archived: true }) throw Refused.ThreadArchived();
        if (at is not null && message.PinnedAt is null && channel.PublicMessages.Count(m => m.PinnedAt is not null) >= 250) throw Refused.TooManyPins();
        message.PinnedAt = at;
        channel.LastPinAt = at ?? channel.LastPinAt;
        var data = new JsonObject { ["channel_id"] = channel.Id.ToJson(), ["last_pin_timestamp"] = channel.LastPinAt.ToJson() };
        if (channel.Guild is { } guild) data["guild_id"] = guild.Id.ToJson();
        call.Realm.Posts.Dispatch("CHANNEL_PINS_UPDATE", channel, data, channel.Guild is null ? Intent.DirectMessages : Intent.Guilds);
        call.Realm.Posts.Announce("MESSAGE_UPDATE", message);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Typing(ApiCall call)
    {
        var channel = call.Channel();
        if (channel.Guild is not null) call.Channel(channel.IsThread ? Permission.SendMessagesInThreads : Permission.SendMessages);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer React(ApiCall call)
    {
        var channel = call.Channel(Permission.ReadMessageHistory);
        var message = call.Message(channel);
        var emoji = KnownEmoji(call);
        if (channel.Thread is { Archived: true }) throw Refused.ThreadArchived();
        if (!message.Reactions.ContainsKey(emoji) && !call.Realm.PowersOf(call.Realm.Bot, channel).HasFlag(Permission.AddReactions)) throw Refused.MissingPermissions();
        if (!message.Reactions.ContainsKey(emoji) && message.Reactions.Count >= 20) throw Refused.TooManyReactions();
        ReactionDesk.Add(call.Realm, message, call.Realm.Bot, emoji);
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Unreact(ApiCall call, ulong userId)
    {
        var channel = call.Channel();
        var message = call.Message(channel);
        if (userId != call.Realm.Bot.Id && !call.Realm.PowersOf(call.Realm.Bot, channel).HasFlag(Permission.ManageMessages)) throw Refused.MissingPermissions();
        ReactionDesk.Remove(call.Realm, message, call.Realm.Users.GetValueOrDefault(userId) ?? throw Refused.UnknownUser(), KnownEmoji(call));
        return ApiAnswer.Nothing;
    }

    private static ApiAnswer Reactors(ApiCall call) => ApiAnswer.Ok(
        (call.Message(Readable(call)).Reactions.GetValueOrDefault(KnownEmoji(call)) ?? []).Take(call.Limit(25, 100)).Select(id => RenderPeople.User(call.Realm.Users[id])).ToJson());

    private static ApiAnswer ClearReactions(ApiCall call)
    {
        var channel = call.Channel(Permission.ManageMessages);
        call.Message(channel).Reactions.Clear();
        return ApiAnswer.Nothing;
    }

    /// <summary>An emoji is a symbol or <c>name:id</c>; words are refused with 10014.</summary>
    private static string KnownEmoji(ApiCall call)
    {
        var emoji = call.Path["emoji_name"];
        if (emoji.Split(':') is [_, var id] && ulong.TryParse(id, out _)) return emoji;
        return emoji.Length > 0 && emoji.All(c => !char.IsAscii(c) || char.IsAsciiDigit(c) || c is '#' or '*') ? emoji : throw Refused.UnknownEmoji();
    }

    private static Channel Readable(ApiCall call)
    {
        var channel = call.Channel();
        if (!channel.HoldsMessages) throw Refused.NotATextChannel();
        return channel.Guild is null ? channel : call.Channel(Permission.ReadMessageHistory);
    }

    private static bool OldEditAllowed(ApiCall call, Channel channel) => call.Realm.OldEdits.Allow(channel.Id, call.Now, OldEdits);
}
