using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Gateway;
using CopBot.Discord.Rest;

namespace CopBot.Discord.Doctor;

/// <summary>
/// Looks whether the gateway lets the bot in: how many sessions it may still begin, and whether a socket is greeted. It hangs
/// up at the greeting without having said who it is, so that nothing is counted and nothing is delivered to it.
/// </summary>
internal sealed class GatewayCheck(IDiscordRest rest, TimeProvider clock, Action<Finding> tell)
{
    private const int FewSessions = 50;
    private static readonly TimeSpan GreetedWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(2);

    /// <summary>Looks.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        JsonElement told;
        try
        {
            told = await rest.SendAsync(HttpMethod.Get, "/gateway/bot", null, stop);
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong($"Discord did not say where its gateway is: {e.Message}"));
            return;
        }

        if (GatewayUrl.Of(told.Text("url")) is { } url) await GreetAsync(url, stop);
        else tell(Finding.Wrong("Discord did not say where its gateway is; look again later."));
        TellSessions(told.Part("session_start_limit"));
    }

    private void TellSessions(JsonElement limit)
    {
        if (limit.Number("remaining") is not { } remaining) return;
        var total = limit.Number("total") ?? remaining;
        var anew = $"{clock.GetUtcNow() + TimeSpan.FromMilliseconds(Math.Clamp(limit.Number("reset_after") ?? 0, 0, 86_400_000)):u}";
        tell(remaining <= 0 ? Finding.Wrong($"Discord lets the bot begin no more sessions before {anew}. Look whether another program uses the same token, or why the bot was started so often.")
            : remaining < FewSessions ? Finding.Notable($"The bot may begin only {remaining} of {total} sessions before {anew}. Look whether another program uses the same token, or why the bot was started so often.")
            : Finding.Fine($"The bot may begin {remaining} of {total} sessions today."));
    }

    private async Task GreetAsync(Uri url, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        using var late = new CancellationTokenSource(GreetedWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await socket.ConnectAsync(url, either.Token);
            var greeted = await ReceiveAsync(socket, either.Token) is { Op: Frame.Hello };
            tell(greeted ? Finding.Fine($"The gateway at {url.Host} greeted a socket, which was closed again.") : Finding.Wrong($"The gateway at {url.Host} did not greet a socket. Look again later."));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            tell(Finding.Wrong($"The gateway at {url.Host} did not greet a socket within {GreetedWithin.TotalSeconds} s. Look whether a proxy or firewall lets wss:// through."));
            return;
        }
        catch (WebSocketException e)
        {
            tell(Finding.Wrong($"No socket could be opened to the gateway at {url.Host}: {e.Message} Look whether a proxy or firewall lets wss:// through."));
            return;
        }

        await HangUpAsync(socket);
    }

    private static async Task<Frame?> ReceiveAsync(ClientWebSocket socket, CancellationToken stop)
    {
        const int Enough = 64 * 1024;
        var frame = new ArrayBufferWriter<byte>(4096);
        while (frame.WrittenCount < Enough)
        {
            var received = await socket.ReceiveAsync(frame.GetMemory(4096), stop);
            if (received.MessageType is WebSocketMessageType.Close) return null;
            frame.Advance(received.Count);
            if (received.EndOfMessage) return Frame.Read(frame.WrittenMemory);
        }

        return null;
    }

    private async Task HangUpAsync(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(GoodbyeWithin, clock);
        try
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, late.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It was over anyway.
        }
    }
}
