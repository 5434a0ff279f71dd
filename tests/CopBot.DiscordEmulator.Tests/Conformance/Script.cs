using System.Diagnostics;
using System.Text;

namespace CopBot.DiscordEmulator.Tests.Conformance;

/// <summary>Runs a conformance script as a child process against an emulator and gives back what it printed.</summary>
internal static class Script
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static string Folder { get; } = Path.Combine(Root(), "tests", "conformance", "discord");

    /// <summary>The program's path, or null when this machine has none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static async Task<(int Code, string Output)> RunAsync(string program, EmulatedDiscord discord, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["COPBOT_DISCORD_CONTROL"] = discord.ControlUrl;
        using var process = Process.Start(start)!;
        var printed = new StringBuilder();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (printed) printed.AppendLine(line.Data);
        }
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            lock (printed) return (-1, printed + "\nStopped: it took longer than " + Patience);
        }
        lock (printed) return (process.ExitCode, printed.ToString());
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "CopBot.sln"))) at = at.Parent ?? throw new InvalidOperationException("CopBot.sln was not found above the tests.");
        return at.FullName;
    }
}
