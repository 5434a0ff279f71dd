using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CopBot.Bench;

/// <summary>The real host as a process, timed from its start until it says that it is ready.</summary>
internal sealed class TimedHost : IAsyncDisposable
{
    private readonly Process _process;

    private TimedHost(Process process, HttpClient http, TimeSpan toReady, ConcurrentQueue<string> complaints) =>
        (_process, Http, ToReady, Complaints) = (process, http, toReady, complaints);

    /// <summary>Its pages.</summary>
    public HttpClient Http { get; }

    /// <summary>The warnings and failures that it wrote to its log.</summary>
    public IReadOnlyCollection<string> Complaints { get; }

    /// <summary>From the start of the process to the first 200 of <c>/health/ready</c>.</summary>
    public TimeSpan ToReady { get; }

    /// <summary>Starts a program, a library or a published executable, on a data folder, with environment variables.</summary>
    public static async Task<TimedHost> StartAsync(string program, string data, bool demo, params (string Name, string Value)[] environment)
    {
        var url = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
        string[] arguments = [$"--CopBot:Urls={url}", $"--CopBot:DataFolder={data}", $"--CopBot:Demo={demo}"];
        var start = program.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet", [program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var complaints = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { } line && (line.Contains(" warn: ", StringComparison.Ordinal) || line.Contains(" fail: ", StringComparison.Ordinal))) complaints.Enqueue(line);
        };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await look.WaitForNextTickAsync())
        {
            if (process.HasExited) throw new InvalidOperationException($"The host ended with {process.ExitCode}");
            if (watch.Elapsed > TimeSpan.FromMinutes(2)) throw new InvalidOperationException("The host did not become ready");
            try
            {
                using var ready = await http.GetAsync("/health/ready");
                if (ready.StatusCode == HttpStatusCode.OK) break;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        return new TimedHost(process, http, watch.Elapsed, complaints);
    }

    /// <summary>What it has used of the processors so far, its courier's work included.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What it holds once it has come to rest, in MiB: resident, and of that anonymous.</summary>
    public Task<(double Resident, double Anonymous)> MemoryAsync() => AtRest.MemoryAsync(_process);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
