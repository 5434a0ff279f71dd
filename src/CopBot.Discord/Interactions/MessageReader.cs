using System.Globalization;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Rendering;

namespace CopBot.Discord.Interactions;

/// <summary>Turns what Discord tells of a message into what the bot knows of one.</summary>
internal static class MessageReader
{
    /// <summary>A message that somebody wrote, with its words.</summary>
    public static SourceMessage Source(JsonElement message, string id, Place place, bool isPrivate, string? without = null)
    {
        var author = message.Part("author");
        var content = message.Text("content") ?? "";
        if (without is not null) content = content.Replace($"<@{without}>", " ", StringComparison.Ordinal).Replace($"<@!{without}>", " ", StringComparison.Ordinal);
        return new SourceMessage(
            new PostRef(place, id),
            DiscordIds.User(place.Workspace, author.Id("id") ?? "0"),
            message.Part("member").Text("nick") ?? author.Text("global_name") ?? author.Text("username") ?? "",
            DiscordText.Plain(content, NamesIn(message)),
            SentAt(message, id),
            isPrivate);
    }

    /// <summary>That a message was written: thread, author and time, nothing else.</summary>
    public static SourceMessage Trace(JsonElement message, string id, Place place, bool isPrivate) =>
        new(new PostRef(place, id), DiscordIds.User(place.Workspace, message.Part("author").Id("id") ?? "0"), "", "", SentAt(message, id), isPrivate);

    /// <summary>Whether a person wrote it, and not a bot, a webhook or Discord itself.</summary>
    public static bool IsByPerson(JsonElement message)
    {
        const int Default = 0, Reply = 19;
        return message.Part("author") is { ValueKind: JsonValueKind.Object } author && author.Id("id") is not null
            && !author.Flag("bot") && !author.Flag("system") && message.Id("webhook_id") is null
            && (message.Number("type") ?? Default) is Default or Reply;
    }

    /// <summary>Whether the message mentions somebody by name, not all of a role or channel.</summary>
    public static bool Mentions(JsonElement message, string user) => message.Part("mentions").Items().Any(m => m.Id("id") == user);

    private static DateTimeOffset SentAt(JsonElement message, string id) =>
        DateTimeOffset.TryParse(message.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DiscordIds.MadeAt(id);

    private static Func<string, string?> NamesIn(JsonElement message) => id =>
        message.Part("mentions").Items().Where(m => m.Id("id") == id).Select(m => m.Part("member").Text("nick") ?? m.Text("global_name") ?? m.Text("username")).FirstOrDefault();
}
