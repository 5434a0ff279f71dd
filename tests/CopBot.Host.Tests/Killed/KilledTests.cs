using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace CopBot.Host.Tests.Killed;

/// <summary>
/// The host as a process of its own, killed in the middle of everything. COPBOT_KILL_SEED repeats a run as far as two
/// processes can be repeated; COPBOT_KILLS changes how often it dies.
/// </summary>
public sealed class KilledTests : IDisposable
{
    private const int Kills = 50;
    private const int RequestsOfTheMonth = 420;
    private readonly TempFolder _folder = new();
    private readonly World _world = new();
    private readonly ConcurrentQueue<string> _wrong = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_fifty_times_in_a_month_it_loses_nothing_doubles_nothing_and_keeps_its_manners()
    {
        var seed = FromEnvironment("COPBOT_KILL_SEED") ?? Random.Shared.Next();
        var kills = FromEnvironment("COPBOT_KILLS") ?? Kills;
        var since = Stopwatch.StartNew();
        var auditor = new Auditor(_world);
        World.Furnish(_folder.Data);
        await using var host = new MortalHost(_folder.Path, new Random(seed), kills, RequestsOfTheMonth / Math.Max(kills, 1), LookAtWhatIsLeft, LookAtWhatBecameOfIt);
        var month = new TheMonth(_world, host, _folder.Data);
        try
        {
            await host.StartAsync();
            await month.PlayAsync();
            var noon = new DateTimeOffset(World.FirstDay.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
            // The kills that are left come in an empty month's end; after it everything that waited has gone its way.
            for (var hour = 0; host.KillsLeft > 0 && hour < 24 * 60; hour += 5) await host.MoveAsync(noon.AddDays(TheMonth.LastDay).AddHours(hour));
            await host.AliveAsync();
            var now = await host.SettleAsync();
            await host.MoveAsync(now.AddDays(45));
            await LookAtWhatBecameOfIt(host);
            foreach (var wrong in WhatTheMonthShouldHaveBrought(Books.Open(_folder.Data), month)) _wrong.Enqueue(wrong);
        }
        catch (Exception e)
        {
            _wrong.Enqueue(e.ToString());
        }

        var says = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {host.Kills} kills, {host.Requests} requests of which {host.Broken} broke off, {since.Elapsed.TotalSeconds:0} s");
        TestContext.Current.TestOutputHelper?.WriteLine(says);
        foreach (var failure in host.Failures) _wrong.Enqueue("The host's log: " + failure);
        Assert.True(_wrong.IsEmpty, Report(says));
        Assert.Equal(kills, host.Kills);

        Task LookAtWhatIsLeft(MortalHost dead)
        {
            var books = Books.OpenCopy(_folder.Data);
            return Task.Run(() => Note(dead, "is dead", auditor.AtAnyInstant(books)));
        }

        async Task LookAtWhatBecameOfIt(MortalHost risen)
        {
            List<string> wrong = [];
            // Rounds ring by themselves: what falls due between two glances is no fault, what stays so is.
            for (var look = 0; look < 3; look++)
            {
                var now = look == 0 && risen.Rising is null ? await risen.SettleAsync() : await risen.SettleAsync(risen.Rising);
                wrong = [.. auditor.WhenSettled(Books.Open(_folder.Data), now - TimeSpan.FromSeconds(2))];
                if (wrong.Count == 0) return;
            }

            Note(risen, "came back", wrong);
        }
    }

    private static IEnumerable<string> WhatTheMonthShouldHaveBrought(Books books, TheMonth month)
    {
        foreach (var (title, asker, day) in month.ToBeAsked)
        {
            var trials = books.Trials.Where(t => t.Title == title).ToList();
            if (trials.Count != 1)
            {
                yield return $"there are {trials.Count} trials of “{title}”";
                continue;
            }

            var first = books.Deliveries.Single(d => d.Key == trials[0].QuestionKey(1));
            var zone = World.Zones[asker];
            var ten = World.FirstDay.AddDays(day).ToDateTime(new TimeOnly(10, 0));
            var due = new DateTimeOffset(ten, zone.GetUtcOffset(ten));
            if (first.State is not ("Standing" or "Merged")) yield return $"{asker} was never asked about “{title}”: {first.State}";
            else if (first.DeliveredAt is { } at && (at < due || at > due.AddMinutes(30))) yield return $"{asker} was asked about “{title}” at {at:u}, not at {due:u}";
        }

        var silent = books.Problems.Single(p => p.Title == TheMonth.Silent);
        foreach (var step in (string[])["nudge", "second-ring/", "queue/"])
        {
            var key = silent.CardKey.Replace("card", step, StringComparison.Ordinal);
            var rung = books.Deliveries.Count(d => d.Key.StartsWith(key, StringComparison.Ordinal));
            if (rung != 1) yield return $"the silence about “{silent.Title}” led to {rung} posts {step}";
        }

        foreach (var left in books.Deliveries.Where(d => d.State is "Waiting")) yield return $"{left.Key} still waits after the month, until {left.DueAt:u}";
    }

    private static int? FromEnvironment(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Note(MortalHost host, string when, IEnumerable<string> wrong)
    {
        foreach (var sentence in wrong) _wrong.Enqueue(string.Create(CultureInfo.InvariantCulture, $"After kill {host.Kills}, as it {when}: {sentence}"));
    }

    private string Report(string says)
    {
        const int MostSentences = 25;
        var all = _wrong.ToList();
        var report = new StringBuilder(says).AppendLine();
        foreach (var sentence in all.Take(MostSentences)) report.AppendLine(sentence);
        if (all.Count > MostSentences) report.AppendLine(CultureInfo.InvariantCulture, $"and {all.Count - MostSentences} more");
        return report.Append(CultureInfo.InvariantCulture, $"Again with COPBOT_KILL_{says.Split(',')[0].Replace(' ', '=').ToUpperInvariant()}").ToString();
    }
}
