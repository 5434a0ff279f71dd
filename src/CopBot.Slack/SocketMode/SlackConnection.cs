using System.Net.WebSockets;
using CopBot.Chat;
using CopBot.Slack.WebApi;
using Microsoft.Extensions.Logging;

namespace CopBot.Slack.SocketMode;

/// <summary>
/// Keeps one app connected, for the workspaces whose pairs share its app-level token (mostly one). A socket that Slack wants
/// closed is served until its successor is greeted and Slack has closed it, so that nothing falls between the two.
/// </summary>
internal sealed partial class SlackConnection
{
    // Slack closes a socket some ten seconds after it said so; ours is only for when it forgets to.
    private static readonly TimeSpan OldSocketLives = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LivedLong = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterTooMany = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<SlackPair> _pairs;
    private readonly SlackWorkspaces _workspaces;
    private readonly SlackOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SlackToken _token;
    private readonly SlackWeb _web;
    private readonly Oddities _oddities;
    private readonly EnvelopeTaker _taker;
    private readonly BackOff _backOff = new();
    private readonly Lock _gate = new();
    private readonly List<SlackSocket> _sockets = [];
    private Frame.Hello? _hello;
    private string? _trouble;

    public SlackConnection(IReadOnlyList<SlackPair> pairs, SlackWorkspaces workspaces, IEnvelopes envelopes, SlackOptions options, SlackHttp http, TimeProvider clock, ILogger log, PlatformMeter? meter)
    {
        (_pairs, _workspaces, _options, _clock, _log) = (pairs, workspaces, options, clock, log);
        _token = new SlackToken(pairs[0].Tokens.AppToken, pairs[0].Tokens.Setting, OpensSockets: true);
        _web = new SlackWeb(http.Client, options, _token, clock) { Meter = meter };
        _oddities = new Oddities(log);
        _taker = new EnvelopeTaker(envelopes, clock, log, meter);
    }

    /// <summary>Connects, and stays connected until told to stop or until none of the workspaces is left.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var living = LiveAsync(life.Token);
        await Task.WhenAny(living, Task.WhenAll(_pairs.Select(pair => pair.Ended)));
        await life.CancelAsync();
        try
        {
            await living;
        }
        catch (OperationCanceledException)
        {
            // Stopping, or every workspace was given up; each was told why.
        }
        finally
        {
            await FinishAsync();
        }
    }

    private async Task LiveAsync(CancellationToken stop)
    {
        // A socket is opened as soon as one of the workspaces is known; the others may take their time.
        await foreach (var met in Task.WhenEach(_pairs.Select(pair => MeetAsync(pair, stop))))
            if (await met) await KeepAsync(stop);
    }

    // Returns when the last workspace is given up.
    private async Task KeepAsync(CancellationToken stop)
    {
        while (_pairs.Any(pair => !pair.IsStopped))
        {
            stop.ThrowIfCancellationRequested();
            if (await OpenAsync(stop) is not { } socket) continue;
            var opened = _clock.GetTimestamp();
            await Task.WhenAny(socket.Dismissed, socket.Ended).WaitAsync(stop);
            if (_clock.GetElapsedTime(opened) >= LivedLong) _backOff.Worked();
            if (socket.Dismissed.IsCompleted)
            {
                var reason = await socket.Dismissed;
                ToldToGo(_token.Setting, reason);
                if (reason is "link_disabled" or "too_many_websockets") await TurnedAwayAsync(reason, stop);
                // Slack's wish is no failure of ours: the next is opened at once, and this one is served meanwhile.
                else _ = RetireAsync(socket, stop);
            }
            else
            {
                await FailedAsync("The connection was lost: " + await socket.Ended, null, stop);
            }
        }
    }

    /// <summary>Opens a socket and waits until it is greeted. Null where that failed, after a wait.</summary>
    private async Task<SlackSocket?> OpenAsync(CancellationToken stop)
    {
        var socket = new SlackSocket(_options, _oddities);
        try
        {
            var answer = await _web.CallAsync("apps.connections.open", [], stop);
            if (!Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out var address)) throw new PlatformException(FailureKind.NotDelivered, "Slack gave no address to connect to.");
            using var inTime = new CancellationTokenSource(_options.HelloTimeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, stop);
            await socket.ConnectAsync(address, Take, _taker.WhenAcknowledgedAsync, either.Token);
            await Task.WhenAny(socket.Greeted, socket.Dismissed, socket.Ended).WaitAsync(either.Token);
            if (socket.Greeted.IsCompleted)
            {
                Greeted(socket, await socket.Greeted);
                return socket;
            }

            var reason = socket.Dismissed.IsCompleted ? await socket.Dismissed : await socket.Ended;
            socket.Dispose();
            await TurnedAwayAsync(reason, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.WorkspaceStopped or FailureKind.Denied)
        {
            socket.Dispose();
            GiveUp(e.Message);
        }
        catch (PlatformException e)
        {
            socket.Dispose();
            await FailedAsync(e.Message, e.RetryAfter, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested && e is WebSocketException or OperationCanceledException or HttpRequestException or IOException)
        {
            // Its reason names no address: that is a secret.
            socket.Dispose();
            await FailedAsync(e is OperationCanceledException ? $"Slack did not greet within {_options.HelloTimeout.TotalSeconds} s." : $"The socket could not be opened: {e.Message}", null, stop);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return null;
    }

    private void Greeted(SlackSocket socket, Frame.Hello hello)
    {
        lock (_gate)
        {
            _sockets.Add(socket);
            (_hello, _trouble) = (hello, null);
        }

        _ = ForgetAsync(socket);
        foreach (var pair in _pairs) Connected(pair);
    }

    private async Task ForgetAsync(SlackSocket socket)
    {
        var why = await socket.Ended;
        lock (_gate)
        {
            _sockets.Remove(socket);
            if (_sockets.Count > 0) return;
            _hello = null;
            foreach (var pair in _pairs) _workspaces.Say(pair, SlackState.Connecting, _trouble ?? "The connection was lost: " + why);
        }
    }

    private async Task RetireAsync(SlackSocket socket, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await socket.Ended.WaitAsync(OldSocketLives, _clock, stop);
                return;
            }
            catch (TimeoutException)
            {
                // As long as there is no other, an old socket is better than none.
                lock (_gate)
                    if (_sockets.Count < 2) continue;
                await socket.CloseAsync(GoodbyeWithin, _clock);
                return;
            }
            catch (OperationCanceledException)
            {
                // It is closed with the others.
                return;
            }
        }
    }

    private async Task TurnedAwayAsync(string reason, CancellationToken stop)
    {
        if (reason == "link_disabled")
            GiveUp($"Socket Mode is switched off. Switch it on in the app's settings (Socket Mode → Enable Socket Mode), and restart CopBot ({_token.Setting}).");
        else if (reason == "too_many_websockets")
            await FailedAsync("Slack takes no more than ten sockets of one app: look for other running copies of CopBot.", AfterTooMany, stop);
        else
            await FailedAsync($"Slack turned the socket away: {reason}.", null, stop);
    }

    private async Task FailedAsync(string why, TimeSpan? atLeast, CancellationToken stop)
    {
        lock (_gate)
        {
            _trouble = why;
            // An old socket may serve until the new one is there.
            if (_sockets.Count == 0)
                foreach (var pair in _pairs) _workspaces.Say(pair, SlackState.Connecting, why);
        }

        var wait = _backOff.Failed(atLeast);
        var waiting = Task.Delay(wait, _clock, stop);
        TriedAgain(_token.Setting, why, Math.Ceiling(wait.TotalSeconds));
        await waiting;
    }

    private void GiveUp(string why)
    {
        foreach (var pair in _pairs) _workspaces.Stop(pair, why);
    }

    private void Take(SlackSocket socket, Frame frame)
    {
        if (frame is Frame.Pointless pointless)
        {
            _oddities.Passed(pointless.What);
            _taker.Pass(socket, pointless.Id);
        }

        if (frame is not Frame.Delivery { Envelope: var envelope }) return;
        var pair = Routing.Whose(envelope.Payload, _pairs);
        if (pair is { IsStopped: false, Workspace: { } workspace })
        {
            _taker.Take(socket, workspace, envelope);
        }
        else if (pair is not null || _pairs.All(p => p.Workspace is not null || p.IsStopped))
        {
            if (pair is null) _oddities.Passed("an envelope of a workspace that no tokens are configured for");
            _taker.Pass(socket, envelope.Id);
        }

        // Else it may be for a workspace that is not known yet: Slack sends it again.
    }

    private async Task FinishAsync()
    {
        await _taker.FinishAsync().WaitAsync(FinishWithin, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _taker.GiveUp();
        SlackSocket[] open;
        lock (_gate) open = [.. _sockets];
        await Task.WhenAll(open.Select(socket => socket.CloseAsync(GoodbyeWithin, _clock)));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack ({Setting}) wants the socket closed ({Reason})")]
    private partial void ToldToGo(string setting, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack ({Setting}): {Why} Trying again in {Seconds} s")]
    private partial void TriedAgain(string setting, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack ({Setting}) is connected to {Workspace}")]
    private partial void NowConnected(string setting, string workspace);
}
