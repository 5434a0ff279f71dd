using Xunit;

namespace CopBot.DiscordEmulator.Tests.Conformance;

/// <summary>The emulator is judged by clients that we did not write, on the real clock.</summary>
public sealed class OfficialClientTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Discord_js_can_do_with_the_emulator_what_it_does_with_Discord()
    {
        var node = Script.Find("node");
        Assert.SkipWhen(node is null, "node is not on the PATH");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Script.Folder, "node_modules", "discord.js")), "run npm ci in tests/conformance/discord first");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("COPBOT_SPECS") is null, "COPBOT_SPECS is not set: there is no official document to judge the answers with");

        await JudgeAsync(node, "judge.mjs");
    }

    [Fact]
    public async Task Discord_py_can_do_with_the_emulator_what_it_does_with_Discord()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), "there is no /usr/bin/python3");
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/discord"), "Debian's python3-discord is not installed");

        await JudgeAsync(python, "judge.py");
    }

    private async Task JudgeAsync(string program, string script)
    {
        await using var discord = await EmulatedDiscord.StartAsync();
        var (code, printed) = await Script.RunAsync(program, discord, script);

        output.WriteLine(printed);
        Assert.True(code == 0, printed);
    }
}
