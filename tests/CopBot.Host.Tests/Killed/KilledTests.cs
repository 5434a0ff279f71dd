using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace CopBot.Host.Tests.Killed;

/// <summary>
/// The host as a process of its own, killed in the middle of everything. COPBOT_KILL_SEED repeats a run as far as two
/// processes can be repeated; COPBOT_KILLS says how often it dies: .ci/run lets it die fifty times.
/// </summary>
public sealed class KilledTests
{
    private const int Kills = 8;

    // Whoever dies often lives two months at once, since a host that comes back keeps one processor busy and not two.
    private const int Often = 20;
    private const int InstantsOfAMonth = 380;

    // One death in so many waits for the days on which the library falls due for a look.
    private const int OneInSoManyLate = 6;

    [Fact]
    public async Task Killed_at_random_instants_of_a_month_it_loses_nothing_doubles_nothing_and_keeps_its_manners()
    {
        var seed = FromEnvironment("COPBOT_KILL_SEED") ?? Random.Shared.Next(1_000_000);
        var kills = FromEnvironment("COPBOT_KILLS") ?? Kills;
        var lives = kills < Often ? 1 : 2;
        var since = Stopwatch.StartNew();
        var months = await Task.WhenAll(Enumerable.Range(0, lives).Select(i => LiveAsync(seed + i, (kills + i) / lives)));

        var says = string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {months.Sum(m => m.Host.Kills)} kills, {months.Sum(m => m.Host.Requests)} requests of which {months.Sum(m => m.Host.Broken)} broke off, {since.Elapsed.TotalSeconds:0} s");
        TestContext.Current.TestOutputHelper?.WriteLine(says);
        var wrong = months.SelectMany(m => m.Wrong).ToList();
        Assert.True(wrong.Count == 0, $"{says}\n{Report(wrong)}\nAgain with COPBOT_KILL_SEED={seed}");
        Assert.Equal(kills, months.Sum(m => m.Host.Kills));
    }

    /// <summary>Lives through the month on a host of its own, and says what was wrong.</summary>
    private static async Task<(MortalHost Host, IReadOnlyCollection<string> Wrong)> LiveAsync(int seed, int kills)
    {
        using var folder = new TempFolder();
        var wrong = new ConcurrentQueue<string>();
        var world = new World();
        var auditor = new Auditor(world);
        World.Furnish(folder.Data);
        await using var host = new MortalHost(folder.Path, new Random(seed), kills, InstantsOfAMonth / Math.Max(kills, 1));
        host.KeptBack = kills / OneInSoManyLate;
        (host.Dead, host.Risen) = (LookAtWhatIsLeft, LookAtWhatBecameOfIt);
        var month = new TheMonth(world, host, folder.Data);
        try
        {
            await host.StartAsync();
            await month.PlayAsync();
            // The kills that are left come in the empty end of the month; after it everything that waited has gone its way.
            var end = new DateTimeOffset(World.FirstDay.AddDays(TheMonth.LastDay).ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
            for (var step = 0; host.KillsLeft > 0 && step < 300; step++) await host.MoveAsync(end.AddHours(5 * step));
            // Not so far that what was looked at is due again; nor before the last death, which may still be about to come, is over.
            await host.AliveAsync();
            await host.MoveAsync(end.AddDays(75));
            await host.AliveAsync();
            await LookAtWhatBecameOfIt();
            foreach (var sentence in WhatTheMonthShouldHaveBrought(Books.Open(folder.Data), month, world)) wrong.Enqueue(sentence);
        }
        catch (Exception e)
        {
            wrong.Enqueue(e.ToString());
        }

        foreach (var failure in host.Failures) wrong.Enqueue("The host's log: " + failure);
        return (host, wrong);

        Task LookAtWhatIsLeft()
        {
            var books = Books.OpenCopy(folder.Data);
            return Task.Run(() => Note("is dead", auditor.AtAnyInstant(books)));
        }

        async Task LookAtWhatBecameOfIt()
        {
            // It comes to rest by itself: rounds and sweeps ring at the start, what stood in the inbox is taken up. What stays
            // wrong is.
            List<string> still = [];
            using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var look = 0; look < 1200; look++)
            {
                still = [.. auditor.WhenSettled(Books.Open(folder.Data), World.ClockOf(folder.Data))];
                if (still.Count == 0) return;
                await again.WaitForNextTickAsync();
            }

            Note("came back", still);
        }

        void Note(string when, IEnumerable<string> sentences)
        {
            foreach (var sentence in sentences) wrong.Enqueue(string.Create(CultureInfo.InvariantCulture, $"Month {seed}, after kill {host.Kills}, as it {when}: {sentence}"));
        }
    }

    private static IEnumerable<string> WhatTheMonthShouldHaveBrought(Books books, TheMonth month, World world)
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

        foreach (var sentence in WhatItShouldHaveBroughtOfTheLibrary(books, month, world)) yield return sentence;
        foreach (var left in books.Deliveries.Where(d => d.State is "Waiting")) yield return $"{left.Key} still waits after the month, until {left.DueAt:u}";
    }

    /// <summary>Each draft of what was told came once, and each owner was asked once about all that is theirs; whoever said Stop was not.</summary>
    private static IEnumerable<string> WhatItShouldHaveBroughtOfTheLibrary(Books books, TheMonth month, World world)
    {
        foreach (var (title, asker, told) in month.ToBeSummedUp)
        {
            var quiet = World.FirstDay.AddDays(told + 7).ToDateTime(new TimeOnly(16, 0));
            var draft = books.Deliveries.Where(d => books.Experiences.Any(e => e.Title == title && d.Key.StartsWith(e.SummaryKey, StringComparison.Ordinal))).ToList();
            foreach (var sentence in CameOnce(books, draft, asker, new DateTimeOffset(quiet, World.London.GetUtcOffset(quiet)), $"the draft of “{title}”")) yield return sentence;
        }

        foreach (var (owner, saved, titles) in month.ToBeReviewed)
        {
            var savedAt = World.FirstDay.AddDays(saved).ToDateTime(new TimeOnly(10, 15));
            var reviews = books.Deliveries.Where(d => d.Key.StartsWith("library-review/", StringComparison.Ordinal) && d.Recipient?.EndsWith("/" + owner, StringComparison.Ordinal) == true).ToList();
            var due = new DateTimeOffset(savedAt, World.London.GetUtcOffset(savedAt)).AddMonths(3);
            if (world.Stopped.ContainsKey(owner))
            {
                if (reviews is not [{ State: "Dropped" }]) yield return $"{owner}, who said Stop, has {reviews.Count} reviews: {string.Join(", ", reviews.Select(r => r.State))}";
                continue;
            }

            foreach (var sentence in CameOnce(books, reviews, owner, due, $"the review of what {owner} saved")) yield return sentence;
            foreach (var title in titles.Where(t => !reviews.Exists(r => books.Posts[r.Key].Message.Contains(t, StringComparison.Ordinal)))) yield return $"{owner} was not asked whether “{title}” still holds";
        }
    }

    /// <summary>One delivery, as soon as its reader may be written to, and one message that carries its mark.</summary>
    private static IEnumerable<string> CameOnce(Books books, List<DeliveryRow> deliveries, string reader, DateTimeOffset due, string what)
    {
        if (deliveries is not [var one])
        {
            yield return $"{what} went to {reader} {deliveries.Count} times";
            yield break;
        }

        var opens = Auditor.Opens(reader, due);
        var sent = books.Room.Where(m => m.Nonce is { } nonce && one.Nonces.Contains(nonce, StringComparer.Ordinal)).ToList();
        if (one.State is "Merged" ? sent.Count > 0 : one.State is not "Standing" || sent.Count != 1) yield return $"{what} is {one.State} and stands {sent.Count} times before {reader}";
        else if ((sent.FirstOrDefault()?.SentAt ?? one.DeliveredAt) is { } at && (at < opens || at > opens.AddMinutes(30))) yield return $"{what} came to {reader} at {at:u}, not at {opens:u}";
    }

    private static int? FromEnvironment(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Report(List<string> wrong)
    {
        const int MostSentences = 25;
        var report = new StringBuilder();
        foreach (var sentence in wrong.Take(MostSentences)) report.AppendLine(sentence);
        if (wrong.Count > MostSentences) report.AppendLine(CultureInfo.InvariantCulture, $"and {wrong.Count - MostSentences} more");
        return report.ToString();
    }
}
