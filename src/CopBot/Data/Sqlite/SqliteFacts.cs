namespace CopBot.Data.Sqlite;

internal sealed class SqliteFacts(SqliteDatabase database) : IStoreFacts
{
    private static readonly string[] Parts = ["", "-wal"];

    public Task<StoreFacts> LookAsync(CancellationToken stop)
    {
        var file = Path.GetFullPath(database.File);
        var bytes = Parts.Select(end => new FileInfo(file + end)).Where(f => f.Exists).Sum(f => f.Length);
        var copies = SqliteBackups.FolderOf(file);
        var last = Directory.Exists(copies) ? new DirectoryInfo(copies).GetFiles("*.db").Select(f => (DateTimeOffset?)new DateTimeOffset(f.LastWriteTimeUtc, TimeSpan.Zero)).Max() : null;
        return Task.FromResult(new StoreFacts("SQLite", bytes, FreeOf(file), CopiesAreOurs: true, last));
    }

    private static long? FreeOf(string file)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
