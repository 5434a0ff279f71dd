using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CopBot.Host.Tests.Chaos;

/// <summary>A PostgreSQL server of its own on a free port of this machine, that can be crashed and started again.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("copbot-postgres-").FullName;
    private readonly int _port = FreePort();

    private Cluster()
    {
    }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? WhyNot => Programs is null ? "PostgreSQL's own programs (initdb, pg_ctl) are not installed." : null;

    /// <summary>How the one database is reached.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database=copbot;Username=copbot;Timeout=5");

    /// <summary>How often it crashed.</summary>
    public int Crashes { get; private set; }

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0).Select(d => Path.Combine(d, "bin")).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        : null;

    /// <summary>Makes one and starts it.</summary>
    public static async Task<Cluster> StartAsync()
    {
        var cluster = new Cluster();
        if (Environment.UserName == "root") await RunAsync("chown", "nobody", cluster._folder);
        await cluster.AsAsync("initdb", "-D", cluster.Data, "-U", "copbot", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8");
        await cluster.RiseAsync();
        await cluster.AsAsync("createdb", "-h", "127.0.0.1", "-p", cluster._port.ToString(CultureInfo.InvariantCulture), "-U", "copbot", "copbot");
        return cluster;
    }

    /// <summary>Opens a connection to the one database.</summary>
    public async Task<DbConnection> OpenAsync()
    {
        var store = new NpgsqlConnection(ConnectionString);
        await store.OpenAsync();
        return store;
    }

    /// <summary>Ends it as a power cut would, and starts it again.</summary>
    public async Task CrashAsync()
    {
        await AsAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        Crashes++;
        NpgsqlConnection.ClearAllPools();
        await RiseAsync();
    }

    /// <summary>Stands still for everybody who wants to read or write a problem, until what is answered is disposed of.</summary>
    public async Task<IAsyncDisposable> StallAsync()
    {
        var store = await OpenAsync();
        await using var command = store.CreateCommand();
        command.CommandText = "BEGIN; LOCK TABLE problems";
        await command.ExecuteNonQueryAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await AsAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        // Its files belong to another user where we are root; then we may delete them all the same.
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private Task RiseAsync() => AsAsync(
        "pg_ctl",
        "start",
        "-D",
        Data,
        "-w",
        "-l",
        Path.Combine(_folder, "log"),
        "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder}"));

    /// <summary>Runs one of PostgreSQL's programs, which refuse to be root.</summary>
    private Task AsAsync(string program, params string[] arguments)
    {
        var whole = Path.Combine(Programs!, program);
        return Environment.UserName == "root"
            ? RunAsync("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", whole, .. arguments])
            : RunAsync(whole, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // What it leaves running must not hold our pipes open, so nothing is read.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { UseShellExecute = false })!;
        using var late = new CancellationTokenSource(TooLong);
        await process.WaitForExitAsync(late.Token);
        if (process.ExitCode != 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
