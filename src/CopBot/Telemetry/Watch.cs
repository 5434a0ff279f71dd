using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CopBot.Telemetry;

/// <summary>Watches one piece of work until it is disposed: how long it took, what came of it, and a span where traces are wanted.</summary>
internal sealed class Watch(Histogram<double>? duration, TimeProvider clock, Activity? span, TagList tags) : IDisposable
{
    private readonly long _begun = duration is { Enabled: true } ? clock.GetTimestamp() : 0;

    /// <summary>What came of it, in one word. While nothing is said, it was given up.</summary>
    public string Outcome { private get; set; } = "given_up";

    /// <summary>It failed by a fault of ours. The words of an error may be somebody's, so only its kind is told.</summary>
    public void Failed(Exception e)
    {
        Outcome = "failed";
        span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
    }

    /// <summary>Says on the span how many things it was about.</summary>
    public void Counted(int things) => span?.SetTag("things", things);

    /// <inheritdoc/>
    public void Dispose()
    {
        tags.Add("outcome", Outcome);
        if (_begun != 0) duration!.Record(clock.GetElapsedTime(_begun).TotalSeconds, tags);
        if (span is null) return;

        foreach (var (name, value) in tags) span.SetTag(name, value);
        span.Dispose();
    }
}
