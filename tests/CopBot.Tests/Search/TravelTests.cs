using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Data.Postgres;
using CopBot.Data.Sqlite;
using CopBot.Features.Problems;
using CopBot.Search;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Search;

/// <summary>
/// Measures the search on real questions, asked in the order in which they were: only what was asked before can be found.
/// A quarter of them is asked, or all with <c>COPBOT_TRAVEL=whole</c>; docs/search.md says what the tables were.
/// </summary>
public sealed class TravelTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Splits = ["train", "test"];
    private WorldDatabase? _database;
    private readonly CommunityId _here = CommunityId.New();
    private CopBotDb _db = null!;
    private WordSearch _search = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Travel.WhyNot is not null, Travel.WhyNot ?? "");
        _database = await WorldDatabase.MakeAsync();
        _db = _database.Database.NewContext();
        _search = WorldDatabase.IsServer ? new PostgresSearch(_db) : new SqliteSearch(_db);
        await _db.Database.OpenConnectionAsync();
        await _db.Database.ExecuteSqlRawAsync(WorldDatabase.IsServer ? "SET synchronous_commit = off" : "PRAGMA synchronous = OFF;");
    }

    public async ValueTask DisposeAsync()
    {
        if (_db is not null) await _db.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_was_asked_before_is_found_by_its_words()
    {
        var travel = Travel.Read();
        var byTitle = Splits.ToDictionary(s => s, _ => new SearchFigures(), StringComparer.Ordinal);
        var byAll = Splits.ToDictionary(s => s, _ => new SearchFigures(), StringComparer.Ordinal);
        foreach (var question in travel.Questions)
        {
            if (IsAsked(question))
            {
                await SaveAsync();
                await AskAsync(question, "", travel, byTitle[question.Split!]);
                await AskAsync(question, Tried(question), travel, byAll[question.Split!]);
            }

            Put(question);
        }

        foreach (var split in Splits)
        {
            output.WriteLine($"{split}, title            {byTitle[split]}");
            output.WriteLine($"{split}, title and tried  {byAll[split]}");
        }

        foreach (var split in Splits) Assert.True(byAll[split].MeanAveragePrecision > 0.26, "0.31 when this was written");
    }

    [Fact]
    public async Task What_helped_before_is_found_first_and_what_is_doubtful_is_not_shown()
    {
        var travel = Travel.Read();
        var known = Splits.ToDictionary(s => s, _ => new SearchFigures(), StringComparer.Ordinal);
        var others = new SearchFigures();
        var (asked, linked) = (0, 0);
        foreach (var question in travel.Questions)
        {
            // Most questions were never asked before. Before those something is shown in vain, unless it is at least linked.
            var isOther = question.Split is null && ++asked % (Travel.Whole ? 8 : 32) == 0;
            if (isOther || IsAsked(question))
            {
                await SaveAsync();
                for (; linked < travel.Links.Count && travel.Links[linked].At < question.AskedBefore; linked++)
                    await _db.Database.ExecuteSqlAsync($"UPDATE findable SET helped = helped + 1 WHERE id = {Named(travel.Links[linked].To)}");
                await AskAsync(question, Tried(question), travel, isOther ? others : known[question.Split!]);
            }

            Put(question);
        }

        foreach (var split in Splits) output.WriteLine($"{split}, with outcomes    {known[split]}");
        output.WriteLine($"others, with outcomes   {others.WhatWasShown}");
        foreach (var split in Splits)
        {
            Assert.True(known[split].MeanAveragePrecision > 0.33, "0.39 when this was written");
            Assert.True(known[split].RightOfShown > 0.4, "what is shown is right much more often than what merely comes first, of which a quarter is");
        }
    }

    private static bool IsAsked(TravelQuestion question) => Splits.Contains(question.Split) && (Travel.Whole || question.Id % 4 == 0);

    private static string Tried(TravelQuestion question) => Shortening.To(question.Body, Problem.TriedMaxLength);

    private async Task AskAsync(TravelQuestion question, string tried, Travel travel, SearchFigures figures)
    {
        var begun = Environment.CpuUsage.TotalTime;
        var found = await _search.LikeAsync(question.Title, tried, "problem", _here, null, 12, CancellationToken.None);
        var took = Environment.CpuUsage.TotalTime - begun;
        var same = travel.Same[question.Id].ToHashSet();
        var shown = found.Where(f => f.Chance >= Found.LeastChance).Take(SimilarProblems.Most).Select(f => Number(f.Id)).ToList();
        figures.Add([.. found.Select(f => Number(f.Id))], same, took, found.Count > 0 ? found[0].Chance : 0);
        figures.Show(shown, [.. same, .. travel.LinkedWith(question.Id)]);
    }

    private void Put(TravelQuestion question) => _search.Put(new Findable("problem", Named(question.Id), _here, question.Title, Tried(question), Helped: 0));

    private async Task SaveAsync()
    {
        await using var transaction = await _db.Database.BeginTransactionAsync();
        await _search.WriteAsync(CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static Guid Named(int id) => new(id, 0, 0, new byte[8]);

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray());
}
