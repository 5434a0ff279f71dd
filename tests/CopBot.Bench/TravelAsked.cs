using System.Diagnostics;
using System.Globalization;
using CopBot.TestKit;

namespace CopBot.Bench;

/// <summary>All of the Travel questions, asked and posted one after the other through the real path; the first five hundred beside the last.</summary>
internal static class TravelAsked
{
    private const int Compared = 500;

    /// <summary>Times it and prints a table.</summary>
    public static async Task PrintAsync(string program, string folder, TextWriter output)
    {
        if (Travel.WhyNot is { } why)
        {
            await output.WriteLineAsync($"Not asked: {why}");
            return;
        }

        var questions = Travel.Read().Questions;
        await using var host = await TimedHost.StartAsync(program, Path.Combine(folder, "travel"), demo: true);
        var presses = new Presses(host.Http);
        List<double> previews = [], posts = [];
        var watch = Stopwatch.StartNew();
        var before = host.ProcessorTime;
        foreach (var question in questions)
        {
            var (preview, post) = await presses.AskAsync(question.Title, question.Body);
            previews.Add(preview);
            posts.Add(post);
        }

        var took = watch.Elapsed;
        await output.WriteLineAsync("| one after the other | p50 (ms) | p90 | p99 | max |\n|---|---|---|---|---|");
        await RowAsync("question until its preview, the first 500", previews.Take(Compared));
        await RowAsync("question until its preview, the last 500", previews.TakeLast(Compared));
        await RowAsync("posting it, the first 500", posts.Take(Compared));
        await RowAsync("posting it, the last 500", posts.TakeLast(Compared));
        var (resident, anonymous) = await host.MemoryAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{questions.Count:N0} questions asked and posted in {took.TotalSeconds:0} s: {(host.ProcessorTime - before).TotalMilliseconds / questions.Count:0.0} ms of processor time each; {resident:0} MiB resident at the end, {anonymous:0} MiB anonymous (the playground keeps its room in memory)."));

        Task RowAsync(string what, IEnumerable<double> times) => output.WriteLineAsync($"| {what} | {new Timings([.. times.Order()], 0).Quantiles()} |");
    }
}
