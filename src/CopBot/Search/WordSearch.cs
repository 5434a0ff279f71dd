using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Search;

/// <summary>
/// Search by words, as it is the same on every database: which words are looked for, in which order what was found is told,
/// and how likely it is about the same. Where the words are kept, and which hundred have most of them, is the database's.
/// </summary>
internal abstract class WordSearch(CopBotDb db) : ISearch, ISavedTogether
{
    /// <summary>So many are compared closely. With two hundred no more is found among the first ten.</summary>
    protected const int Candidates = 100;

    /// <summary>How rare a word is, is looked up among so many of the latest things, and guessed from there where there are more.</summary>
    protected const int Sample = 4096;

    /// <summary>Seen so seldom among the latest, a word is looked up among all.</summary>
    private const int Seldom = 4;

    /// <summary>Where it stands.</summary>
    protected CopBotDb Db { get; } = db;

    private readonly Dictionary<Guid, Findable?> _wanted = [];
    private readonly List<(MemberId Reader, MemberId? Now)> _renamed = [];

    public void Put(Findable thing) => _wanted[thing.Id] = thing;

    public void Remove(Guid id) => _wanted[id] = null;

    /// <summary>What was for one reader alone is for another from now on, or for nobody.</summary>
    public void Rename(MemberId reader, MemberId? now) => _renamed.Add((reader, now));

    public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task WriteAsync(CancellationToken stop)
    {
        foreach (var (reader, now) in _renamed)
        {
            if (now is { } other) await Db.Database.ExecuteSqlAsync($"INSERT INTO findable_readers (thing, member) SELECT thing, {other.Value} FROM findable_readers WHERE member = {reader.Value} ON CONFLICT DO NOTHING", stop);
            await Db.Database.ExecuteSqlAsync($"DELETE FROM findable_readers WHERE member = {reader.Value}", stop);
        }

        // In one order, so that two who change the same things wait for each other and not around each other.
        foreach (var (id, thing) in _wanted.OrderBy(w => w.Key))
        {
            if (thing is null) await ForgetAsync(id, stop);
            else await KeepAsync(AsKept(thing), stop);
        }

        _renamed.Clear();
        _wanted.Clear();
    }

    public Task<IReadOnlyList<Found>> LikeAsync(string title, string body, string kind, CommunityId community, MemberId? reader, int most, CancellationToken stop) =>
        SearchAsync(new Asked(title, body), new Scope(community, [kind], reader), most, stop);

    public Task<IReadOnlyList<Found>> FindAsync(string words, IReadOnlyCollection<string> kinds, CommunityId community, MemberId? reader, int most, CancellationToken stop) =>
        SearchAsync(new Asked(words, ""), new Scope(community, [.. kinds], reader), most, stop);

    public abstract IAsyncEnumerable<Findable> AllAsync(CancellationToken stop);

    /// <summary>
    /// Puts these in, in place of everything, within the caller's transaction, and answers how many they were. Much quicker than
    /// putting in one after the other.
    /// </summary>
    public abstract Task<int> RebuildAsync(IAsyncEnumerable<Findable> all, CancellationToken stop);

    /// <summary>What is alike, not yet in order; for whoever learns the weights.</summary>
    public async Task<(Asked Asked, IReadOnlyList<Candidate> Candidates)> LookAsync(Asked asked, Scope scope, CancellationToken stop)
    {
        var size = await SizeAsync(stop);
        asked.Weigh(size.Things, await HavingAsync(asked.Words, size, stop));
        var looked = asked.LookedFor();
        return (asked, looked.Count == 0 ? [] : await CandidatesAsync(looked, size, scope, stop));
    }

    /// <summary>A thing without the words that tell nothing.</summary>
    protected static Findable AsKept(Findable thing) => thing with
    {
        Title = Indexed(thing.Title),
        Body = Indexed(thing.Body),
        Answers = Indexed(thing.Answers),
        OnlyFor = thing.OnlyFor is { } only ? [.. only.Distinct().OrderBy(m => m.Value)] : null,
    };

    /// <summary>Keeps a thing in place of what stood under its id; its words come without those that tell nothing. Changes nothing where all is as it was.</summary>
    protected abstract Task KeepAsync(Findable thing, CancellationToken stop);

    /// <summary>Takes a thing out, and all its words.</summary>
    protected abstract Task ForgetAsync(Guid id, CancellationToken stop);

    /// <summary>How much there is, in all communities; roughly, where it is more than the sample.</summary>
    protected abstract Task<IndexSize> SizeAsync(CancellationToken stop);

    /// <summary>How many things from this row on have each word, counted up to <paramref name="most"/>; by stem. What nothing has may be left out.</summary>
    protected abstract Task<Dictionary<string, int>> CountAsync(IReadOnlyList<AskedWord> words, long from, int most, CancellationToken stop);

    /// <summary>
    /// Those that have most of these words by BM25, of those that the reader may see; the database looks at no others. What helped
    /// before is lifted here too, or it would not be among the hundred.
    /// </summary>
    protected abstract Task<List<Candidate>> CandidatesAsync(IReadOnlyList<AskedWord> words, IndexSize size, Scope scope, CancellationToken stop);

    private async Task<IReadOnlyList<Found>> SearchAsync(Asked asked, Scope scope, int most, CancellationToken stop)
    {
        var (_, candidates) = await LookAsync(asked, scope, stop);
        var alike = Likeness.Of(asked, candidates, Weights.All).OrderByDescending(l => l.Score).ThenBy(l => l.Thing.Id).Take(most + 1).ToList();
        return [.. alike.Take(most).Select((one, i) => new Found(one.Thing.Kind, one.Thing.Id, one.Score, Chances.Of(one, i + 1 < alike.Count ? one.Score - alike[i + 1].Score : 0), one.Why(asked)))];
    }

    /// <summary>How many things have each word. Where there are many, that is guessed from the latest; rare words are counted all the same.</summary>
    private async Task<Dictionary<string, int>> HavingAsync(IReadOnlyList<AskedWord> words, IndexSize size, CancellationToken stop)
    {
        var having = await CountAsync(words, size.FromRow, Sample, stop);
        if (size.IsWhole) return having;

        var rare = words.Where(w => having.GetValueOrDefault(w.Stem) <= Seldom).ToList();
        foreach (var stem in having.Keys.ToList()) having[stem] = (int)((long)having[stem] * size.Things / Sample);
        foreach (var (stem, times) in await CountAsync(rare, 0, Sample, stop)) having[stem] = times;
        return having;
    }

    private static string Indexed(string text) => string.Join(' ', Words.ThatMatter(text));

    /// <summary>Where is looked, and for whom.</summary>
    internal sealed record Scope(CommunityId Community, IReadOnlyList<string> Kinds, MemberId? Reader);

    /// <summary>How much there is.</summary>
    /// <param name="Things">How many things.</param>
    /// <param name="FromRow">The row with which the sample of the latest begins.</param>
    /// <param name="Length">How many words a thing has in the mean.</param>
    protected internal sealed record IndexSize(int Things, long FromRow, double Length)
    {
        /// <summary>Guesses how many there are, by how close to each other the rows of the latest stand.</summary>
        public static IndexSize Of(int sampled, long first, long last, double length) =>
            sampled < Sample ? new(sampled, 0, length) : new((int)(last * sampled / (last - first + 1)), first, length);

        /// <summary>Whether the sample is everything.</summary>
        public bool IsWhole => FromRow == 0;
    }
}
