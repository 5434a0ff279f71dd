using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;

namespace CopBot.DiscordEmulator.Tests;

/// <summary>A bot's bare socket: sends what a test tells it to, and gives back frame by frame what comes.</summary>
internal sealed class GatewayBot : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <summary>A test that waits for a frame that never comes fails instead of hanging; real time, the socket knows no other.</summary>
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(15));

    private GatewayBot() { }

    public static async Task<GatewayBot> ConnectAsync(EmulatedDiscord discord, string query = "?v=10&encoding=json", string? url = null)
    {
        var bot = new GatewayBot();
        await bot._socket.ConnectAsync(new Uri((url ?? discord.Realm.Hub.GatewayUrl) + "/" + query), bot._patience.Token);
        return bot;
    }

    /// <summary>Connects, takes Hello, identifies and takes READY and the GUILD_CREATEs.</summary>
    public static async Task<(GatewayBot Bot, JsonObject Ready)> IdentifiedAsync(EmulatedDiscord discord, Intent intents = Intent.Guilds | Intent.GuildMessages)
    {
        var bot = await ConnectAsync(discord);
        await bot.NextAsync();
        await bot.IdentifyAsync(discord, intents);
        var ready = await bot.NextAsync();
        if (intents.HasFlag(Intent.Guilds))
            foreach (var _ in ready["d"]!["guilds"]!.AsArray())
                await bot.NextAsync();
        return (bot, ready);
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _patience.Token);

    public Task IdentifyAsync(EmulatedDiscord discord, Intent intents, string? token = null, string more = "") =>
        SendAsync($$"""{ "op": 2, "d": { "token": "{{token ?? discord.Token}}", "intents": {{(int)intents}}, "properties": { "os": "linux", "browser": "test", "device": "test" } {{more}} } }""");

    public Task ResumeAsync(EmulatedDiscord discord, JsonObject ready, long sequence) =>
        SendAsync($$"""{ "op": 6, "d": { "token": "{{discord.Token}}", "session_id": "{{ready["d"]!["session_id"]}}", "seq": {{sequence}} } }""");

    /// <summary>The next frame; a close comes as <c>{"close": code}</c>, a cut connection as <c>{"close": 1006}</c>.</summary>
    public async Task<JsonObject> NextAsync()
    {
        var length = 0;
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), _patience.Token);
                if (read.MessageType is WebSocketMessageType.Close) return new JsonObject { ["close"] = (int)_socket.CloseStatus! };
                length += read.Count;
                if (read.EndOfMessage) break;
            }
        }
        catch (WebSocketException)
        {
            return new JsonObject { ["close"] = 1006 };
        }
        return (JsonObject)JsonNode.Parse(Encoding.UTF8.GetString(_buffer, 0, length))!;
    }

    /// <summary>The close code that comes, whatever comes before it.</summary>
    public async Task<int> CloseCodeAsync()
    {
        while (true)
            if ((await NextAsync())["close"] is { } code)
                return code.GetValue<int>();
    }

    /// <summary>The next dispatch of that name, skipping others.</summary>
    public async Task<JsonObject> NextAsync(string name)
    {
        while (true)
        {
            var frame = await NextAsync();
            if (frame["t"]?.GetValue<string>() == name) return frame;
            if (frame["close"] is not null) throw new InvalidOperationException($"closed with {frame["close"]} before {name}");
        }
    }

    public Task CloseAsync(int code) => _socket.CloseAsync((WebSocketCloseStatus)code, null, _patience.Token);

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }
}
