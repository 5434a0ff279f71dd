using System.Globalization;
using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.World;

/// <summary>The Events API: what happens in a workspace reaches each app that subscribed, has the scope and can see it.</summary>
internal sealed class Feed(EmulatedSlack emulator)
{
    public void Posted(SlackMessage message)
    {
        var told = message.ToJson();
        told["channel"] = message.Channel.Id;
        told["channel_type"] = message.Channel.Word;
        told["event_ts"] = message.Ts;
        PublishMessage(message.Channel, told);
        foreach (var installation in Workspace(message.Channel).Installations.Where(one => message.Rings.Contains(one.Bot.Id, StringComparer.Ordinal) && message.UserId != one.Bot.Id))
        {
            // Direct messages are told as message.im only.
            if (message.Channel.Kind is ChannelKind.Im || !message.Channel.Members.Contains(installation.Bot.Id))
                continue;
            var mention = message.ToJson();
            mention["type"] = "app_mention";
            mention["channel"] = message.Channel.Id;
            mention["event_ts"] = message.Ts;
            Send(installation, "app_mention", "app_mentions:read", mention);
        }
    }

    public void Changed(SlackMessage message, JsonObject before)
    {
        var ts = Workspace(message.Channel).NextTs();
        PublishMessage(message.Channel, new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_changed",
            ["message"] = message.ToJson(),
            ["previous_message"] = before,
            ["channel"] = message.Channel.Id,
            ["hidden"] = true,
            ["ts"] = ts,
            ["event_ts"] = ts,
            ["channel_type"] = message.Channel.Word,
        });
    }

    public void Delete(SlackMessage message)
    {
        var before = message.ToJson();
        // A parent with replies stays as a tombstone so that the thread keeps its root.
        if (message.Channel.Replies(message.Ts).Count > 0)
        {
            message.Subtype = "tombstone";
            message.Text = "This message was deleted.";
            message.Blocks = null;
            message.Metadata = null;
            message.UserId = "USLACKBOT";
            message.BotId = null;
        }
        else
        {
            message.Channel.Messages.Remove(message);
        }

        var ts = Workspace(message.Channel).NextTs();
        PublishMessage(message.Channel, new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_deleted",
            ["previous_message"] = before,
            ["channel"] = message.Channel.Id,
            ["hidden"] = true,
            ["deleted_ts"] = message.Ts,
            ["event_ts"] = ts,
            ["ts"] = ts,
            ["channel_type"] = message.Channel.Word,
        });
    }

    public void Join(SlackWorkspace workspace, SlackChannel channel, SlackUser user)
    {
        if (channel.Members.Contains(user.Id))
            return;
        channel.Members.Add(user.Id);
        Publish(workspace, "member_joined_channel", $"{channel.Family}:read", Membership("member_joined_channel", workspace, channel, user), Sees(channel));
    }

    public void Leave(SlackWorkspace workspace, SlackChannel channel, SlackUser user)
    {
        if (!channel.Members.Remove(user.Id))
            return;
        Publish(workspace, "member_left_channel", $"{channel.Family}:read", Membership("member_left_channel", workspace, channel, user), Sees(channel));
        foreach (var installation in workspace.Installations.Where(one => one.Bot == user))
        {
            var name = channel.Kind == ChannelKind.Private ? "group_left" : "channel_left";
            Send(installation, name, $"{channel.Family}:read", new JsonObject { ["type"] = name, ["channel"] = channel.Id, ["event_ts"] = workspace.NextTs() });
        }
    }

    public bool React(SlackMessage message, string name, string user)
    {
        if (!message.Reactions.TryGetValue(name, out var users))
            message.Reactions[name] = users = [];
        if (users.Contains(user))
            return false;
        users.Add(user);
        Reaction("reaction_added", message, name, user);
        return true;
    }

    public bool Unreact(SlackMessage message, string name, string user)
    {
        if (!message.Reactions.TryGetValue(name, out var users) || !users.Remove(user))
            return false;
        if (users.Count == 0)
            message.Reactions.Remove(name);
        Reaction("reaction_removed", message, name, user);
        return true;
    }

    public void UserChanged(SlackWorkspace workspace, SlackUser user, string type = "user_change")
    {
        user.Updated = emulator.Clock.GetUtcNow();
        Publish(workspace, type, "users:read", new JsonObject
        {
            ["type"] = type,
            ["user"] = user.ToJson(emulator.Clock.GetUtcNow(), withLocale: true),
            ["cache_ts"] = emulator.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["event_ts"] = workspace.NextTs(),
        }, _ => true);
    }

    public void ChannelChanged(SlackWorkspace workspace, SlackChannel channel, string type, SlackUser? by = null)
    {
        var told = new JsonObject { ["type"] = type, ["event_ts"] = workspace.NextTs(), ["channel"] = channel.Id };
        if (type.EndsWith("_rename", StringComparison.Ordinal))
            told["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.Name, ["created"] = channel.Created.ToUnixTimeSeconds() };
        if (by is not null)
            told["user"] = by.Id;
        Publish(workspace, type, $"{channel.Family}:read", told, Sees(channel));
    }

    /// <summary>Sends one event to one installation, whatever its token is worth by now.</summary>
    public void Send(Installation installation, string subscription, string? scope, JsonObject told)
    {
        if (!installation.App.Events.Contains(subscription) || (scope is not null && !installation.Scopes.Contains(scope)))
            return;
        var number = emulator.Ids.Count();
        _ = emulator.Sockets.Send(installation.App, "events_api", new JsonObject
        {
            ["token"] = "verification-token",
            ["team_id"] = installation.Workspace.Id,
            ["context_team_id"] = installation.Workspace.Id,
            ["context_enterprise_id"] = null,
            ["api_app_id"] = installation.App.Id,
            ["event"] = told,
            ["type"] = "event_callback",
            ["event_id"] = string.Create(CultureInfo.InvariantCulture, $"Ev{number:D8}"),
            ["event_time"] = emulator.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(new JsonObject
            {
                ["enterprise_id"] = null,
                ["team_id"] = installation.Workspace.Id,
                ["user_id"] = installation.Bot.Id,
                ["is_bot"] = true,
                ["is_enterprise_install"] = false,
            }),
            ["is_ext_shared_channel"] = false,
            ["event_context"] = string.Create(CultureInfo.InvariantCulture, $"4-emulated{number}"),
        }, takesPayload: false);
    }

    private void PublishMessage(SlackChannel channel, JsonObject told)
    {
        var subscription = channel.Kind switch
        {
            ChannelKind.Public => "message.channels",
            ChannelKind.Private => "message.groups",
            ChannelKind.Im => "message.im",
            _ => "message.mpim",
        };
        Publish(Workspace(channel), subscription, $"{channel.Family}:history", told, installation => channel.Members.Contains(installation.Bot.Id));
    }

    private void Publish(SlackWorkspace workspace, string subscription, string? scope, JsonObject told, Func<Installation, bool> sees)
    {
        foreach (var installation in workspace.Installations.Where(sees).ToArray())
            Send(installation, subscription, scope, told.Copy());
    }

    private void Reaction(string type, SlackMessage message, string name, string user)
    {
        var workspace = Workspace(message.Channel);
        Publish(workspace, type, "reactions:read", new JsonObject
        {
            ["type"] = type,
            ["user"] = user,
            ["reaction"] = name,
            ["item_user"] = message.UserId,
            ["item"] = new JsonObject { ["type"] = "message", ["channel"] = message.Channel.Id, ["ts"] = message.Ts },
            ["event_ts"] = workspace.NextTs(),
        }, Sees(message.Channel));
    }

    private static JsonObject Membership(string type, SlackWorkspace workspace, SlackChannel channel, SlackUser user) => new()
    {
        ["type"] = type,
        ["user"] = user.Id,
        ["channel"] = channel.Id,
        ["channel_type"] = channel.Kind == ChannelKind.Private ? "G" : "C",
        ["team"] = workspace.Id,
        ["event_ts"] = workspace.NextTs(),
    };

    private static Func<Installation, bool> Sees(SlackChannel channel) =>
        installation => channel.Members.Contains(installation.Bot.Id);

    private SlackWorkspace Workspace(SlackChannel channel) => emulator.Workspaces.First(workspace => workspace.Channels.Contains(channel));
}
