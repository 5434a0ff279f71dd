using System.Text.Json;
using CopBot.Chat;
using CopBot.Slack.WebApi;

namespace CopBot.Slack.SocketMode;

// Finding out whose tokens they are.
internal sealed partial class SlackConnection
{
    /// <summary>Asks Slack which workspace a pair belongs to, until it answers. False where the pair was given up.</summary>
    private async Task<bool> MeetAsync(SlackPair pair, CancellationToken stop)
    {
        var backOff = new BackOff();
        while (true)
        {
            try
            {
                var me = await pair.Web.CallAsync("auth.test", [], stop);
                if (Read(me, pair) is not { } workspace)
                {
                    // A person's token, perhaps: a bot's always has a bot_id.
                    var token = new SlackToken(pair.Tokens.BotToken, pair.Tokens.Setting, OpensSockets: false);
                    _workspaces.Stop(pair, SlackRefusals.Of("auth.test", "not_allowed_token_type", me, token).Message);
                    return false;
                }

                workspace = workspace with { AppId = await AppIdAsync(pair, workspace.BotId, stop) };
                if (!_workspaces.Meet(pair, workspace)) return false;
                Connected(pair);
                return !pair.IsStopped;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (PlatformException e) when (e.Kind is FailureKind.NotDelivered or FailureKind.Unknown)
            {
                _workspaces.Say(pair, SlackState.Connecting, e.Message);
                var wait = backOff.Failed(e.RetryAfter);
                var waiting = Task.Delay(wait, _clock, stop);
                TriedAgain(pair.Tokens.Setting, e.Message, Math.Ceiling(wait.TotalSeconds));
                await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (PlatformException e)
            {
                _workspaces.Stop(pair, e.Message);
                return false;
            }
        }
    }

    private static SlackWorkspace? Read(JsonElement me, SlackPair pair) =>
        me.Text("team_id") is { } team && me.Text("user_id") is { } user && me.Text("bot_id") is { } bot && Uri.TryCreate(me.Text("url"), UriKind.Absolute, out var url)
            ? new SlackWorkspace(new WorkspaceRef(SlackWorkspace.Slack, team), url, "", user, bot, pair.Web)
            : null;

    private async Task<string> AppIdAsync(SlackPair pair, string botId, CancellationToken stop)
    {
        try
        {
            var bot = await pair.Web.CallAsync("bots.info", new() { ["bot"] = botId }, stop);
            if (bot.Object("bot").Text("app_id") is { } app) return app;
        }
        catch (PlatformException e) when (e.Kind is not FailureKind.WorkspaceStopped)
        {
            // The app-level token names it as well.
        }

        return pair.Tokens.AppToken.Split('-') is ["xapp", _, var named, ..] ? named : "";
    }

    /// <summary>Marks a pair as connected, once both its workspace is known and a socket is greeted.</summary>
    private void Connected(SlackPair pair)
    {
        Frame.Hello? hello;
        lock (_gate) hello = _hello;
        if (hello is null || pair.Workspace is not { } workspace) return;
        if (hello.AppId is { Length: > 0 } app && workspace.AppId.Length > 0 && app != workspace.AppId)
        {
            _workspaces.Stop(
                pair,
                $"{pair.Tokens.Setting}:AppToken belongs to the app {app} and {pair.Tokens.Setting}:BotToken to the app {workspace.AppId}: copy both from the settings of the same app, and restart CopBot.");
            return;
        }

        lock (_gate)
        {
            // It may be lost again by now, or have been said already.
            if (_hello is null || pair.Status.State != SlackState.Connecting) return;
            _workspaces.Say(pair, SlackState.Connected, null);
        }

        NowConnected(pair.Tokens.Setting, workspace.Url.Host);
    }
}
