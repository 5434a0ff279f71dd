using System.Globalization;
using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>Counts requests against buckets, the global limit and the limit of invalid requests (topics/rate-limits).</summary>
internal sealed class RateLimits(TimeProvider clock)
{
    public const int GlobalPerSecond = 50;
    public const int InvalidLimit = 10_000;
    private static readonly TimeSpan InvalidWindow = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _invalid = [];

    /// <summary>False lets a test send as fast as it likes; the headers still come.</summary>
    public bool Enforced { get; set; } = true;

    /// <summary>Requests that ended in 401, 403 or a 429 that was not shared, in the last ten minutes.</summary>
    public int InvalidRequests
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _invalid.Count;
            }
        }
    }

    /// <summary>True when the address would be banned by Cloudflare for too many invalid requests.</summary>
    public bool Banned => InvalidRequests > InvalidLimit;

    public RateVerdict? Global()
    {
        lock (_gate)
        {
            var window = Open("global", GlobalPerSecond, TimeSpan.FromSeconds(1));
            return window.Take() || !Enforced ? null : new RateVerdict("global", window.Left(clock.GetUtcNow()), null);
        }
    }

    /// <summary>Counts a request in its bucket; the verdict carries the headers and says whether it was one too many.</summary>
    public (RateVerdict? Refusal, IReadOnlyDictionary<string, string> Headers) Count(Bucket bucket, string topLevel)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var window = Open(bucket.Hash + ":" + topLevel, bucket.Limit, bucket.Window);
            var allowed = window.Take() || !Enforced;
            var left = window.Left(now);
            var headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["X-RateLimit-Limit"] = bucket.Limit.ToString(CultureInfo.InvariantCulture),
                ["X-RateLimit-Remaining"] = Math.Max(window.Remaining, 0).ToString(CultureInfo.InvariantCulture),
                ["X-RateLimit-Reset"] = ((now + left).ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture),
                ["X-RateLimit-Reset-After"] = left.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
                ["X-RateLimit-Bucket"] = bucket.Hash,
            };
            return (allowed ? null : new RateVerdict("user", left, headers), headers);
        }
    }

    public void Ended(int status, string? scope)
    {
        if (status is not (401 or 403 or 429) || scope == "shared") return;
        lock (_gate)
        {
            _invalid.Enqueue(clock.GetUtcNow());
            Forget();
        }
    }

    private void Forget()
    {
        while (_invalid.TryPeek(out var at) && at < clock.GetUtcNow() - InvalidWindow) _invalid.Dequeue();
    }

    private Window Open(string key, int limit, TimeSpan length)
    {
        var now = clock.GetUtcNow();
        if (_windows.TryGetValue(key, out var window) && window.EndsAt > now) return window;
        if (_windows.Count > 10_000)
            foreach (var old in _windows.Where(w => w.Value.EndsAt <= now).Select(w => w.Key).ToList()) _windows.Remove(old);
        return _windows[key] = new Window(limit, now + length);
    }

    private sealed class Window(int limit, DateTimeOffset endsAt)
    {
        public int Remaining { get; private set; } = limit;

        public DateTimeOffset EndsAt => endsAt;

        public bool Take() => --Remaining >= 0;

        public TimeSpan Left(DateTimeOffset now) => endsAt - now;
    }
}

/// <summary>A request that was one too many: its scope, how long to wait and the bucket's headers, if a bucket it was.</summary>
internal sealed record RateVerdict(string Scope, TimeSpan Wait, IReadOnlyDictionary<string, string>? Headers)
{
    public JsonObject Body() => new()
    {
        ["message"] = Scope == "shared" ? "The resource is being rate limited." : "You are being rate limited.",
        ["retry_after"] = Math.Round(Wait.TotalSeconds, 3),
        ["global"] = Scope == "global",
    };
}
