using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Discord.Rest;

namespace CopBot.Discord.Gateway;

/// <summary>One connection to the gateway, from Hello to whatever ends it.</summary>
/// <param name="options">The token and the shard.</param>
/// <param name="session">Which session it goes on with, or where it leaves the one that it begins.</param>
/// <param name="intents">What a new session asks to be told.</param>
/// <param name="gate">Counts new sessions.</param>
/// <param name="line">Takes the dispatches.</param>
/// <param name="oddities">Says what could not be read.</param>
/// <param name="uptime">Its clock.</param>
/// <param name="ready">Called when the session stands: with READY's data, or an undefined element after a resume.</param>
internal sealed class GatewaySocket(DiscordOptions options, GatewaySession session, Intents intents, IdentifyGate gate, DispatchLine line, Oddities oddities, Uptime uptime, Action<JsonElement> ready) : IDisposable
{
    private const int MostSent = 4096;
    private const int MostReceived = 16 * 1024 * 1024;
    private const int UsualFrame = 64 * 1024;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsualHeartbeat = TimeSpan.FromMilliseconds(41_250);
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new() { Options = { KeepAliveInterval = Timeout.InfiniteTimeSpan } };
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SendBudget _budget = new(uptime);
    private readonly bool _resumes = session.CanResume;
    private ArrayBufferWriter<byte> _frame = new(UsualFrame);
    private Task<ValueWebSocketReceiveResult>? _receiving;
    private Ending? _ending;
    private TimeSpan? _readyAt;
    private bool _greeted;
    private volatile bool _acknowledged = true;

    /// <summary>Whether it was to go on with a session and did not come to that.</summary>
    public bool FailedToResume => _resumes && _readyAt is null;

    /// <summary>Whether it stood for so long that the next try need not wait.</summary>
    public bool WasStable => _readyAt is { } since && uptime.Now - since >= Stable;

    /// <summary>Connects and receives until something ends it, and answers what. Call <see cref="CloseAsync"/> then.</summary>
    public async Task<Ending> RunAsync(Uri url, CancellationToken stop)
    {
        if (!await ConnectAsync(url, stop)) return _ending!;
        await using var _ = stop.UnsafeRegister(state => ((GatewaySocket)state!).End(new Ending(Then.Leave, "The bot stops")), this);
        var watching = WatchForHelloAsync();
        var beating = Task.CompletedTask;
        try
        {
            while (await ReceiveAsync() is { } received)
            {
                if (received.Length is 0) continue;
                if (Frame.Read(received) is not { } frame) oddities.Saw("a malformed frame");
                else if (frame.Op is Frame.Hello && !_greeted) beating = GreetAsync(frame.Data);
                else await TakeAsync(frame, received.Length);
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // It has ended, and why is written down.
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            End(CloseCodes.Meaning(null, AsksForContent));
        }

        await Task.WhenAll(watching, beating);
        return _ending!;
    }

    /// <summary>Closes with a code, and gives Discord a moment to do likewise.</summary>
    public async Task CloseAsync(int code)
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var late = uptime.After(CloseTime);
        try
        {
            await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, late.Token);
            // Hanging up while something is unread would reset the connection, and the code might never arrive.
            while (_socket.State is WebSocketState.CloseSent)
            {
                _receiving ??= _socket.ReceiveAsync(new byte[UsualFrame].AsMemory(), CancellationToken.None).AsTask();
                await _receiving.WaitAsync(late.Token);
                _receiving = null;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It was over anyway.
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _socket.Abort();
        // It ends with the socket, and nobody is interested in how.
        _ = _receiving?.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        _socket.Dispose();
        _over.Dispose();
        _sending.Dispose();
    }

    private async Task<bool> ConnectAsync(Uri url, CancellationToken stop)
    {
        using var late = uptime.After(ConnectTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _socket.ConnectAsync(url, either.Token);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            End(stop.IsCancellationRequested ? new Ending(Then.Leave, "The bot stops") : new Ending(Then.Resume, "Discord's gateway cannot be reached"));
            return false;
        }
    }

    private async Task TakeAsync(Frame frame, int bytes)
    {
        switch (frame.Op)
        {
            case Frame.Dispatch when frame.Name is not null:
                Dispatched(frame, frame.Name, bytes);
                break;
            case Frame.Heartbeat:
                await BeatAsync(asked: true);
                break;
            case Frame.Reconnect:
                End(new Ending(Then.Resume, "Discord asked to connect again"));
                break;
            case Frame.InvalidSession:
                End(frame.Data.ValueKind is JsonValueKind.True
                    ? new Ending(Then.Resume, "Discord asked to resume again", Pause.AMoment)
                    : new Ending(Then.Identify, "Discord has ended the session", Pause.AMoment));
                break;
            case Frame.HeartbeatAck:
                _acknowledged = true;
                break;
            case Frame.Hello:
                oddities.Saw("a second Hello");
                break;
            default:
                oddities.Saw($"a frame of the unknown kind {frame.Op}");
                break;
        }
    }

    private void Dispatched(Frame frame, string name, int bytes)
    {
        if (name is "READY" && !Begin(frame.Data)) return;
        if (name is "RESUMED") Stands(default);
        session.Saw(frame.Sequence);
        line.Add(name, frame.Data, bytes);
    }

    private bool Begin(JsonElement data)
    {
        if (data.Text("session_id") is not { } id || data.Part("application").Text("id") is null || data.Part("user").Text("id") is null)
        {
            oddities.Saw("a READY without a session or without the bot's ids");
            End(new Ending(Then.Identify, "Discord began a session without saying which"));
            return false;
        }

        session.Began(id, GatewayUrl.Of(data.Text("resume_gateway_url")));
        Stands(data);
        return true;
    }

    private void Stands(JsonElement data)
    {
        session.Resumed();
        _readyAt = uptime.Now;
        ready(data);
    }

    /// <summary>Answers Hello by saying who is there, and sends heartbeats until it is over.</summary>
    private async Task GreetAsync(JsonElement hello)
    {
        _greeted = true;
        var interval = hello.Number("heartbeat_interval") is >= 1 and <= 86_400_000 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : UsualHeartbeat;
        if (_resumes)
        {
            await SendAsync(Frame.Resume, new JsonObject { ["token"] = options.Token, ["session_id"] = session.Id, ["seq"] = session.Sequence });
        }
        else
        {
            gate.Take();
            await SendAsync(Frame.Identify, Identify());
        }

        // At first at any time within the interval, so that those who connected together do not beat together.
        var wait = interval * Random.Shared.NextDouble();
        while (await ElapsedAsync(wait))
        {
            if (!_acknowledged)
            {
                End(new Ending(Then.Resume, "Discord did not answer a heartbeat"));
                return;
            }

            _acknowledged = false;
            await BeatAsync(asked: false);
            wait = interval;
        }
    }

    private JsonObject Identify()
    {
        var identify = new JsonObject
        {
            ["token"] = options.Token,
            ["intents"] = (int)intents,
            ["properties"] = new JsonObject { ["os"] = "linux", ["browser"] = "CopBot", ["device"] = "CopBot" },
        };
        if (options.Shard is { } shard) identify["shard"] = new JsonArray(shard.Id, shard.Count);
        return identify;
    }

    private async Task WatchForHelloAsync()
    {
        if (await ElapsedAsync(HelloTime) && !_greeted) End(new Ending(Then.Resume, "Discord's gateway did not say Hello"));
    }

    private Task BeatAsync(bool asked) => _budget.Take(asked) ? SendAsync(Frame.Heartbeat, session.Sequence is { } seen ? seen : null) : Task.CompletedTask;

    private async Task SendAsync(int op, JsonNode? data)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["op"] = op, ["d"] = data });
        if (payload.Length > MostSent) throw new InvalidOperationException($"A frame of kind {op} has {payload.Length} bytes; Discord takes {MostSent}");
        if (op is not Frame.Heartbeat) _budget.Take();
        using var late = uptime.After(SendTime);
        try
        {
            await _sending.WaitAsync(late.Token);
            try
            {
                await _socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, late.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            End(CloseCodes.Meaning(null, AsksForContent));
        }
    }

    /// <summary>The next whole frame, empty where it was too long to be one; null when Discord closed.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "It becomes a task at once.")]
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        if (_frame.Capacity > UsualFrame * 16) _frame = new ArrayBufferWriter<byte>(UsualFrame);
        _frame.ResetWrittenCount();
        var tooLong = false;
        while (true)
        {
            // The socket itself is not told to stop, since that would cut it without a word.
            _receiving = _socket.ReceiveAsync(_frame.GetMemory(4096), CancellationToken.None).AsTask();
            var received = await _receiving.WaitAsync(_over.Token);
            _receiving = null;
            if (received.MessageType is WebSocketMessageType.Close)
            {
                End(CloseCodes.Meaning((int?)_socket.CloseStatus, AsksForContent));
                return null;
            }

            if (!tooLong) _frame.Advance(received.Count);
            if (_frame.WrittenCount > MostReceived)
            {
                oddities.Saw("a frame of more than 16 megabytes");
                tooLong = true;
                _frame.ResetWrittenCount();
            }

            if (received.EndOfMessage) return _frame.WrittenMemory;
        }
    }

    /// <summary>False when it was over before so much time had passed.</summary>
    private async Task<bool> ElapsedAsync(TimeSpan wait)
    {
        try
        {
            await uptime.DelayAsync(wait, _over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool AsksForContent => intents.HasFlag(Intents.MessageContent);

    /// <summary>The first reason counts.</summary>
    private void End(Ending ending)
    {
        if (Interlocked.CompareExchange(ref _ending, ending, null) is null) _over.Cancel();
    }
}
