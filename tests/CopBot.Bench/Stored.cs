using System.Globalization;

namespace CopBot.Bench;

/// <summary>What a press costs with a thousand problems stored and with a hundred thousand, pressed by turns in one run.</summary>
internal static class Stored
{
    private static readonly int[] Sizes = [1_000, 100_000];

    /// <summary>Times it and prints a table.</summary>
    public static async Task PrintAsync(string program, string folder, TextWriter output)
    {
        List<(string Size, TimedHost Host, Presses Presses)> hosts = [];
        try
        {
            foreach (var kept in Kept.All(folder))
            {
                foreach (var size in Sizes)
                {
                    var home = await kept.NewAsync(string.Create(CultureInfo.InvariantCulture, $"stored{size}"));
                    await using (await home.StartAsync(program))
                    {
                        // It has set itself up.
                    }

                    await using (var store = Store.Open(home.Database)) await store.AskAsync(size, TimeProvider.System.GetUtcNow());
                    var host = await home.StartAsync(program);
                    hosts.Add((string.Create(CultureInfo.InvariantCulture, $"{kept.Name}, {size:N0}"), host, new Presses(host.Http)));
                }
            }

            await output.WriteLineAsync("| problems stored | from start to ready (ms) | resident, idle (MiB) |\n|---|---|---|");
            foreach (var (size, host, presses) in hosts)
            {
                var (resident, _) = await host.MemoryAsync();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {size} | {host.ToReady.TotalMilliseconds:0} | {resident:0} |"));
                await presses.PrepareAsync();
                await presses.RunAsync(perSecond: 100, seconds: 20); // warms up, and is not counted
            }

            await output.WriteLineAsync("\n| presses at 50 a second for 20 s | answered | refused or failed | p50 (ms) | p90 | p99 | max | processor time a press (ms) | stolen (%) |\n|---|---|---|---|---|---|---|---|---|");
            for (var run = 1; run <= 3; run++)
            {
                foreach (var (size, host, presses) in hosts)
                {
                    var (before, stolen) = (host.ProcessorTime, new Stolen());
                    var timings = await presses.RunAsync(perSecond: 50, seconds: 20);
                    var each = (host.ProcessorTime - before) / timings.Took.Count;
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {size} stored, run {run} | {timings.Row()} | {each.TotalMilliseconds:0.0} | {stolen.Percent} |"));
                }
            }

            await output.WriteLineAsync("\n| a question until its preview, with what is alike, 100 of them | p50 (ms) | p90 | p99 | max |\n|---|---|---|---|---|");
            for (var run = 1; run <= 2; run++)
            {
                foreach (var (size, host, presses) in hosts)
                {
                    var timings = await presses.AskAsync(100);
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {size} stored, run {run} | {timings.Quantiles()} |"));
                }
            }
        }
        finally
        {
            foreach (var (_, host, _) in hosts) await host.DisposeAsync();
        }
    }
}
