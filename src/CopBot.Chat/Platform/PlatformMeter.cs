using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace CopBot.Chat;

/// <summary>
/// What the adapters measure. Each measurement says which platform it was and what was asked of it, and never who asked, where,
/// or in which words; while nobody listens it costs nothing.
/// </summary>
public sealed class PlatformMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "CopBot.Platforms";

    /// <summary>The outcome of a call that met no trouble.</summary>
    public const string Done = "done";

    // From what nobody notices to what no platform waits for, with both of their limits: two and a half seconds, and three.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5, 10, 30] };
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 30, 60, 300, 600, 3600] };

    private readonly Histogram<double> _acknowledged;
    private readonly Histogram<double> _called;
    private readonly Histogram<double> _askedToWait;
    private ImmutableList<(Platform Platform, Func<IEnumerable<string>> States)> _connections = [];

    /// <summary>Makes the instruments. The container gives the factory; without one the meter is the process's own.</summary>
    public PlatformMeter(IMeterFactory? meters = null)
    {
        var meter = meters?.Create(Name) ?? new Meter(Name);
        _acknowledged = meter.CreateHistogram(
            "copbot.platform.acknowledgement.duration", "s", "From the arrival of a gesture to the acknowledgement that its platform waits for.", tags: null, Seconds);
        _called = meter.CreateHistogram(
            "copbot.platform.call.duration", "s", "How long a call to a platform took, with waiting for its turn and with repeats.", tags: null, Seconds);
        _askedToWait = meter.CreateHistogram(
            "copbot.platform.retry_after", "s", "How long a platform asked to wait, each time it did.", tags: null, Waits);
        meter.CreateObservableGauge(
            "copbot.platform.connections", Connections, "{connection}", "The connections to a platform, by how they stand.");
    }

    /// <summary>A gesture was acknowledged, or it was too late for that.</summary>
    public void Acknowledged(Platform platform, TimeSpan after, bool inTime)
    {
        if (_acknowledged.Enabled) _acknowledged.Record(after.TotalSeconds, new("platform", platform.Name), new("outcome", inTime ? "in_time" : "too_late"));
    }

    /// <summary>A call came to its end. <paramref name="method"/> is the kind of call, of which there are few, and names nobody.</summary>
    public void Called(Platform platform, string method, TimeSpan took, FailureKind? failure)
    {
        if (_called.Enabled) _called.Record(took.TotalSeconds, new("platform", platform.Name), new("method", method), new("outcome", failure is { } kind ? WordOf(kind) : Done));
    }

    /// <summary>The platform asked to wait.</summary>
    public void AskedToWait(Platform platform, string method, TimeSpan wait)
    {
        if (_askedToWait.Enabled) _askedToWait.Record(wait.TotalSeconds, new("platform", platform.Name), new("method", method));
    }

    /// <summary>Tells from now on how a platform's connections stand, a word for each: connecting, connected or stopped.</summary>
    public void Watch(Platform platform, Func<IEnumerable<string>> states) => ImmutableInterlocked.Update(ref _connections, known => known.Add((platform, states)));

    /// <summary>The word that a failure has in measurements, such as <c>not_delivered</c>.</summary>
    public static string WordOf(FailureKind kind) => kind switch
    {
        FailureKind.Unknown => "unknown",
        FailureKind.NotDelivered => "not_delivered",
        FailureKind.Gone => "gone",
        FailureKind.Denied => "denied",
        FailureKind.WorkspaceStopped => "workspace_stopped",
        FailureKind.Rejected => "rejected",
        _ => throw new NotSupportedException(kind.ToString()),
    };

    private IEnumerable<Measurement<int>> Connections() =>
        from connections in _connections
        from state in connections.States().CountBy(s => s, StringComparer.Ordinal)
        select new Measurement<int>(state.Value, new("platform", connections.Platform.Name), new("state", state.Key));
}
