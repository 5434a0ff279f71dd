using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Acting;

/// <summary>What administrators do to a workspace and its apps, each change told to those who subscribed.</summary>
public sealed class Administration
{
    private readonly EmulatedSlack _emulator;

    internal Administration(EmulatedSlack emulator) => _emulator = emulator;

    /// <summary>Revokes the bot token: calls get token_revoked, and tokens_revoked is sent.</summary>
    public void RevokeToken(Installation installation) => Do("revoke token", () =>
    {
        installation.TokenError = "token_revoked";
        _emulator.Feed.Send(installation, "tokens_revoked", null, new JsonObject
        {
            ["type"] = "tokens_revoked",
            ["tokens"] = new JsonObject { ["oauth"] = new JsonArray(), ["bot"] = Json.List([installation.Bot.Id]) },
            ["event_ts"] = installation.Workspace.NextTs(),
        });
    });

    /// <summary>Removes the app: calls get account_inactive, and app_uninstalled and tokens_revoked come in either order.</summary>
    public void Uninstall(Installation installation, bool tokensFirst = false) => Do("uninstall", () =>
    {
        if (tokensFirst)
            RevokeToken(installation);
        _emulator.Feed.Send(installation, "app_uninstalled", null, new JsonObject { ["type"] = "app_uninstalled", ["event_ts"] = installation.Workspace.NextTs() });
        if (!tokensFirst)
            RevokeToken(installation);
        installation.TokenError = "account_inactive";
    });

    public void Archive(SlackWorkspace workspace, SlackChannel channel) => Do("archive", () =>
    {
        channel.Archived = true;
        _emulator.Feed.ChannelChanged(workspace, channel, channel.Kind == ChannelKind.Private ? "group_archive" : "channel_archive");
    });

    public void Unarchive(SlackWorkspace workspace, SlackChannel channel) => Do("unarchive", () =>
    {
        channel.Archived = false;
        _emulator.Feed.ChannelChanged(workspace, channel, channel.Kind == ChannelKind.Private ? "group_unarchive" : "channel_unarchive");
    });

    public void Rename(SlackWorkspace workspace, SlackChannel channel, string name) => Do("rename", () =>
    {
        channel.Name = name;
        _emulator.Feed.ChannelChanged(workspace, channel, channel.Kind == ChannelKind.Private ? "group_rename" : "channel_rename");
    });

    public void DeleteChannel(SlackWorkspace workspace, SlackChannel channel) => Do("delete channel", () =>
    {
        _emulator.Feed.ChannelChanged(workspace, channel, channel.Kind == ChannelKind.Private ? "group_deleted" : "channel_deleted");
        workspace.Channels.Remove(channel);
    });

    /// <summary>Brings the bot or a person into a channel.</summary>
    public void Invite(SlackWorkspace workspace, SlackChannel channel, SlackUser user) => Do("invite", () => _emulator.Feed.Join(workspace, channel, user));

    /// <summary>Takes the bot or a person out of a channel.</summary>
    public void Remove(SlackWorkspace workspace, SlackChannel channel, SlackUser user) => Do("remove", () => _emulator.Feed.Leave(workspace, channel, user));

    /// <summary>Deactivates an account. Slack tells it as user_change with deleted set; memberships end without events.</summary>
    public void Deactivate(SlackWorkspace workspace, SlackUser user) => Do("deactivate", () =>
    {
        user.Deleted = true;
        foreach (var channel in workspace.Channels.Where(channel => channel.Kind is ChannelKind.Public or ChannelKind.Private))
            channel.Members.Remove(user.Id);
        _emulator.Feed.UserChanged(workspace, user);
    });

    public void Reactivate(SlackWorkspace workspace, SlackUser user) => Do("reactivate", () =>
    {
        user.Deleted = false;
        _emulator.Feed.UserChanged(workspace, user);
    });

    /// <summary>A newcomer: told as team_join.</summary>
    public SlackUser Welcome(SlackWorkspace workspace, string handle, string? timeZone = "UTC")
    {
        lock (_emulator.Gate)
        {
            var user = workspace.AddUser(handle, timeZone: timeZone);
            _emulator.Feed.UserChanged(workspace, user, "team_join");
            return user;
        }
    }

    /// <summary>Tells apps that a profile or zone changed; set it on the user first.</summary>
    public void ProfileChanged(SlackWorkspace workspace, SlackUser user) => Do("profile", () => _emulator.Feed.UserChanged(workspace, user));

    /// <summary>A moderator deletes anyone's message, the bot's too.</summary>
    public void DeleteMessage(SlackMessage message) => Do("delete message", () => _emulator.Feed.Delete(message));

    /// <summary>Turns Socket Mode off: every open socket hears link_disabled and closes, and new ones hear it in place of hello.</summary>
    public void DisableSocketMode(SlackApp app)
    {
        app.SocketMode = false;
        foreach (var socket in _emulator.Sockets.Open(app))
            socket.Disconnect("link_disabled");
    }

    /// <summary>Sends an event of any kind, known or not, as it stands.</summary>
    public Task<Sockets.DeliveryOutcome> SendRaw(SlackApp app, string envelopeType, JsonObject payload, bool takesPayload = false) =>
        _emulator.Sockets.Send(app, envelopeType, payload, takesPayload);

    private void Do(string what, Action change)
    {
        lock (_emulator.Gate)
        {
            _emulator.Journal.Write("act", new JsonObject { ["who"] = "admin", ["what"] = what });
            change();
        }
    }
}
