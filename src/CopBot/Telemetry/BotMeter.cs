using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CopBot.Chat;
using CopBot.Dispatch;

namespace CopBot.Telemetry;

/// <summary>
/// What the bot measures. Tags say which kind of thing it was and what came of it: never who, where or in which words, and
/// nothing that would make as many series as there are people or problems.
/// </summary>
internal sealed class BotMeter
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly TimeProvider _clock;
    private readonly Histogram<double> _requests;
    private readonly Histogram<double> _deliveries;
    private readonly Histogram<double> _sweeps;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _kept;
    private readonly Counter<long> _repeats;
    private readonly ConcurrentDictionary<string, long> _swept = new(StringComparer.Ordinal);

    public BotMeter(IMeterFactory meters, Backlog backlog, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(BotTelemetry.Name);
        _requests = meter.CreateHistogram(
            "copbot.request.duration", "s", "From a request's coming to its answer, saved.", tags: null, Seconds);
        _deliveries = meter.CreateHistogram(
            "copbot.delivery.duration", "s", "How long the courier worked on one delivery that was due, with what the platform took.", tags: null, Seconds);
        _sweeps = meter.CreateHistogram(
            "copbot.sweep.duration", "s", "How long a sweep took over everything that it found due.", tags: null, Seconds);
        _conflicts = meter.CreateCounter<long>(
            "copbot.conflicts", "{conflict}", "Saves that met another change of the same thing and were begun again.");
        _kept = meter.CreateCounter<long>(
            "copbot.inbox.kept", "{gesture}", "Gestures that took longer than a second, so that they were kept and answered later.");
        _repeats = meter.CreateCounter<long>(
            "copbot.inbox.repeats", "{gesture}", "Gestures that a platform delivered again; they were handled once.");
        meter.CreateObservableGauge(
            "copbot.sweep.age", SinceSwept, "s", "How long ago a sweep was run to its end in this process.");
        meter.CreateObservableGauge(
            "copbot.inbox.waiting", () => Of<long>(backlog, count => [new(count.InboxWaiting)]), "{gesture}", "Gestures that are acknowledged and not yet handled.");
        meter.CreateObservableGauge(
            "copbot.deliveries", () => Of(backlog, Deliveries), "{delivery}", "Deliveries that are not as they should be, by what is the matter.");
        meter.CreateObservableGauge(
            "copbot.courier.lag", () => Of<double>(backlog, count => [new(count.Lag.TotalSeconds)]), "s", "How long the oldest delivery that could go out has been due.");
    }

    /// <summary>Watches a request from now until it is disposed. <paramref name="request"/> is null where there must be no span.</summary>
    public Watch Request(Platform platform, string kind, string? request) =>
        // What nobody asked for would spoil the figures of those who do.
        new(platform == Rehearsal.Stage ? null : _requests, _clock, request is null ? null : BotTelemetry.Begin($"{kind} {request}", System.Diagnostics.ActivityKind.Server), [new("platform", platform.Name), new("kind", kind)]);

    /// <summary>Watches one delivery from now until it is disposed. <paramref name="key"/> only tells its span what kind of post it is.</summary>
    public Watch Delivery(Platform platform, string act, string key)
    {
        var span = BotTelemetry.Begin($"deliver {act}", System.Diagnostics.ActivityKind.Client);
        span?.SetTag("post", Shape.Of(key));
        return new(_deliveries, _clock, span, [new("platform", platform.Name), new("act", act)]);
    }

    /// <summary>Watches a sweep from now until it is disposed.</summary>
    public Watch Sweep(string name) => new(_sweeps, _clock, BotTelemetry.Begin($"sweep {name}"), [new("sweep", name)]);

    /// <summary>A sweep has run to its end.</summary>
    public void Swept(string name) => _swept[name] = _clock.GetTimestamp();

    /// <summary>A save met another one.</summary>
    public void Conflict(string during) => _conflicts.Add(1, new KeyValuePair<string, object?>("during", during));

    /// <summary>Something is kept in the inbox, to be answered later.</summary>
    public void Kept(Platform platform) => _kept.Add(1, new KeyValuePair<string, object?>("platform", platform.Name));

    /// <summary>Something came again.</summary>
    public void Repeated(Platform platform) => _repeats.Add(1, new KeyValuePair<string, object?>("platform", platform.Name));

    private IEnumerable<Measurement<double>> SinceSwept() =>
        from swept in _swept
        select new Measurement<double>(_clock.GetElapsedTime(swept.Value).TotalSeconds, new KeyValuePair<string, object?>("sweep", swept.Key));

    // A store that does not answer is a gap, not a zero.
    private static IEnumerable<Measurement<T>> Of<T>(Backlog backlog, Func<BacklogCount, IEnumerable<Measurement<T>>> measure) where T : struct => backlog.Count is { } count ? measure(count) : [];

    private static IEnumerable<Measurement<long>> Deliveries(BacklogCount count) =>
    [
        new(count.Due, new KeyValuePair<string, object?>("state", "due")),
        new(count.Failing, new KeyValuePair<string, object?>("state", "failing")),
        new(count.Undeliverable, new KeyValuePair<string, object?>("state", "undeliverable")),
    ];
}
