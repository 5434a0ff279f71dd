using System.Globalization;

namespace CopBot.Bench;

/// <summary>How soon the host is ready, what it holds, and how soon a press is answered durably.</summary>
internal static class StartAndPresses
{
    /// <summary>Times it and prints tables.</summary>
    public static async Task PrintAsync(string program, string folder, TextWriter output)
    {
        await output.WriteLineAsync("| start | to ready (ms) | resident, idle (MiB) | of it anonymous (MiB) | stolen (%) |\n|---|---|---|---|---|");
        for (var run = 1; run <= 3; run++)
        {
            var data = Path.Combine(folder, $"data{run}");
            foreach (var kind in new[] { "new data", "existing data" })
            {
                var stolen = new Stolen();
                await using var host = await TimedHost.StartAsync(program, data, demo: false);
                var taken = stolen.Percent;
                var (resident, anonymous) = await host.MemoryAsync();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {kind}, run {run} | {host.ToReady.TotalMilliseconds:0} | {resident:0} | {anonymous:0} | {taken} |"));
            }
        }

        await output.WriteLineAsync();
        await PrintPressesAsync(program, folder, output);
    }

    /// <summary>Times presses alone, on each database that there is.</summary>
    public static async Task PrintPressesAsync(string program, string folder, TextWriter output)
    {
        await output.WriteLineAsync("| presses at 100 a second for 20 s | answered | refused or failed | p50 (ms) | p90 | p99 | max | processor time a press (ms) | stolen (%) | memory after it (MiB) |\n|---|---|---|---|---|---|---|---|---|---|");
        foreach (var kept in Kept.All(folder))
        {
            var home = await kept.NewAsync("presses");
            await using var host = await home.StartAsync(program);
            var presses = new Presses(host.Http);
            await presses.PrepareAsync();
            await presses.RunAsync(perSecond: 20, seconds: 5); // warms up, and is not counted
            for (var run = 1; run <= 3; run++)
            {
                var (before, stolen) = (host.ProcessorTime, new Stolen());
                var timings = await presses.RunAsync(perSecond: 100, seconds: 20);
                var (each, taken) = ((host.ProcessorTime - before) / timings.Took.Count, stolen.Percent);
                var (resident, _) = await host.MemoryAsync();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {kept.Name}, run {run} | {timings.Row()} | {each.TotalMilliseconds:0.0} | {taken} | {resident:0} |"));
            }

            foreach (var complaint in host.Complaints.Take(5)) await output.WriteLineAsync(complaint);
        }
    }
}
