using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Search;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Bench;

/// <summary>
/// What it costs to index three hundred thousand things, and to look for something among them: mixed from real
/// questions of travellers where these are there (so that words are as common as they are), else made up.
/// </summary>
internal static class SearchAtSize
{
    private const int Stored = 300_000;
    private const int Asked = 500;
    private const int Warming = 20;
    private static readonly CommunityId Here = CommunityId.New();

    /// <summary>Times it and prints a table.</summary>
    public static async Task PrintAsync(string folder, TextWriter output)
    {
        var questions = Questions();
        await output.WriteLineAsync("| | indexing 300,000 (s) | one put and saved (ms) | among | like a question: p50 (ms) | p95 | max | of it processor (mean) | by words: p50 (ms) | p95 | max | most memory (MiB) |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
        // With COPBOT_DATABASE=postgresql the server alone.
        foreach (var kept in Kept.All(folder).Where(k => k.Name is "PostgreSQL" || Environment.GetEnvironmentVariable("COPBOT_DATABASE") is not "postgresql"))
        {
            var database = (await kept.NewAsync("size")).Database;
            using var opening = await database.OpenAsync(TimeProvider.System, CancellationToken.None);
            if (opening.WhyNot is { } why) throw new InvalidOperationException(why);

            var indexing = await RebuildAsync(database, questions, Stored);
            await using var db = database.NewContext();
            await db.Database.OpenConnectionAsync();
            if (kept.Name is "PostgreSQL") await db.Database.ExecuteSqlRawAsync("VACUUM findable, findable_words;"); // as it does by itself within minutes
            var search = database.NewSearch(db);
            var putting = await TimeAsync(100, async i =>
            {
                search.Put(Mixed(questions, Stored + i));
                await using var transaction = await db.Database.BeginTransactionAsync();
                await search.WriteAsync(CancellationToken.None);
                await transaction.CommitAsync();
            });
            var before = Environment.CpuUsage.TotalTime;
            var like = await TimeAsync(Asked, i => search.LikeAsync(Question(i).Title, Question(i).Body, "problem", Here, null, 3, CancellationToken.None));
            var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (Asked + Warming);
            var find = await TimeAsync(Asked, i => search.FindAsync(Question(i).Title, ["problem", "resource"], Here, MemberId.New(), 10, CancellationToken.None));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {kept.Name} | {indexing.TotalSeconds:0} | {putting[putting.Count / 2]:0.0} | {Stored:N0} | {Row(like)} | {processor:0} | {Row(find)} | {Peak():0} |"));
        }

        (string Title, string Body) Question(int i) => questions[i * 7 % questions.Count];
    }

    private static string Row(List<double> took) => string.Create(CultureInfo.InvariantCulture, $"{took[took.Count / 2]:0} | {took[took.Count * 95 / 100]:0} | {took[^1]:0}");

    private static async Task<TimeSpan> RebuildAsync(Database database, IReadOnlyList<(string Title, string Body)> questions, int count)
    {
        var watch = Stopwatch.StartNew();
        await using var db = database.NewContext();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await database.NewSearch(db).RebuildAsync(AllAsync(questions, count), CancellationToken.None);
            await transaction.CommitAsync();
        }

        return watch.Elapsed;
    }

    private static async IAsyncEnumerable<Findable> AllAsync(IReadOnlyList<(string Title, string Body)> questions, int count, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await Task.Yield();
        for (var i = 0; i < count && !stop.IsCancellationRequested; i++) yield return Mixed(questions, i);
    }

    /// <summary>A question that nobody asked: words of one title and of another, and some of two bodies.</summary>
    private static Findable Mixed(IReadOnlyList<(string Title, string Body)> questions, int i)
    {
        var (one, other) = (questions[(int)(i * 2654435761L % questions.Count)], questions[(int)(i * 40503L % questions.Count)]);
        return new Findable("problem", new Guid(i, 1, 0, new byte[8]), Here, Half(one.Title) + " " + Half(other.Title), Half(one.Body), i % 7 == 0 ? 1 : 0) { Answers = Half(other.Body), Day = new DateOnly(2020, 1, 1).AddDays(i / 300) };
    }

    private static string Half(string text) => text[(text.Length / 2)..];

    private static async Task<List<double>> TimeAsync(int count, Func<int, Task> act)
    {
        List<double> took = [];
        for (var i = -Warming; i < count; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            await act(Math.Abs(i));
            if (i >= 0) took.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        took.Sort();
        return took;
    }

    private static double Peak() => double.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static IReadOnlyList<(string Title, string Body)> Questions()
    {
        if (Travel.WhyNot is null) return [.. Travel.Read().Questions.Select(q => (q.Title, q.Body))];
        var words = new Chatter();
        return [.. Enumerable.Range(0, 5000).Select(_ => (words.Question(), words.Account()))];
    }
}
