using System.Diagnostics;

namespace CopBot.SlackEmulator.Tests;

public sealed class ConformanceTests
{
    [Fact]
    public async Task Slacks_own_client_libraries_find_the_emulator_to_be_Slack()
    {
        var folder = Path.Combine(Repository(), "tests", "conformance", "slack");
        var specs = Path.GetFullPath(Environment.GetEnvironmentVariable("COPBOT_SPECS") is { Length: > 0 } named ? named : "no-specs", Repository());
        Assert.SkipUnless(HasNode(), "There is no node on this machine.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "Run npm ci in tests/conformance/slack first.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(specs, "slack")), "COPBOT_SPECS does not name the folder with Slack's documented methods.");
        // Bolt waits in real time, and some rules need minutes: the clock flows and can be moved over /control.
        var clock = new MovableClock(TimeProvider.System.GetUtcNow(), flowing: true);
        await using var slack = await EmulatedSlack.Start(new EmulatorOptions { Clock = clock });
        var start = new ProcessStartInfo("npm", ["test", "--silent"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COPBOT_SLACK_EMULATOR"] = slack.BaseUrl.ToString();
        start.Environment["COPBOT_SPECS"] = specs;
        using var npm = Process.Start(start)!;
        var error = npm.StandardError.ReadToEndAsync();
        var output = await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(npm.ExitCode == 0, output + await error);
    }

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CopBot.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests run from within the repository.");
    }
}
