using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Sockets;

/// <summary>One open socket of an app. Tests use it to end or spoil the connection.</summary>
public sealed class SocketConnection : IDisposable
{
    private readonly EmulatedSlack _emulator;
    private readonly WireSocket _wire;
    private readonly Action _abort;
    private readonly Channel<(Opcode Opcode, byte[] Payload)> _out = Channel.CreateUnbounded<(Opcode, byte[])>();
    private readonly CancellationTokenSource _end = new();
    private ITimer? _pings;
    private ITimer? _grace;
    private ITimer? _life;
    private bool _closing;
    private bool _awaitsPong;
    private int _ended;

    internal SocketConnection(EmulatedSlack emulator, SlackApp app, string name, WireSocket wire, Action abort)
    {
        _emulator = emulator;
        App = app;
        Name = name;
        _wire = wire;
        _abort = abort;
    }

    public SlackApp App { get; }

    /// <summary>How the journal calls it: s1, s2 and so on.</summary>
    public string Name { get; }

    /// <summary>The client has been greeted and gets envelopes.</summary>
    public bool Greeted { get; private set; }

    /// <summary>Told to refresh; still open and still served until it closes.</summary>
    public bool Retiring { get; private set; }

    /// <summary>Half-open: the peer reads nothing, sends nothing, answers no ping, and the connection stays up.</summary>
    public bool HalfOpen { get; private set; }

    /// <summary>How many pings the client has sent.</summary>
    public int PingsSeen { get; private set; }

    public bool IsOpen => !_closing && _ended == 0;

    /// <summary>Stops reading and writing without closing anything.</summary>
    public void GoDeaf()
    {
        HalfOpen = true;
        Note("half-open");
    }

    /// <summary>Cuts the connection without a close frame.</summary>
    public void Kill()
    {
        Note("killed");
        try
        {
            Ended();
            _abort();
        }
        catch (ObjectDisposedException)
        {
            // The client ended it in this very moment.
        }
    }

    /// <summary>Sends a close frame with this code.</summary>
    public void Close(int code = 1000)
    {
        _closing = true;
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Note($"closed by Slack with {code}");
        _out.Writer.TryWrite((Opcode.Close, payload));
        _out.Writer.TryComplete();
    }

    /// <summary>
    /// Tells the client to go: warning and refresh_requested leave it open for a while, link_disabled and too_many_websockets close it.
    /// </summary>
    public void Disconnect(string reason)
    {
        SendText(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "applink-emulated" } }.Write());
        if (reason is not ("warning" or "refresh_requested"))
        {
            Close();
            return;
        }

        Retiring = true;
        _grace ??= _emulator.Clock.CreateTimer(_ => Close(), null, _emulator.Options.RefreshGrace, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends any text, for malformed, unknown and huge frames.</summary>
    public void SendText(string text)
    {
        _emulator.Journal.Write("frame_out", new JsonObject { ["socket"] = Name, ["frame"] = text.Length > 20_000 ? $"{text.Length} characters" : Json.TryParse(text) ?? text });
        _out.Writer.TryWrite((Opcode.Text, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Sends a binary frame, which Slack never does.</summary>
    public void SendBinary(byte[] bytes) => _out.Writer.TryWrite((Opcode.Binary, bytes));

    public void Dispose() => _end.Dispose();

    /// <summary>Has Slack refresh the socket after this long.</summary>
    internal void RefreshAfter(TimeSpan life) =>
        _life = _emulator.Clock.CreateTimer(_ => Disconnect("refresh_requested"), null, life, Timeout.InfiniteTimeSpan);

    internal async Task Run(bool greet, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, stopping);
        if (greet)
            Greet();
        _pings = _emulator.Clock.CreateTimer(_ => Ping(), null, _emulator.Options.PingEvery, _emulator.Options.PingEvery);
        var writing = Write(stop.Token);
        try
        {
            await Read(stop.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client went away without a word; that is one of the things being tested.
        }

        Ended();
        await writing;
    }

    private void Greet()
    {
        SendText(new JsonObject
        {
            ["type"] = "hello",
            ["num_connections"] = _emulator.Sockets.Count(App),
            ["debug_info"] = new JsonObject { ["host"] = "applink-emulated", ["build_number"] = 1, ["approximate_connection_time"] = 18060 },
            ["connection_info"] = new JsonObject { ["app_id"] = App.Id },
        }.Write());
        Greeted = true;
    }

    private void Ping()
    {
        // One at a time: a clock that jumps a week ahead must not send a week's worth of pings.
        if (HalfOpen || !IsOpen || _awaitsPong)
            return;
        _awaitsPong = true;
        _out.Writer.TryWrite((Opcode.Ping, "Ping from applink"u8.ToArray()));
    }

    private async Task Write(CancellationToken stop)
    {
        try
        {
            await foreach (var (opcode, payload) in _out.Reader.ReadAllAsync(stop))
            {
                if (!HalfOpen)
                    await _wire.Write(opcode, payload, stop);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nobody is left to write to.
        }
    }

    private async Task Read(CancellationToken stop)
    {
        var message = new List<byte>();
        while (await _wire.Read(stop) is { } frame)
        {
            if (HalfOpen)
                continue;
            if (!frame.Masked)
                _emulator.Journal.Violation($"{Name}: a frame from the client was not masked (RFC 6455, 5.1)");
            switch (frame.Opcode)
            {
                case Opcode.Ping:
                    PingsSeen++;
                    _out.Writer.TryWrite((Opcode.Pong, frame.Payload));
                    break;
                case Opcode.Pong:
                    _awaitsPong = false;
                    break;
                case Opcode.Close:
                    Note("closed by the client" + (frame.Payload.Length >= 2 ? $" with {BinaryPrimitives.ReadUInt16BigEndian(frame.Payload)}" : ""));
                    if (!_closing)
                        _out.Writer.TryWrite((Opcode.Close, frame.Payload));
                    _closing = true;
                    _out.Writer.TryComplete();
                    return;
                case Opcode.Binary:
                    _emulator.Journal.Violation($"{Name}: a binary frame; Socket Mode is text");
                    break;
                default:
                    message.AddRange(frame.Payload);
                    if (!frame.Final)
                        break;
                    Heard(Encoding.UTF8.GetString([.. message]));
                    message.Clear();
                    break;
            }
        }
    }

    private void Heard(string text)
    {
        var told = Json.TryParse(text);
        _emulator.Journal.Write("frame_in", new JsonObject { ["socket"] = Name, ["frame"] = told?.DeepClone() ?? text });
        if (told is not JsonObject frame || frame.Text("envelope_id") is not { } envelope)
            _emulator.Journal.Violation($"{Name}: a frame that acknowledges nothing: {text}");
        else
            _emulator.Sockets.Acknowledge(this, envelope, frame["payload"]);
    }

    private void Ended()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
            return;
        _pings?.Dispose();
        _grace?.Dispose();
        _life?.Dispose();
        _emulator.Sockets.Gone(this);
        // What is still queued, such as the echo of a close frame, goes out before the stream ends.
        _out.Writer.TryComplete();
        if (!_closing)
            _end.Cancel();
    }

    private void Note(string what) => _emulator.Journal.Write("socket", new JsonObject { ["socket"] = Name, ["what"] = what });
}
