using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>One socket: its send queue, its liveness and its way to end.</summary>
internal sealed class GatewayConnection : IDisposable
{
    private readonly Channel<Outgoing> _outgoing = System.Threading.Channels.Channel.CreateUnbounded<Outgoing>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Realm _realm;
    private readonly WebSocket _socket;
    private readonly Action _abort;
    private readonly GatewayCompression? _compression;
    private ITimer? _watchdog;
    private DateTimeOffset _lastBeat;

    public GatewayConnection(Realm realm, WebSocket socket, string door, bool compressed, Action abort)
    {
        _realm = realm;
        _socket = socket;
        _abort = abort;
        Door = door;
        _compression = compressed ? new GatewayCompression() : null;
        Number = realm.Hub.Opened(this);
        Log("open", null);
    }

    public int Number { get; }

    /// <summary>Which URL was used: "gateway" or "resume".</summary>
    public string Door { get; }

    public GatewaySession? Session { get; set; }

    /// <summary>The code we closed with, once we did.</summary>
    public int? ServerCode { get; private set; }

    /// <summary>Half open: nothing goes out, nothing that comes in is looked at, and the TCP connection stays.</summary>
    public bool Frozen { get; set; }

    public bool CompressesPayloads { get; set; }

    public Queue<DateTimeOffset> Received { get; } = [];

    public void Send(JsonObject payload) => Send(payload.ToJsonString());

    public void Send(string text)
    {
        if (Frozen || ServerCode is not null) return;
        Log("sent", text);
        _outgoing.Writer.TryWrite(new Outgoing(text, null));
    }

    /// <summary>Closes with a code; a socket closes once.</summary>
    public void Close(int code, string reason = "")
    {
        if (ServerCode is not null) return;
        ServerCode = code;
        // The session ends with our close; whether the client answers it changes nothing.
        if (CloseCode.EndsSession(code) && Session is { } session) _realm.Hub.Forget(session);
        Log("close", null, code);
        _outgoing.Writer.TryWrite(new Outgoing(reason, code));
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Cuts the TCP connection without a word.</summary>
    public void Kill()
    {
        ServerCode ??= 0;
        Log("kill", null);
        _outgoing.Writer.TryComplete();
        _abort();
    }

    public void Beat() => _lastBeat = _realm.Now;

    /// <summary>Closes the socket when no heartbeat comes in time; the session can be resumed (gateway, "Heartbeat Interval").</summary>
    public void WatchHeartbeats()
    {
        Beat();
        var interval = _realm.Hub.HeartbeatInterval;
        _watchdog = _realm.Options.Clock.CreateTimer(_ =>
        {
            lock (_realm.Gate)
            {
                // Half an interval of tolerance: "there is already tolerance in the heartbeat_interval".
                if (!Frozen && _realm.Now - _lastBeat > interval * 1.5) Close(CloseCode.UnknownError, "heartbeat missing");
            }
        }, null, interval * 1.6, interval);
    }

    public async Task PumpAsync(CancellationToken stop)
    {
        await foreach (var next in _outgoing.Reader.ReadAllAsync(stop))
        {
            if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
            if (next.CloseCode is { } code)
            {
                await _socket.CloseOutputAsync((WebSocketCloseStatus)code, next.Text, stop);
                return;
            }
            if (_compression is not null) await _socket.SendAsync(_compression.Stream(next.Text), WebSocketMessageType.Binary, endOfMessage: true, stop);
            // "Even when payload compression is enabled, not all payloads will be compressed": here the longer ones are.
            else if (CompressesPayloads && next.Text.Length > 1024) await _socket.SendAsync(GatewayCompression.Single(next.Text), WebSocketMessageType.Binary, endOfMessage: true, stop);
            else await _socket.SendAsync(Encoding.UTF8.GetBytes(next.Text), WebSocketMessageType.Text, endOfMessage: true, stop);
        }
    }

    public void Log(string direction, string? text, int? code = null)
    {
        var line = new JsonObject { ["kind"] = "gateway", ["direction"] = direction, ["connection"] = Number, ["on"] = Door };
        if (code is not null) line["code"] = code;
        if (text is not null) line["frame"] = Masked(text);
        _realm.Journal.Write(line);
    }

    public void Dispose()
    {
        _watchdog?.Dispose();
        _compression?.Dispose();
    }

    private static JsonNode Masked(string text)
    {
        const int longest = 20_000;
        if (text.Length > longest) return text[..200] + "…";
        try
        {
            var node = JsonNode.Parse(text);
            if (node is JsonObject { } frame && frame.Part("d") is { } data && frame.Number("op") is 2 or 6 && data.Has("token")) data["token"] = "***";
            return node ?? JsonValue.Create("null");
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private sealed record Outgoing(string Text, int? CloseCode);
}
