using CopBot.Discord.Rest;

namespace CopBot.Discord.Gateway;

/// <summary>Counts what is sent on one connection: Discord closes with 4008 above 120 in a minute.</summary>
internal sealed class SendBudget(Uptime uptime)
{
    private const int PerMinute = 110;

    /// <summary>Heartbeats that Discord asks for must leave room for those that are due.</summary>
    private const int AskedPerMinute = 60;

    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _sent = [];

    /// <summary>Whether one more may be sent.</summary>
    public bool Take(bool asked = false)
    {
        lock (_gate)
        {
            while (_sent.TryPeek(out var oldest) && oldest + TimeSpan.FromMinutes(1) <= uptime.Now) _sent.Dequeue();
            if (_sent.Count >= (asked ? AskedPerMinute : PerMinute)) return false;
            _sent.Enqueue(uptime.Now);
            return true;
        }
    }
}
