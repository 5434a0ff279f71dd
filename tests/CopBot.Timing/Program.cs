using System.Globalization;
using CopBot.Timing;

// Times the real host from outside and prints Markdown tables. Not a test: run it on a quiet machine.
//   dotnet run -c Release --project tests/CopBot.Timing [path of a published CopBot.Host]
//   dotnet run -c Release --project tests/CopBot.Timing slack
//   dotnet run -c Release --project tests/CopBot.Timing bolt
//   dotnet run -c Release --project tests/CopBot.Timing discord
var what = args is ["slack" or "bolt" or "discord"] ? args[0] : "";
var program = args is [] || what.Length > 0 ? Path.Combine(AppContext.BaseDirectory, "CopBot.Host.dll") : args[0];
var output = Console.Out;
var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Load average before: {load}; {Environment.ProcessorCount} cores; {(what.Length > 0 ? what : Path.GetFileName(program))}\n"));

switch (what)
{
    case "slack":
        await SlackAcks.PrintAsync(output);
        return;
    case "bolt":
        await BesideBolt.PrintAsync(output);
        return;
    case "discord":
        await DiscordReach.PrintAsync(program, output);
        return;
}

var folder = Directory.CreateTempSubdirectory("copbot-timing-").FullName;
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

Directory.Delete(folder, recursive: true);
