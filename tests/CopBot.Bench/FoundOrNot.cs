using CopBot.Features.Problems;
using CopBot.Search;
using CopBot.TestKit;

namespace CopBot.Bench;

/// <summary>How well the search finds what was asked before, beside what FTS5 finds by itself. On the questions from which nothing was learned.</summary>
internal static class FoundOrNot
{
    private const int Most = 100;

    /// <summary>Measures it and prints a table.</summary>
    public static async Task PrintAsync(string folder, TextWriter output)
    {
        if (Travel.WhyNot is { } why)
        {
            await output.WriteLineAsync($"Not asked: {why}");
            return;
        }

        var travel = Travel.Read();
        SearchFigures plainTitle = new(), plain = new();
        await output.WriteLineAsync("| older questions only, 525 of the test split | MAP | MRR | P@1 | R@10 | P@1 of the surest quarter |\n|---|---|---|---|---|---|");
        foreach (var kept in Kept.All(folder))
        {
            foreach (var outcomes in new[] { false, true })
            {
                SearchFigures title = new(), all = new(), others = new();
                var asked = 0;
                await using var index = new TravelIndex((await kept.NewAsync($"found{outcomes}")).Database);
                await index.AskAsync(travel, outcomes, q => q.Split is "test" || (q.Split is null && ++asked % 8 == 4), async (question, tried) =>
                {
                    var same = travel.Same[question.Id].ToHashSet();
                    if (question.Split is null)
                    {
                        Add(others, await LikeAsync(question.Title, tried), same, [.. same, .. travel.LinkedWith(question.Id)]);
                        return;
                    }

                    Add(title, await LikeAsync(question.Title, ""), same, [.. same, .. travel.LinkedWith(question.Id)]);
                    Add(all, await LikeAsync(question.Title, tried), same, [.. same, .. travel.LinkedWith(question.Id)]);
                    if (outcomes || kept.Name is not "SQLite") return;
                    plainTitle.Add(await index.PlainAsync(question.Title, Most), same, TimeSpan.Zero);
                    plain.Add(await index.PlainAsync($"{question.Title} {tried}", Most), same, TimeSpan.Zero);
                });

                if (!outcomes && kept.Name is "SQLite")
                {
                    await output.WriteLineAsync($"| FTS5 by itself, title | {plainTitle.Row()} |");
                    await output.WriteLineAsync($"| FTS5 by itself, title and body | {plain.Row()} |");
                }

                var (name, known) = (kept.Name, outcomes ? "with outcomes" : "without outcomes");
                await output.WriteLineAsync($"| {name}, {known}, title | {title.Row()} |");
                await output.WriteLineAsync($"| **{name}, {known}, title and body** | {all.Row()} |");
                await output.WriteLineAsync($"<!-- {name}, {known}: {all.WhatWasShown}; of those never asked before: {others.WhatWasShown} -->");

                Task<IReadOnlyList<Found>> LikeAsync(string asks, string tried) => index.Search.LikeAsync(asks, tried, "problem", TravelIndex.Everywhere.Community, reader: null, Most, CancellationToken.None);
            }
        }
    }

    private static void Add(SearchFigures figures, IReadOnlyList<Found> found, HashSet<int> same, HashSet<int> right)
    {
        figures.Add([.. found.Select(f => TravelIndex.Number(f.Id))], same, TimeSpan.Zero, found.Count > 0 ? found[0].Chance : 0);
        figures.Show([.. found.Where(f => f.Chance >= Found.LeastChance).Take(SimilarProblems.Most).Select(f => TravelIndex.Number(f.Id))], right);
    }
}
