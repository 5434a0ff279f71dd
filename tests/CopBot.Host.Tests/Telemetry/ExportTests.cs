using System.Net.Http.Json;
using Xunit;

namespace CopBot.Host.Tests.Telemetry;

public sealed class ExportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_collector_hears_of_a_press_and_what_it_caused()
    {
        await using var collector = await Collector.ListenAsync(grpc: false);
        await using (var host = await HostProcess.ReadyAsync(_folder.Path, [$"--Telemetry:Endpoint={collector.Address}", "--Telemetry:Headers=X-Secret=open sesame"]))
        {
            // The demo's people have pressed by now; somebody asks besides.
            var asked = await host.Http.PostAsJsonAsync("/playground/api/command", new { @as = "anna", place = "playground/room/lounge", words = "promises" });
            Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
            Assert.Equal(0, await host.StopAsync());
            Assert.DoesNotContain("open sesame", host.Output + host.Errors, StringComparison.Ordinal);
        }

        var measured = Bodies(collector, "/v1/metrics");
        Assert.All(
            ["copbot.request.duration", "copbot.delivery.duration", "copbot.sweep.age", "copbot.courier.lag", "copbot.inbox.waiting", "dotnet.process.memory.working_set", "service.instance.id"],
            name => Assert.Contains(name, measured, StringComparison.Ordinal));
        var traced = Bodies(collector, "/v1/traces");
        Assert.All(["command promises", "press problem-offer", "deliver revise", "sweep ClimbSilenceLadder"], name => Assert.Contains(name, traced, StringComparison.Ordinal));
        Assert.All(collector.Came, c => Assert.Equal("open sesame", c.Shown));
        // The demo's people, and what they wrote.
        Assert.All(["Layla", "ليلى", "kettle", "numbered tickets"], words => Assert.DoesNotContain(words, measured + traced, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_collector_that_speaks_grpc_hears_the_same()
    {
        await using var collector = await Collector.ListenAsync(grpc: true);
        await using (var host = await HostProcess.ReadyAsync(_folder.Path, ["--CopBot:Demo=false", $"--Telemetry:Endpoint={collector.Address}", "--Telemetry:Protocol=grpc"]))
            Assert.Equal(0, await host.StopAsync());

        Assert.Contains("copbot.courier.lag", Bodies(collector, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"), StringComparison.Ordinal);
    }

    private static string Bodies(Collector collector, string path) => string.Concat(collector.Came.Where(c => c.Path == path).Select(c => c.Body));
}
