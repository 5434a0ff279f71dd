using System.Globalization;
using CopBot.Communities;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Sqlite;

/// <summary>Full-text search by SQLite's FTS5, in the same file and the same transaction as everything else.</summary>
internal sealed class SqliteSearch(CopBotDb db) : ISearch, ISavedTogether
{
    /// <summary>The twelve rarest words find as well as all of them, in a fraction of the time (measured).</summary>
    private const int MostWords = 12;
    private readonly Dictionary<Guid, Findable?> _wanted = [];

    public void Put(Findable thing) => _wanted[thing.Id] = thing;

    public void Remove(Guid id) => _wanted[id] = null;

    public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task WriteAsync(CancellationToken stop)
    {
        foreach (var (id, thing) in _wanted)
        {
            var row = await RowOfAsync(id, stop);
            if (row is not null) await db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {row}", stop);
            if (thing is null)
            {
                await db.Database.ExecuteSqlAsync($"DELETE FROM findable WHERE id = {id}", stop);
                continue;
            }

            await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO findable (id, kind, community, helped) VALUES ({id}, {thing.Kind}, {thing.Community.Value}, {thing.Helped})
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, community = excluded.community, helped = excluded.helped
                 """,
                stop);
            row ??= await RowOfAsync(id, stop);
            await db.Database.ExecuteSqlAsync($"INSERT INTO search (rowid, title, body) VALUES ({row}, {thing.Title}, {thing.Body})", stop);
        }

        _wanted.Clear();
    }

    public async Task<IReadOnlyList<Found>> LikeAsync(string words, string kind, CommunityId community, int most, CancellationToken stop)
    {
        var matter = Words.ThatMatter(words);
        if (matter.Count == 0) return [];

        var weights = await WeighAsync(matter, stop);
        var rarest = weights.OrderByDescending(w => w.Value).Take(MostWords).ToDictionary(StringComparer.Ordinal);
        var query = string.Join(" OR ", rarest.Keys.Select(Quote));
        // bm25 is lower for better; weights 4 for the title and 1 for the body were measured best for a title as query.
        // What helped before comes first among equals: the prior by which ranking improves most of all.
        var hits = await db.Database.SqlQuery<Hit>(
            $"""
             SELECT f.id AS Id, -bm25(search, 4.0, 1.0) * (1.0 + 0.35 * ln(1 + f.helped)) AS Score, search.title || ' ' || search.body AS Says
             FROM search JOIN findable f ON f.rowid = search.rowid
             WHERE search MATCH {query} AND f.kind = {kind} AND f.community = {community.Value}
             ORDER BY Score DESC LIMIT {most}
             """).ToListAsync(stop);

        var whole = weights.Values.Sum();
        return [.. hits.Select(h => new Found(h.Id, h.Score, Covered(h.Says, weights) / whole))];
    }

    /// <summary>How rare each word is: the logarithm of how many things there are for each that has it.</summary>
    private async Task<Dictionary<string, double>> WeighAsync(IReadOnlyList<string> words, CancellationToken stop)
    {
        var all = await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM findable").SingleAsync(stop);
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in words.Take(60))
        {
            var having = await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM search WHERE search MATCH {Quote(word)}").SingleAsync(stop);
            weights[word] = Math.Log((all + 1.0) / (having + 0.5));
        }

        return weights.Where(w => w.Value > 0).DefaultIfEmpty(new(words[0], 1)).ToDictionary(StringComparer.Ordinal);
    }

    private static double Covered(string says, Dictionary<string, double> weights)
    {
        var there = Words.ThatMatter(says);
        return weights.Where(w => there.Any(t => Alike(t, w.Key))).Sum(w => w.Value);

        // The index matches stems; a shared beginning is close enough to count what was matched.
        static bool Alike(string a, string b) => a == b || (Math.Min(a.Length, b.Length) >= 4 && a.AsSpan(0, Shared(a, b)).SequenceEqual(b.AsSpan(0, Shared(a, b))));
        static int Shared(string a, string b) => Math.Max(4, Math.Min(a.Length, b.Length) - 2);
    }

    private async Task<long?> RowOfAsync(Guid id, CancellationToken stop) =>
        await db.Database.SqlQuery<long?>($"SELECT rowid AS Value FROM findable WHERE id = {id}").SingleOrDefaultAsync(stop);

    private static string Quote(string word) => string.Create(CultureInfo.InvariantCulture, $"\"{word.Replace("\"", "", StringComparison.Ordinal)}\"");

    private sealed record Hit(Guid Id, double Score, string Says);
}
