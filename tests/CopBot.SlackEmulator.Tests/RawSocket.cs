using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.Tests;

/// <summary>A client that does only what it is told.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public WebSocketState State => _socket.State;
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<RawSocket> Open(Uri url)
    {
        var raw = new RawSocket();
        raw._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await raw._socket.ConnectAsync(url, CancellationToken.None);
        return raw;
    }

    /// <summary>The next text frame as JSON; an empty object when the socket was closed.</summary>
    public async Task<JsonObject> Next() => Json.TryParse(await NextText()) as JsonObject ?? [];

    public async Task<string> NextText()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return "";
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    public Task Acknowledge(JsonObject envelope, JsonNode? payload = null)
    {
        var frame = new JsonObject { ["envelope_id"] = envelope.Text("envelope_id") };
        if (payload is not null)
            frame["payload"] = payload;
        return Say(frame.ToJsonString());
    }

    public Task Say(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Close() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Dispose() => _socket.Dispose();
}
