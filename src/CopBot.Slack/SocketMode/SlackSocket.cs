using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CopBot.Slack.SocketMode;

/// <summary>
/// One socket. It reads without ever waiting for what it read to be handled, answers on the same socket, and finds out by
/// pings of its own that nobody is there any more; that no events come proves nothing.
/// </summary>
internal sealed class SlackSocket : IDisposable
{
    private const int LargestMessage = 4 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<Frame.Hello> _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _dismissed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Oddities _oddities;
    private Task _listening = Task.CompletedTask;

    public SlackSocket(SlackOptions options, Oddities oddities)
    {
        _oddities = oddities;
        _socket.Options.KeepAliveInterval = options.KeepAliveInterval;
        _socket.Options.KeepAliveTimeout = options.KeepAliveTimeout;
    }

    /// <summary>Completes when Slack is ready to deliver.</summary>
    public Task<Frame.Hello> Greeted => _greeted.Task;

    /// <summary>Completes, with Slack's reason, when this socket is to be closed.</summary>
    public Task<string> Dismissed => _dismissed.Task;

    /// <summary>Completes, with a reason in words, when nothing more comes.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Connects and begins to read.</summary>
    /// <param name="address">A secret that works once.</param>
    /// <param name="take">Called for each envelope, in the order they come; must not block.</param>
    /// <param name="farewell">Awaited before a close is answered: what was taken from this socket can still be acknowledged until then.</param>
    /// <param name="stop">Ends the connecting.</param>
    public async Task ConnectAsync(Uri address, Action<SlackSocket, Frame> take, Func<SlackSocket, Task> farewell, CancellationToken stop)
    {
        await _socket.ConnectAsync(address, stop);
        _listening = Task.Run(() => ListenAsync(take, farewell), CancellationToken.None);
    }

    /// <summary>Acknowledges an envelope that came on this socket. False where it is closed: then Slack sends it again.</summary>
    public async Task<bool> AcknowledgeAsync(string id, JsonObject? payload)
    {
        var frame = new JsonObject { ["envelope_id"] = id };
        if (payload is not null) frame["payload"] = payload;
        try
        {
            await _sending.WaitAsync();
            try
            {
                await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                return true;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            return false;
        }
    }

    /// <summary>Says goodbye, and waits until Slack has said it too.</summary>
    public async Task CloseAsync(TimeSpan atMost, TimeProvider clock)
    {
        await SayGoodbyeAsync();
        await _listening.WaitAsync(atMost, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Abort();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.TrySetResult("it was closed here");
        _socket.Dispose();
    }

    private async Task ListenAsync(Action<SlackSocket, Frame> take, Func<SlackSocket, Task> farewell)
    {
        try
        {
            await ReadAsync(take);
            _ended.TrySetResult($"Slack closed it ({(int?)_socket.CloseStatus ?? 0})");
            await farewell(this);
            await SayGoodbyeAsync();
        }
        catch (Exception e) when (IsGone(e))
        {
            _ended.TrySetResult($"it broke ({e.Message})");
        }
        catch (Exception e)
        {
            // Nothing in a frame leads here; but a socket that reads no more must be known to be dead.
            _ended.TrySetResult($"reading failed ({e.Message})");
        }
        finally
        {
            _socket.Dispose();
        }
    }

    private async Task ReadAsync(Action<SlackSocket, Frame> take)
    {
        var buffer = new byte[16 * 1024];
        var message = new ArrayBufferWriter<byte>();
        var tooLong = false;
        while (true)
        {
            var got = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (got.MessageType == WebSocketMessageType.Close) return;
            tooLong |= message.WrittenCount + got.Count > LargestMessage;
            if (!tooLong) message.Write(buffer.AsSpan(0, got.Count));
            if (!got.EndOfMessage) continue;

            if (tooLong) _oddities.Passed($"a frame of more than {LargestMessage} bytes");
            else if (got.MessageType != WebSocketMessageType.Text) _oddities.Passed("a binary frame");
            else Heard(Frame.Read(message.WrittenMemory), take);
            tooLong = false;
            // One large message does not keep its room for ever.
            if (message.Capacity > 256 * 1024) message = new ArrayBufferWriter<byte>();
            else message.ResetWrittenCount();
        }
    }

    private void Heard(Frame frame, Action<SlackSocket, Frame> take)
    {
        switch (frame)
        {
            case Frame.Hello hello:
                _greeted.TrySetResult(hello);
                break;
            case Frame.Disconnect disconnect:
                _dismissed.TrySetResult(disconnect.Reason);
                break;
            case Frame.Strange strange:
                _oddities.Passed(strange.What);
                break;
            case Frame.Delivery or Frame.Pointless:
                take(this, frame);
                break;
            default:
                throw new NotSupportedException(frame.GetType().Name);
        }
    }

    private async Task SayGoodbyeAsync()
    {
        try
        {
            await _sending.WaitAsync();
            try
            {
                if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            // Then there is nobody to say it to.
        }
    }

    private static bool IsGone(Exception e) => e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
