using CopBot.Data.Sqlite;

namespace CopBot.TestKit;

/// <summary>New database files for tests: made once per process, then copied.</summary>
public static class FreshDatabase
{
    private static readonly Lazy<Task<byte[]>> Template = new(MakeAsync);

    /// <summary>Makes a new database at a path. Like any other, the bot can use it at once.</summary>
    public static async Task MakeAsync(string databaseFile, CancellationToken stop = default) =>
        await File.WriteAllBytesAsync(databaseFile, await Template.Value, stop);

    private static async Task<byte[]> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("copbot-template-").FullName;
        try
        {
            var file = Path.Combine(folder, "copbot.db");
            using var opening = await SqliteUpgrade.OpenAsync(file, TimeProvider.System, CancellationToken.None);
            if (opening.WhyNot is { } why) throw new InvalidOperationException(why);
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
