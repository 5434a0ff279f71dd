namespace CopBot.Discord.Rest;

/// <summary>
/// Counts what Discord holds against an address: answers of 401, 403 and 429, save shared ones. Above 10,000 in ten minutes
/// it bans the address for an hour or more, and every other bot that runs there; this one falls silent long before.
/// </summary>
internal sealed class InvalidRequests(Uptime uptime)
{
    /// <summary>From here on the bot is silent by itself.</summary>
    public const int Enough = 1_000;

    /// <summary>From here on it does not even answer people.</summary>
    public const int FarTooMany = 5_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _when = [];

    /// <summary>Counts one; true for the one that was enough.</summary>
    public bool Count()
    {
        lock (_gate)
        {
            Forget();
            _when.Enqueue(uptime.Now);
            return _when.Count == Enough;
        }
    }

    /// <summary>How long to be silent; null when there is no need.</summary>
    public TimeSpan? Silence(bool answersPeople)
    {
        lock (_gate)
        {
            Forget();
            var tooMany = _when.Count - (answersPeople ? FarTooMany : Enough);
            return tooMany < 0 ? null : _when.ElementAt(tooMany) + Window - uptime.Now;
        }
    }

    private void Forget()
    {
        while (_when.TryPeek(out var oldest) && oldest + Window <= uptime.Now) _when.Dequeue();
    }
}
