using System.Collections.Concurrent;

namespace CopBot.Data;

/// <summary>
/// A query that is asked so often that it is compiled once. A compiled query belongs to one model, and each kind of database
/// has its own: so once for each kind.
/// </summary>
internal sealed class Compiled<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConcurrentDictionary<Type, TQuery> _queries = new();

    /// <summary>The query for this store's kind.</summary>
    public TQuery On(CopBotDb db) => _queries.GetOrAdd(db.GetType(), static (_, compile) => compile(), compile);
}
