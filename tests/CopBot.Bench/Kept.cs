using System.Globalization;
using CopBot.Data;
using Npgsql;

namespace CopBot.Bench;

/// <summary>Where a host keeps what it is timed on: a file in its data folder, or a database of its own on a server.</summary>
internal sealed class Kept
{
    private readonly string? _server;
    private readonly string _folder;
    private int _databases;

    private Kept(string name, string folder, string? server) => (Name, _folder, _server) = (name, folder, server);

    /// <summary>What it is called in a table.</summary>
    public string Name { get; }

    /// <summary>The file; and the server that COPBOT_POSTGRES names, such as <c>Host=127.0.0.1;Username=copbot</c>, where it does.</summary>
    public static IReadOnlyList<Kept> All(string folder) => Environment.GetEnvironmentVariable("COPBOT_POSTGRES") is { Length: > 0 } server
        ? [new Kept("SQLite", folder, null), new Kept("PostgreSQL", folder, server)]
        : [new Kept("SQLite", folder, null)];

    /// <summary>A new place for one host.</summary>
    public async Task<Home> NewAsync(string name)
    {
        var data = Path.Combine(_folder, $"{name}-{Name}");
        if (_server is null) return new Home(data, Database.InFile(Path.Combine(data, "copbot.db")), []);

        var called = string.Create(CultureInfo.InvariantCulture, $"copbot_bench_{Environment.ProcessId}_{name}_{_databases++}");
        await using (var server = new NpgsqlConnection(_server + ";Database=postgres"))
        {
            await server.OpenAsync();
            await using var command = new NpgsqlCommand($"CREATE DATABASE {called}", server);
            await command.ExecuteNonQueryAsync();
        }

        var connection = $"{_server};Database={called}";
        return new Home(data, Database.OnServer(connection), [("DATABASE__PROVIDER", "postgresql"), ("DATABASE__CONNECTIONSTRING", connection)]);
    }
}

/// <summary>Where one host keeps what it has.</summary>
/// <param name="Data">Its data folder.</param>
/// <param name="Database">Its database.</param>
/// <param name="Environment">What it must be told.</param>
internal sealed record Home(string Data, Database Database, (string Name, string Value)[] Environment)
{
    /// <summary>Starts a host here.</summary>
    public Task<TimedHost> StartAsync(string program) => TimedHost.StartAsync(program, Data, demo: true, Environment);
}
