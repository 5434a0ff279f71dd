using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.SlackEmulator.World;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Emoji reactions and pins.</summary>
internal static partial class ReactionMethods
{
    public static JsonObject Add(ApiCall call)
    {
        if (Find(call, out var refusal) is not { } message)
            return refusal!;
        if (message.Channel.Archived)
            return Refused("is_archived");
        if (!EmojiName().IsMatch(call.Text("name")!))
            return Refused("invalid_name");
        if (message.ThreadLocked)
            return Refused("thread_locked");
        return call.Emulator.Feed.React(message, call.Text("name")!, call.Bot.Id) ? Done() : Refused("already_reacted");
    }

    public static JsonObject Remove(ApiCall call)
    {
        if (Find(call, out var refusal) is not { } message)
            return refusal!;
        return call.Emulator.Feed.Unreact(message, call.Text("name")!, call.Bot.Id) ? Done() : Refused("no_reaction");
    }

    public static JsonObject Get(ApiCall call) =>
        Find(call, out var refusal) is { } message
            ? Done(("type", "message"), ("channel", message.Channel.Id), ("message", message.ToJson()))
            : refusal!;

    public static JsonObject Pin(ApiCall call)
    {
        if (Find(call, out var refusal) is not { } message)
            return refusal!;
        if (!message.Channel.Members.Contains(call.Bot.Id))
            return Refused("not_in_channel");
        if (message.Pinned)
            return Refused("already_pinned");
        message.Pinned = true;
        return Done();
    }

    public static JsonObject Unpin(ApiCall call)
    {
        if (Find(call, out var refusal) is not { } message)
            return refusal!;
        if (!message.Pinned)
            return Refused("not_pinned");
        message.Pinned = false;
        return Done();
    }

    private static SlackMessage? Find(ApiCall call, out JsonObject? refusal)
    {
        refusal = null;
        if (call.Text("timestamp") is not { Length: > 0 } ts || !call.Has("channel"))
            refusal = Refused("no_item_specified");
        else if (call.Channel() is not { } channel)
            refusal = Refused("channel_not_found");
        else if (!Timestamp().IsMatch(ts))
            refusal = Refused("bad_timestamp");
        else if (channel.Find(ts) is not { Subtype: not "tombstone" } message)
            refusal = Refused("message_not_found");
        else
            return message;
        return null;
    }

    [GeneratedRegex(@"^[a-z0-9_+'\-]+(::skin-tone-[2-6])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmojiName();

    [GeneratedRegex(@"^\d+\.\d{6}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Timestamp();
}
