using CopBot.Data;
using CopBot.Data.Postgres;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace CopBot.Tests.Data;

/// <summary>Whatever is wrong with a server or a database on it is said in one sentence, with what to do, and harms nothing.</summary>
[Trait("Database", "postgresql")]
public sealed class PostgresUpgradeTests : IAsyncLifetime
{
    private string _connection = "";
    private PostgresDatabase On => new(_connection);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(FreshPostgres.WhyNot is not null, FreshPostgres.WhyNot ?? "");
        _connection = await FreshPostgres.MakeEmptyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.Length > 0) await FreshPostgres.DropAsync(_connection);
    }

    [Fact]
    public async Task An_empty_database_gets_its_tables_and_the_migrations_draw_the_whole_model()
    {
        Assert.Null(await WhyNotAsync());
        Assert.Null(await WhyNotAsync());

        await using var db = On.NewContext();
        Assert.False(db.Database.HasPendingModelChanges(), "A mapping changed: write a migration for each database, see docs/decisions/0008-migrations-have-a-project-of-their-own.md");
        Assert.Equal(0, await db.Set<CopBot.Communities.Member>().CountAsync());
    }

    [Fact]
    public async Task Of_two_that_start_at_once_one_upgrades_and_both_are_ready() =>
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => WhyNotAsync()))), Assert.Null);

    [Fact]
    public async Task A_server_that_cannot_be_reached() =>
        Assert.StartsWith("The PostgreSQL server at 127.0.0.1:1 cannot be reached (", await WhyNotAsync("Port=1"), StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_is_not_there() =>
        Assert.Contains("There is no database nowhere on ", await WhyNotAsync("Database=nowhere"), StringComparison.Ordinal);

    [Fact]
    public async Task A_user_that_is_not_known()
    {
        var whyNot = await WhyNotAsync("Username=mallory;Password=secret");

        Assert.Contains("does not let CopBot in (role \"mallory\" does not exist)", whyNot, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", whyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_and_other_trouble_of_the_server()
    {
        Assert.StartsWith($"The PostgreSQL server at {On.Server} refuses the password", PostgresTroubles.Of(On, Said("28P01")), StringComparison.Ordinal);
        Assert.Contains("has no connection left", PostgresTroubles.Of(On, Said("53300")), StringComparison.Ordinal);
        Assert.Contains("is starting or stopping", PostgresTroubles.Of(On, Said("57P03")), StringComparison.Ordinal);
        Assert.Contains("is full", PostgresTroubles.Of(On, Said("53100")), StringComparison.Ordinal);
        Assert.Contains("can only be read", PostgresTroubles.Of(On, Said("25006")), StringComparison.Ordinal);
        Assert.Contains("does not answer in time", PostgresTroubles.Of(On, new NpgsqlException("Exception while connecting", new TimeoutException())), StringComparison.Ordinal);
        Assert.Contains("is version 12.4, and CopBot needs 13 or newer", PostgresTroubles.TooOld(On, new Version(12, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_something_else_is_left_as_it_is()
    {
        await DoAsync("CREATE TABLE recipes (name text)");

        Assert.Contains("holds tables, but none of CopBot's", await WhyNotAsync(), StringComparison.Ordinal);
        Assert.Equal("1", await AskAsync("SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_as_it_is()
    {
        Assert.Null(await WhyNotAsync());
        await DoAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Telepathy', '99.0.0')""");

        Assert.Contains("was written by a newer CopBot (it has seen 20990101000000_Telepathy)", await WhyNotAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_make_tables()
    {
        var user = $"visitor_{Environment.ProcessId}";
        await DoAsync($"CREATE ROLE {user} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        try
        {
            Assert.Contains($"The user {user} may not make tables", await WhyNotAsync($"Username={user}"), StringComparison.Ordinal);
        }
        finally
        {
            await DoAsync($"DROP ROLE {user}");
        }
    }

    [Fact]
    public async Task What_was_planned_before_a_newer_process_changed_the_table_is_tried_again_and_planned_anew()
    {
        Assert.Null(await WhyNotAsync());
        await using var running = new NpgsqlConnection(On.Connection);
        await running.OpenAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 8; i++) await LookAsync();
        await DoAsync("ALTER TABLE deliveries ADD COLUMN newer integer");

        var failed = await Assert.ThrowsAsync<PostgresException>(LookAsync);
        Assert.True(failed.IsConflict(), failed.ToString());
        await LookAsync();

        async Task LookAsync()
        {
            await using var command = new NpgsqlCommand("SELECT * FROM deliveries", running);
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_server_that_takes_no_writes() =>
        Assert.Contains("can only be read", await WhyNotAsync("Options=-c default_transaction_read_only=on"), StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_cannot_hold_every_letter()
    {
        var name = $"latin_{Environment.ProcessId}";
        await FreshPostgres.DoAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        try
        {
            Assert.Contains("is encoded in LATIN1", await WhyNotAsync($"Database={name}"), StringComparison.Ordinal);
        }
        finally
        {
            await FreshPostgres.DropAsync(FreshPostgres.To(name));
        }
    }

    private async Task<string?> WhyNotAsync(string with = "")
    {
        using var opening = await new PostgresDatabase($"{_connection};{with}").OpenAsync(TimeProvider.System, CancellationToken.None);
        return opening.WhyNot;
    }

    private static PostgresException Said(string state) => new("trouble", "FATAL", "FATAL", state);

    private Task<string?> DoAsync(string sql) => AskAsync(sql);

    private async Task<string?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
