using System.Reflection;
using CopBot.Data.Copying;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CopBot.Data.Sqlite;

/// <summary>
/// Opens the embedded database before anything else runs: takes it for this process alone, looks whether it is ours and
/// sound, keeps a copy, and upgrades it. Whatever can be wrong with a file is answered with one sentence, and harms nothing.
/// </summary>
public static class SqliteUpgrade
{
    private const string Header = "SQLite format 3\0";

    // What a process that was killed had taken up is free at once: we hold the file alone, so nobody is working on it. Waiting
    // for its leases to end would hold up posts for minutes after each restart.
    private const string Release =
        """
        UPDATE deliveries SET "LeasedBy" = NULL, "LeaseUntil" = NULL WHERE "LeasedBy" IS NOT NULL;
        UPDATE inbox SET "TakeUpAt" = "TakeUpAt" - 120000000 WHERE "Waiting" IS NOT NULL;
        """;

    /// <summary>The migrations that this release knows.</summary>
    internal static IReadOnlySet<string> Migrations { get; } = new HashSet<string>(
        [.. typeof(SqliteCopBotDb).Assembly.GetTypes().Where(t => t.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(SqliteCopBotDb)).Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()],
        StringComparer.Ordinal);

    /// <summary>Opens the database, making or upgrading it; one into which a copy is <paramref name="unfinished"/> only to go on with that. Keep what is returned until the process ends.</summary>
    public static async Task<Opening> OpenAsync(string databaseFile, TimeProvider clock, CancellationToken stop, bool unfinished = false)
    {
        var file = Path.GetFullPath(databaseFile);
        FileStream? held;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            held = SqliteLock.Take(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Opening.Refused(SqliteTroubles.IsFull(e) ? SqliteTroubles.Of(file, e) : SqliteTroubles.FolderCannotBeWritten(Path.GetDirectoryName(file)!, e));
        }

        if (held is null) return Opening.Refused(SqliteTroubles.HeldByAnother(file));
        try
        {
            var (whyNot, backup) = await UpgradeAsync(file, clock, unfinished, stop);
            if (whyNot is null) return Opening.Ready(held, backup);
            await held.DisposeAsync();
            return Opening.Refused(whyNot);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private static async Task<(string? WhyNot, string? Backup)> UpgradeAsync(string file, TimeProvider clock, bool unfinished, CancellationToken stop)
    {
        string? backup = null;
        try
        {
            if (Directory.Exists(file) || (File.Exists(file) && !StartsLikeADatabase(file))) return (SqliteTroubles.NoDatabase(file), null);

            // Without the model, which takes a third of a second to draw: at most starts there is nothing to upgrade.
            await using var database = new SqliteConnection(Source(file));
            await database.OpenAsync(stop);
            SqliteSettings.Tell(database);
            if (Ask(database, "PRAGMA quick_check(1)") is [var health, ..] && health != "ok") return (SqliteTroubles.Damaged(file, health), null);

            var (whose, applied, empty) = Whose(database, file, unfinished);
            if (whose is not null) return (whose, null);
            if (applied.Count == 0)
            {
                SqliteSchema.Make(database);
            }
            else if (applied.Count < Migrations.Count)
            {
                if (!empty) backup = SqliteBackups.Keep(database, applied[^1], clock.GetUtcNow());
                await MigrateAsync(file, stop);
            }

            _ = Ask(database, Release);
            return (null, backup);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return (backup is null ? SqliteTroubles.Of(file, e) : SqliteTroubles.NotUpgraded(file, backup, e), null);
        }
    }

    /// <summary>Whether a database is ours and one that this release understands: why not, the migrations that it has seen, and whether there is nothing in it.</summary>
    internal static (string? WhyNot, IReadOnlyList<string> Applied, bool Empty) Whose(SqliteConnection database, string file, bool unfinished = false)
    {
        var applied = Ask(database, "SELECT 1 FROM sqlite_master WHERE name = '__EFMigrationsHistory'") is [] ? [] : Ask(database, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\"");
        var empty = Ask(database, "SELECT 1 FROM sqlite_master WHERE name NOT LIKE '\\_\\_EF%' ESCAPE '\\' LIMIT 1") is [];
        var whyNot = applied.Count == 0 && !empty ? SqliteTroubles.NotOurs(file)
            : applied.Count > 0 && !applied.Exists(Migrations.Contains) ? SqliteTroubles.NotOurs(file)
            : applied.Find(migration => !Migrations.Contains(migration)) is { } unknown ? SqliteTroubles.Newer(file, unknown)
            : !unfinished && Ask(database, $"SELECT 1 FROM sqlite_master WHERE name = '{CopyMark.Table}'") is not [] ? SqliteTroubles.Unfinished(file)
            : null;
        return (whyNot, applied, empty);
    }

    internal static async Task MigrateAsync(string file, CancellationToken stop)
    {
        await using var db = new SqliteCopBotDb(new DbContextOptionsBuilder<SqliteCopBotDb>().UseSqlite(Source(file)).AddInterceptors(new SqliteSettings()).Options);
        // A process that was killed while migrating leaves its row in this table, and every later migration would wait for it
        // for ever. We hold the file alone, so whoever left it is gone.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", stop);
        await db.Database.MigrateAsync(stop);
    }

    private static string Source(string file) => new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString;

    internal static bool StartsLikeADatabase(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var start = new byte[Math.Min(stream.Length, Header.Length)];
        stream.ReadExactly(start);
        return start.Length == 0 || start.AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Header));
    }

    internal static List<string> Ask(SqliteConnection database, string question)
    {
        using var command = database.CreateCommand();
        command.CommandText = question;
        using var rows = command.ExecuteReader();
        var answers = new List<string>();
        while (rows.Read()) answers.Add(rows.GetString(0));
        return answers;
    }
}
