namespace CopBot.Discord.Rest;

/// <summary>Knows which routes Discord counts together, from nothing but its answers.</summary>
internal sealed class Buckets(Uptime uptime)
{
    private const int Many = 500;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Waits for its turn among the requests of the same bucket. Dispose the turn to let the next one go.</summary>
    public async Task<Turn> EnterAsync(Route route, CancellationToken stop)
    {
        while (true)
        {
            var bucket = Join(route);
            try
            {
                await bucket.EnterAsync(stop);
            }
            catch
            {
                Forget(bucket);
                throw;
            }

            lock (_gate)
                if (Find(route) == bucket)
                    return new Turn(this, route, bucket);
            // While it waited, Discord said that this route counts with others.
            Leave(bucket);
        }
    }

    /// <summary>Takes note of what Discord says of a bucket.</summary>
    private void Learn(Route route, Bucket mine, RateHeaders headers)
    {
        lock (_gate)
        {
            var bucket = mine;
            if (headers.Hash is { } hash)
            {
                var key = KeyOf(hash, route);
                if (!_buckets.TryAdd(key, mine)) bucket = _buckets[key];
                _hashes[route.Template] = hash;
            }

            if (headers is { Remaining: 0, ResetAfter: { } wait }) bucket.CloseUntil(uptime.Now + wait);
        }
    }

    private void CloseUntil(Route route, Bucket mine, TimeSpan opens)
    {
        lock (_gate)
        {
            mine.CloseUntil(opens);
            Find(route)?.CloseUntil(opens);
        }
    }

    private Bucket Join(Route route)
    {
        lock (_gate)
        {
            var bucket = Find(route);
            if (bucket is null)
            {
                if (_buckets.Count >= Many) ForgetIdle();
                _buckets[KeyOf(route)] = bucket = new Bucket();
            }

            bucket.Users++;
            return bucket;
        }
    }

    private Bucket? Find(Route route) => _buckets.GetValueOrDefault(KeyOf(route));

    private string KeyOf(Route route) => KeyOf(_hashes.GetValueOrDefault(route.Template, route.Template), route);

    private static string KeyOf(string hash, Route route) => $"{hash} {route.Major}";

    private void Leave(Bucket bucket)
    {
        bucket.Leave();
        Forget(bucket);
    }

    private void Forget(Bucket bucket)
    {
        lock (_gate) bucket.Users--;
    }

    private void ForgetIdle()
    {
        var now = uptime.Now;
        foreach (var key in _buckets.Where(b => b.Value.Users == 0 && b.Value.OpensAt <= now).Select(b => b.Key).ToList())
            _buckets.Remove(key);
    }

    /// <summary>The right to send the next request of a bucket.</summary>
    internal sealed class Turn(Buckets all, Route route, Bucket bucket) : IDisposable
    {
        /// <summary>When a request may go.</summary>
        public TimeSpan OpensAt => bucket.OpensAt;

        public void Learn(RateHeaders headers) => all.Learn(route, bucket, headers);

        public void CloseUntil(TimeSpan opens) => all.CloseUntil(route, bucket, opens);

        public void Dispose() => all.Leave(bucket);
    }
}
