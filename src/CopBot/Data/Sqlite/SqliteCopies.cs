using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CopBot.Data.Sqlite;

/// <summary>What a look at a database file found: why it cannot be used, or what it holds.</summary>
/// <param name="WhyNot">Why it cannot be used, in a sentence; null when it can.</param>
/// <param name="Applied">The migrations that it has seen.</param>
/// <param name="Counts">How many there are of what people know, by table.</param>
public sealed record CopyFound(string? WhyNot, IReadOnlyList<string> Applied, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Whether it is older than this release, which will upgrade it when it starts.</summary>
    public bool IsOlder => WhyNot is null && Applied.Count < SqliteUpgrade.Migrations.Count;
}

/// <summary>
/// Copies of the embedded database: made while the bot runs, looked at without changing anything, put back while it does not
/// run. Whatever can be wrong is answered with one sentence, and harms nothing.
/// </summary>
public static class SqliteCopies
{
    private static readonly string[] Counted = ["communities", "members", "problems", "trials", "posts"];

    /// <summary>
    /// Copies the database as it stands in one moment; nobody who reads or writes meanwhile waits. Answers where the copy
    /// stands, or why there is none. Without <paramref name="to"/> it goes into the folder of backups beside the database.
    /// </summary>
    public static (string? Copy, string? WhyNot) Back(string databaseFile, string? to, DateTimeOffset now)
    {
        var file = Path.GetFullPath(databaseFile);
        var copy = Path.GetFullPath(to ?? Path.Combine(SqliteBackups.FolderOf(file), string.Create(CultureInfo.InvariantCulture, $"backup-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.db")));
        if (!File.Exists(file)) return (null, SqliteTroubles.NothingThere(file));
        if (File.Exists(copy) || Directory.Exists(copy)) return (null, SqliteTroubles.CopyExists(copy));
        var unfinished = copy + ".unfinished";
        try
        {
            if (!SqliteUpgrade.StartsLikeADatabase(file)) return (null, SqliteTroubles.NoDatabase(file));
            if (to is null) Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            else if (!Directory.Exists(Path.GetDirectoryName(copy))) return (null, SqliteTroubles.NoFolder(copy));
            File.Delete(unfinished);
            using (var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 60 }.ConnectionString))
            {
                database.Open();
                SqliteBackups.CopyInto(database, unfinished);
            }

            File.Move(unfinished, copy);
            return (copy, null);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Forget(unfinished);
            return (null, e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT } or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB } ? SqliteTroubles.Of(file, e) : SqliteTroubles.CopyNotMade(copy, e));
        }
    }

    /// <summary>Looks whether a file is a database of ours, sound, and one that this release can use. Changes nothing.</summary>
    public static CopyFound Look(string copyFile)
    {
        var file = Path.GetFullPath(copyFile);
        if (!File.Exists(file)) return Not(SqliteTroubles.NothingThere(file));
        try
        {
            if (!SqliteUpgrade.StartsLikeADatabase(file) || new FileInfo(file).Length == 0) return Not(SqliteTroubles.NoDatabase(file));
            using var database = new SqliteConnection(ForLooking(file));
            database.Open();
            if (SqliteUpgrade.Ask(database, "PRAGMA integrity_check(1)") is [var health, ..] && health != "ok") return Not(SqliteTroubles.Damaged(file, health));
            var (whyNot, applied, _) = SqliteUpgrade.Whose(database, file);
            if (whyNot is null && applied.Count == 0) whyNot = SqliteTroubles.NotOurs(file);
            if (whyNot is not null) return Not(whyNot);
            var counts = Counted.Where(t => SqliteUpgrade.Ask(database, $"SELECT 1 FROM sqlite_master WHERE name = '{t}'") is not [])
                .ToDictionary(t => t, t => long.Parse(SqliteUpgrade.Ask(database, $"SELECT CAST(count(*) AS TEXT) FROM \"{t}\"")[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);
            return new CopyFound(null, applied, counts);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return Not(SqliteTroubles.Of(file, e));
        }

        static CopyFound Not(string why) => new(why, [], new Dictionary<string, long>(StringComparer.Ordinal));
    }

    /// <summary>
    /// Puts a copy in the place of the database, which the bot must not be using. What stood there is kept in the folder of
    /// backups; answers where, or why nothing was done.
    /// </summary>
    public static (string? Kept, string? WhyNot) Restore(string copyFile, string databaseFile, DateTimeOffset now)
    {
        var (copy, file) = (Path.GetFullPath(copyFile), Path.GetFullPath(databaseFile));
        if (copy == file) return (null, SqliteTroubles.Itself(file));
        FileStream? held;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            held = SqliteLock.Take(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, SqliteTroubles.FolderCannotBeWritten(Path.GetDirectoryName(file)!, e));
        }

        if (held is null) return (null, SqliteTroubles.StopItFirst(file));
        using var alone = held;
        if (Look(copy).WhyNot is { } whyNot) return (null, whyNot);
        var unfinished = file + ".unfinished";
        try
        {
            // All that can fail for want of room comes before anything is taken away.
            File.Delete(unfinished);
            using (var database = new SqliteConnection(ForLooking(copy)))
            {
                // With what stands in a journal beside it, if the copy has one.
                database.Open();
                SqliteBackups.CopyInto(database, unfinished);
            }

            var kept = Keep(file, now);
            foreach (var rest in new[] { "-wal", "-shm" }) File.Delete(file + rest);
            File.Move(unfinished, file, overwrite: true);
            return (kept, null);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Forget(unfinished);
            return (null, SqliteTroubles.NotRestored(file, e));
        }
    }

    /// <summary>Keeps what stands there as it is, sound or not; null where nothing does.</summary>
    private static string? Keep(string file, DateTimeOffset now)
    {
        if (!File.Exists(file)) return null;
        Settle(file);
        var kept = Path.Combine(SqliteBackups.FolderOf(file), string.Create(CultureInfo.InvariantCulture, $"before-restore-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.db"));
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        // The journal first: beside its database it is read with it.
        if (File.Exists(file + "-wal")) Copy(file + "-wal", kept + "-wal");
        Copy(file, kept);
        return kept;
    }

    /// <summary>Takes what stands in the journal into the database, where that can be read at all.</summary>
    private static void Settle(string file)
    {
        try
        {
            using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
            database.Open();
            _ = SqliteUpgrade.Ask(database, "SELECT name FROM sqlite_master LIMIT 1");
            using var command = database.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Damaged, which may be why a copy is put back: then both files are kept as they are.
        }
    }

    /// <summary>Without a journal beside it a file is read as it is, also where nothing may be written.</summary>
    private static string ForLooking(string file) => File.Exists(file + "-wal")
        ? new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ConnectionString
        : new SqliteConnectionStringBuilder { DataSource = new Uri(file).AbsoluteUri + "?immutable=1", Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ConnectionString;

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = new FileStream(to, FileMode.Create, FileAccess.Write);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    private static void Forget(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its name says what it is.
        }
    }
}
