using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CopBot.Communities;
using CopBot.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CopBot.Data.Sqlite;

/// <summary>Full-text search by SQLite's FTS5, in the same file and the same transaction as everything else.</summary>
internal sealed class SqliteSearch(CopBotDb db) : WordSearch(db)
{
    public override async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in Db.Database.SqlQuery<Kept>(
            $"""
             SELECT f.id AS Id, f.kind AS Kind, f.community AS Community, f.helped AS Helped, f.day AS Day, s.title AS Title, s.body AS Body, s.answers AS Answers,
               iif(f.limited, (SELECT coalesce(group_concat(member), '') FROM findable_readers WHERE thing = f.rowid), NULL) AS Readers
             FROM findable f JOIN search s ON s.rowid = f.rowid ORDER BY f.id
             """).AsAsyncEnumerable().WithCancellation(stop))
        {
            yield return new Findable(row.Kind, row.Id, new CommunityId(row.Community), row.Title, row.Body, row.Helped)
            {
                Answers = row.Answers,
                Day = Day(row.Day),
                OnlyFor = row.Readers?.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(m => new MemberId(Guid.Parse(m))).ToList(),
            };
        }
    }

    protected override async Task KeepAsync(Findable thing, CancellationToken stop)
    {
        // A card is published at every press; its words change seldom.
        var stored = await StoredAsync(thing.Id, stop);
        var readers = Readers(thing.OnlyFor);
        if (stored == new Stored(stored?.Row ?? 0, thing.Kind, thing.Community.Value, thing.Helped, Day(thing.Day), readers, thing.Title, thing.Body, thing.Answers)) return;
        if (stored is not null)
        {
            await Db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {stored.Row}", stop);
            await Db.Database.ExecuteSqlAsync($"DELETE FROM findable_readers WHERE thing = {stored.Row}", stop);
        }

        await Db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO findable (id, kind, community, helped, day, limited) VALUES ({thing.Id}, {thing.Kind}, {thing.Community.Value}, {thing.Helped}, {Day(thing.Day)}, {thing.OnlyFor is not null})
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, community = excluded.community, helped = excluded.helped, day = excluded.day, limited = excluded.limited
             """,
            stop);
        await Db.Database.ExecuteSqlAsync($"INSERT INTO search (rowid, title, body, answers) SELECT rowid, {thing.Title}, {thing.Body}, {thing.Answers} FROM findable WHERE id = {thing.Id}", stop);
        if (readers is { Length: > 0 })
            await Db.Database.ExecuteSqlAsync($"INSERT INTO findable_readers (thing, member) SELECT f.rowid, m.value FROM findable f, json_each({JsonSerializer.Serialize(readers.Split(','))}) m WHERE f.id = {thing.Id}", stop);
    }

    protected override async Task ForgetAsync(Guid id, CancellationToken stop)
    {
        if (await StoredAsync(id, stop) is not { } stored) return;
        await Db.Database.ExecuteSqlAsync($"DELETE FROM search WHERE rowid = {stored.Row}", stop);
        await Db.Database.ExecuteSqlAsync($"DELETE FROM findable_readers WHERE thing = {stored.Row}", stop);
        await Db.Database.ExecuteSqlAsync($"DELETE FROM findable WHERE id = {id}", stop);
    }

    public override async Task<int> RebuildAsync(IAsyncEnumerable<Findable> all, CancellationToken stop)
    {
        // An emptied index would keep its old words until it is merged; a new one is quicker, too.
        var made = await Db.Database.SqlQuery<string>($"SELECT sql AS Value FROM sqlite_master WHERE name = 'search'").SingleAsync(stop);
        await Db.Database.ExecuteSqlRawAsync("DROP TABLE search;", stop);
        await Db.Database.ExecuteSqlRawAsync("DELETE FROM findable_readers;", stop);
        await Db.Database.ExecuteSqlRawAsync("DELETE FROM findable;", stop);
        await Db.Database.ExecuteSqlRawAsync(made, stop);
        await Db.Database.ExecuteSqlRawAsync("INSERT INTO search (search, rank) VALUES ('secure-delete', 1);", stop);

        await using var facts = Command("INSERT INTO findable (id, kind, community, helped, day, limited) VALUES ($id, $kind, $community, $helped, $day, $limited) RETURNING rowid", "$id", "$kind", "$community", "$helped", "$day", "$limited");
        await using var words = Command("INSERT INTO search (rowid, title, body, answers) VALUES ($row, $title, $body, $answers)", "$row", "$title", "$body", "$answers");
        await using var readers = Command("INSERT INTO findable_readers (thing, member) VALUES ($row, $member)", "$row", "$member");
        var things = 0;
        await foreach (var thing in all.WithCancellation(stop))
        {
            var kept = AsKept(thing);
            var row = await With(facts, kept.Id, kept.Kind, kept.Community.Value, kept.Helped, Day(kept.Day), kept.OnlyFor is not null).ExecuteScalarAsync(stop);
            await With(words, row, kept.Title, kept.Body, kept.Answers).ExecuteNonQueryAsync(stop);
            foreach (var member in kept.OnlyFor ?? []) await With(readers, row, member.Value).ExecuteNonQueryAsync(stop);
            things++;
        }

        return things;
    }

    protected override async Task<IndexSize> SizeAsync(CancellationToken stop)
    {
        var latest = await Db.Database.SqlQuery<Latest>($"SELECT count(*) AS Things, coalesce(min(rowid), 0) AS First, coalesce(max(rowid), 0) AS Last FROM (SELECT rowid FROM findable ORDER BY rowid DESC LIMIT {Sample})").SingleAsync(stop);
        return IndexSize.Of(latest.Things, latest.First, latest.Last, length: 1);
    }

    protected override async Task<Dictionary<string, int>> CountAsync(IReadOnlyList<AskedWord> words, long from, int most, CancellationToken stop)
    {
        var stems = words.ToDictionary(w => w.Written, w => w.Stem, StringComparer.Ordinal);
        return (await Db.Database.SqlQuery<Having>(
            $"""
             SELECT value AS Word, (SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH '"' || value || '"' AND rowid >= {from} LIMIT {most})) AS Things
             FROM json_each({JsonSerializer.Serialize(stems.Keys)})
             """).ToListAsync(stop)).ToDictionary(h => stems[h.Word], h => h.Things, StringComparer.Ordinal);
    }

    /// <summary>bm25 is lower for better.</summary>
    protected override Task<List<Candidate>> CandidatesAsync(IReadOnlyList<AskedWord> words, IndexSize size, Scope scope, CancellationToken stop)
    {
        var query = string.Join(" OR ", words.Select(w => $"\"{w.Written}\""));
        return Db.Database.SqlQuery<Candidate>(
            $"""
             SELECT f.kind AS Kind, f.id AS Id, f.helped AS Helped, f.day AS Day, s.title AS Title, s.body AS Body, s.answers AS Answers
             FROM (
               SELECT f.rowid AS row, -bm25(search, 2.0, 1.0, 1.0) * (1.0 + 0.35 * ln(1 + f.helped)) AS score
               FROM search CROSS JOIN findable f ON f.rowid = search.rowid
               WHERE search MATCH {query} AND f.community = {scope.Community.Value} AND f.kind IN (SELECT value FROM json_each({JsonSerializer.Serialize(scope.Kinds)}))
                 AND (NOT f.limited OR EXISTS (SELECT 1 FROM findable_readers r WHERE r.thing = f.rowid AND r.member = {scope.Reader?.Value}))
               ORDER BY score DESC, f.rowid LIMIT {Candidates}) best
             JOIN findable f ON f.rowid = best.row JOIN search s ON s.rowid = best.row
             """).ToListAsync(stop);
    }

    /// <summary>Looked at whenever a card is published, so without the model, which would cost ten times as much.</summary>
    private async Task<Stored?> StoredAsync(Guid id, CancellationToken stop)
    {
        await using var command = Command(
            """
            SELECT f.rowid, f.kind, f.community, f.helped, f.day, iif(f.limited, (SELECT coalesce(group_concat(member), '') FROM (SELECT member FROM findable_readers WHERE thing = f.rowid ORDER BY member)), NULL), s.title, s.body, s.answers
            FROM findable f JOIN search s ON s.rowid = f.rowid WHERE f.id = $id
            """,
            "$id");
        With(command, id);
        await using var found = await command.ExecuteReaderAsync(stop);
        return await found.ReadAsync(stop) ? new Stored(found.GetInt64(0), found.GetString(1), found.GetGuid(2), found.GetInt32(3), Text(4), Text(5), found.GetString(6), found.GetString(7), found.GetString(8)) : null;

        string? Text(int at) => found.IsDBNull(at) ? null : found.GetString(at);
    }

    private DbCommand Command(string text, params string[] parameters)
    {
        var command = Db.Database.GetDbConnection().CreateCommand();
        command.Transaction = Db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = text;
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }

    private static DbCommand With(DbCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    // As the driver writes a Guid.
    private static string? Readers(IReadOnlyList<MemberId>? only) => only is null ? null : string.Join(',', only.Select(m => m.Value.ToString().ToUpperInvariant()).Order(StringComparer.Ordinal));

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture);

    private sealed record Stored(long Row, string Kind, Guid Community, int Helped, string? Day, string? Readers, string Title, string Body, string Answers);

    private sealed record Kept(Guid Id, string Kind, Guid Community, int Helped, string? Day, string Title, string Body, string Answers, string? Readers);

    private sealed record Having(string Word, int Things);

    private sealed record Latest(int Things, long First, long Last);
}
