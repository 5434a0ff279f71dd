using System.Runtime.CompilerServices;
using System.Text.Json;
using CopBot.Communities;
using CopBot.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CopBot.Data.Sqlite;

/// <summary>Full-text search by SQLite's FTS5, in the same file and the same transaction as everything else.</summary>
internal sealed class SqliteSearch(CopBotDb db) : WordSearch
{
    public override async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in db.Database.SqlQuery<Kept>($"SELECT f.id AS Id, f.kind AS Kind, f.community AS Community, f.helped AS Helped, s.title AS Title, s.body AS Body FROM findable f JOIN search s ON s.rowid = f.rowid ORDER BY f.id").AsAsyncEnumerable().WithCancellation(stop))
            yield return new Findable(row.Kind, row.Id, new CommunityId(row.Community), row.Title, row.Body, row.Helped);
    }

    protected override async Task KeepAsync(Findable thing, CancellationToken stop)
    {
        // A card is published at every press; its words change seldom.
        var stored = await StoredAsync(thing.Id, stop);
        if (stored == new Stored(stored?.Row ?? 0, thing.Helped, thing.Title, thing.Body)) return;
        if (stored is not null) await db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {stored.Row}", stop);
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO findable (id, kind, community, helped) VALUES ({thing.Id}, {thing.Kind}, {thing.Community.Value}, {thing.Helped})
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, community = excluded.community, helped = excluded.helped
             """,
            stop);
        await db.Database.ExecuteSqlAsync($"INSERT INTO search (rowid, title, body) SELECT rowid, {thing.Title}, {thing.Body} FROM findable WHERE id = {thing.Id}", stop);
    }

    protected override async Task ForgetAsync(Guid id, CancellationToken stop)
    {
        if (await StoredAsync(id, stop) is not { } stored) return;
        await db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {stored.Row}", stop);
        await db.Database.ExecuteSqlAsync($"DELETE FROM findable WHERE id = {id}", stop);
    }

    protected override Task<int> ThingsAsync(CancellationToken stop) => db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM findable").SingleAsync(stop);

    protected override async Task<Dictionary<string, int>> HavingAsync(IReadOnlyList<string> words, CancellationToken stop) =>
        (await db.Database.SqlQuery<Having>($"SELECT value AS Word, (SELECT count(*) FROM search WHERE search MATCH '\"' || value || '\"') AS Things FROM json_each({JsonSerializer.Serialize(words)})").ToListAsync(stop))
            .ToDictionary(h => h.Word, h => h.Things, StringComparer.Ordinal);

    /// <summary>bm25 is lower for better.</summary>
    protected override async Task<List<Hit>> HitsAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, int> having, string kind, CommunityId community, int most, CancellationToken stop)
    {
        var query = string.Join(" OR ", words.Select(w => $"\"{w}\""));
        return await db.Database.SqlQuery<Hit>(
            $"""
             SELECT f.id AS Id, f.rowid AS Row, f.helped AS Helped, -bm25(search, 2.0, 1.0) * (1.0 + 0.35 * ln(1 + f.helped)) AS Score
             FROM search JOIN findable f ON f.rowid = search.rowid
             WHERE search MATCH {query} AND f.kind = {kind} AND f.community = {community.Value}
             ORDER BY Score DESC LIMIT {most}
             """).ToListAsync(stop);
    }

    /// <summary>The plus sign has each word looked up once, not once per hit.</summary>
    protected override async Task<ILookup<long, string>> InTitlesAsync(IReadOnlyList<string> words, List<Hit> hits, CancellationToken stop) =>
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

    private sealed record Stored(long Row, int Helped, string Title, string Body);

    private sealed record Kept(Guid Id, string Kind, Guid Community, int Helped, string Title, string Body);

    private sealed record Having(string Word, int Things);

    private sealed record Titled(string Word, long Row);
}
