using CopBot.Data;

namespace CopBot.Search;

/// <summary>Builds the index anew from what the features keep: all of it, or nothing where it breaks off.</summary>
public sealed class Reindexing
{
    private readonly CopBotDb _db;
    private readonly WordSearch _search;
    private readonly IEnumerable<IFindables> _features;

    internal Reindexing(CopBotDb db, WordSearch search, IEnumerable<IFindables> features) => (_db, _search, _features) = (db, search, features);

    /// <summary>Does it, and answers how many things can be found.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var transaction = await _db.Database.BeginTransactionAsync(stop);
        var things = await _search.RebuildAsync(_features.ToAsyncEnumerable().SelectMany(f => f.AllAsync(stop)), stop);
        await transaction.CommitAsync(stop);
        return things;
    }
}
