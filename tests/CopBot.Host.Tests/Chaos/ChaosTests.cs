using System.Diagnostics;
using System.Globalization;
using System.Text;
using CopBot.Host.Tests.OnPlatforms;
using Xunit;

namespace CopBot.Host.Tests.Chaos;

/// <summary>
/// Two hosts on one PostgreSQL serve one community that lives on Slack and on Discord, and everything goes wrong that can: hosts
/// are killed and replaced, the database crashes, sockets drop, platforms refuse, deliver twice and lose their answers, and days
/// pass while all are off. COPBOT_CHAOS_SECONDS says how long, COPBOT_CHAOS_SEED repeats the dice (not the instants).
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Seconds = 20;
    private const int FewestUnasked = 2;
    private const int LastDays = 14;

    /// <summary>Milliseconds in which most acts are done.</summary>
    private const int LongestAct = 100;

    /// <summary>Longer than nobody does anything, while they live.</summary>
    private static readonly TimeSpan LongestPeace = TimeSpan.FromSeconds(5);

    /// <summary>Longer than anybody is kept waiting: what takes longer is acknowledged, and done later.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(1.7);

    /// <summary>The days after it all: an evening and a Sunday, on which nobody is written to, and each time a morning.</summary>
    private static readonly (int Days, Arrival Arrival)[] Afterwards = [(9, Arrival.Evening), (0, Arrival.Morning), (9, Arrival.Sunday), (LastDays, Arrival.Morning)];

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    /// <summary>A platform that asks to be slower names seconds.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Whatever_goes_wrong_every_key_stands_once_and_no_manner_is_broken()
    {
        Assert.SkipWhen(Cluster.WhyNot is not null, Cluster.WhyNot ?? "");
        var seed = FromEnvironment("COPBOT_CHAOS_SEED") ?? Random.Shared.Next(1_000_000);
        var dice = new Random(seed);
        await using var cluster = await Cluster.StartAsync();
        await using Town slack = await SlackTown.OpenAsync();
        await using Town discord = await DiscordTown.OpenAsync();
        Town[] towns = [slack, discord];
        await using var fleet = new Fleet(towns, cluster.ConnectionString);
        await fleet.StartAsync();
        await StoryTests.SetUpAsync(slack);
        await OneCommunityTests.JoinAsync(slack, discord);

        var watch = Stopwatch.StartNew();
        List<TimeSpan> parts = [];
        Crowd[] crowds = [new Crowd(slack, new Random(seed + 1), stops: true), new Crowd(discord, new Random(seed + 2), stops: false)];
        SortedDictionary<string, int> troubles = new(StringComparer.Ordinal);
        await Task.WhenAll(crowds.Select(c => c.BeginInPeaceAsync()));
        parts.Add(watch.Elapsed);
        using (var enough = new CancellationTokenSource(TimeSpan.FromSeconds(FromEnvironment("COPBOT_CHAOS_SECONDS") ?? Seconds)))
        {
            var living = Task.WhenAll(crowds.Select(c => c.LiveAsync(enough.Token)));
            foreach (var happens in Troubles(dice, fleet, cluster, towns, crowds))
            {
                if (enough.IsCancellationRequested) break;
                var trouble = await happens();
                troubles[trouble] = troubles.GetValueOrDefault(trouble) + 1;
                // How long peace lasts is a part of the dice.
                await Task.Delay(TimeSpan.FromMilliseconds(1_000 + dice.Next(3_000)), TimeProvider.System, CancellationToken.None);
            }

            await living;
        }

        parts.Add(watch.Elapsed);
        foreach (var town in towns) town.GoRight();
        // Whatever went wrong: now everybody is served again.
        await Task.WhenAll(crowds.Select(c => c.EndInPeaceAsync()));
        parts.Add(watch.Elapsed);
        var reader = new Reader(cluster.OpenAsync);
        await fleet.JumpAsync(Arrival.Morning.After(fleet.Now));
        await Task.WhenAll(crowds.Select(c => c.ThankInPeaceAsync()));
        await SettledAsync(reader, fleet);
        foreach (var (days, arrival) in Afterwards)
        {
            await fleet.JumpAsync(arrival.After(fleet.Now.AddDays(days)));
            await SettledAsync(reader, fleet);
            // What they tell is news to others on the days that follow.
            if (days < LastDays) await Task.WhenAll(crowds.Select(c => c.TellInPeaceAsync()));
        }

        var wrong = await reader.WrongAsync(towns.Length, [.. towns.SelectMany(t => t.Wrote())], Remembered.By([.. crowds.Select(c => c.Remembers)]), fleet.Now);
        var unasked = await reader.UnaskedAsync();
        var report = Report(seed, [.. parts, watch.Elapsed], fleet, cluster, troubles, crowds, towns, unasked, wrong);
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("COPBOT_CHAOS_REPORT") is { Length: > 0 } file) await File.WriteAllTextAsync(file, report);

        Assert.True(wrong.Count == 0, $"{report}\n{fleet.Output}");
        Assert.True(crowds.Sum(c => c.Remembers.Posted.Count) >= 2 * crowds.Length, report);
        // In a run without any, half of the manners were not tried.
        Assert.True(unasked >= FewestUnasked, report);
        Assert.True(fleet.Kills + cluster.Crashes > 1, report);
        slack.NothingWasWrong();
    }

    /// <summary>What goes wrong, one after the other: first, in any order, what harms most, so that a short run has it too; then anything.</summary>
    private static IEnumerable<Func<Task<string>>> Troubles(Random dice, Fleet fleet, Cluster cluster, Town[] towns, Crowd[] crowds)
    {
        Func<Task<string>>[] first = [Killed, Stalled, Replaced, Crashed, Away, .. towns.Select(t => Wire(t, Town.AnswerLost))];
        dice.Shuffle(first);
        foreach (var trouble in first) yield return trouble;
        while (true)
        {
            yield return dice.Next(13) switch
            {
                0 or 1 => Killed,
                2 => Replaced,
                3 => Crashed,
                4 => Away,
                5 => Stalled,
                _ => Wire(towns[dice.Next(towns.Length)], dice.Next(Town.Troubles)),
            };
        }

        async Task<string> Killed()
        {
            // While it does something for somebody.
            await SomebodyActsAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(LongestAct)), TimeProvider.System, CancellationToken.None);
            await fleet.ReplaceAsync(dice.Next(2), kill: true);
            return "a host is killed and started again";
        }

        async Task<string> Stalled()
        {
            var stall = await cluster.StallAsync();
            await SomebodyActsAsync();
            // By then what they did is acknowledged, and waits to be done.
            await Task.Delay(Longer, TimeProvider.System, CancellationToken.None);
            await fleet.RestartAsync(() => stall.DisposeAsync().AsTask());
            return "the database stands still, and both are killed";
        }

        async Task<string> Replaced()
        {
            await fleet.ReplaceAsync(dice.Next(2), kill: false);
            return "a host is replaced in peace";
        }

        async Task<string> Crashed()
        {
            await cluster.CrashAsync();
            return "the database crashes and comes back";
        }

        async Task<string> Away()
        {
            await fleet.JumpAsync(Arrival.Any(dice).After(fleet.Now.AddDays(dice.Next(4))));
            return "both are killed and days pass";
        }

        // Or nobody does any more, because it is over.
        Task SomebodyActsAsync() => Task.WhenAny([.. crowds.Select(c => c.NextAct), Task.Delay(LongestPeace, TimeProvider.System, CancellationToken.None)]);

        static Func<Task<string>> Wire(Town town, int which) => () => Task.FromResult(town.GoWrong(which));
    }

    /// <summary>Waits until nothing is due any more, nor soon tried again; what stays so is wrong, and told with the rest.</summary>
    private static async Task SettledAsync(Reader reader, Fleet fleet)
    {
        var since = Stopwatch.StartNew();
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (since.Elapsed < Settling && ((await reader.DueAsync(fleet.Now)).Count > 0 || (await reader.TriedAgainAsync(fleet.Now + Soon)).Count > 0)) await again.WaitForNextTickAsync();
    }

    private static string Report(int seed, IReadOnlyList<TimeSpan> until, Fleet fleet, Cluster cluster, SortedDictionary<string, int> troubles, Crowd[] crowds, Town[] towns, int unasked, IReadOnlyList<string> wrong)
    {
        const int MostSentences = 25;
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"Seed {seed}, {until[^1].TotalSeconds:0} s: {until[0].TotalSeconds:0} to begin, {(until[1] - until[0]).TotalSeconds:0} of chaos, {(until[2] - until[1]).TotalSeconds:0} until all were served again, {(until[3] - until[2]).TotalSeconds:0} for the weeks after. {fleet.Kills} kills, {fleet.Stops} replaced in peace, {cluster.Crashes} crashes of the database, {fleet.Jumps} jumps of the clock.");
        report.AppendLine().AppendLine("| what went wrong | times |").AppendLine("|---|---|");
        foreach (var (trouble, times) in troubles) report.AppendLine(CultureInfo.InvariantCulture, $"| {trouble} | {times} |");
        report.AppendLine().AppendLine("| what people did | times |").AppendLine("|---|---|");
        foreach (var act in crowds.SelectMany(c => c.Acts).GroupBy(a => a.Key, a => a.Value, StringComparer.Ordinal).OrderBy(a => a.Key, StringComparer.Ordinal)) report.AppendLine(CultureInfo.InvariantCulture, $"| {act.Key} | {act.Sum()} |");
        report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{crowds.Sum(c => c.Remembers.Posted.Count)} questions were acknowledged as posted; {towns.Sum(t => t.Wrote().Count)} messages of the bot stand, {unasked} of them unasked. Wrong: {wrong.Count}.");
        foreach (var sentence in wrong.Take(MostSentences)) report.AppendLine(CultureInfo.InvariantCulture, $"- {sentence}");
        return report.ToString();
    }

    private static int? FromEnvironment(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
