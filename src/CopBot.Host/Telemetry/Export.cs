using CopBot.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CopBot.Host;

/// <summary>
/// Sends what the bot measures and traces to a collector, from the start to the last word: it is told to stop after everything
/// else, and sends what it still has.
/// </summary>
internal sealed class Export(ExportOptions options) : IHostedService, IDisposable
{
    /// <summary>The runtime's own meter, which comes with .NET: memory, collections, threads, exceptions.</summary>
    public const string Runtime = "System.Runtime";

    private const int LastWordsWithinMilliseconds = 5_000;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter([.. BotTelemetry.Meters, Runtime])
            .AddOtlpExporter(exporter => options.Tell(exporter, "metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource(BotTelemetry.Name)
            .AddOtlpExporter(exporter => options.Tell(exporter, "traces"))
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Both wait for the collector without letting go of their thread; it may be gone.
        await Task.WhenAll(Task.Run(() => _metrics?.Shutdown(LastWordsWithinMilliseconds), CancellationToken.None), Task.Run(() => _traces?.Shutdown(LastWordsWithinMilliseconds), CancellationToken.None));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    // What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say comes last and holds.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService("copbot", serviceVersion: CommandLine.Version, serviceInstanceId: Environment.MachineName)
        .AddEnvironmentVariableDetector();
}

/// <summary>Adds <see cref="Export"/>.</summary>
internal static class ExportServices
{
    public static IServiceCollection AddExport(this IServiceCollection services, ExportOptions options) => services.AddSingleton(options).AddHostedService<Export>();
}
