using System.Text.Json;
using CopBot.Communities;
using CopBot.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CopBot.Data.Sqlite;

/// <summary>Full-text search by SQLite's FTS5, in the same file and the same transaction as everything else.</summary>
internal sealed class SqliteSearch(CopBotDb db) : ISearch, ISavedTogether
{
    /// <summary>Twelve words of the title and twelve of the body find as well as all of them, in a fraction of the time (measured).</summary>
    private const int MostWords = 12;
    private readonly Dictionary<Guid, Findable?> _wanted = [];

    public void Put(Findable thing) => _wanted[thing.Id] = thing;

    public void Remove(Guid id) => _wanted[id] = null;

    public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task WriteAsync(CancellationToken stop)
    {
        foreach (var (id, thing) in _wanted)
        {
            var stored = await StoredAsync(id, stop);
            if (thing is null)
            {
                if (stored is null) continue;
                await db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {stored.Row}", stop);
                await db.Database.ExecuteSqlAsync($"DELETE FROM findable WHERE id = {id}", stop);
                continue;
            }

            // A card is published at every press; its words change seldom.
            var now = new Stored(stored?.Row ?? 0, thing.Helped, Indexed(thing.Title), Indexed(thing.Body));
            if (now == stored) continue;
            if (stored is not null) await db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {stored.Row}", stop);
            await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO findable (id, kind, community, helped) VALUES ({id}, {thing.Kind}, {thing.Community.Value}, {thing.Helped})
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, community = excluded.community, helped = excluded.helped
                 """,
                stop);
            await db.Database.ExecuteSqlAsync($"INSERT INTO search (rowid, title, body) SELECT rowid, {now.Title}, {now.Body} FROM findable WHERE id = {id}", stop);
        }

        _wanted.Clear();
    }

    public async Task<IReadOnlyList<Found>> LikeAsync(string title, string body, string kind, CommunityId community, int most, CancellationToken stop)
    {
        var (inTitle, inBody) = (Counted(title), Counted(body));
        var things = await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM findable").SingleAsync(stop);
        var having = await HavingAsync(inTitle.Keys.Union(inBody.Keys, StringComparer.Ordinal), stop);
        double Rarity(string word) => Chances.Rarity(things, having[word]);

        // A word that nothing has finds nothing. Of the body's words those count that it uses often and others seldom: the
        // very rarest are names and slips.
        var fromTitle = inTitle.Keys.Where(w => having[w] > 0).OrderByDescending(Rarity).Take(MostWords).ToList();
        var fromBody = inBody.Keys.Where(w => having[w] > 0 && !inTitle.ContainsKey(w)).OrderByDescending(w => inBody[w] * Rarity(w)).Take(MostWords).ToList();
        var hits = await HitsAsync([.. fromTitle, .. fromTitle, .. fromBody], kind, community, most + 1, stop);
        if (hits.Count == 0) return [];

        var titled = await InTitlesAsync([.. fromTitle, .. fromBody], hits, stop);
        var whole = inTitle.Keys.Sum(Rarity);
        return [.. hits.Take(most).Select((hit, i) => new Found(hit.Id, hit.Score, Chance(hit, i + 1 < hits.Count ? hits[i + 1].Score : 0)))];

        double Chance(Hit hit, double next)
        {
            var shared = titled[hit.Row].ToList();
            return Chances.Of(shared.Sum(Rarity), shared.Where(inTitle.ContainsKey).Sum(Rarity) / Math.Max(1, whole), (hit.Score - next) / Math.Log(things + 1.5), hit.Helped);
        }
    }

    /// <summary>How many things have each word.</summary>
    private async Task<Dictionary<string, int>> HavingAsync(IEnumerable<string> words, CancellationToken stop) =>
        (await db.Database.SqlQuery<Having>($"SELECT value AS Word, (SELECT count(*) FROM search WHERE search MATCH '\"' || value || '\"') AS Things FROM json_each({JsonSerializer.Serialize(words)})").ToListAsync(stop))
            .ToDictionary(h => h.Word, h => h.Things, StringComparer.Ordinal);

    /// <summary>
    /// The best for these words; one that is named twice counts twice. bm25 is lower for better. What helped before is
    /// lifted: the prior by which ranking improves most of all.
    /// </summary>
    private async Task<List<Hit>> HitsAsync(IReadOnlyList<string> words, string kind, CommunityId community, int most, CancellationToken stop)
    {
        if (words.Count == 0) return [];
        var query = string.Join(" OR ", words.Select(w => $"\"{w}\""));
        return await db.Database.SqlQuery<Hit>(
            $"""
             SELECT f.id AS Id, f.rowid AS Row, f.helped AS Helped, -bm25(search, 2.0, 1.0) * (1.0 + 0.35 * ln(1 + f.helped)) AS Score
             FROM search JOIN findable f ON f.rowid = search.rowid
             WHERE search MATCH {query} AND f.kind = {kind} AND f.community = {community.Value}
             ORDER BY Score DESC LIMIT {most}
             """).ToListAsync(stop);
    }

    /// <summary>Which of the words each hit has in its title. The plus sign has each word looked up once, not once per hit.</summary>
    private async Task<ILookup<long, string>> InTitlesAsync(IReadOnlyList<string> words, List<Hit> hits, CancellationToken stop) =>
        (await db.Database.SqlQuery<Titled>(
            $"""
             SELECT w.value AS Word, search.rowid AS Row FROM json_each({JsonSerializer.Serialize(words)}) w JOIN search
             WHERE search MATCH 'title:"' || w.value || '"' AND +search.rowid IN (SELECT value FROM json_each({JsonSerializer.Serialize(hits.Select(h => h.Row))}))
             """).ToListAsync(stop)).ToLookup(t => t.Row, t => t.Word);

    /// <summary>Looked at whenever a card is published, so without the model, which would cost ten times as much.</summary>
    private async Task<Stored?> StoredAsync(Guid id, CancellationToken stop)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = "SELECT f.rowid, f.helped, s.title, s.body FROM findable f JOIN search s ON s.rowid = f.rowid WHERE f.id = $id";
        command.Parameters.Add(new SqliteParameter("$id", id));
        await using var found = await command.ExecuteReaderAsync(stop);
        return await found.ReadAsync(stop) ? new Stored(found.GetInt64(0), found.GetInt32(1), found.GetString(2), found.GetString(3)) : null;
    }

    private static string Indexed(string text) => string.Join(' ', Words.ThatMatter(text));

    private static Dictionary<string, int> Counted(string text) => Words.ThatMatter(text).CountBy(w => w, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private sealed record Hit(Guid Id, long Row, int Helped, double Score);

    private sealed record Stored(long Row, int Helped, string Title, string Body);

    private sealed record Having(string Word, int Things);

    private sealed record Titled(string Word, long Row);
}
