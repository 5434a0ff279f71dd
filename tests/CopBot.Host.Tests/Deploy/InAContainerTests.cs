using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace CopBot.Host.Tests.Deploy;

/// <summary>The host as the image starts it: its environment, an account that owns nothing but the data, and a supervisor that listens.</summary>
public sealed class InAContainerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_tells_its_supervisor_when_it_is_ready_and_answers_its_own_health_check()
    {
        var port = FreePort();
        var urls = DeployFiles.ImageEnvironment["COPBOT__URLS"].Replace(":8080", $":{port}", StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.Data);
        Directory.CreateDirectory(_folder.File("secrets"));
        await File.WriteAllTextAsync(_folder.File("secrets/CopBot__Playground"), "true\n");
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(_folder.File("notify")));
        string[]? through = null;
        if (Environment.UserName == "root")
        {
            Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "there is no setpriv to be somebody else");
            through = ["setpriv", "--reuid=1654", "--regid=1654", "--clear-groups", "--no-new-privs"];
            if (!OperatingSystem.IsWindows()) foreach (var path in (string[])[_folder.Path, _folder.Data, _folder.File("notify")]) File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }

        (string, string)[] environment =
        [
            .. DeployFiles.ImageEnvironment.Where(e => e.Key is not ("COPBOT__URLS" or "COPBOT__DATAFOLDER")).Select(e => (e.Key, e.Value)),
            ("COPBOT__URLS", urls), ("COPBOT__DATAFOLDER", _folder.Data), ("COPBOT__SECRETSFOLDER", _folder.File("secrets")), ("COPBOT__DEMO", "false"), (Supervisor.Variable, _folder.File("notify")),
        ];
        await using var host = HostProcess.Start(_folder.Path, environment: environment, through: through);

        Assert.Equal("READY=1", await HearsAsync(supervisor));
        // A machine that is busy may make one question wait too long, as it may in a container.
        (int Code, string Said) healthy;
        using var late = new CancellationTokenSource(HostProcess.TooLong);
        while ((healthy = await HealthAsync(urls)).Code != 0) late.Token.ThrowIfCancellationRequested();
        Assert.Equal("ready", healthy.Said);
        Assert.Equal(0, await host.StopAsync());
        Assert.Equal("STOPPING=1", await HearsAsync(supervisor));
        var (code, said) = await HealthAsync(urls);
        Assert.Equal(1, code);
        Assert.StartsWith("not ready\nNobody answers at http://127.0.0.1:", said, StringComparison.Ordinal);
        Assert.DoesNotContain("warn:", host.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.Database));
    }

    [Fact]
    public async Task Where_the_port_is_not_known_the_health_check_says_so()
    {
        var (code, said) = await HealthAsync("http://127.0.0.1:0");

        Assert.Equal(1, code);
        Assert.StartsWith("Where CopBot listens is not known here: give the same CopBot:Urls", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> HealthAsync(string urls)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await Running.MainAsync(["health", $"--CopBot:Urls={urls}", "--CopBot:Playground=true"], output, errors);
        return (code, (output.ToString() + errors).Trim());
    }

    private static async Task<string> HearsAsync(Socket supervisor)
    {
        using var late = new CancellationTokenSource(HostProcess.TooLong);
        var heard = new byte[100];
        return Encoding.UTF8.GetString(heard, 0, await supervisor.ReceiveAsync(heard, late.Token));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
