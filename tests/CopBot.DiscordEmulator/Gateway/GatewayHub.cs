using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rendering;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>All sessions and sockets, and who gets which event.</summary>
internal sealed class GatewayHub(Realm realm)
{
    private readonly List<GatewaySession> _sessions = [];
    private readonly List<GatewayConnection> _connections = [];
    private readonly Queue<DateTimeOffset> _identifies = [];
    private readonly Dictionary<int, List<DateTimeOffset>> _recentByBucket = [];
    private int _connectionCount;

    public GatewayFaults Faults { get; } = new();
    public IReadOnlyList<GatewaySession> Sessions => _sessions;
    public IReadOnlyList<GatewayConnection> Connections => _connections;
    public TimeSpan HeartbeatInterval { get; set; } = realm.Options.HeartbeatInterval;
    public int IdentifyCount { get; private set; }
    public int ResumeCount { get; private set; }
    public int IdentifiesLeft => Math.Max(realm.Options.IdentifiesPerDay - _identifies.Count, 0);
    public string GatewayUrl { get; set; } = "";
    public string ResumeUrl { get; set; } = "";

    public int Opened(GatewayConnection connection)
    {
        _connections.Add(connection);
        return ++_connectionCount;
    }

    public void Closed(GatewayConnection connection, int? clientCode)
    {
        _connections.Remove(connection);
        if (connection.Session is not { } session || session.Connection != connection) return;
        session.Connection = null;
        session.DroppedAt = realm.Now;
        // "When you close the connection with close code 1000 or 1001, your session will be invalidated" (gateway, "Initiating a Disconnect").
        if (clientCode is 1000 or 1001 || connection.ServerCode is { } code && CloseCode.EndsSession(code)) _sessions.Remove(session);
    }

    /// <summary>Null when one more identify fits the limits; otherwise what to do instead.</summary>
    public IdentifyRefusal? CountIdentify(int shard)
    {
        var now = realm.Now;
        while (_identifies.TryPeek(out var at) && at <= now - TimeSpan.FromHours(24)) _identifies.Dequeue();
        if (_identifies.Count >= realm.Options.IdentifiesPerDay)
        {
            RevokeToken();
            return IdentifyRefusal.TokenReset;
        }
        _identifies.Enqueue(now);
        IdentifyCount++;
        if (Faults.RefusedIdentifies > 0)
        {
            Faults.RefusedIdentifies--;
            return IdentifyRefusal.TryLater;
        }
        var bucket = shard % realm.Options.MaxConcurrency;
        if (!_recentByBucket.TryGetValue(bucket, out var recent)) _recentByBucket[bucket] = recent = [];
        recent.RemoveAll(at => at <= now - TimeSpan.FromSeconds(5));
        if (recent.Count >= 1) return IdentifyRefusal.TryLater;
        recent.Add(now);
        return null;
    }

    public GatewaySession Begin(Intent intents, int shard, int shards, GatewayConnection connection)
    {
        var session = new GatewaySession(realm, intents, shard, shards) { Connection = connection };
        _sessions.Add(session);
        session.Push("READY", RenderGateway.Ready(realm, session));
        if (intents.HasFlag(Intent.Guilds))
            foreach (var guild in realm.Guilds.Values.Where(g => g.MemberOf(realm.Bot) is not null && !g.Unavailable && session.Covers(g)).ToList())
                session.Push("GUILD_CREATE", RenderGateway.GuildCreate(realm, guild, intents));
        return session;
    }

    /// <summary>The session, when it can still be resumed from that sequence.</summary>
    public GatewaySession? FindResumable(string id)
    {
        ResumeCount++;
        if (Faults.RefusedResumes > 0)
        {
            Faults.RefusedResumes--;
            return null;
        }
        var session = _sessions.Find(s => s.Id == id);
        if (session is null) return null;
        if (session.DroppedAt is { } at && session.Connection is null && realm.Now - at > realm.Options.ResumeWindow)
        {
            _sessions.Remove(session);
            return null;
        }
        return session;
    }

    public void Forget(GatewaySession session) => _sessions.Remove(session);

    /// <summary>Sends an event to every session that asked for it. <paramref name="needs"/>: any one of these intents is enough; none means everybody.</summary>
    public void Dispatch(string name, Guild? guild, Intent needs, Func<GatewaySession, JsonObject?> render)
    {
        if (guild is not null && (guild.Unavailable || guild.MemberOf(realm.Bot) is null) && name is not "GUILD_DELETE") return;
        foreach (var session in _sessions.Where(s => s.Covers(guild) && (needs == Intent.None || (s.Intents & needs) != Intent.None)).ToList())
            if (render(session) is { } data) session.Push(name, data);
    }

    public void Dispatch(string name, Guild? guild, Intent needs, JsonObject data) => Dispatch(name, guild, needs, _ => (JsonObject)data.DeepClone());

    /// <summary>A token that was reset: sockets close with 4004, requests answer 401.</summary>
    public void RevokeToken()
    {
        realm.Token = null;
        foreach (var connection in _connections.ToList()) connection.Close(CloseCode.AuthenticationFailed);
        _sessions.Clear();
    }

    public enum IdentifyRefusal
    {
        TryLater,
        TokenReset,
    }
}
