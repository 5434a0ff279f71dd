using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>What can be done to the open gateway sockets, all of them at once.</summary>
public sealed class Sockets
{
    private readonly Realm _realm;

    internal Sockets(Realm realm) => _realm = realm;

    /// <summary>Sockets that are open.</summary>
    public int Open => Read(hub => hub.Connections.Count(c => c.ServerCode is null));

    /// <summary>Sockets with an identified or resumed session.</summary>
    public int Ready => Read(hub => hub.Connections.Count(c => c.Session is not null && c.ServerCode is null));

    public int Identifies => Read(hub => hub.IdentifyCount);

    public int Resumes => Read(hub => hub.ResumeCount);

    /// <summary>Sessions that live, on a socket or waiting to be resumed.</summary>
    public int Sessions => Read(hub => hub.Sessions.Count);

    /// <summary>What Hello asks for from now on.</summary>
    public TimeSpan HeartbeatInterval
    {
        get => _realm.Hub.HeartbeatInterval;
        set => _realm.Hub.HeartbeatInterval = value;
    }

    /// <summary>Op 7.</summary>
    public void AskToReconnect() => Each(c => c.Send(new JsonObject { ["op"] = 7, ["d"] = null, ["s"] = null, ["t"] = null }));

    /// <summary>Op 9; not resumable ones are forgotten. The socket stays open: discord.js resumes on it, discord.py opens another.</summary>
    public void InvalidateSession(bool resumable) => Each(c =>
    {
        if (c.Session is { } session)
        {
            if (!resumable) _realm.Hub.Forget(session);
            session.Connection = null;
            session.DroppedAt = _realm.Now;
            c.Session = null;
        }
        c.Send(new JsonObject { ["op"] = 9, ["d"] = resumable, ["s"] = null, ["t"] = null });
    });

    /// <summary>Op 1: the client has to send a heartbeat at once.</summary>
    public void AskForHeartbeat() => Each(c => c.Send(new JsonObject { ["op"] = 1, ["d"] = null, ["s"] = null, ["t"] = null }));

    /// <summary>Closes with a code of <see cref="CloseCode"/>.</summary>
    public void Close(int code, string reason = "") => Each(c => c.Close(code, reason));

    /// <summary>Cuts the TCP connections without a close frame.</summary>
    public void Kill() => Each(c => c.Kill());

    /// <summary>Half open: the sockets stay, nothing moves any more.</summary>
    public void Freeze() => Each(c => c.Frozen = true);

    /// <summary>Sends any text as a frame: malformed, huge, whatever.</summary>
    public void SendRaw(string text) => Each(c => c.Send(text));

    public void SendUnknownOpcode() => SendRaw("{\"op\":99,\"d\":{\"surprise\":true},\"s\":null,\"t\":null}");

    public void SendMalformed() => SendRaw("{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"s\":");

    /// <summary>A dispatch that no document knows, of the size wanted.</summary>
    public void SendUnknownEvent(int bytes = 10) => Each(c => c.Session?.Push("SOMETHING_NEW", new JsonObject { ["filler"] = new string('x', bytes) }));

    private void Each(Action<GatewayConnection> what)
    {
        lock (_realm.Gate)
            foreach (var connection in _realm.Hub.Connections.Where(c => c.ServerCode is null).ToList())
                what(connection);
    }

    private int Read(Func<GatewayHub, int> what)
    {
        lock (_realm.Gate) return what(_realm.Hub);
    }
}
