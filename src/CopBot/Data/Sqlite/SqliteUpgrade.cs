using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Sqlite;

/// <summary>
/// Opens the embedded database before anything else runs: takes it for this process alone, looks whether it is ours and
/// sound, keeps a copy, and upgrades it. Whatever can be wrong with a file is answered with one sentence, and harms nothing.
/// </summary>
public static class SqliteUpgrade
{
    private const string Header = "SQLite format 3\0";

    /// <summary>Opens the database, making or upgrading it. Keep what is returned until the process ends.</summary>
    public static async Task<Opening> OpenAsync(string databaseFile, TimeProvider clock, CancellationToken stop)
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
            var (whyNot, backup) = await UpgradeAsync(file, clock, stop);
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

    private static async Task<(string? WhyNot, string? Backup)> UpgradeAsync(string file, TimeProvider clock, CancellationToken stop)
    {
        string? backup = null;
        try
        {
            if (Directory.Exists(file) || (File.Exists(file) && !StartsLikeADatabase(file))) return (SqliteTroubles.NoDatabase(file), null);

            await using var db = Context(file);
            await db.Database.OpenConnectionAsync(stop);
            var database = (SqliteConnection)db.Database.GetDbConnection();
            if (Ask(database, "PRAGMA quick_check(1)") is var health && health != "ok") return (SqliteTroubles.Damaged(file, health), null);

            var ours = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var applied = (await db.Database.GetAppliedMigrationsAsync(stop)).ToList();
            var empty = Ask(database, "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '\\_\\_EF%' ESCAPE '\\'") == "0";
            if (applied.Count == 0 && !empty) return (SqliteTroubles.NotOurs(file), null);
            if (applied.Count > 0 && !applied.Exists(ours.Contains)) return (SqliteTroubles.NotOurs(file), null);
            if (applied.Find(migration => !ours.Contains(migration)) is { } unknown) return (SqliteTroubles.Newer(file, unknown), null);
            if (applied.Count == ours.Count)
            {
                await ReleaseAsync(db, stop);
                return (null, null);
            }

            if (!empty) backup = SqliteBackups.Keep(database, applied[^1], clock.GetUtcNow());
            // A process that was killed while migrating leaves its row in this table, and every later migration would wait
            // for it for ever. We hold the file alone, so whoever left it is gone.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", stop);
            await db.Database.MigrateAsync(stop);
            await ReleaseAsync(db, stop);
            return (null, backup);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return (backup is null ? SqliteTroubles.Of(file, e) : SqliteTroubles.NotUpgraded(file, backup, e), null);
        }
    }

    /// <summary>
    /// What a process that was killed had taken up is free at once: we hold the file alone, so nobody is working on it.
    /// Waiting for its leases to end would hold up posts for minutes after each restart.
    /// </summary>
    private static Task<int> ReleaseAsync(SqliteCopBotDb db, CancellationToken stop) => db.Database.ExecuteSqlRawAsync(
        """
        UPDATE deliveries SET "LeasedBy" = NULL, "LeaseUntil" = NULL WHERE "LeasedBy" IS NOT NULL;
        UPDATE inbox SET "TakeUpAt" = "TakeUpAt" - 120000000 WHERE "Waiting" IS NOT NULL;
        """,
        stop);

    private static SqliteCopBotDb Context(string file) => new(new DbContextOptionsBuilder<SqliteCopBotDb>()
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString)
        .AddInterceptors(new SqliteSettings())
        .Options);

    private static bool StartsLikeADatabase(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var start = new byte[Math.Min(stream.Length, Header.Length)];
        stream.ReadExactly(start);
        return start.Length == 0 || start.AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Header));
    }

    private static string Ask(SqliteConnection database, string question)
    {
        using var command = database.CreateCommand();
        command.CommandText = question;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
