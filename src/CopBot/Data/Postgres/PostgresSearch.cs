using System.Runtime.CompilerServices;
using CopBot.Communities;
using CopBot.Search;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Postgres;

/// <summary>
/// Full-text search in tables of our own: which thing has which word, how often, and whether in its title. Its ranking is
/// FTS5's BM25 to the letter, so that the same is found and shown on both databases. (tsvector was not taken: its ranking
/// knows nothing of rarity; docs/search.md.)
/// </summary>
internal sealed class PostgresSearch(CopBotDb db) : WordSearch
{
    // FTS5's own: its bm25() has no other.
    private const double Saturation = 1.2;
    private const double Length = 0.75;
    private const double LeastRarity = 1e-6;

    public override async IAsyncEnumerable<Findable> AllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in db.Database.SqlQuery<Kept>($"""SELECT id AS "Id", kind AS "Kind", community AS "Community", helped AS "Helped", title AS "Title", body AS "Body" FROM findable ORDER BY id""").AsAsyncEnumerable().WithCancellation(stop))
            yield return new Findable(row.Kind, row.Id, new CommunityId(row.Community), row.Title, row.Body, row.Helped);
    }

    protected override async Task KeepAsync(Findable thing, CancellationToken stop)
    {
        // A card is published at every press; its words change seldom. An unchanged row is not written, and answers nothing.
        var (title, body) = (Stemmed(thing.Title), Stemmed(thing.Body));
        var before = await db.Database.SqlQuery<Words>($"""SELECT title AS "Title", body AS "Body" FROM findable WHERE id = {thing.Id} FOR UPDATE""").FirstOrDefaultAsync(stop);
        var rows = await db.Database.SqlQuery<long>(
            $"""
             INSERT INTO findable (id, kind, community, helped, title, body, length) VALUES ({thing.Id}, {thing.Kind}, {thing.Community.Value}, {thing.Helped}, {thing.Title}, {thing.Body}, {title.Count + body.Count})
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, community = excluded.community, helped = excluded.helped, title = excluded.title, body = excluded.body, length = excluded.length
             WHERE (findable.kind, findable.community, findable.helped, findable.title, findable.body) IS DISTINCT FROM (excluded.kind, excluded.community, excluded.helped, excluded.title, excluded.body)
             RETURNING nr AS "Value"
             """).ToListAsync(stop);
        if (rows.Count == 0 || before == new Words(thing.Title, thing.Body)) return;

        var words = title.Union(body, StringComparer.Ordinal).ToArray();
        var often = Array.ConvertAll(words, w => (2 * title.Count(t => t == w)) + body.Count(b => b == w));
        var titled = Array.ConvertAll(words, title.Contains);
        await db.Database.ExecuteSqlAsync($"DELETE FROM findable_words WHERE thing = {rows[0]}", stop);
        await db.Database.ExecuteSqlAsync($"INSERT INTO findable_words (word, thing, often, titled) SELECT word, {rows[0]}, often, titled FROM unnest({words}, {often}, {titled}) AS w (word, often, titled)", stop);
    }

    // Its words go with it.
    protected override Task ForgetAsync(Guid id, CancellationToken stop) => db.Database.ExecuteSqlAsync($"DELETE FROM findable WHERE id = {id}", stop);

    protected override Task<int> ThingsAsync(CancellationToken stop) => db.Database.SqlQuery<int>($"""SELECT count(*)::int AS "Value" FROM findable""").SingleAsync(stop);

    protected override async Task<Dictionary<string, int>> HavingAsync(IReadOnlyList<string> words, CancellationToken stop)
    {
        var stems = words.ToDictionary(w => w, Stems.Of, StringComparer.Ordinal);
        var asked = stems.Values.Distinct(StringComparer.Ordinal).ToArray();
        var having = (await db.Database.SqlQuery<Having>($"""SELECT word AS "Word", count(*)::int AS "Things" FROM findable_words WHERE word = ANY ({asked}) GROUP BY word""").ToListAsync(stop))
            .ToDictionary(h => h.Word, h => h.Things, StringComparer.Ordinal);
        return words.ToDictionary(w => w, w => having.GetValueOrDefault(stems[w]), StringComparer.Ordinal);
    }

    protected override async Task<List<Hit>> HitsAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, int> having, string kind, CommunityId community, int most, CancellationToken stop)
    {
        var all = await db.Database.SqlQuery<All>($"""SELECT count(*)::int AS "Things", avg(length)::float8 AS "Length" FROM findable""").SingleAsync(stop);
        var asked = words.GroupBy(Stems.Of, StringComparer.Ordinal).ToList();
        var stems = asked.ConvertAll(a => a.Key).ToArray();
        var weights = asked.ConvertAll(a => a.Sum(w => Math.Max(LeastRarity, Math.Log((all.Things - having[w] + 0.5) / (having[w] + 0.5))))).ToArray();
        return await db.Database.SqlQuery<Hit>(
            $"""
             SELECT f.id AS "Id", f.nr AS "Row", f.helped AS "Helped",
               sum(a.weight * w.often * ({Saturation} + 1) / (w.often + {Saturation} * (1 - {Length} + {Length} * f.length / {all.Length}))) * (1 + 0.35 * ln((1 + f.helped)::float8)) AS "Score"
             FROM unnest({stems}, {weights}) AS a (word, weight)
             JOIN findable_words w ON w.word = a.word
             JOIN findable f ON f.nr = w.thing AND f.kind = {kind} AND f.community = {community.Value}
             GROUP BY f.nr ORDER BY "Score" DESC, f.nr LIMIT {most}
             """).ToListAsync(stop);
    }

    protected override async Task<ILookup<long, string>> InTitlesAsync(IReadOnlyList<string> words, List<Hit> hits, CancellationToken stop)
    {
        var stems = words.ToLookup(Stems.Of, StringComparer.Ordinal);
        var (asked, rows) = (stems.Select(s => s.Key).ToArray(), hits.ConvertAll(h => h.Row).ToArray());
        var titled = await db.Database.SqlQuery<Titled>($"""SELECT word AS "Word", thing AS "Row" FROM findable_words WHERE titled AND word = ANY ({asked}) AND thing = ANY ({rows})""").ToListAsync(stop);
        return titled.SelectMany(t => stems[t.Word], (t, word) => (t.Row, Word: word)).ToLookup(t => t.Row, t => t.Word);
    }

    private static List<string> Stemmed(string indexed) => [.. indexed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Stems.Of)];

    private sealed record Words(string Title, string Body);

    private sealed record Kept(Guid Id, string Kind, Guid Community, int Helped, string Title, string Body);

    private sealed record All(int Things, double Length);

    private sealed record Having(string Word, int Things);

    private sealed record Titled(string Word, long Row);
}
