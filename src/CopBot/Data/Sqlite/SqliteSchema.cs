using System.Reflection;
using Microsoft.Data.Sqlite;

namespace CopBot.Data.Sqlite;

/// <summary>
/// What all migrations make of an empty file, written down, so that a new community does not wait for the models of every
/// past release to be built. A test holds it against the migrations; docs/decisions/0008 says how it is renewed.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Makes all tables in an empty database and notes that it has seen every migration; at once, or not at all.</summary>
    public static void Make(SqliteConnection database)
    {
        using var all = database.BeginTransaction();
        using var command = database.CreateCommand();
        command.Transaction = all;
        command.CommandText = Read();
        command.ExecuteNonQuery();
        all.Commit();
    }

    private static string Read()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("schema.sqlite.sql")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
