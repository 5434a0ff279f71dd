using CopBot.Discord.Rest;

namespace CopBot.Discord.Gateway;

/// <summary>
/// Keeps new sessions within Discord's limits: one each five seconds, and so many a day. Whoever goes over the second gets
/// the bot's token reset, so the gate waits for the next day instead.
/// </summary>
internal sealed class IdentifyGate(Uptime uptime)
{
    // Five, and half a second more: what leaves here five seconds apart may arrive closer together.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5.5);
    private TimeSpan? _last;
    private TimeSpan _resetsAt;
    private int _remaining = 1;

    /// <summary>Takes note of <c>session_start_limit</c>.</summary>
    public void Learn(int remaining, TimeSpan resetAfter) => (_remaining, _resetsAt) = (remaining, uptime.Now + resetAfter);

    /// <summary>How long to wait until the day's sessions are counted anew; null while there are some left.</summary>
    public TimeSpan? Exhausted => _remaining > 0 || uptime.Now >= _resetsAt ? null : _resetsAt - uptime.Now;

    // One process identifies one shard, so that max_concurrency, which lets several shards begin at once, never matters to it.
    public TimeSpan Wait => _last is { } last && last + Between > uptime.Now ? last + Between - uptime.Now : TimeSpan.Zero;

    /// <summary>Counts a session that is begun now.</summary>
    public void Take()
    {
        _last = uptime.Now;
        _remaining--;
    }
}
