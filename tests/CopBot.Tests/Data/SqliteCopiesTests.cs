using CopBot.Data.Sqlite;
using CopBot.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CopBot.Tests.Data;

public sealed class SqliteCopiesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 20, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("copbot.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_is_made_while_somebody_writes_and_holds_one_moment()
    {
        await FreshDatabase.MakeAsync(Database);
        // The bot: it holds the file, has written, and is in the middle of writing more.
        using var bot = (await SqliteUpgrade.OpenAsync(Database, TimeProvider.System, CancellationToken.None));
        using var writing = Open(Database);
        Do(writing, "INSERT INTO workspaces (Ref) VALUES ('slack/T1')");
        Do(writing, "BEGIN IMMEDIATE; INSERT INTO workspaces (Ref) VALUES ('slack/T2')");

        var (copy, whyNot) = SqliteCopies.Back(Database, null, Now);
        Do(writing, "COMMIT");

        Assert.Null(whyNot);
        Assert.Equal(_folder.File("backups/backup-20261121T200000Z.db"), copy);
        Assert.Equal("slack/T1", Ask(copy!, "SELECT group_concat(Ref) FROM workspaces"));
        Assert.Null(SqliteCopies.Look(copy!).WhyNot);
        Assert.Empty(Directory.GetFiles(_folder.File("backups"), "*.unfinished"));
    }

    [Fact]
    public async Task What_is_there_already_is_not_overwritten_and_a_folder_that_is_not_there_is_not_made()
    {
        await FreshDatabase.MakeAsync(Database);
        await File.WriteAllTextAsync(_folder.File("diary"), "Dear diary");

        Assert.StartsWith($"{_folder.File("diary")} is there already", SqliteCopies.Back(Database, _folder.File("diary"), Now).WhyNot, StringComparison.Ordinal);
        Assert.StartsWith($"There is no folder {_folder.File("nowhere")}", SqliteCopies.Back(Database, _folder.File("nowhere/copy.db"), Now).WhyNot, StringComparison.Ordinal);
        Assert.StartsWith($"There is no file {_folder.File("other.db")}", SqliteCopies.Back(_folder.File("other.db"), null, Now).WhyNot, StringComparison.Ordinal);
        Assert.Equal("Dear diary", await File.ReadAllTextAsync(_folder.File("diary")));
    }

    [Fact]
    public async Task A_copy_is_put_back_and_what_stood_there_is_kept()
    {
        await FreshDatabase.MakeAsync(Database);
        Do("INSERT INTO workspaces (Ref) VALUES ('slack/before')");
        var (copy, _) = SqliteCopies.Back(Database, _folder.File("copy.db"), Now);
        using (var later = Open(Database))
        {
            Do(later, "PRAGMA journal_mode = WAL");
            Do(later, "INSERT INTO workspaces (Ref) VALUES ('slack/later')");
        }

        var (kept, whyNot) = SqliteCopies.Restore(copy!, Database, Now);

        Assert.Null(whyNot);
        Assert.Equal("slack/before", Ask(Database, "SELECT group_concat(Ref) FROM workspaces"));
        Assert.Equal("slack/before,slack/later", Ask(kept!, "SELECT group_concat(Ref) FROM workspaces ORDER BY Ref"));
        Assert.Null(SqliteCopies.Look(copy!).WhyNot);
        using var opening = await SqliteUpgrade.OpenAsync(Database, TimeProvider.System, CancellationToken.None);
        Assert.Null(opening.WhyNot);
    }

    [Fact]
    public async Task Nothing_is_put_back_while_the_bot_runs()
    {
        await FreshDatabase.MakeAsync(Database);
        var (copy, _) = SqliteCopies.Back(Database, _folder.File("copy.db"), Now);
        using var bot = await SqliteUpgrade.OpenAsync(Database, TimeProvider.System, CancellationToken.None);

        Assert.StartsWith($"The bot is running on {Database}: stop it first", SqliteCopies.Restore(copy!, Database, Now).WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no database", "is not a database")]
    [InlineData("somebody else's", "is a database, but not one of CopBot's")]
    [InlineData("newer", "was written by a newer CopBot")]
    [InlineData("damaged", "is damaged")]
    [InlineData("gone", "There is no file")]
    [InlineData("empty", "is not a database")]
    public async Task What_cannot_be_used_is_refused_and_the_database_stays(string what, string why)
    {
        await FreshDatabase.MakeAsync(Database);
        var copy = _folder.File("copy.db");
        switch (what)
        {
            case "no database": await File.WriteAllTextAsync(copy, "Dear diary, today we mended eleven toasters."); break;
            case "somebody else's": Do("CREATE TABLE recipes (name TEXT)", copy); break;
            case "empty": await File.WriteAllTextAsync(copy, ""); break;
            case "newer":
                await FreshDatabase.MakeAsync(copy);
                Do("INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Telepathy', '99.0.0')", copy);
                break;
            case "damaged":
                await FreshDatabase.MakeAsync(copy);
                var bytes = await File.ReadAllBytesAsync(copy);
                new Random(7).NextBytes(bytes.AsSpan(4096 * 4));
                await File.WriteAllBytesAsync(copy, bytes);
                break;
            default: break;
        }

        Assert.Contains(why, SqliteCopies.Look(copy).WhyNot, StringComparison.Ordinal);
        var before = await File.ReadAllBytesAsync(Database);
        Assert.Contains(why, SqliteCopies.Restore(copy, Database, Now).WhyNot, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
        Assert.False(File.Exists(Database + ".unfinished"));
    }

    [Fact]
    public async Task A_copy_of_an_earlier_release_is_known_as_one()
    {
        await FreshDatabase.MakeAsync(Database);
        Assert.False(SqliteCopies.Look(Database).IsOlder);
        Do("DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory)");

        var found = SqliteCopies.Look(Database);
        Assert.Null(found.WhyNot);
        Assert.True(found.IsOlder);
        Assert.Equal(0, found.Counts["problems"]);
    }

    [Fact]
    public async Task A_damaged_database_is_kept_as_it_is_when_a_copy_takes_its_place()
    {
        await FreshDatabase.MakeAsync(Database);
        var (copy, _) = SqliteCopies.Back(Database, _folder.File("copy.db"), Now);
        var bytes = await File.ReadAllBytesAsync(Database);
        new Random(7).NextBytes(bytes.AsSpan(0));
        await File.WriteAllBytesAsync(Database, bytes);

        var (kept, whyNot) = SqliteCopies.Restore(copy!, Database, Now);

        Assert.Null(whyNot);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(kept!));
        Assert.Null(SqliteCopies.Look(Database).WhyNot);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Do(string sql, string? file = null)
    {
        using var connection = Open(file ?? Database);
        Do(connection, sql);
    }

    private static string? Ask(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
