using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CopBot.Communities;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CopBot.Data.Postgres;

/// <summary>
/// Full-text search in tables of our own: which thing has which word, and how often. What is compared closely is chosen by
/// FTS5's BM25, so that the same is found and shown on both databases. (tsvector was not taken: its ranking
/// knows nothing of rarity; docs/search.md.)
/// </summary>
internal sealed class PostgresSearch(CopBotDb db) : WordSearch(db)
{
    // FTS5's own: its bm25() has no other.
    private const double Saturation = 1.2;
    private const double Length = 0.75;
    private const double LeastRarity = 1e-6;
    private const int AtOnce = 1000;

    public override async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in Db.Database.SqlQuery<Kept>(
            $"""
             SELECT id AS "Id", kind AS "Kind", community AS "Community", helped AS "Helped", day AS "Day", title AS "Title", body AS "Body", answers AS "Answers",
               CASE WHEN limited THEN ARRAY (SELECT member FROM findable_readers WHERE thing = nr) END AS "Readers"
             FROM findable ORDER BY id
             """).AsAsyncEnumerable().WithCancellation(stop))
        {
            yield return new Findable(row.Kind, row.Id, new CommunityId(row.Community), row.Title, row.Body, row.Helped)
            {
                Answers = row.Answers,
                Day = row.Day,
                OnlyFor = row.Readers is null ? null : [.. row.Readers.Select(m => new MemberId(m))],
            };
        }
    }

    public override async Task<int> RebuildAsync(IAsyncEnumerable<Findable> all, CancellationToken stop)
    {
        // Whoever searches meanwhile waits. An index that is made at once over all words takes a third of the time.
        await Db.Database.ExecuteSqlRawAsync("TRUNCATE findable, findable_words, findable_readers;", stop);
        await Db.Database.ExecuteSqlRawAsync("ALTER TABLE findable_words DROP CONSTRAINT findable_words_pkey; DROP INDEX findable_words_thing;", stop);
        var connection = (NpgsqlConnection)Db.Database.GetDbConnection();
        var things = 0L;
        await foreach (var some in all.Select(AsKept).Chunk(AtOnce).WithCancellation(stop))
        {
            var first = things + 1;
            await using (var rows = await connection.BeginBinaryImportAsync("COPY findable (nr, id, kind, community, helped, day, limited, title, body, answers, length) FROM STDIN (FORMAT BINARY)", stop))
            {
                foreach (var thing in some)
                {
                    await rows.StartRowAsync(stop);
                    await rows.WriteAsync(++things, stop);
                    await rows.WriteAsync(thing.Id, stop);
                    await rows.WriteAsync(thing.Kind, stop);
                    await rows.WriteAsync(thing.Community.Value, stop);
                    await rows.WriteAsync(thing.Helped, stop);
                    if (thing.Day is { } day) await rows.WriteAsync(day, stop);
                    else await rows.WriteNullAsync(stop);
                    await rows.WriteAsync(thing.OnlyFor is not null, stop);
                    await rows.WriteAsync(thing.Title, stop);
                    await rows.WriteAsync(thing.Body, stop);
                    await rows.WriteAsync(thing.Answers, stop);
                    await rows.WriteAsync(new Terms(thing).Length, stop);
                }

                await rows.CompleteAsync(stop);
            }

            await using (var words = await connection.BeginBinaryImportAsync("COPY findable_words (word, thing, often) FROM STDIN (FORMAT BINARY)", stop))
            {
                foreach (var (thing, i) in some.Select((thing, i) => (thing, i)))
                {
                    foreach (var (word, often) in new Terms(thing).Often)
                    {
                        await words.StartRowAsync(stop);
                        await words.WriteAsync(word, stop);
                        await words.WriteAsync(first + i, stop);
                        await words.WriteAsync(often, stop);
                    }
                }

                await words.CompleteAsync(stop);
            }

            await using var readers = await connection.BeginBinaryImportAsync("COPY findable_readers (thing, member) FROM STDIN (FORMAT BINARY)", stop);
            foreach (var (member, i) in some.SelectMany((thing, i) => (thing.OnlyFor ?? []).Select(member => (member, i))))
            {
                await readers.StartRowAsync(stop);
                await readers.WriteAsync(first + i, stop);
                await readers.WriteAsync(member.Value, stop);
            }

            await readers.CompleteAsync(stop);
        }

        await Db.Database.ExecuteSqlRawAsync("ALTER TABLE findable_words ADD PRIMARY KEY (word, thing) INCLUDE (often); CREATE INDEX findable_words_thing ON findable_words (thing);", stop);
        await Db.Database.ExecuteSqlRawAsync("ANALYZE findable, findable_words, findable_readers;", stop);
        await Db.Database.ExecuteSqlAsync($"SELECT setval(pg_get_serial_sequence('findable', 'nr'), {things + 1}, false)", stop);
        return (int)things;
    }

    protected override async Task KeepAsync(Findable thing, CancellationToken stop)
    {
        // A card is published at every press; its words change seldom.
        var members = thing.OnlyFor?.Select(m => m.Value).ToArray();
        var stored = await Db.Database.SqlQuery<Stored>(
            $"""
             SELECT nr AS "Row", title AS "Title", body AS "Body", answers AS "Answers",
               (kind, community, helped) = ({thing.Kind}, {thing.Community.Value}, {thing.Helped}) AND day IS NOT DISTINCT FROM {thing.Day}
                 AND CASE WHEN limited THEN ARRAY (SELECT member FROM findable_readers WHERE thing = nr ORDER BY member) END IS NOT DISTINCT FROM {members} AS "Same"
             FROM findable WHERE id = {thing.Id} FOR UPDATE
             """).SingleOrDefaultAsync(stop);
        var sameWords = stored is not null && (stored.Title, stored.Body, stored.Answers) == (thing.Title, thing.Body, thing.Answers);
        if (sameWords && stored!.Same) return;

        // An insert that turns out to be an update uses up a number, and how many there are is guessed from the numbers.
        var terms = new Terms(thing);
        var row = stored is null
            ? (await Db.Database.SqlQuery<long>(
                $"""
                 INSERT INTO findable (id, kind, community, helped, day, limited, title, body, answers, length)
                 VALUES ({thing.Id}, {thing.Kind}, {thing.Community.Value}, {thing.Helped}, {thing.Day}, {members != null}, {thing.Title}, {thing.Body}, {thing.Answers}, {terms.Length})
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, community = excluded.community, helped = excluded.helped, day = excluded.day, limited = excluded.limited,
                   title = excluded.title, body = excluded.body, answers = excluded.answers, length = excluded.length
                 RETURNING nr AS "Value"
                 """).ToListAsync(stop)).Single()
            : stored.Row;
        if (stored is not null)
        {
            await Db.Database.ExecuteSqlAsync(
                $"""
                 UPDATE findable SET kind = {thing.Kind}, community = {thing.Community.Value}, helped = {thing.Helped}, day = {thing.Day}, limited = {members != null},
                   title = {thing.Title}, body = {thing.Body}, answers = {thing.Answers}, length = {terms.Length} WHERE nr = {row}
                 """,
                stop);
        }

        await Db.Database.ExecuteSqlAsync($"DELETE FROM findable_readers WHERE thing = {row}", stop);
        if (members is { Length: > 0 }) await Db.Database.ExecuteSqlAsync($"INSERT INTO findable_readers (thing, member) SELECT {row}, member FROM unnest({members}) AS m (member)", stop);
        if (sameWords) return;

        var (words, often) = (terms.Often.Keys.ToArray(), terms.Often.Values.ToArray());
        await Db.Database.ExecuteSqlAsync($"DELETE FROM findable_words WHERE thing = {row}", stop);
        await Db.Database.ExecuteSqlAsync($"INSERT INTO findable_words (word, thing, often) SELECT word, {row}, often FROM unnest({words}, {often}) AS w (word, often)", stop);
    }

    protected override async Task ForgetAsync(Guid id, CancellationToken stop)
    {
        foreach (var row in await Db.Database.SqlQuery<long>($"""DELETE FROM findable WHERE id = {id} RETURNING nr AS "Value" """).ToListAsync(stop))
            await Db.Database.ExecuteSqlAsync($"DELETE FROM findable_words WHERE thing = {row}", stop);
    }

    protected override async Task<IndexSize> SizeAsync(CancellationToken stop)
    {
        var latest = await Db.Database.SqlQuery<Latest>(
            $"""
             SELECT count(*)::int AS "Things", coalesce(min(nr), 0) AS "First", coalesce(max(nr), 0) AS "Last", coalesce(avg(length), 1)::float8 AS "Length"
             FROM (SELECT nr, length FROM findable ORDER BY nr DESC LIMIT {Sample}) latest
             """).SingleAsync(stop);
        return IndexSize.Of(latest.Things, latest.First, latest.Last, Math.Max(1, latest.Length));
    }

    protected override async Task<Dictionary<string, int>> CountAsync(IReadOnlyList<AskedWord> words, long from, int most, CancellationToken stop)
    {
        var stems = words.Select(w => w.Stem).ToArray();
        return (await Db.Database.SqlQuery<Having>(
            $"""
             SELECT asked.word AS "Word", (SELECT count(*)::int FROM (SELECT 1 FROM findable_words w WHERE w.word = asked.word AND w.thing >= {from} LIMIT {most}) counted) AS "Things"
             FROM unnest({stems}) AS asked (word)
             """).ToListAsync(stop)).ToDictionary(h => h.Word, h => h.Things, StringComparer.Ordinal);
    }

    protected override Task<List<Candidate>> CandidatesAsync(IReadOnlyList<AskedWord> words, IndexSize size, Scope scope, CancellationToken stop)
    {
        var (kinds, stems) = (scope.Kinds.ToArray(), words.Select(w => w.Stem).ToArray());
        var weights = words.Select(w => Math.Max(LeastRarity, Math.Log((size.Things - w.Having + 0.5) / (w.Having + 0.5)))).ToArray();
        return Db.Database.SqlQuery<Candidate>(
            $"""
             SELECT f.kind AS "Kind", f.id AS "Id", f.helped AS "Helped", f.day AS "Day", f.title AS "Title", f.body AS "Body", f.answers AS "Answers"
             FROM (
               SELECT f.nr, sum(a.weight * w.often * ({Saturation} + 1) / (w.often + {Saturation} * (1 - {Length} + {Length} * f.length / {size.Length}))) * (1 + 0.35 * ln((1 + f.helped)::float8)) AS score
               FROM unnest({stems}, {weights}) AS a (word, weight)
               JOIN findable_words w ON w.word = a.word
               JOIN findable f ON f.nr = w.thing AND f.community = {scope.Community.Value} AND f.kind = ANY ({kinds})
                 AND (NOT f.limited OR EXISTS (SELECT 1 FROM findable_readers r WHERE r.thing = f.nr AND r.member = {scope.Reader?.Value}))
               GROUP BY f.nr, f.helped ORDER BY score DESC, f.nr LIMIT {Candidates}) best
             JOIN findable f ON f.nr = best.nr
             """).ToListAsync(stop);
    }

    /// <summary>Which stems a thing has, and how often; in its title each counts twice.</summary>
    private sealed class Terms
    {
        public Terms(Findable thing)
        {
            Add(thing.Title, 2);
            Add(thing.Body, 1);
            Add(thing.Answers, 1);
        }

        public Dictionary<string, int> Often { get; } = new(StringComparer.Ordinal);

        public int Length { get; private set; }

        private void Add(string words, int times)
        {
            foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(Often, Stems.Of(word), out _) += times;
                Length++;
            }
        }
    }

    private sealed record Stored(long Row, string Title, string Body, string Answers, bool Same);

    private sealed record Kept(Guid Id, string Kind, Guid Community, int Helped, DateOnly? Day, string Title, string Body, string Answers, Guid[]? Readers);

    private sealed record Latest(int Things, long First, long Last, double Length);

    private sealed record Having(string Word, int Things);
}
