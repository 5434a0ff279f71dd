using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace CopBot.Host.Tests;

/// <summary>The real host as a process of its own, on a free port of this machine.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>Nothing here should take this long; what does is broken, and the test says so.</summary>
    public static readonly TimeSpan TooLong = TimeSpan.FromSeconds(120);

    private const string ReadyLine = "is ready. Open the playground in a browser: ";
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private HostProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Read(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Read(_errors, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to its log.</summary>
    public string Output => Text(_output);

    /// <summary>What it complained of.</summary>
    public string Errors => Text(_errors);

    /// <summary>Its pages.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>The assembly that is started.</summary>
    public static string Assembly => Path.Combine(AppContext.BaseDirectory, "CopBot.Host.dll");

    /// <summary>Starts it in a folder, with environment variables and arguments. <paramref name="through"/> is what to start it with, if not plainly.</summary>
    public static HostProcess Start(string folder, string[]? args = null, (string Name, string Value)[]? environment = null, string[]? through = null)
    {
        string[] command = [.. through ?? [], "dotnet", Assembly, .. args ?? []];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("COPBOT__", StringComparison.OrdinalIgnoreCase) || k.StartsWith("DATABASE__", StringComparison.OrdinalIgnoreCase) || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        // Its lives here are short: compiling again what ran often would cost more than it saves.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        return new HostProcess(start);
    }

    /// <summary>Starts it on a free port and waits until it says that it is ready.</summary>
    public static async Task<HostProcess> ReadyAsync(string folder, string[]? args = null, (string Name, string Value)[]? environment = null)
    {
        var host = Start(folder, ["--CopBot:Urls=http://127.0.0.1:0", .. args ?? []], environment);
        using var late = new CancellationTokenSource(TooLong);
        try
        {
            await foreach (var line in host._lines.Reader.ReadAllAsync(late.Token))
            {
                var at = line.IndexOf(ReadyLine, StringComparison.Ordinal);
                if (at < 0) continue;
                host.Http = new HttpClient(new Persistent()) { BaseAddress = new Uri(line[(at + ReadyLine.Length)..].Split('"')[0].Replace("/playground", "", StringComparison.Ordinal)), Timeout = TooLong };
                return host;
            }
        }
        catch (OperationCanceledException)
        {
            // Said below, with what it wrote.
        }

        var wrote = $"The host did not become ready. It wrote:\n{host.Output}\n{host.Errors}";
        await host.DisposeAsync();
        throw new InvalidOperationException(wrote);
    }

    /// <summary>Waits for its end; its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var late = new CancellationTokenSource(TooLong);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as a supervisor does; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await ExitAsync();
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    /// <summary>Whoever is told that it is busy and has not taken this yet tries again, as a person would: a host that has just started is slow beside others.</summary>
    private sealed class Persistent() : DelegatingHandler(new SocketsHttpHandler())
    {
        private const int MostTries = 20;
        private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var tries = 1; ; tries++)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (tries == MostTries || request.Method != HttpMethod.Post || response.StatusCode is not HttpStatusCode.ServiceUnavailable) return response;
                response.Dispose();
                await Task.Delay(BetweenTries, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static string Text(StringBuilder from)
    {
        lock (from) return from.ToString();
    }

    private void Read(StringBuilder into, string? line)
    {
        if (line is null)
        {
            if (ReferenceEquals(into, _output)) _lines.Writer.TryComplete();
            return;
        }

        lock (into) into.AppendLine(line);
        if (ReferenceEquals(into, _output)) _lines.Writer.TryWrite(line);
    }
}
