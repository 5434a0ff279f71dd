using CopBot.Chat;

namespace CopBot.Slack.WebApi;

/// <summary>
/// How fast one workspace takes calls: what Slack asked to wait, by method and, for messages, by channel; and one message a
/// second in each channel after a short burst, which Slack's documents ask for. Nothing else waits.
/// </summary>
internal sealed class Pace(TimeProvider clock)
{
    private const double Burst = 5;
    private const int MostRemembered = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Method, string? Channel), DateTimeOffset> _pauses = [];
    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _bursts = new(StringComparer.Ordinal);

    /// <summary>
    /// Waits for one's turn where that takes no longer than <paramref name="patience"/>, and returns what is left of it; else
    /// throws what the courier waits for.
    /// </summary>
    public async Task<TimeSpan> EnterAsync(string method, string? channel, TimeSpan patience, CancellationToken stop)
    {
        while (Wait(method, channel) is { } wait)
        {
            if (wait > patience) throw Limited(method, wait);
            await Task.Delay(wait, clock, stop);
            patience -= wait;
        }

        return patience;
    }

    /// <summary>Slack asked to wait. A limit on messages is the channel's, unless Slack says that it is the app's.</summary>
    public void Pause(string method, string? channel, bool wholeApp, TimeSpan wait)
    {
        var until = clock.GetUtcNow() + wait;
        var which = (method, IsPerChannel(method) && !wholeApp ? channel : null);
        lock (_gate)
        {
            if (_pauses.Count >= MostRemembered) Forget();
            _pauses[which] = _pauses.TryGetValue(which, out var before) && before > until ? before : until;
        }
    }

    /// <summary>The failure of a call that came too early.</summary>
    public static PlatformException Limited(string method, TimeSpan wait) =>
        new SlackError(method, "ratelimited").As(FailureKind.NotDelivered, $"Slack takes no {method} for {Math.Ceiling(wait.TotalSeconds)} s: too many were sent.", wait);

    // Null: go now, and it is counted.
    private TimeSpan? Wait(string method, string? channel)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var until = Until((method, null));
            if (channel is not null && IsPerChannel(method) && Until((method, channel)) is var forChannel && forChannel > until) until = forChannel;
            if (until > now) return until - now;
            return method == "chat.postMessage" && channel is not null ? TakeTurn(channel, now) : null;
        }
    }

    private DateTimeOffset Until((string, string?) which) => _pauses.GetValueOrDefault(which, DateTimeOffset.MinValue);

    private TimeSpan? TakeTurn(string channel, DateTimeOffset now)
    {
        if (_bursts.Count >= MostRemembered) Forget();
        var (left, at) = _bursts.GetValueOrDefault(channel, (Burst, now));
        left = Math.Min(Burst, left + Math.Max(0, (now - at).TotalSeconds));
        var goes = left >= 1;
        _bursts[channel] = (goes ? left - 1 : left, now);
        return goes ? null : TimeSpan.FromSeconds(1 - left) + TimeSpan.FromMilliseconds(1);
    }

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (which, until) in _pauses.ToArray())
            if (until <= now) _pauses.Remove(which);
        foreach (var (channel, burst) in _bursts.ToArray())
            if ((now - burst.At).TotalSeconds >= Burst) _bursts.Remove(channel);
    }

    private static bool IsPerChannel(string method) => method is "chat.postMessage" or "chat.postEphemeral";
}
