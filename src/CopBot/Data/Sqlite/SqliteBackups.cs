using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CopBot.Data.Sqlite;

/// <summary>Copies of the database from before each upgrade, in a folder beside it. The last few are kept.</summary>
internal static class SqliteBackups
{
    /// <summary>How many copies are kept.</summary>
    public const int Kept = 5;

    /// <summary>Copies the whole database, as it stands in one moment, and says where to.</summary>
    /// <param name="database">An open connection.</param>
    /// <param name="version">The last migration that it has seen.</param>
    /// <param name="now">For the name.</param>
    public static string Keep(SqliteConnection database, string version, DateTimeOffset now)
    {
        var folder = FolderOf(database.DataSource);
        Directory.CreateDirectory(folder);
        var copy = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"copbot-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{version}.db"));
        var unfinished = copy + ".unfinished";
        File.Delete(unfinished);
        try
        {
            CopyInto(database, unfinished);
            File.Move(unfinished, copy, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        foreach (var old in Directory.GetFiles(folder, "copbot-*.db").Order(StringComparer.Ordinal).SkipLast(Kept)) File.Delete(old);
        return copy;
    }

    /// <summary>Writes the whole database into a new file, as it stands in one moment, down to the disk.</summary>
    public static void CopyInto(SqliteConnection database, string file)
    {
        using (var command = database.CreateCommand())
        {
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", file);
            command.ExecuteNonQuery();
        }

        // The engine leaves a copy to the operating system's leisure.
        using var copy = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }

    /// <summary>The folder of copies beside a database.</summary>
    public static string FolderOf(string databaseFile) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(databaseFile))!, "backups");
}
