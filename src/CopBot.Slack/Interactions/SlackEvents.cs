using System.Text.Json;
using CopBot.Chat;
using CopBot.Slack.Rendering;

namespace CopBot.Slack.Interactions;

/// <summary>An event as it was read: what happened, or why there is nothing to tell.</summary>
internal sealed record SlackEvent(string Kind, Inbound? Inbound, string Aside = "");

/// <summary>Reads events. What cannot be read, or concerns nobody, is left aside with a reason; nothing here throws for what an event says.</summary>
internal static class SlackEvents
{
    /// <summary>What happened, according to an <c>events_api</c> payload.</summary>
    public static SlackEvent Read(SlackWorkspace workspace, JsonElement payload, DateTimeOffset now)
    {
        var happened = payload.Object("event");
        var kind = happened.Text("type") ?? "";
        var id = IdOf(workspace, payload);
        return kind switch
        {
            "app_mention" => Mention(workspace, happened, id, now),
            "message" => Message(workspace, happened, id, now),
            "app_home_opened" => Home(workspace, happened, id, now),
            "user_change" => Change(workspace, happened.Object("user"), id),
            "member_left_channel" when happened.Text("user") != workspace.BotUserId => new(kind, null, "somebody else left a channel"),
            "member_left_channel" or "channel_left" or "channel_archive" or "channel_deleted" or "group_left" or "group_archive" or "group_deleted" =>
                happened.Id("channel") is { } channel ? new(kind, new ChannelGone(id, new ChannelRef(workspace.Ref, channel))) : new(kind, null, "it names no channel"),
            "app_uninstalled" => new(kind, new WorkspaceGone(id, workspace.Ref)),
            "tokens_revoked" when happened.Object("tokens").Items("bot").Any() => new(kind, new WorkspaceGone(id, workspace.Ref)),
            "tokens_revoked" => new(kind, null, "only tokens of people were revoked"),
            "" => new(kind, null, "it has no type"),
            _ => new(kind, null, "CopBot does not know this kind"),
        };
    }

    private static SlackEvent Mention(SlackWorkspace workspace, JsonElement happened, string id, DateTimeOffset now) =>
        Written(workspace, happened, now) is { } message
            ? new("app_mention", new Mentioned(id, message with { Text = SlackText.ToPlain(happened.Text("text") ?? "", workspace.BotUserId) }))
            : new("app_mention", null, "an app wrote it, or it names no author or channel");

    private static SlackEvent Message(SlackWorkspace workspace, JsonElement happened, string id, DateTimeOffset now)
    {
        switch (happened.Text("subtype"))
        {
            case null or "file_share" or "thread_broadcast" or "me_message":
                return Written(workspace, happened, now) is { } message
                    ? new("message", new MessageSeen(id, message))
                    : new("message", null, "an app wrote it, or it names no author or channel");
            case "message_deleted":
                return Deleted(workspace, happened, happened.Object("previous_message"), happened.Ts("deleted_ts"), id);
            // A message with a thread below it is not deleted: a stone is put in its place.
            case "message_changed" when happened.Object("message").Text("subtype") is "tombstone":
                return Deleted(workspace, happened, happened.Object("message"), happened.Object("message").Ts("ts"), id);
            case "message_changed":
                return new("message_changed", null, "what was said before is not looked at");
            default:
                return new("message of a special kind", null, "nobody said anything");
        }
    }

    private static SlackEvent Deleted(SlackWorkspace workspace, JsonElement happened, JsonElement message, string? ts, string id) =>
        happened.Id("channel") is { } channel && ts is not null
            ? new("message_deleted", new MessageDeleted(id, new PostRef(SlackIds.PlaceOf(new ChannelRef(workspace.Ref, channel), ts, message.Ts("thread_ts")), ts)))
            : new("message_deleted", null, "it names no channel or message");

    private static SlackEvent Home(SlackWorkspace workspace, JsonElement happened, string id, DateTimeOffset now)
    {
        if (happened.Text("tab") is not (null or "home")) return new("app_home_opened", null, "another tab was opened");
        if (happened.Id("user") is not { } user || happened.Id("channel") is not { } channel) return new("app_home_opened", null, "it names no person or conversation");
        var ticket = new SlackTicket(new Place(new ChannelRef(workspace.Ref, channel)), now, null, SlackTicketFrom.OpeningHome);
        return new("app_home_opened", new HomeOpened(id, new UserRef(workspace.Ref, user), ticket.Where, ticket.Write()));
    }

    private static SlackEvent Change(SlackWorkspace workspace, JsonElement user, string id) =>
        !user.Flag("deleted") ? new("user_change", null, "nobody left")
        : user.Id("id") is { } left ? new("user_change", new MemberLeft(id, SlackGestures.Account(workspace, left, user.Text("team_id"))))
        : new("user_change", null, "it names no person");

    /// <summary>A message of a person, without its words; null for what apps write, the bot itself among them, so that two of them never talk to each other.</summary>
    private static SourceMessage? Written(SlackWorkspace workspace, JsonElement happened, DateTimeOffset now)
    {
        if (happened.Text("bot_id") is not null || happened.Id("user") is not { } user || user == workspace.BotUserId || user == "USLACKBOT") return null;
        if (happened.Id("channel") is not { } channel || happened.Ts("ts") is not { } ts) return null;

        var place = SlackIds.PlaceOf(new ChannelRef(workspace.Ref, channel), ts, happened.Ts("thread_ts"));
        var author = SlackGestures.Account(workspace, user, happened.Text("user_team") ?? happened.Text("source_team") ?? happened.Text("team"));
        var isPrivate = happened.Text("channel_type") is "im" or "mpim" or "group" || SlackGestures.IsPrivate(place.Channel);
        return new SourceMessage(new PostRef(place, ts), author, "", "", SlackIds.WrittenAt(ts) ?? now, isPrivate);
    }

    private static string IdOf(SlackWorkspace workspace, JsonElement payload) =>
        SlackEventId.Of(workspace.Ref, "event", payload.Text("event_id") ?? (payload.ValueKind is JsonValueKind.Undefined ? "" : payload.GetRawText()));
}
