using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Gateway;

/// <summary>One identified session: its sequence, what can be replayed, and the socket it is on, if any.</summary>
internal sealed class GatewaySession(Realm realm, Intent intents, int shard, int shards)
{
    private readonly LinkedList<(long Sequence, string Text)> _sent = [];
    private readonly List<string> _heldBack = [];

    public string Id { get; } = Guid.NewGuid().ToString("N");
    public Intent Intents => intents;
    public int Shard => shard;
    public int Shards => shards;
    public long Sequence { get; private set; }
    public GatewayConnection? Connection { get; set; }
    public DateTimeOffset? DroppedAt { get; set; }

    public bool Covers(Guild? guild) => guild is null ? shard == 0 : (int)((guild.Id >> 22) % (ulong)shards) == shard;

    public void Push(string name, JsonObject data)
    {
        var text = new JsonObject { ["t"] = name, ["s"] = ++Sequence, ["op"] = 0, ["d"] = data }.ToJsonString();
        var faults = realm.Hub.Faults;
        var scripted = name is not ("READY" or "RESUMED" or "GUILD_CREATE");
        if (scripted && faults.LostEvents > 0)
        {
            faults.LostEvents--;
            return;
        }
        _sent.AddLast((Sequence, text));
        if (_sent.Count > realm.Options.ReplayLength) _sent.RemoveFirst();
        if (scripted && faults.ReversedEvents > 0)
        {
            _heldBack.Add(text);
            if (--faults.ReversedEvents > 0) return;
            for (var i = _heldBack.Count - 1; i >= 0; i--) Connection?.Send(_heldBack[i]);
            _heldBack.Clear();
            return;
        }
        Connection?.Send(text);
        if (!scripted || faults.DuplicatedEvents == 0) return;
        faults.DuplicatedEvents--;
        Connection?.Send(text);
    }

    /// <summary>False when the events after that sequence are no longer kept.</summary>
    public bool CanReplayFrom(long sequence) => sequence == Sequence || _sent.First is { } first && first.Value.Sequence <= sequence + 1;

    public void ReplayFrom(long sequence)
    {
        foreach (var (number, text) in _sent)
            if (number > sequence) Connection?.Send(text);
    }
}
