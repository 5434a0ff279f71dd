using System.Globalization;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CopBot.SlackEmulator.Sockets;

/// <summary>
/// Socket Mode: one-use addresses, up to ten sockets an app, each payload to any one of them, three seconds to acknowledge, events again
/// at once, after a minute and after five.
/// </summary>
public sealed class SocketHub
{
    /// <summary>docs: "up to 10 open WebSocket connections at the same time".</summary>
    public const int MostSockets = 10;

    private static readonly TimeSpan[] _retryAfter = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    private readonly Lock _gate = new();
    private readonly EmulatedSlack _emulator;
    private readonly Dictionary<string, (SlackApp App, DateTimeOffset Until)> _tickets = new(StringComparer.Ordinal);
    private readonly List<SocketConnection> _sockets = [];
    private readonly Dictionary<string, (Delivery Delivery, SocketConnection Socket, ITimer Timer)> _awaited = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _finished = new(StringComparer.Ordinal);
    private readonly List<Delivery> _held = [];
    private readonly List<string> _lost = [];
    private readonly List<(int Count, SlackApp App, TaskCompletionSource Reached)> _waiting = [];
    private readonly List<TaskCompletionSource> _listening = [];
    private int _turn;
    private int _named;

    internal SocketHub(EmulatedSlack emulator) => _emulator = emulator;

    /// <summary>Keeps payloads back until <see cref="Release"/>, to deliver them late or out of order.</summary>
    public bool Hold { get; set; }

    /// <summary>Events given up after the last retry, by event_id.</summary>
    public IReadOnlyList<string> Lost
    {
        get
        {
            lock (_gate)
            {
                return [.. _lost];
            }
        }
    }

    /// <summary>The open sockets of an app, oldest first.</summary>
    public IReadOnlyList<SocketConnection> Open(SlackApp app)
    {
        lock (_gate)
        {
            return [.. _sockets.Where(socket => socket.App == app && socket.IsOpen)];
        }
    }

    public int Count(SlackApp app) => Open(app).Count;

    /// <summary>Completes once the app has this many greeted sockets.</summary>
    public Task Greeted(SlackApp app, int count = 1)
    {
        lock (_gate)
        {
            if (_sockets.Count(socket => socket.App == app && socket is { IsOpen: true, Greeted: true }) >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, app, reached));
            return reached.Task;
        }
    }

    /// <summary>
    /// Completes once every envelope sent so far was acknowledged or has timed out. Wait for it before moving the clock, or three seconds
    /// of the clock may pass before the app had a moment to answer.
    /// </summary>
    public Task Quiet()
    {
        lock (_gate)
        {
            if (_awaited.Count == 0)
                return Task.CompletedTask;
            var quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _listening.Add(quiet);
            return quiet.Task;
        }
    }

    /// <summary>Sends what was held back, in the order it came or the other way round.</summary>
    public void Release(bool reversed = false)
    {
        Delivery[] held;
        lock (_gate)
        {
            Hold = false;
            held = [.. _held];
            _held.Clear();
        }

        if (reversed)
            Array.Reverse(held);
        foreach (var delivery in held)
            Attempt(delivery);
    }

    internal string NewUrl(SlackApp app)
    {
        lock (_gate)
        {
            var ticket = Guid.NewGuid().ToString("N");
            // Addresses are for now, not for later [recall: they live for some 30 s].
            _tickets[ticket] = (app, _emulator.Clock.GetUtcNow() + TimeSpan.FromSeconds(30));
            return $"{_emulator.SocketBaseUrl}link/?ticket={ticket}&app_id={app.Id}";
        }
    }

    internal async Task Accept(HttpContext context, CancellationToken stopping)
    {
        var key = context.Request.Headers.SecWebSocketKey.ToString();
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (_emulator.Faults.TakeDeadUrl())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (Redeem(context.Request.Query["ticket"].ToString()) is not { } app || upgrade is not { IsUpgradableRequest: true } || key.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.Headers.SecWebSocketAccept = WireSocket.Accept(key);
        context.Response.Headers.Upgrade = "websocket";
        await using var stream = await upgrade.UpgradeAsync();
        using var wire = new WireSocket(stream);
        using var socket = Add(app, wire, context.Abort, out var refuse);
        if (refuse is not null)
            socket.Disconnect(refuse);
        var life = context.Request.Query["debug_reconnects"] == "true" ? TimeSpan.FromSeconds(360) : _emulator.Options.SocketLives;
        if (refuse is null && life is not null)
            socket.RefreshAfter(life.Value);
        var greet = refuse is null && !_emulator.Faults.TakeNoHello();
        var running = socket.Run(greet, stopping);
        Tell(app);
        await running;
    }

    /// <summary>Sends a payload; the task ends with the acknowledgement, or when Slack gives up.</summary>
    internal Task<DeliveryOutcome> Send(SlackApp app, string type, JsonObject payload, bool takesPayload)
    {
        var delivery = new Delivery(app, type, payload, takesPayload, _emulator.Clock.GetUtcNow());
        lock (_gate)
        {
            if (Hold)
            {
                _held.Add(delivery);
                return delivery.Done.Task;
            }
        }

        Attempt(delivery);
        return delivery.Done.Task;
    }

    internal void Acknowledge(SocketConnection socket, string envelope, JsonNode? payload)
    {
        Delivery delivery;
        lock (_gate)
        {
            if (!_awaited.TryGetValue(envelope, out var awaited))
            {
                _emulator.Journal.Violation(_finished.TryGetValue(envelope, out var how)
                    ? $"{socket.Name}: {envelope} was acknowledged after it had {how}"
                    : $"{socket.Name}: {envelope} was never sent");
                return;
            }

            if (awaited.Socket != socket)
            {
                _emulator.Journal.Violation($"{socket.Name}: {envelope} was sent on {awaited.Socket.Name} and must be acknowledged there");
                return;
            }

            delivery = awaited.Delivery;
            awaited.Timer.Dispose();
            _awaited.Remove(envelope);
            _finished[envelope] = "been acknowledged";
            TellQuiet();
        }

        if (!delivery.TakesPayload && payload is JsonObject { Count: > 0 })
            _emulator.Journal.Violation($"{socket.Name}: {envelope} does not accept a payload");
        _emulator.Noticed();
        delivery.Done.TrySetResult(new DeliveryOutcome(DeliveryEnd.Acknowledged, payload?.DeepClone(), _emulator.Clock.GetUtcNow() - delivery.Begun));
    }

    internal void Gone(SocketConnection socket)
    {
        lock (_gate)
        {
            _sockets.Remove(socket);
        }
    }

    internal void CloseAll()
    {
        SocketConnection[] open;
        lock (_gate)
        {
            open = [.. _sockets];
        }

        foreach (var socket in open)
            socket.Kill();
    }

    private void Attempt(Delivery delivery, SocketConnection? except = null, bool copy = false)
    {
        SocketConnection? socket;
        lock (_gate)
        {
            var open = _sockets.Where(one => one.App == delivery.App && one is { IsOpen: true, Greeted: true }).ToArray();
            var others = open.Where(one => one != except).ToArray();
            var choice = others.Length > 0 ? others : open;
            socket = choice.Length == 0 ? null : choice[_turn++ % choice.Length];
        }

        if (socket is null)
        {
            Failed(delivery, DeliveryEnd.NoSocket);
            return;
        }

        var envelope = Guid.NewGuid().ToString("D");
        var frame = new JsonObject { ["envelope_id"] = envelope, ["payload"] = delivery.Payload.Copy(), ["type"] = delivery.Type, ["accepts_response_payload"] = delivery.TakesPayload };
        if (delivery.Retries)
        {
            frame["retry_attempt"] = delivery.Attempt;
            frame["retry_reason"] = delivery.Attempt == 0 ? "" : "timeout";
        }

        var timer = _emulator.Clock.CreateTimer(_ => TimedOut(envelope, delivery, copy), null, _emulator.Options.AckWithin, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _awaited[envelope] = (delivery, socket, timer);
        }

        socket.SendText(frame.Write());
        if (!copy && delivery.Attempt == 0 && _emulator.Faults.TakeDuplicate())
            Attempt(delivery, _emulator.Faults.DuplicateOnAnotherSocket ? socket : null, copy: true);
    }

    private void TimedOut(string envelope, Delivery delivery, bool copy)
    {
        lock (_gate)
        {
            if (!_awaited.Remove(envelope))
                return;
            _finished[envelope] = "timed out";
            TellQuiet();
        }

        if (!copy && !delivery.Done.Task.IsCompleted)
            Failed(delivery, DeliveryEnd.TimedOut);
    }

    private void Failed(Delivery delivery, DeliveryEnd end)
    {
        if (!delivery.Retries || delivery.Attempt >= _retryAfter.Length)
        {
            lock (_gate)
            {
                if (delivery.Retries)
                    _lost.Add(delivery.Payload.Text("event_id") ?? "");
            }

            delivery.Done.TrySetResult(new DeliveryOutcome(end, null, _emulator.Clock.GetUtcNow() - delivery.Begun));
            return;
        }

        var wait = _retryAfter[delivery.Attempt++];
        if (wait == TimeSpan.Zero)
            Attempt(delivery);
        else
            delivery.Timer = _emulator.Clock.CreateTimer(_ => Attempt(delivery), null, wait, Timeout.InfiniteTimeSpan);
    }

    // Called under the lock.
    private void TellQuiet()
    {
        if (_awaited.Count > 0)
            return;
        _listening.ForEach(quiet => quiet.TrySetResult());
        _listening.Clear();
    }

    private SlackApp? Redeem(string ticket)
    {
        lock (_gate)
        {
            return _tickets.Remove(ticket, out var found) && found.Until >= _emulator.Clock.GetUtcNow() ? found.App : null;
        }
    }

    private SocketConnection Add(SlackApp app, WireSocket wire, Action abort, out string? refuse)
    {
        lock (_gate)
        {
            refuse = !app.SocketMode ? "link_disabled" : _sockets.Count(socket => socket.App == app && socket.IsOpen) >= MostSockets ? "too_many_websockets" : null;
            var socket = new SocketConnection(_emulator, app, "s" + (++_named).ToString(CultureInfo.InvariantCulture), wire, abort);
            if (refuse is null)
                _sockets.Add(socket);
            _emulator.Journal.Write("socket", new JsonObject { ["socket"] = socket.Name, ["what"] = "opened", ["app"] = app.Id });
            return socket;
        }
    }

    private void Tell(SlackApp app)
    {
        lock (_gate)
        {
            var greeted = _sockets.Count(socket => socket.App == app && socket is { IsOpen: true, Greeted: true });
            foreach (var waiting in _waiting.Where(one => one.App == app && greeted >= one.Count).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Reached.TrySetResult();
            }
        }
    }
}
