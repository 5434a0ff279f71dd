using System.Diagnostics;

namespace CopBot.SlackEmulator.Tests;

public sealed class ConformanceTests
{
    [Fact]
    public async Task Slacks_own_client_libraries_find_the_emulator_to_be_Slack()
    {
        var folder = Path.Combine(Surroundings.Repository, "tests", "conformance", "slack");
        Assert.SkipUnless(Surroundings.HasProgram("node"), "There is no node on this machine.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "Run npm ci in tests/conformance/slack first.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Surroundings.Specs, "slack")), Surroundings.NoDocuments);
        // Bolt waits in real time, and some rules need minutes: the clock flows and can be moved over /control.
        var clock = new MovableClock(TimeProvider.System.GetUtcNow(), flowing: true);
        await using var slack = await EmulatedSlack.Start(new EmulatorOptions { Clock = clock });
        var start = new ProcessStartInfo("npm", ["test", "--silent"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COPBOT_SLACK_EMULATOR"] = slack.BaseUrl.ToString();
        start.Environment["COPBOT_SPECS"] = Surroundings.Specs;
        using var npm = Process.Start(start)!;
        var error = npm.StandardError.ReadToEndAsync();
        var output = await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(npm.ExitCode == 0, output + await error);
    }
}
