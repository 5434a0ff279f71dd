using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Telemetry;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Telemetry;

/// <summary>The page that explains what is measured, the dashboard that draws it, and the code that measures it say the same.</summary>
public sealed partial class InstrumentsTests
{
    [Fact]
    public async Task The_page_lists_every_instrument_as_it_is()
    {
        var instruments = await InstrumentsAsync();
        Assert.InRange(instruments.Count, 12, 40);

        var listed = File.ReadAllLines(Here("docs/observability.md")).Where(line => line.StartsWith("| `copbot.", StringComparison.Ordinal)).Select(line => string.Join('|', line.Split('|')[1..5])).ToList();

        Assert.Equal(instruments.Select(i => $" `{i.Name}` | {KindOf(i)} | {i.Unit} | {i.Description} "), listed, StringComparer.Ordinal);
        Assert.All(instruments, i => Assert.Matches("^[A-Z].*\\.$", i.Description));
    }

    [Fact]
    public async Task The_dashboard_draws_only_what_is_measured()
    {
        var known = (await InstrumentsAsync()).SelectMany(PrometheusNames).Concat(Runtime).ToHashSet(StringComparer.Ordinal);
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Here("deploy/grafana/copbot.json")));

        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() is not ("row" or "text")).ToList();
        var drawn = panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()).SelectMany(t => Metric().Matches(t.GetProperty("expr").GetString()!)).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.InRange(panels.Count, 8, 40);
        Assert.Contains("copbot_courier_lag_seconds", drawn, StringComparer.Ordinal);
        Assert.Empty(drawn.Except(known, StringComparer.Ordinal));
        // Every one of ours is drawn somewhere: what nobody looks at need not be measured.
        Assert.Empty((await InstrumentsAsync()).Where(i => !PrometheusNames(i).Any(n => drawn.Contains(n, StringComparer.Ordinal))).Select(i => i.Name));
        Assert.All(panels, p => Assert.False(string.IsNullOrWhiteSpace(p.GetProperty("description").GetString()), p.GetProperty("title").GetString()));
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels.Where(p => p.GetProperty("type").GetString() is "timeseries" or "stat"), p => Assert.True(p.GetProperty("fieldConfig").GetProperty("defaults").TryGetProperty("unit", out _), p.GetProperty("title").GetString()));
    }

    /// <summary>Of what .NET itself measures, what the dashboard draws.</summary>
    private static readonly string[] Runtime = ["dotnet_process_memory_working_set_bytes", "dotnet_gc_pause_time_seconds_total"];

    private static async Task<List<Instrument>> InstrumentsAsync()
    {
        await using var world = await World.WithoutCommunityAsync();
        var meters = world.Services.GetRequiredService<IMeterFactory>();
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)) found.Add(instrument);
            },
        };
        _ = world.Services.GetRequiredService<BotMeter>();
        _ = new PlatformMeter(meters);
        listener.Start();
        return [.. found.OrderBy(i => i.Name, StringComparer.Ordinal)];
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        Counter<long> => "counter",
        _ when instrument.IsObservable => "gauge",
        _ => throw new NotSupportedException(instrument.GetType().Name),
    };

    /// <summary>
    /// What Prometheus calls it, as the translation of OpenTelemetry's names to Prometheus' says: dots become underscores, the
    /// unit goes behind unless it stands in braces, and what only grows ends in total.
    /// </summary>
    private static IEnumerable<string> PrometheusNames(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit is "s" ? "_seconds" : "");
        return KindOf(instrument) switch
        {
            "histogram" => [name + "_bucket", name + "_count", name + "_sum"],
            "counter" => [name + "_total"],
            _ => [name],
        };
    }

    private static string Here(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file);

    [GeneratedRegex(@"\b(copbot|dotnet)_[a-z_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();
}
