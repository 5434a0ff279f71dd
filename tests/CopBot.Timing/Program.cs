using System.Globalization;
using CopBot.Timing;

// Times the real host from outside and prints Markdown tables. Not a test: run it on a quiet machine.
//   dotnet run -c Release --project tests/CopBot.Timing [path of a published CopBot.Host]
//   dotnet run -c Release --project tests/CopBot.Timing slack
<<<<<<< HEAD
//   dotnet run -c Release --project tests/CopBot.Timing bolt
var slack = args is ["slack"];
var bolt = args is ["bolt"];
var program = slack ? "the Slack adapter" : bolt ? "CopBot.Host.dll beside an app on Bolt" : args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "CopBot.Host.dll");
=======
//   dotnet run -c Release --project tests/CopBot.Timing discord
var slack = args is ["slack"];
var discord = args is ["discord"];
var program = slack ? "the Slack adapter" : discord || args is [] ? Path.Combine(AppContext.BaseDirectory, "CopBot.Host.dll") : args[0];
>>>>>>> discord-doctor
var output = Console.Out;
var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Load average before: {load}; {Environment.ProcessorCount} cores; {Path.GetFileName(program)}\n"));

if (slack)
{
    await SlackAcks.PrintAsync(output);
    return;
}

<<<<<<< HEAD
if (bolt)
{
    await BesideBolt.PrintAsync(output);
=======
if (discord)
{
    await DiscordReach.PrintAsync(program, output);
>>>>>>> discord-doctor
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
