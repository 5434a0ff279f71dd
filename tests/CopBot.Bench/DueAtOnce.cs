using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CopBot.Playground;

namespace CopBot.Bench;

/// <summary>Ten thousand members are to be asked what came of it at the same moment, while others press; beside the same presses with nothing due.</summary>
internal static class DueAtOnce
{
    private const int Questions = 10_000;
    private const int PressesASecond = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Times it and prints a table.</summary>
    public static async Task PrintAsync(string program, string folder, TextWriter output)
    {
        await output.WriteLineAsync("| 10 presses a second | answered | refused or failed | p50 (ms) | p90 | p99 | max | stolen (%) |\n|---|---|---|---|---|---|---|---|");
        List<string> rates = [];
        foreach (var kept in Kept.All(folder)) rates.Add(await TimeAsync(program, await kept.NewAsync("due"), kept.Name, output));
        foreach (var rate in rates) await output.WriteLineAsync("\n" + rate);
    }

    private static async Task<string> TimeAsync(string program, Home home, string name, TextWriter output)
    {
        await using (await home.StartAsync(program))
        {
            // It has set itself up.
        }

        var at = OpenForAll(home.Data);
        string[] people = [.. Enumerable.Range(1, Questions).Select(i => string.Create(CultureInfo.InvariantCulture, $"trier{i}"))];
        await File.AppendAllLinesAsync(Path.Combine(home.Data, "playground.jsonl"), people.Select(id => JsonSerializer.Serialize(new { @is = "person", person = new { id, name = id, zone = "UTC" } })));

        await using var host = await home.StartAsync(program);
        var presses = new Presses(host.Http);
        await presses.PrepareAsync();
        await presses.RunAsync(perSecond: 100, seconds: 10); // warms up, and is not counted
        var stolen = new Stolen();
        var before = await presses.RunAsync(PressesASecond, seconds: 20);
        await output.WriteLineAsync($"| {name}, with nothing due | {before.Row()} | {stolen.Percent} |");

        // They become due in the store while the host runs, and it finds them at its next round.
        await using var store = Store.Open(home.Database);
        await store.TryAsync([.. people.Select(Room.User)], at);
        var watch = Stopwatch.StartNew();
        stolen = new Stolen();
        var during = await presses.RunWhileAsync(PressesASecond, async () => watch.Elapsed < Longest && await store.DueAsync(at.AddMinutes(1)) > 0);
        await output.WriteLineAsync($"| {name}, while {Questions.ToString("N0", CultureInfo.InvariantCulture)} are asked | {during.Row()} | {stolen.Percent} |");
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {Questions:N0} questions were put and delivered in {watch.Elapsed.TotalSeconds:0} s from when the last stood in the store: {Questions / watch.Elapsed.TotalSeconds:0} a second.");
    }

    /// <summary>Moves the stopped playground's clock on to a Tuesday morning, when nobody in UTC sleeps.</summary>
    private static DateTimeOffset OpenForAll(string data)
    {
        var file = Path.Combine(data, "playground-clock.json");
        var real = TimeProvider.System.GetUtcNow();
        var shift = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("shift").Deserialize<TimeSpan>();
        var now = real + shift;
        var tuesday = now.UtcDateTime.Date.AddDays(((int)DayOfWeek.Tuesday - (int)now.DayOfWeek + 7) % 7);
        if (tuesday.AddHours(10) < now.UtcDateTime) tuesday = tuesday.AddDays(7);
        var at = new DateTimeOffset(tuesday.AddHours(10), TimeSpan.Zero);
        File.WriteAllText(file, JsonSerializer.Serialize(new { shift = at - real, demo = "settled" }));
        return at;
    }
}
