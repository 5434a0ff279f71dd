namespace CopBot.SlackEmulator.WebApi;

/// <summary>
/// Slack's pace: tiers 1 to 4 allow 1, 20, 50 and 100 calls a minute per method and workspace; chat.postMessage one a second per channel
/// after a short burst; the other special methods hundreds a minute.
/// </summary>
internal sealed class RateLimits(EmulatorOptions options)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly int[] _perMinute = [0, 1, 20, 50, 100, 600];
    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> _channels = new(StringComparer.Ordinal);

    /// <summary>Null when the call may pass; otherwise the whole seconds of Retry-After.</summary>
    public int? Take(MethodRule rule, string owner, DateTimeOffset now, string? channel)
    {
        if (!options.RateLimits)
            return null;
        if (rule.Name == "chat.postMessage" && channel is not null && TakeChannel($"{owner} {channel}", now) is { } wait)
            return wait;
        var key = $"{owner} {rule.Name}";
        if (!_calls.TryGetValue(key, out var calls))
            _calls[key] = calls = new Queue<DateTimeOffset>();
        while (calls.TryPeek(out var first) && now - first >= _minute)
            calls.Dequeue();
        if (calls.Count >= _perMinute[rule.Tier])
            return (int)Math.Max(1, Math.Ceiling((_minute - (now - calls.Peek())).TotalSeconds));
        calls.Enqueue(now);
        return null;
    }

    private int? TakeChannel(string key, DateTimeOffset now)
    {
        var (tokens, at) = _channels.GetValueOrDefault(key, (options.PostBurst, now));
        tokens = Math.Min(options.PostBurst, tokens + (now - at).TotalSeconds);
        if (tokens < 1)
        {
            _channels[key] = (tokens, now);
            return (int)Math.Max(1, Math.Ceiling(1 - tokens));
        }

        _channels[key] = (tokens - 1, now);
        return null;
    }
}
