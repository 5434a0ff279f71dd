using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CopBot.Data.Sqlite;

/// <summary>The store in one file.</summary>
public sealed class SqliteCopBotDb(DbContextOptions<SqliteCopBotDb> options) : CopBotDb(options);

/// <summary>Used only when migrations are written.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteCopBotDb>
{
    public SqliteCopBotDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteCopBotDb>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>
/// What each connection is told when it is made: write-ahead log, and a flush to disk at every commit, so that what was
/// acknowledged survives a power cut; deleted content is overwritten. One that comes back out of the pool remembers.
/// A context keeps its connection until it is disposed: each opening tells SQLite all functions and collations anew, which
/// cost more than most queries.
/// </summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;";
    private static readonly ConditionalWeakTable<object, object> Told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Tell(connection);

    /// <summary>Tells a connection that was opened without the model.</summary>
    public static void Tell(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (Told.TryGetValue(handle, out _)) return;

        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
        Told.AddOrUpdate(handle, handle);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => new(InterceptionResult.Suppress());
}
