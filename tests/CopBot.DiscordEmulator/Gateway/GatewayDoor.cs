using Microsoft.AspNetCore.Connections;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>Takes a socket in, reads its frames and answers each by its opcode.</summary>
internal sealed class GatewayDoor(Realm realm)
{
    /// <summary>"Payload … larger than 4096 bytes" closes with 4002 (gateway, "Sending Events").</summary>
    private const int LargestPayload = 4096;

    /// <summary>"120 gateway events per connection every 60 seconds" (gateway, "Rate Limiting").</summary>
    private const int EventsPerMinute = 120;

    public async Task ServeAsync(HttpContext http, string door)
    {
        GatewayFaults.Opening opening;
        lock (realm.Gate) opening = realm.Hub.Faults.NextOpenings.TryDequeue(out var next) ? next : GatewayFaults.Opening.Hello;
        if (opening is GatewayFaults.Opening.RefuseUpgrade)
        {
            http.Response.StatusCode = 503;
            return;
        }

        var query = http.Request.Query;
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        GatewayConnection connection;
        lock (realm.Gate) connection = new GatewayConnection(realm, socket, door, query["compress"] == "zlib-stream", http.Abort);
        var pump = connection.PumpAsync(http.RequestAborted);
        int? clientCode = null;
        try
        {
            lock (realm.Gate) Open(connection, query, opening);
            clientCode = await ReadAsync(connection, socket, http.RequestAborted);
            await pump;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // The other side is gone, or we cut it: the session waits to be resumed.
        }
        finally
        {
            lock (realm.Gate)
            {
                connection.Log("gone", null, clientCode);
                realm.Hub.Closed(connection, clientCode);
            }
            connection.Close(CloseCode.UnknownError);
            connection.Dispose();
        }
    }

    private void Open(GatewayConnection connection, IQueryCollection query, GatewayFaults.Opening opening)
    {
        if (query.ContainsKey("v") && query["v"] != "10")
        {
            connection.Close(CloseCode.InvalidVersion, "Invalid API version");
            return;
        }
        if (query.ContainsKey("encoding") && query["encoding"] != "json" || query["compress"] == "zstd-stream")
        {
            connection.Close(CloseCode.DecodeError, "This server speaks JSON, plain or zlib-stream");
            return;
        }
        switch (opening)
        {
            case GatewayFaults.Opening.NoHello:
                return;
            case GatewayFaults.Opening.CloseAtOnce:
                connection.Close(CloseCode.UnknownError);
                return;
            case GatewayFaults.Opening.Malformed:
                connection.Send("{\"op\":10,\"d\":{\"heartbeat_inter");
                return;
            case GatewayFaults.Opening.ReconnectInsteadOfHello:
                connection.Send(new JsonObject { ["op"] = 7, ["d"] = null, ["s"] = null, ["t"] = null });
                return;
            case GatewayFaults.Opening.ReconnectBeforeHello:
                connection.Send(new JsonObject { ["op"] = 7, ["d"] = null, ["s"] = null, ["t"] = null });
                break;
        }
        var interval = (long)realm.Hub.HeartbeatInterval.TotalMilliseconds;
        connection.Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = 10, ["d"] = new JsonObject { ["heartbeat_interval"] = interval } });
        connection.WatchHeartbeats();
    }

    /// <summary>Reads until the socket closes; returns the client's close code, if it gave one.</summary>
    private async Task<int?> ReadAsync(GatewayConnection connection, WebSocket socket, CancellationToken stop)
    {
        var buffer = new byte[8192];
        using var whole = new MemoryStream();
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            if (read.MessageType is WebSocketMessageType.Close)
            {
                if (socket.State is WebSocketState.CloseReceived && socket.CloseStatus is not null && connection.ServerCode is null)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                lock (realm.Gate)
                {
                    // An answer to our own close says nothing about what the client wants.
                    var initiatedByClient = connection.ServerCode is null;
                    connection.Close(1000);
                    return initiatedByClient ? (int?)socket.CloseStatus : null;
                }
            }
            if (whole.Length <= LargestPayload) whole.Write(buffer, 0, read.Count);
            if (!read.EndOfMessage) continue;
            var bytes = whole.ToArray();
            whole.SetLength(0);
            lock (realm.Gate) Take(connection, read.MessageType, bytes);
        }
    }

    private void Take(GatewayConnection connection, WebSocketMessageType type, byte[] bytes)
    {
        if (connection.Frozen || connection.ServerCode is not null) return;
        var text = Encoding.UTF8.GetString(bytes);
        connection.Log("received", text);
        var now = realm.Now;
        while (connection.Received.TryPeek(out var at) && at <= now - TimeSpan.FromSeconds(60)) connection.Received.Dequeue();
        connection.Received.Enqueue(now);
        if (connection.Received.Count > EventsPerMinute)
        {
            connection.Close(CloseCode.RateLimited, "You are being rate limited");
            return;
        }
        if (type is WebSocketMessageType.Binary || bytes.Length > LargestPayload || Parse(text) is not { } frame || frame.Number("op") is not { } op)
        {
            connection.Close(CloseCode.DecodeError, "Error while decoding payload");
            return;
        }
        realm.Settle();
        switch (op)
        {
            case 1: Heartbeat(connection, frame); break;
            case 2: Identify(connection, frame); break;
            case 6: Resume(connection, frame); break;
            case 3 or 4 or 8 or 31 when connection.Session is null: connection.Close(CloseCode.NotAuthenticated, "Not authenticated"); break;
            case 3 or 4 or 31: break;
            case 8: MemberRequest.Answer(realm, connection, frame.Part("d")); break;
            default: connection.Close(CloseCode.UnknownOpcode, "Unknown opcode"); break;
        }
    }

    private void Heartbeat(GatewayConnection connection, JsonObject frame)
    {
        if (frame["d"] is not null && frame.Number("d") is null || frame.Number("d") > (connection.Session?.Sequence ?? long.MaxValue))
        {
            connection.Close(CloseCode.DecodeError, "The heartbeat carries a sequence that was never sent");
            return;
        }
        connection.Beat();
        if (realm.Hub.Faults.IgnoreHeartbeats) return;
        connection.Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = 11, ["d"] = null });
    }

    private void Identify(GatewayConnection connection, JsonObject frame)
    {
        var data = frame.Part("d");
        if (connection.Session is not null)
        {
            connection.Close(CloseCode.AlreadyAuthenticated, "Already authenticated");
            return;
        }
        if (data?.Text("token") is not { } token || data.Part("properties") is null)
        {
            connection.Close(CloseCode.DecodeError, "Identify needs a token and properties");
            return;
        }
        if (token != realm.Token)
        {
            connection.Close(CloseCode.AuthenticationFailed, "Authentication failed");
            return;
        }
        if (data.Number("intents") is not { } asked || ((Intent)asked & ~Intent.Known) != Intent.None || asked is < 0 or > int.MaxValue)
        {
            connection.Close(CloseCode.InvalidIntents, "Invalid intent(s)");
            return;
        }
        var intents = (Intent)asked;
        if ((intents & Intent.Privileged & ~realm.Options.PrivilegedIntents) != Intent.None)
        {
            connection.Close(CloseCode.DisallowedIntents, "Disallowed intent(s)");
            return;
        }
        var (shard, shards) = (0, 1);
        if (data.Has("shard"))
        {
            if (data.List("shard") is not { Count: 2 } pair || pair[0].AsNumber() is not { } first || pair[1].AsNumber() is not { } second || second < 1 || first < 0 || first >= second)
            {
                connection.Close(CloseCode.InvalidShard, "Invalid shard");
                return;
            }
            (shard, shards) = ((int)first, (int)second);
        }
        if (shards < realm.Options.RequiredShards)
        {
            connection.Close(CloseCode.ShardingRequired, "Sharding required");
            return;
        }
        switch (realm.Hub.CountIdentify(shard))
        {
            case GatewayHub.IdentifyRefusal.TryLater:
                connection.Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = 9, ["d"] = false });
                return;
            case GatewayHub.IdentifyRefusal.TokenReset:
                connection.Close(CloseCode.AuthenticationFailed, "Authentication failed");
                return;
        }
        connection.CompressesPayloads = data.Flag("compress") is true;
        // The session takes the socket before its first event is pushed.
        connection.Session = realm.Hub.Begin(intents, shard, shards, connection);
    }

    private void Resume(GatewayConnection connection, JsonObject frame)
    {
        var data = frame.Part("d");
        if (connection.Session is not null)
        {
            connection.Close(CloseCode.AlreadyAuthenticated, "Already authenticated");
            return;
        }
        if (data?.Text("token") is not { } token || !data.Has("session_id") || !data.Has("seq"))
        {
            connection.Close(CloseCode.DecodeError, "Resume needs token, session_id and seq");
            return;
        }
        // discord.py resumes with null after it lost a session, and counts on op 9.
        var (id, sequence) = (data.Text("session_id") ?? "", data.Number("seq") ?? 0);
        if (token != realm.Token)
        {
            connection.Close(CloseCode.AuthenticationFailed, "Authentication failed");
            return;
        }
        var resumable = realm.Hub.Faults is { RefusedResumes: > 0, RefusedResumesSayResumable: true };
        var session = realm.Hub.FindResumable(id);
        if (session is null || !session.CanReplayFrom(sequence) && sequence <= session.Sequence)
        {
            connection.Send(new JsonObject { ["t"] = null, ["s"] = null, ["op"] = 9, ["d"] = resumable });
            return;
        }
        if (sequence > session.Sequence)
        {
            connection.Close(CloseCode.InvalidSequence, "Invalid seq");
            return;
        }
        var old = session.Connection;
        session.Connection = connection;
        session.DroppedAt = null;
        connection.Session = session;
        // A session lives on one socket: the old one, if it still stands, is told that it timed out.
        if (old is not null && old != connection) old.Kill();
        session.ReplayFrom(sequence);
        session.Push("RESUMED", new JsonObject { ["_trace"] = new JsonArray("emulated") });
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
