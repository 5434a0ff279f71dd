using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Problems;
using CopBot.Search;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Bench;

/// <summary>The Travel questions in an index that grows as they were asked: whoever asks can find what is older, and no more.</summary>
internal sealed class TravelIndex(Database database) : IAsyncDisposable
{
    private const string Kind = "problem";
    private static readonly DateOnly Begins = new(2011, 6, 21);
    private static readonly CommunityId Here = CommunityId.New();
    private readonly CopBotDb _db = database.NewContext();

    /// <summary>The index.</summary>
    public WordSearch Search => field ??= database.NewSearch(_db);

    /// <summary>Where a question is asked.</summary>
    public static WordSearch.Scope Everywhere => new(Here, [Kind], Reader: null);

    /// <summary>
    /// Has everything asked in the order of time, and stops before each question that is to be asked; with what had helped by
    /// then (it was linked as the answer), or as if nobody knew.
    /// </summary>
    public async Task AskAsync(Travel travel, bool outcomes, Func<TravelQuestion, bool> isAsked, Func<TravelQuestion, string, Task> ask)
    {
        using var opening = await database.OpenAsync(TimeProvider.System, CancellationToken.None);
        if (opening.WhyNot is { } why) throw new InvalidOperationException(why);
        await _db.Database.OpenConnectionAsync();
        var linked = 0;
        foreach (var question in travel.Questions)
        {
            if (isAsked(question))
            {
                await SaveAsync();
                for (; outcomes && linked < travel.Links.Count && travel.Links[linked].At < question.AskedBefore; linked++)
                    await _db.Database.ExecuteSqlAsync($"UPDATE findable SET helped = helped + 1 WHERE id = {Named(travel.Links[linked].To)}");
                await ask(question, Tried(question));
            }

            // Only the order of the days is known.
            Search.Put(new Findable(Kind, Named(question.Id), Here, question.Title, Tried(question), Helped: 0) { Day = Begins.AddDays(question.Id / 10) });
        }
    }

    /// <summary>What FTS5 finds by itself, with all words, of every column alike: what a first attempt would do.</summary>
    public async Task<IReadOnlyList<int>> PlainAsync(string text, int most)
    {
        var query = string.Join(" OR ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => $"\"{w.Replace("\"", "", StringComparison.Ordinal)}\"").Where(w => w.Length > 2));
        var found = await _db.Database.SqlQuery<Guid>($"SELECT f.id AS Value FROM search JOIN findable f ON f.rowid = search.rowid WHERE search MATCH {query} ORDER BY search.rank LIMIT {most}").ToListAsync();
        return [.. found.Select(Number)];
    }

    /// <summary>What is in the database, as a number.</summary>
    public static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray());

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    private static Guid Named(int id) => new(id, 0, 0, new byte[8]);

    private static string Tried(TravelQuestion question) => Shortening.To(question.Body, Problem.TriedMaxLength);

    private async Task SaveAsync()
    {
        await using var transaction = await _db.Database.BeginTransactionAsync();
        await Search.WriteAsync(CancellationToken.None);
        await transaction.CommitAsync();
    }
}
