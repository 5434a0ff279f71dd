using System.Text.Json;
using CopBot.Chat;

namespace CopBot.Discord.Rest;

/// <summary>Turns what Discord refused into what is so, and what somebody can do about it.</summary>
internal static class Refusals
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>What an answer below 500 that is none of 429 and a refused token means.</summary>
    public static PlatformException Of(Route route, int status, JsonElement body)
    {
        var error = ErrorOf(status, body);
        var (kind, words) = Meaning(route, error, body);
        return new PlatformException(kind, words)
        {
            RetryAfter = kind is FailureKind.NotDelivered ? RetryAfterOf(body) ?? Later : null,
            Data = { [nameof(DiscordError)] = error },
        };
    }

    /// <summary>Discord's own code and words.</summary>
    public static DiscordError ErrorOf(int status, JsonElement body) =>
        new(body.Number("code") is >= 0 and <= int.MaxValue and var code ? (int)code : 0, status, body.Text("message") ?? "");

    /// <summary>The body's <c>retry_after</c>.</summary>
    public static TimeSpan? RetryAfterOf(JsonElement body) =>
        body.Part("retry_after") is { ValueKind: JsonValueKind.Number } after && after.TryGetDouble(out var seconds)
            ? RateHeaders.Seconds(seconds)
            : null;

    // https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
    private static (FailureKind Kind, string Words) Meaning(Route route, DiscordError error, JsonElement body) => error.Code switch
    {
        10003 => (FailureKind.Gone, "The channel or thread was deleted on Discord."),
        10004 => (FailureKind.Gone, "The bot is not in this Discord server any more."),
        10007 => (FailureKind.Gone, "This person is not in the Discord server any more."),
        10008 => (FailureKind.Gone, "The message was deleted on Discord."),
        10011 => (FailureKind.Gone, "The role was deleted on Discord."),
        10013 => (FailureKind.Gone, "This account is not on Discord any more."),
        10015 or 10062 or 50027 => (FailureKind.Gone, "Discord does not take an answer to this any more; it came too late."),
        10070 => (FailureKind.Gone, "The event was deleted on Discord."),
        10087 => (FailureKind.Gone, "The tag was deleted from the forum."),
        180000 => (FailureKind.Gone, "The event on Discord is over and cannot be changed."),

        50001 => (FailureKind.Denied, "The bot cannot see this channel. In the channel's settings, Permissions, give the bot's role View Channel."),
        50013 => (FailureKind.Denied, $"The bot may not do this here. In the channel's settings, Permissions, give the bot's role {PermissionFor(route)}."),
        50007 or 50278 => (FailureKind.Denied, "This person takes no direct messages from the bot. They can allow them in the server's Privacy Settings, Direct Messages."),
        50024 => (FailureKind.Denied, "Discord does not do this in this kind of channel. Choose a text channel or a forum."),
        50083 => (FailureKind.Denied, "The thread is archived. Somebody who writes in it opens it again."),
        160005 => (FailureKind.Denied, "The thread is locked. A moderator can unlock it, or give the bot's role Manage Threads."),
        160006 => (FailureKind.Denied, "The server has as many active threads as Discord allows. Archive some that nobody needs."),
        30033 => (FailureKind.Denied, "The thread has as many members as Discord allows."),
        30038 => (FailureKind.Denied, "The server has as many events as Discord allows. Delete some that nobody needs."),
        200000 or 200001 or 240000 => (FailureKind.Denied, "The server's AutoMod blocked this. In Server Settings, AutoMod, let the bot's role pass the rule."),

        30034 => (FailureKind.NotDelivered, "Discord takes no more new commands from the bot today."),
        20016 or 20028 or 20029 or 30046 or 40062 => (FailureKind.NotDelivered, "Discord asks the bot to be slower here."),

        40060 => (FailureKind.Rejected, "This was answered already."),
        160004 => (FailureKind.Rejected, "The message has a thread already."),
        50006 => (FailureKind.Rejected, $"Discord takes no empty message ({route.Template})."),
        50035 => (FailureKind.Rejected, $"Discord does not take this as it is ({route.Template}; {FirstFault(body)})."),

        _ => error.Status switch
        {
            403 => (FailureKind.Denied, $"Discord does not let the bot do this ({route.Template}, code {error.Code}). Look at the permissions of the bot's role."),
            404 => (FailureKind.Gone, $"This is not on Discord any more ({route.Template}, code {error.Code})."),
            408 or 425 => (FailureKind.NotDelivered, "Discord did not take the request in time."),
            _ => (FailureKind.Rejected, $"Discord does not take this ({route.Template}, {error.Status}, code {error.Code})."),
        },
    };

    private static string PermissionFor(Route route) => route.Template switch
    {
        "POST /channels/{id}/messages" => "Send Messages and Attach Files, and in threads Send Messages in Threads",
        "POST /channels/{id}/threads" => "Create Public Threads, or in a forum Create Posts",
        "POST /channels/{id}/messages/{id}/threads" => "Create Public Threads",
        "GET /channels/{id}/messages" or "GET /channels/{id}/messages/{id}" => "Read Message History",
        "PATCH /channels/{id}" => "Manage Threads",
        var other when other.Contains("/messages/pins", StringComparison.Ordinal) || other.Contains("/pins/", StringComparison.Ordinal) => "Pin Messages",
        var other when other.Contains("/reactions/", StringComparison.Ordinal) => "Add Reactions and Read Message History",
        var other when other.Contains("/channels/{id}/messages", StringComparison.Ordinal) => "Manage Messages",
        var other when other.Contains("/scheduled-events", StringComparison.Ordinal) => "Create Events and Manage Events (in Server Settings, Roles)",
        var other when other.Contains("/roles", StringComparison.Ordinal) => "Manage Roles (in Server Settings, Roles, with the bot's role above the others)",
        _ => "what it needs for this",
    };

    /// <summary>Where and why a body was refused, such as <c>components.0.label: BASE_TYPE_BAD_LENGTH</c>; never what it said, which is people's words.</summary>
    private static string FirstFault(JsonElement body)
    {
        if (body.Part("errors") is not { ValueKind: JsonValueKind.Object } at) return "no reason given";
        var path = new List<string>();
        while (at.ValueKind is JsonValueKind.Object && path.Count < 20)
        {
            if (at.Part("_errors").Items().ToList() is [var error, ..]) return $"{string.Join('.', path)}: {error.Text("code") ?? "refused"}";
            var (name, value) = at.Members().FirstOrDefault();
            if (name is null) break;
            path.Add(name);
            at = value;
        }

        return string.Join('.', path);
    }
}
