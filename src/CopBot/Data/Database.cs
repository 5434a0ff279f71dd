using CopBot.Data.Postgres;
using CopBot.Data.Sqlite;
using CopBot.Search;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Data;

/// <summary>Which database a community is kept in: a closed family. What one says of itself never holds a password.</summary>
public abstract record Database
{
    private protected Database()
    {
    }

    /// <summary>One file, for one process: the embedded SQLite.</summary>
    public static Database InFile(string path) => new SqliteDatabase(path);

    /// <summary>A database on a PostgreSQL server, such as <c>Host=db;Database=copbot;Username=copbot;Password=…</c>.</summary>
    public static Database OnServer(string connectionString) => new PostgresDatabase(connectionString);

    /// <summary>
    /// How many contexts are kept to be used again: making one costs as much as a query or two. Beyond that each is made for
    /// one use.
    /// </summary>
    private protected const int Kept = 32;

    /// <summary>Opens it before anything else uses it, making or upgrading its tables. Keep what is returned until the process ends.</summary>
    public abstract Task<Opening> OpenAsync(TimeProvider clock, CancellationToken stop);

    /// <summary>The same, for a copy: nobody can start on it meanwhile. What is copied <paramref name="into"/> may have been begun with.</summary>
    internal abstract Task<Opening> OpenToCopyAsync(bool into, TimeProvider clock, CancellationToken stop);

    /// <summary>Who uses it besides us, completing "… and"; null for nobody.</summary>
    internal abstract Task<string?> UsedByAsync(CancellationToken stop);

    /// <summary>What it is called in a sentence; never with a password.</summary>
    public sealed override string ToString() => Name;

    /// <summary>What it is called in a sentence; never with a password.</summary>
    private protected abstract string Name { get; }

    /// <summary>Puts what belongs to this kind of database into a container.</summary>
    internal abstract void AddTo(IServiceCollection services);

    /// <summary>What runs by itself because of this kind of database; by default nothing.</summary>
    internal virtual void AddRoundsTo(IServiceCollection services)
    {
    }

    /// <summary>A context of its own, outside any container.</summary>
    internal abstract CopBotDb NewContext();

    /// <summary>The search on such a context.</summary>
    internal abstract WordSearch NewSearch(CopBotDb db);
}
