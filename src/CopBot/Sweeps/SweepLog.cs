using System.Collections.Concurrent;

namespace CopBot.Sweeps;

/// <summary>How the sweeps went since the process started, for whoever asks how it runs. In memory only.</summary>
internal sealed class SweepLog
{
    private readonly ConcurrentDictionary<Type, Round> _rounds = new();

    /// <summary>How a sweep's last round went; null where it had none yet.</summary>
    public Round? Last(Type sweep) => _rounds.GetValueOrDefault(sweep) is { EndedAt: not null } round ? round : null;

    public void Begins(Type sweep) => _rounds.AddOrUpdate(sweep, _ => new Round(null, false, false), (_, before) => before with { FailsNow = false });

    public void Failed(Type sweep) => _rounds.AddOrUpdate(sweep, _ => new Round(null, true, false), (_, before) => before with { FailsNow = true });

    public void Ended(Type sweep, DateTimeOffset at) => _rounds.AddOrUpdate(sweep, _ => new Round(at, false, false), (_, before) => new Round(at, before.FailsNow, before.FailsNow));

    /// <summary>A sweep's last round: when it ended, and whether anything in it failed.</summary>
    internal sealed record Round(DateTimeOffset? EndedAt, bool FailsNow, bool Failed);
}
