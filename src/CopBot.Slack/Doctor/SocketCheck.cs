using System.Net.WebSockets;
using CopBot.Chat;
using CopBot.Slack.SocketMode;
using CopBot.Slack.WebApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace CopBot.Slack.Doctor;

/// <summary>
/// Looks whether an app-level token opens a socket. What is delivered on that socket is left unacknowledged, so that Slack
/// sends it again to a running bot, and the socket is closed as soon as it is greeted.
/// </summary>
internal sealed class SocketCheck(SlackOptions options, SlackHttp http, TimeProvider clock, Action<Finding> tell)
{
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, string?> _appOf = new(StringComparer.Ordinal);

    /// <summary>The app that opens the sockets of these tokens; null where none opened. Pairs that share a token are looked at once.</summary>
    public async Task<string?> LookAsync(SlackTokens tokens, CancellationToken stop)
    {
        if (TokenShapes.WrongApp(tokens) is { } wrong)
        {
            tell(Finding.Wrong(wrong));
            return null;
        }

        if (!_appOf.TryGetValue(tokens.AppToken, out var app)) _appOf[tokens.AppToken] = app = await OpenAsync(new SlackToken(tokens.AppToken, tokens.Setting, OpensSockets: true), stop);
        return app;
    }

    private async Task<string?> OpenAsync(SlackToken token, CancellationToken stop)
    {
        Uri? address;
        try
        {
            var answer = await new SlackWeb(http.Client, options, token, clock).CallAsync("apps.connections.open", [], stop);
            if (!Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out address)) throw new PlatformException(FailureKind.NotDelivered, "Slack gave no address to connect to; look again later.");
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong(e.Message));
            return null;
        }

        tell(Finding.Fine($"{token.Key} is good: it may open sockets."));
        return await GreetAsync(address, token, stop);
    }

    private async Task<string?> GreetAsync(Uri address, SlackToken token, CancellationToken stop)
    {
        using var socket = new SlackSocket(options, new Oddities(NullLogger.Instance));
        using var inTime = new CancellationTokenSource(options.HelloTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, stop);
        try
        {
            await socket.ConnectAsync(address, take: (_, _) => { }, farewell: _ => Task.CompletedTask, either.Token);
            await Task.WhenAny(socket.Greeted, socket.Dismissed, socket.Ended).WaitAsync(either.Token);
        }
        // Neither its reason nor its words may name the address: that is a secret.
        catch (Exception e) when (!stop.IsCancellationRequested && e is WebSocketException or OperationCanceledException or HttpRequestException or IOException)
        {
            tell(Finding.Wrong(socket.Ended.IsCompleted || e is not OperationCanceledException
                ? $"The socket could not be opened: {e.Message} Look whether a proxy or firewall lets wss:// through."
                : $"Slack did not greet the socket within {options.HelloTimeout.TotalSeconds} s. Look whether a proxy or firewall lets wss:// through."));
            return null;
        }

        if (!socket.Greeted.IsCompletedSuccessfully)
        {
            tell(Finding.Wrong(WhyNot(socket.Dismissed.IsCompleted ? await socket.Dismissed : await socket.Ended, token)));
            return null;
        }

        var hello = await socket.Greeted;
        await socket.CloseAsync(GoodbyeWithin, clock);
        tell(Finding.Fine("A socket opened, Slack greeted it, and it was closed again."));
        if (hello.Sockets > 1) tell(Finding.Notable($"Slack counts {hello.Sockets - 1} more of this app: a running CopBot has one. A press that fell on the doctor's in this moment may have to be repeated."));
        return hello.AppId ?? AppIn(token);
    }

    private static string WhyNot(string reason, SlackToken token) => reason switch
    {
        "link_disabled" => $"Socket Mode is switched off. Switch it on in the app's settings (Socket Mode → Enable Socket Mode), and restart CopBot ({token.Setting}).",
        "too_many_websockets" => $"Slack takes no more than ten sockets of one app: look for other running copies of CopBot ({token.Setting}).",
        _ => $"Slack turned the socket away: {reason}. Look again later.",
    };

    // xapp-1-A0123-…: the app that it was made for.
    private static string? AppIn(SlackToken token) => token.Secret.Trim().Split('-') is ["xapp", _, ['A', ..] app, ..] ? app : null;
}
