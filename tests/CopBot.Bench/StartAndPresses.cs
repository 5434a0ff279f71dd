using System.Globalization;

namespace CopBot.Bench;

/// <summary>How soon the host is ready, what it holds, and how soon a press is answered durably.</summary>
internal static class StartAndPresses
{
    /// <summary>Times it and prints tables.</summary>
    public static async Task PrintAsync(string program, string folder, TextWriter output)
    {
        await output.WriteLineAsync("| start | to ready (ms) | resident, idle (MiB) | of it anonymous (MiB) |\n|---|---|---|---|");
        for (var run = 1; run <= 3; run++)
        {
            var data = Path.Combine(folder, $"data{run}");
            foreach (var kind in new[] { "new data", "existing data" })
            {
                await using var host = await TimedHost.StartAsync(program, data, demo: false);
                var (resident, anonymous) = await host.MemoryAsync();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {kind}, run {run} | {host.ToReady.TotalMilliseconds:0} | {resident:0} | {anonymous:0} |"));
            }
        }

        await using (var host = await TimedHost.StartAsync(program, Path.Combine(folder, "presses"), demo: true))
        {
            await output.WriteLineAsync("\n| presses at 100 a second for 20 s | answered | refused or failed | p50 (ms) | p90 | p99 | max | processor time a press (ms) |\n|---|---|---|---|---|---|---|---|");
            var presses = new Presses(host.Http);
            await presses.PrepareAsync();
            await presses.RunAsync(perSecond: 20, seconds: 5); // warms up, and is not counted
            for (var run = 1; run <= 3; run++)
            {
                var before = host.ProcessorTime;
                var timings = await presses.RunAsync(perSecond: 100, seconds: 20);
                var each = (host.ProcessorTime - before) / timings.Took.Count;
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| run {run} | {timings.Row()} | {each.TotalMilliseconds:0.0} |"));
            }

            var (resident, anonymous) = await host.MemoryAsync();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\nMemory after 6,000 presses, with the demo: {resident:0} MiB resident, {anonymous:0} MiB anonymous."));
        }
    }
}
