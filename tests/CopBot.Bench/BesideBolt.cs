using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using CopBot.SlackEmulator;
using Person = CopBot.SlackEmulator.Acting.Person;

namespace CopBot.Bench;

/// <summary>
/// CopBot and an app on Bolt that only acknowledges and posts one message, in one workspace of one emulated Slack; people press
/// the buttons of the one and of the other by turns.
/// </summary>
internal sealed class BesideBolt
{
    private const int People = 64;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);
    private static readonly int[] InFlight = [8, 32];

    private readonly List<Person> _people = [];

    /// <summary>Times it and prints tables.</summary>
    public static async Task PrintAsync(TextWriter output)
    {
        // Slack's pace of one message a second would be all that is timed. What is sent late is acknowledged late, not lost.
        await using var slack = await EmulatedSlack.Start(new EmulatorOptions { RateLimits = false, KeepsJournal = false, AckWithin = TimeSpan.FromSeconds(10), TriggerLives = TimeSpan.FromSeconds(60) });
        var workspace = slack.AddWorkspace("house");
        var anna = slack.Person(workspace, workspace.AddUser("anna", "Anna", "Europe/London", admin: true));
        var beside = new BesideBolt();
        for (var i = 0; i < People; i++) beside._people.Add(slack.Person(workspace, workspace.AddUser(string.Create(CultureInfo.InvariantCulture, $"person{i}"), null, "Europe/London")));

        await using var bolt = await BoltPressed.StartAsync(slack, workspace, beside._people.Select(p => p.User));
        await using var copbot = await CopBotPressed.StartAsync(slack, workspace, anna, beside._people.Select(p => p.User));
        foreach (var app in new PressedApp[] { copbot, bolt }) await beside.PressAsync(app, InFlight[^1], Turn); // warms up, and is not counted

        await output.WriteLineAsync("| presses in flight, 10 s each | CopBot: handled a second | Bolt | CopBot / Bolt | not handled, CopBot and Bolt | cards revised a second | all cards right after (ms) |\n|---|---|---|---|---|---|---|");
        List<string> costs = [];
        foreach (var inFlight in InFlight)
        {
            for (var run = 1; run <= 2; run++)
            {
                var ours = await beside.PressAsync(copbot, inFlight, Turn);
                var theirs = await beside.PressAsync(bolt, inFlight, Turn);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {inFlight}, run {run} | {ours.PerSecond:0} | {theirs.PerSecond:0} | {ours.PerSecond / theirs.PerSecond:0.00} | {ours.Failed}, {theirs.Failed} | {ours.Revisions / ours.Took.TotalSeconds:0} | {ours.Settling?.TotalMilliseconds ?? double.NaN:0} |"));
                costs.Add($"| {inFlight.ToString(CultureInfo.InvariantCulture)}, run {run.ToString(CultureInfo.InvariantCulture)} | {Each(ours.Used, ours)} | {Each(theirs.Used, theirs)} | {Each(ours.UsedHere, ours)} | {Each(theirs.UsedHere, theirs)} |");
            }
        }

        await output.WriteLineAsync("\n| processor time a press (ms) | CopBot | Bolt | emulator and people, for CopBot | for Bolt |\n|---|---|---|---|---|");
        foreach (var cost in costs) await output.WriteLineAsync(cost);

        await output.WriteLineAsync("\n| acknowledged, at 100 presses a second for 10 s | presses | not handled | p50 (ms) | p90 | p99 | max |\n|---|---|---|---|---|---|---|");
        for (var run = 1; run <= 2; run++)
        {
            foreach (var app in new PressedApp[] { copbot, bolt })
            {
                var acknowledged = await beside.PressSteadilyAsync(app, perSecond: 100, Turn);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {app.Name}, run {run} | {acknowledged.Row()} |"));
            }
        }

        await output.WriteLineAsync("\n| memory at the end (MiB) | resident | of it anonymous |\n|---|---|---|");
        foreach (var app in new PressedApp[] { copbot, bolt })
        {
            var (resident, anonymous) = await app.MemoryAsync();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {app.Name} | {resident:0} | {anonymous:0} |"));
        }

        if (copbot.Complaints.Count > 0) await output.WriteLineAsync($"\nThe host warned {copbot.Complaints.Count.ToString(CultureInfo.InvariantCulture)} times:\n{string.Join('\n', copbot.Complaints.Take(5).Select(c => c[..Math.Min(c.Length, 250)]))}");
        foreach (var violation in slack.Journal.Violations.Distinct(StringComparer.Ordinal).Take(20)) await output.WriteLineAsync($"\nAgainst Slack's rules: {violation}");

        static string Each(TimeSpan used, Pressed pressed) => (used.TotalMilliseconds / pressed.Handled).ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>So many people press as fast as they see their press handled.</summary>
    private async Task<Pressed> PressAsync(PressedApp app, int inFlight, TimeSpan time)
    {
        var (handled, failed) = (0, 0);
        var (revisions, used, here) = (app.Revisions, app.ProcessorTime, Here());
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_people.Take(inFlight).Select(PressOnAsync));
        var shown = watch.Elapsed;
        TimeSpan? settling = await app.SettledAsync() ? watch.Elapsed - shown : null;
        return new Pressed(handled, failed, shown, settling, app.Revisions - revisions, app.ProcessorTime - used, Here() - here);

        async Task PressOnAsync(Person person)
        {
            while (watch.Elapsed < time)
            {
                if (await app.PressAsync(person, static () => { })) Interlocked.Increment(ref handled);
                else Interlocked.Increment(ref failed);
            }
        }
    }

    /// <summary>People press so often a second, and what is timed is how soon that is acknowledged.</summary>
    private async Task<Timings> PressSteadilyAsync(PressedApp app, int perSecond, TimeSpan time)
    {
        var (took, failed) = (new ConcurrentBag<double>(), 0);
        var idle = Channel.CreateUnbounded<Person>();
        foreach (var person in _people) await idle.Writer.WriteAsync(person);
        List<Task> all = [];
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (watch.Elapsed < time && await pace.WaitForNextTickAsync())
        {
            while (watch.Elapsed < time && watch.Elapsed.TotalSeconds * perSecond >= all.Count) all.Add(PressAsync(TimeSpan.FromSeconds((double)all.Count / perSecond)));
        }

        await Task.WhenAll(all);
        await app.SettledAsync();
        return new Timings([.. took.Order()], failed);

        async Task PressAsync(TimeSpan meant)
        {
            var person = await idle.Reader.ReadAsync();
            if (!await app.PressAsync(person, () => took.Add((watch.Elapsed - meant).TotalMilliseconds))) Interlocked.Increment(ref failed);
            await idle.Writer.WriteAsync(person);
        }
    }

    private static TimeSpan Here()
    {
        using var here = Process.GetCurrentProcess();
        return here.TotalProcessorTime;
    }

    /// <summary>What came of pressing as fast as one can.</summary>
    /// <param name="Handled">Presses whose answer or message was seen.</param>
    /// <param name="Failed">The others.</param>
    /// <param name="Shown">From the first press until the last answer was seen.</param>
    /// <param name="Settling">From then until everything stood, every card revised; null where it did not come to stand so.</param>
    /// <param name="Revisions">How often cards were revised.</param>
    /// <param name="Used">Processor time of the app.</param>
    /// <param name="UsedHere">Processor time of the emulator and the people.</param>
    private sealed record Pressed(int Handled, int Failed, TimeSpan Shown, TimeSpan? Settling, int Revisions, TimeSpan Used, TimeSpan UsedHere)
    {
        /// <summary>From the first press until all was done.</summary>
        public TimeSpan Took => Shown + (Settling ?? TimeSpan.Zero);

        public double PerSecond => Handled / Took.TotalSeconds;
    }
}
