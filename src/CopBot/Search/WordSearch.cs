using CopBot.Communities;
using CopBot.Data;

namespace CopBot.Search;

/// <summary>
/// Search by words, as it is the same on every database: which words are asked for, and how likely what was found is about
/// the same. Where the words are kept, and how the best are found among them, is the database's.
/// </summary>
internal abstract class WordSearch : ISearch, ISavedTogether
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
            if (thing is null) await ForgetAsync(id, stop);
            else await KeepAsync(thing with { Title = Indexed(thing.Title), Body = Indexed(thing.Body) }, stop);
        }

        _wanted.Clear();
    }

    public async Task<IReadOnlyList<Found>> LikeAsync(string title, string body, string kind, CommunityId community, int most, CancellationToken stop)
    {
        var (inTitle, inBody) = (Counted(title), Counted(body));
        var things = await ThingsAsync(stop);
        var having = await HavingAsync([.. inTitle.Keys.Union(inBody.Keys, StringComparer.Ordinal)], stop);
        double Rarity(string word) => Chances.Rarity(things, having[word]);

        // A word that nothing has finds nothing. Of the body's words those count that it uses often and others seldom: the
        // very rarest are names and slips.
        var fromTitle = inTitle.Keys.Where(w => having[w] > 0).OrderByDescending(Rarity).Take(MostWords).ToList();
        var fromBody = inBody.Keys.Where(w => having[w] > 0 && !inTitle.ContainsKey(w)).OrderByDescending(w => inBody[w] * Rarity(w)).Take(MostWords).ToList();
        List<string> asked = [.. fromTitle, .. fromTitle, .. fromBody];
        if (asked.Count == 0) return [];

        var hits = await HitsAsync(asked, having, kind, community, most + 1, stop);
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

    public abstract IAsyncEnumerable<Findable> AllAsync(CancellationToken stop);

    /// <summary>Keeps a thing in place of what stood under its id; its words come without those that tell nothing. Changes nothing where all is as it was.</summary>
    protected abstract Task KeepAsync(Findable thing, CancellationToken stop);

    /// <summary>Takes a thing out, and all its words.</summary>
    protected abstract Task ForgetAsync(Guid id, CancellationToken stop);

    /// <summary>How many things there are, in all communities.</summary>
    protected abstract Task<int> ThingsAsync(CancellationToken stop);

    /// <summary>How many things have each word.</summary>
    protected abstract Task<Dictionary<string, int>> HavingAsync(IReadOnlyList<string> words, CancellationToken stop);

    /// <summary>The best for these words by BM25; one that is named twice counts twice. What helped before is lifted: the prior by which ranking improves most of all.</summary>
    protected abstract Task<List<Hit>> HitsAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, int> having, string kind, CommunityId community, int most, CancellationToken stop);

    /// <summary>Which of the words each hit has in its title.</summary>
    protected abstract Task<ILookup<long, string>> InTitlesAsync(IReadOnlyList<string> words, List<Hit> hits, CancellationToken stop);

    private static string Indexed(string text) => string.Join(' ', Words.ThatMatter(text));

    private static Dictionary<string, int> Counted(string text) => Words.ThatMatter(text).CountBy(w => w, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>Something that has one of the words.</summary>
    protected sealed record Hit(Guid Id, long Row, int Helped, double Score);
}
