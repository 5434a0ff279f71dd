using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CopBot.Telemetry;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Tests.Telemetry;

/// <summary>Hears what one world measures and traces; other worlds run at the same time and are not heard.</summary>
internal sealed class Listening : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _traces;

    private Listening(World world)
    {
        var mine = world.Services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, mine) && BotTelemetry.Meters.Contains(instrument.Meter.Name, StringComparer.Ordinal)) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Heard(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Heard(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Heard(instrument, value, tags));
        _meters.Start();
        var flow = Flow.Value = new object();
        _traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BotTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            // Sources are the process's; what this test caused flows from it.
            ActivityStopped = span =>
            {
                if (ReferenceEquals(Flow.Value, flow)) Spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_traces);
    }

    private static readonly AsyncLocal<object?> Flow = new();

    /// <summary>What was measured: the instrument's name, the value, and the tags as words.</summary>
    public ConcurrentQueue<(string Instrument, double Value, string Tags)> Measured { get; } = new();

    /// <summary>What was traced.</summary>
    public ConcurrentQueue<Activity> Spans { get; } = new();

    public static Listening To(World world) => new(world);

    /// <summary>Asks for what is only measured when somebody asks.</summary>
    public void Ask() => _meters.RecordObservableInstruments();

    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }

    private void Heard<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) where T : struct, IConvertible
    {
        var words = new List<string>();
        foreach (var (name, tag) in tags) words.Add($"{name}={tag}");
        Measured.Enqueue((instrument.Name, value.ToDouble(System.Globalization.CultureInfo.InvariantCulture), string.Join(' ', words.Order(StringComparer.Ordinal))));
    }
}
