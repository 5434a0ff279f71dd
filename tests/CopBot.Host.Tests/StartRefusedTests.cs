using System.Net;
using System.Net.Sockets;
using CopBot.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CopBot.Host.Tests;

/// <summary>Whatever stops the start is said in one sentence, with what to do, and harms nothing.</summary>
public sealed class StartRefusedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bad_setting_in_the_environment() =>
        await RefusesAsync("CopBot:LOGS is 'xml', which is neither console nor json.", environment: [("COPBOT__LOGS", "xml")], ignoreCase: true);

    [Fact]
    public async Task A_misspelt_setting_in_the_environment() =>
        await RefusesAsync("CopBot:DATAFOLER is no setting of CopBot. Did you mean CopBot:DataFolder?", environment: [("COPBOT__DATAFOLER", "x")], ignoreCase: true);

    [Fact]
    public async Task A_settings_file_that_cannot_be_read()
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), """{ "CopBot": { "Logs": """);

        await RefusesAsync("The settings file cannot be read (");
    }

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(_folder.Database, "Dear diary");

        await RefusesAsync($"{_folder.Database} is not a database: move it away");

        Assert.Equal("Dear diary", await File.ReadAllTextAsync(_folder.Database));
    }

    [Fact]
    public async Task A_database_of_a_newer_version()
    {
        Directory.CreateDirectory(_folder.Data);
        (await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None)).Dispose();
        Do("INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Telepathy', '99.0.0')");

        await RefusesAsync($"The database {_folder.Database} was written by a newer CopBot (it has seen 20990101000000_Telepathy)");
    }

    [Fact]
    public async Task A_damaged_database()
    {
        Directory.CreateDirectory(_folder.Data);
        (await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None)).Dispose();
        var bytes = await File.ReadAllBytesAsync(_folder.Database);
        new Random(7).NextBytes(bytes.AsSpan(4096 * 4));
        await File.WriteAllBytesAsync(_folder.Database, bytes);

        await RefusesAsync($"The database {_folder.Database} is damaged");

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.Database));
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder()
    {
        await using var first = await HostProcess.ReadyAsync(_folder.Path, ["--CopBot:Demo=false"]);

        await RefusesAsync($"Another process is using the database {_folder.Database}: stop it first");

        Assert.Equal(HttpStatusCode.OK, (await first.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written()
    {
        string[]? through = null;
        if (Environment.UserName == "root")
        {
            // Nothing is forbidden to root: somebody else starts it.
            Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "root may write anywhere, and there is no setpriv to be somebody else");
            through = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        }

        Directory.CreateDirectory(_folder.Data);
        Allow(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Allow(_folder.Data, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        try
        {
            await RefusesAsync($"The data folder {_folder.Data} cannot be written (", through: through);
        }
        finally
        {
            const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Allow(_folder.Path, Mine);
            Allow(_folder.Data, Mine);
        }
    }

    [Fact]
    public async Task A_database_file_that_may_not_be_written()
    {
        Assert.SkipUnless(Environment.UserName != "root" || File.Exists("/usr/bin/setpriv"), "root may write anywhere, and there is no setpriv to be somebody else");
        string[]? through = Environment.UserName == "root" ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : null;
        Directory.CreateDirectory(_folder.Data);
        (await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None)).Dispose();
        File.Delete(_folder.Database + ".lock");
        Allow(_folder.Path, (UnixFileMode)0b111_111_111);
        Allow(_folder.Data, (UnixFileMode)0b111_111_111);
        Allow(_folder.Database, (UnixFileMode)0b100_100_100);

        await RefusesAsync($"The database {_folder.Database} cannot be written: give the account", through: through);
    }

    [Fact]
    public async Task A_full_disk()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/unshare") && await CanMountAsync(), "a small file system of its own cannot be mounted here");
        Directory.CreateDirectory(_folder.Data);

        await RefusesAsync(
            $"The disk that holds {_folder.Database} is full: free some space",
            through: ["unshare", "-Urm", "bash", "-c", $"mount -t tmpfs -o size=100k none {_folder.Data} && exec \"$@\"", "bash"]);
    }

    [Fact]
    public async Task A_playground_that_cannot_be_read()
    {
        Directory.CreateDirectory(_folder.Data);
        var journal = Path.Combine(_folder.Data, "playground.jsonl");
        await File.WriteAllTextAsync(journal, "what?\nwhat?\n");

        await RefusesAsync($"Line 1 of the playground's journal {journal} cannot be read.");
    }

    [Fact]
    public async Task A_clock_that_cannot_be_read()
    {
        Directory.CreateDirectory(_folder.Data);
        var clock = Path.Combine(_folder.Data, "playground-clock.json");
        await File.WriteAllTextAsync(clock, "noon");

        await RefusesAsync($"The playground's clock {clock} cannot be read: delete it");
    }

    [Fact]
    public async Task An_address_that_is_taken()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        await RefusesAsync($"Another program is listening on {url} already", [$"--CopBot:Urls={url}"]);
    }

    private async Task RefusesAsync(string sentence, string[]? args = null, (string Name, string Value)[]? environment = null, string[]? through = null, bool ignoreCase = false)
    {
        await using var host = HostProcess.Start(_folder.Path, ["--CopBot:Demo=false", .. args ?? ["--CopBot:Urls=http://127.0.0.1:0"]], environment, through);

        var code = await host.ExitAsync();

        Assert.True(code == 1, $"it ended with {code}:\n{host.Output}\n{host.Errors}");
        Assert.StartsWith(sentence, host.Errors, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        Assert.Single(host.Errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", host.Output + host.Errors, StringComparison.Ordinal);
    }

    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private static async Task<bool> CanMountAsync()
    {
        using var tried = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("unshare", ["-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]) { UseShellExecute = false, RedirectStandardError = true })!;
        await tried.WaitForExitAsync();
        return tried.ExitCode == 0;
    }

    private void Do(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
