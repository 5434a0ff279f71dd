using System.Runtime.CompilerServices;
using CopBot.Data;
using CopBot.Data.Sqlite;
using CopBot.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace CopBot.Tests.Data;

[Trait("Database", "sqlite")]
public sealed class SqliteUpgradeTests : IDisposable
{
    private const string Tables = "SELECT group_concat(name || char(10) || ifnull(sql, '') || char(10)) FROM (SELECT name, sql FROM sqlite_master WHERE name <> '__EFMigrationsLock' ORDER BY name)";
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("copbot.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_file_is_made_and_migrated_without_a_backup()
    {
        using var opening = await OpenAsync();

        Assert.Null(opening.WhyNot);
        Assert.Null(opening.Backup);
        Assert.Equal("0", Ask("SELECT count(*) FROM members"));
        Assert.Equal("wal", Ask("PRAGMA journal_mode"));
        Assert.False(Directory.Exists(_folder.File("backups")));
    }

    [Fact]
    public async Task The_migrations_draw_the_whole_model()
    {
        await FreshDatabase.MakeAsync(Database);
        await using var db = new SqliteCopBotDb(new DbContextOptionsBuilder<SqliteCopBotDb>().UseSqlite($"Data Source={Database};Pooling=False").Options);

        Assert.False(db.Database.HasPendingModelChanges(), "A mapping changed: write a migration, see docs/decisions/0008-migrations-have-a-project-of-their-own.md");
    }

    [Fact]
    public async Task The_schema_of_a_new_file_is_what_the_migrations_make_of_an_empty_one()
    {
        var migrated = _folder.File("migrated.db");
        await using var db = new SqliteCopBotDb(new DbContextOptionsBuilder<SqliteCopBotDb>().UseSqlite($"Data Source={migrated};Pooling=False").Options);
        Approved.Matches(db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions), "Schema", "sql", BesideTheSchema());

        await SqliteUpgrade.MigrateAsync(migrated, CancellationToken.None);
        using var opening = await OpenAsync();

        foreach (var question in (string[])[Tables, "SELECT group_concat(\"MigrationId\" || \"ProductVersion\") FROM \"__EFMigrationsHistory\"", "SELECT group_concat(k || v) FROM search_config"])
        {
            Assert.Equal(Ask(question, migrated), Ask(question));
        }
    }

    [Fact]
    public async Task Only_one_process_has_it_open()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync();

        Assert.StartsWith($"Another process is using the database {Database}: stop it first", second.WhyNot, StringComparison.Ordinal);

        first.Dispose();
        using var third = await OpenAsync();
        Assert.Null(third.WhyNot);
    }

    [Fact]
    public async Task What_is_no_database_is_left_as_it_is()
    {
        await File.WriteAllTextAsync(Database, "Dear diary, today we mended eleven toasters.");

        Assert.StartsWith($"{Database} is not a database: move it away", (await OpenAsync()).WhyNot, StringComparison.Ordinal);
        Assert.Equal("Dear diary, today we mended eleven toasters.", await File.ReadAllTextAsync(Database));
    }

    [Fact]
    public async Task A_database_of_something_else_is_left_as_it_is()
    {
        Do("CREATE TABLE recipes (name TEXT)");

        Assert.StartsWith($"{Database} is a database, but not one of CopBot's", (await OpenAsync()).WhyNot, StringComparison.Ordinal);
        Assert.Equal("1", Ask("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_as_it_is()
    {
        await FreshDatabase.MakeAsync(Database);
        Do("INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Telepathy', '99.0.0')");
        var before = await File.ReadAllBytesAsync(Database);

        var whyNot = (await OpenAsync()).WhyNot;

        Assert.StartsWith($"The database {Database} was written by a newer CopBot (it has seen 20990101000000_Telepathy): start that version", whyNot, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task A_damaged_database_is_left_as_it_is()
    {
        await FreshDatabase.MakeAsync(Database);
        var bytes = await File.ReadAllBytesAsync(Database);
        // The first page names the tables and stays; most of the others become noise.
        new Random(7).NextBytes(bytes.AsSpan(4096 * 4));
        await File.WriteAllBytesAsync(Database, bytes);

        Assert.StartsWith($"The database {Database} is damaged", (await OpenAsync()).WhyNot, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task A_truncated_database_is_left_as_it_is()
    {
        await FreshDatabase.MakeAsync(Database);
        var bytes = (await File.ReadAllBytesAsync(Database))[..10_000];
        await File.WriteAllBytesAsync(Database, bytes);

        Assert.StartsWith($"The database {Database} is damaged", (await OpenAsync()).WhyNot, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task A_process_killed_while_migrating_blocks_no_later_start()
    {
        // What it leaves: its lock row, and nothing applied.
        Do("CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL CONSTRAINT PK___EFMigrationsLock PRIMARY KEY, Timestamp TEXT NOT NULL); INSERT INTO __EFMigrationsLock VALUES (1, '2026-11-21 20:00:00')");

        using var opening = await OpenAsync();

        Assert.Null(opening.WhyNot);
        Assert.Equal("0", Ask("SELECT count(*) FROM members"));
    }

    [Fact]
    public async Task An_upgrade_keeps_a_copy_from_before_and_the_last_few_of_them()
    {
        await FreshDatabase.MakeAsync(Database);
        await using (var db = new SqliteCopBotDb(new DbContextOptionsBuilder<SqliteCopBotDb>().UseSqlite($"Data Source={Database};Pooling=False").Options))
        {
            var last = db.Database.GetMigrations().Last();
            Do($"INSERT INTO workspaces (Ref) VALUES ('slack/T1')");
            using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
            connection.Open();

            var clock = new DateTimeOffset(2026, 11, 21, 20, 0, 0, TimeSpan.Zero);
            for (var i = 0; i < SqliteBackups.Kept + 2; i++)
            {
                var copy = SqliteBackups.Keep(connection, last, clock.AddMinutes(i));
                Assert.Equal(_folder.File($"backups/copbot-20261121T20{i:00}00Z-{last}.db"), copy);
                Assert.Equal("1", Ask("SELECT count(*) FROM workspaces", copy));
            }
        }

        var kept = Directory.GetFiles(_folder.File("backups")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(SqliteBackups.Kept, kept.Count);
        Assert.Contains("T200200Z", kept[0], StringComparison.Ordinal);
    }

    /// <summary>A path beside what the product embeds.</summary>
    private static string BesideTheSchema([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "CopBot", "Data", "Sqlite", "SqliteSchema.cs"));

    private Task<Opening> OpenAsync() => SqliteUpgrade.OpenAsync(Database, TimeProvider.System, CancellationToken.None);

    private void Do(string sql) => Ask(sql);

    private string? Ask(string sql, string? file = null)
    {
        using var connection = new SqliteConnection($"Data Source={file ?? Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
