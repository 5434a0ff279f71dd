using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>What a message body may hold (resources/message, "Create Message" and "Embed Limits").</summary>
internal static class MessageRules
{
    /// <summary>The documents say 2000; the OpenAPI file says 4000. The smaller one is enforced.</summary>
    public const int LongestContent = 2000;

    /// <summary>Sum over title, description, field names and values, footer and author of all embeds.</summary>
    private const int LongestEmbeds = 6000;

    private static readonly Rule Image = Shape.Of(("url", Shape.Url(2048)), ("proxy_url", Shape.Anything), ("height", Shape.Anything), ("width", Shape.Anything));

    private static readonly Rule Embed = Shape.Of(
        ("title", Shape.Text(256)), ("type", Shape.Text(20)), ("description", Shape.Text(4096)), ("url", Shape.Url(2048)), ("timestamp", Shape.Instant), ("color", Shape.Number(0, 0xFFFFFF)),
        ("footer", Shape.Of(("text!", Shape.Text(2048, 1)), ("icon_url", Shape.Url(2048)))), ("image", Image), ("thumbnail", Image), ("video", Image), ("provider", Shape.Anything),
        ("author", Shape.Of(("name!", Shape.Text(256, 1)), ("url", Shape.Url(2048)), ("icon_url", Shape.Url(2048)))),
        ("fields", Shape.List(Shape.Of(("name!", Shape.Text(256, 1)), ("value!", Shape.Text(1024, 1)), ("inline", Shape.Bool)), 25)));

    private static readonly Rule Mentions = Shape.Of(
        ("parse", Shape.List(MentionKind, 3)), ("users", Shape.List(Shape.Id, 100)), ("roles", Shape.List(Shape.Id, 100)), ("replied_user", Shape.Bool)).Then(NotBoth);

    private static readonly Rule Files = Shape.List(Shape.Of(("id!", Shape.Id), ("filename", Shape.Text(1024)), ("description", Shape.Text(1024)), ("title", Shape.Text(1024)), ("is_spoiler", Shape.Bool)), 10);

    private static readonly (string, Rule)[] Common =
    [
        ("content", Shape.Text(LongestContent)), ("embeds", Shape.List(Embed, 10)), ("allowed_mentions", Mentions), ("components", Shape.List(Shape.Anything, 40)),
        ("flags", Shape.Number(0, int.MaxValue)), ("attachments", Files),
    ];

    private static readonly Rule Reference = Shape.Of(("type", Shape.OneOf(0)), ("message_id!", Shape.Id), ("channel_id", Shape.Id), ("guild_id", Shape.Id), ("fail_if_not_exists", Shape.Bool));

    public static readonly Rule Create = Shape.Of([.. Common, ("tts", Shape.Bool), ("nonce", Nonce), ("enforce_nonce", Shape.Bool), ("message_reference", Reference), ("sticker_ids", Shape.List(Shape.Id, 3))]);

    public static readonly Rule ForumPost = Shape.Of([.. Common, ("sticker_ids", Shape.List(Shape.Id, 3)), ("tts", Shape.Idle), ("enforce_nonce", Shape.Idle)]);

    public static readonly Rule Edit = Shape.Of([.. Common, ("tts", Shape.Idle), ("enforce_nonce", Shape.Idle)]);

    /// <summary>Interaction responses and followups. <c>username</c>, <c>avatar_url</c> and <c>thread_id</c> are not supported there.</summary>
    public static readonly Rule Response = Shape.Of([.. Common, ("tts", Shape.Bool), ("enforce_nonce", Shape.Idle)]);

    /// <summary>Flags a bot may set when it sends; the rest belong to the server.</summary>
    public const int FlagsOnSend = Message.SuppressEmbeds | Message.SuppressNotifications | Message.ComponentsV2;

    public static void CheckEmbeds(JsonArray? embeds, Form form)
    {
        var total = embeds.Parts().Sum(e => Length(e, "title") + Length(e, "description") + Length(e.Part("footer"), "text") + Length(e.Part("author"), "name")
            + e.List("fields").Parts().Sum(f => Length(f, "name") + Length(f, "value")));
        if (total > LongestEmbeds) form.Complain("MAX_EMBED_SIZE_EXCEEDED", $"Embed size exceeds maximum size of {LongestEmbeds}");
    }

    /// <summary>Embeds as the server keeps them: typed, with their own copies of pictures.</summary>
    public static JsonArray Keep(JsonArray? embeds)
    {
        var kept = (JsonArray)(embeds?.DeepClone() ?? new JsonArray());
        foreach (var embed in kept.Parts())
        {
            embed["type"] = "rich";
            foreach (var empty in embed.Where(p => p.Value is null).Select(p => p.Key).ToList()) embed.Remove(empty);
            foreach (var field in embed.List("fields").Parts()) field["inline"] = field.Flag("inline") is true;
            foreach (var picture in new[] { "image", "thumbnail" })
                if (embed.Part(picture) is { } image) image["proxy_url"] ??= image.Text("url");
        }
        return kept;
    }

    private static int Length(JsonObject? from, string name) => from?.Text(name)?.Length ?? 0;

    private static void MentionKind(JsonNode value, Form form)
    {
        if (value is not JsonValue text || text.ToString() is not ("users" or "roles" or "everyone")) form.Complain("BASE_TYPE_CHOICES", "Value must be one of {'users', 'roles', 'everyone'}.");
    }

    /// <summary>"parse: [users] with users: [ids]" is invalid, because mutually exclusive (resources/message, "Allowed Mentions").</summary>
    private static void NotBoth(JsonNode value, Form form)
    {
        var mentions = (JsonObject)value;
        foreach (var kind in new[] { "users", "roles" })
            if (mentions.List(kind) is { Count: > 0 } && mentions.List("parse")?.Any(p => p?.ToString() == kind) is true)
                form.At("parse").Complain("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", $"parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
    }

    private static void Nonce(JsonNode value, Form form)
    {
        if (value.AsNumber() is null) Shape.Text(25)(value, form);
    }
}
