using System.Globalization;
using CopBot.Data;
using Npgsql;

namespace CopBot.TestKit;

/// <summary>Databases on the tests' PostgreSQL server: migrated once per process, then copied by the server.</summary>
public static class FreshPostgres
{
    private static readonly Lazy<Task<string>> Template = new(MigrateAsync);
    private static int _made;

    /// <summary>Why there is no server to test on; null where there is.</summary>
    public static string? WhyNot => Server is null ? "COPBOT_POSTGRES names no PostgreSQL server to test on, as in Host=127.0.0.1;Username=copbot" : null;

    private static string? Server => Environment.GetEnvironmentVariable("COPBOT_POSTGRES") is { Length: > 0 } server ? server : null;

    /// <summary>Makes a new database with all tables; how to connect to it.</summary>
    public static async Task<string> MakeAsync() => await CreateAsync($"TEMPLATE {await Template.Value}");

    /// <summary>Makes a new database without tables; how to connect to it.</summary>
    public static Task<string> MakeEmptyAsync() => CreateAsync("TEMPLATE template0 ENCODING 'UTF8'");

    /// <summary>Drops a database, whoever is connected to it.</summary>
    public static Task DropAsync(string connection) => DoAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");

    /// <summary>How to connect to the server itself.</summary>
    public static string To(string database) => new NpgsqlConnectionStringBuilder(Server ?? throw new InvalidOperationException(WhyNot)) { Database = database, MaxPoolSize = 30 }.ConnectionString;

    /// <summary>Does something on the server as its administrator.</summary>
    public static async Task DoAsync(string sql)
    {
        await using var server = new NpgsqlConnection(To("postgres"));
        await server.OpenAsync();
        await using var command = new NpgsqlCommand(sql, server);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> CreateAsync(string from)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"copbot_test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        await DoAsync($"CREATE DATABASE {name} {from}");
        return To(name);
    }

    private static async Task<string> MigrateAsync()
    {
        var connection = await MakeEmptyAsync();
        using var opening = await Database.OnServer(connection).OpenAsync(TimeProvider.System, CancellationToken.None);
        if (opening.WhyNot is { } why) throw new InvalidOperationException(why);
        // Nobody may be connected to what is copied.
        await using (var pooled = new NpgsqlConnection(connection)) NpgsqlConnection.ClearPool(pooled);
        NpgsqlConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAsync(connection).Wait(TimeSpan.FromSeconds(10));
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }
}
