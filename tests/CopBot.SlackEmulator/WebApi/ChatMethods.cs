using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Posting, editing and deleting messages.</summary>
internal static class ChatMethods
{
    public static JsonObject Post(ApiCall call)
    {
        if (Target(call) is not { } channel)
            return Refused("channel_not_found");
        if (RefusePost(call, channel) is { } refusal)
            return refusal;
        var (draft, wrong) = MessageDraft.Read(call);
        if (wrong is not null)
            return wrong;
        if (RefuseThread(channel, call.Text("thread_ts")) is { } unthreadable)
            return unthreadable;
        var message = Says(call, channel);
        message.ThreadTs = call.Text("thread_ts") is { Length: > 0 } thread ? thread : null;
        if (message.ThreadTs is not null && call.Flag("reply_broadcast"))
            message.Subtype = "thread_broadcast";
        draft!.Fill(message);
        channel.Messages.Add(message);
        call.Emulator.Feed.Posted(message);
        return Done(("channel", channel.Id), ("ts", message.Ts), ("message", message.ToJson(withMetadata: true)));
    }

    public static JsonObject Update(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (channel.Find(call.Text("ts")!) is not { Subtype: not "tombstone" } message)
            return Refused("message_not_found");
        if (message.UserId != call.Bot.Id)
            return Refused("cant_update_message");
        if (channel.Archived)
            return Refused("is_inactive");
        if (call.Emulator.EditWindowClosed)
            return Refused("edit_window_closed");
        var (draft, wrong) = MessageDraft.Read(call, update: true);
        if (wrong is not null)
            return wrong;
        var before = message.ToJson();
        draft!.Fill(message);
        message.EditedTs = call.Workspace.NextTs();
        message.EditedBy = call.Bot.Id;
        call.Emulator.Feed.Changed(message, before);
        return Done(("channel", channel.Id), ("ts", message.Ts), ("text", message.Text), ("message", message.ToJson(withMetadata: true)));
    }

    public static JsonObject Delete(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (channel.Find(call.Text("ts")!) is not { Subtype: not "tombstone" } message)
            return Refused("message_not_found");
        if (message.UserId != call.Bot.Id)
            return Refused("cant_delete_message");
        call.Emulator.Feed.Delete(message);
        return Done(("channel", channel.Id), ("ts", message.Ts));
    }

    public static JsonObject PostEphemeral(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (channel.Archived)
            return Refused("is_archived");
        if (!channel.Members.Contains(call.Bot.Id))
            return Refused("not_in_channel");
        if (call.Workspace.User(call.Text("user")) is not { Deleted: false } reader || !channel.Members.Contains(reader.Id))
            return Refused("user_not_in_channel");
        var (draft, wrong) = MessageDraft.Read(call);
        if (wrong is not null)
            return wrong;
        var message = Says(call, channel);
        message.ThreadTs = call.Text("thread_ts") is { Length: > 0 } thread ? thread : null;
        message.OnlyFor = reader.Id;
        draft!.Fill(message);
        channel.Ephemerals.Add(message);
        return Done("message_ts", message.Ts);
    }

    public static JsonObject Permalink(ApiCall call)
    {
        if (call.Channel() is not { } channel)
            return Refused("channel_not_found");
        if (channel.Find(call.Text("message_ts")!) is not { } message)
            return Refused("message_not_found");
        var link = $"https://{call.Workspace.Domain}.slack.com/archives/{channel.Id}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}";
        if (message.IsReply)
            link += $"?thread_ts={message.ThreadTs}&cid={channel.Id}";
        return Done(("permalink", link), ("channel", channel.Id));
    }

    internal static SlackMessage Says(ApiCall call, SlackChannel channel) => Says(call.Installation, channel);

    internal static SlackMessage Says(Installation installation, SlackChannel channel) => new(installation.Workspace.NextTs(), channel)
    {
        UserId = installation.Bot.Id,
        BotId = installation.BotId,
        AppId = installation.App.Id,
        BotName = installation.App.Name,
        TeamId = installation.Workspace.Id,
    };

    // A person's id in place of a channel opens the direct message with them.
    private static SlackChannel? Target(ApiCall call)
    {
        var name = call.Text("channel")!;
        if (call.Workspace.Users.Find(user => user.Id == name) is { } person)
            return call.Workspace.Direct([call.Bot, person]).Channel;
        return call.Channel();
    }

    private static JsonObject? RefusePost(ApiCall call, SlackChannel channel)
    {
        if (channel.Archived)
            return Refused("is_archived");
        if (!channel.Members.Contains(call.Bot.Id) && !call.Installation.Scopes.Contains("chat:write.public"))
            return Refused("not_in_channel");
        if (channel.ReadOnly)
            return Refused("restricted_action_read_only_channel");
        if (channel.Kind == ChannelKind.Im && !call.App.MessagesTab)
            return Refused("messages_tab_disabled");
        if ((call.Has("username") || call.Has("icon_url") || call.Has("icon_emoji")) && call.Lacks("chat:write.customize") is { } lacks)
            return lacks;
        return call.Flag("as_user") ? Refused("as_user_not_supported") : null;
    }

    private static JsonObject? RefuseThread(SlackChannel channel, string? thread)
    {
        if (string.IsNullOrEmpty(thread))
            return null;
        if (channel.Find(thread) is not { } parent)
            return Refused("thread_not_found");
        if (parent.ThreadLocked)
            return Refused("restricted_action_thread_locked");
        // docs: "Avoid using a reply's ts value; use its parent instead." Slack is not specific; the emulator refuses.
        return parent.IsReply ? Refused("cannot_reply_to_message") : null;
    }
}
