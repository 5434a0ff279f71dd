using OpenTelemetry.Exporter;

namespace CopBot.Host;

/// <summary>Where metrics and traces are sent. No record: its headers are a secret, and a record would print them.</summary>
internal sealed class ExportOptions(Uri endpoint, OtlpExportProtocol protocol, string? headers)
{
    // Whoever listens must not hold up the stop.
    private const int AnswersWithinMilliseconds = 5_000;

    /// <summary>The collector that the operator chose; null for none.</summary>
    public static ExportOptions? Of(IConfiguration configuration, List<string> wrong)
    {
        var headers = configuration[Setting.TelemetryHeaders.Key] is { Length: > 0 } given ? given : null;
        if (configuration[Setting.TelemetryEndpoint.Key] is not { Length: > 0 } address)
        {
            if (headers is not null)
                wrong.Add($"{Setting.TelemetryHeaders.Key} is set, and {Setting.TelemetryEndpoint.Key} is not, so there is nobody to show it to. Set {Setting.TelemetryEndpoint.Key} for example to {Setting.TelemetryEndpoint.Example}, or take {Setting.TelemetryHeaders.Key} away.");
            return null;
        }

        if (!Uri.TryCreate(address.TrimEnd('/') + '/', UriKind.Absolute, out var endpoint)) return null; // Said already.
        return new(endpoint, configuration[Setting.TelemetryProtocol.Key] is "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf, headers);
    }

    /// <summary>Tells the exporter of one signal, <c>traces</c> or <c>metrics</c>.</summary>
    public void Tell(OtlpExporterOptions options, string signal)
    {
        options.Protocol = protocol;
        // Over HTTP each signal has a path of its own, which the exporter adds only to addresses that it finds itself.
        options.Endpoint = protocol is OtlpExportProtocol.HttpProtobuf ? new Uri(endpoint, $"v1/{signal}") : endpoint;
        options.Headers = headers;
        options.TimeoutMilliseconds = AnswersWithinMilliseconds;
    }
}
