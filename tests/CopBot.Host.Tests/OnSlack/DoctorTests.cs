using CopBot.Slack;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.World;
using Xunit;

namespace CopBot.Host.Tests.OnSlack;

/// <summary>The doctor as an operator calls it.</summary>
public sealed class DoctorTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private EmulatedSlack? _slack;

    [Fact]
    public async Task An_operator_sees_that_all_is_well_and_nothing_is_left_behind()
    {
        var (bot, app, channel) = await FoundAsync();

        var (code, said, complained) = await RunAsync(bot, app, "--channel=repair");

        Assert.Equal("", complained);
        Assert.Equal(0, code);
        Assert.All(said[..^1], line => Assert.StartsWith("✓ ", line, StringComparison.Ordinal));
        Assert.Equal(["✓ In #repair a message was posted, changed and taken back.", "All is well."], said[^2..]);
        Assert.DoesNotContain(bot.BotToken, string.Join('\n', said), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "data")), "the doctor opens no database");
        Assert.Empty(channel.Messages);
        Assert.Empty(_slack!.Journal.Violations);
    }

    [Fact]
    public async Task An_operator_sees_what_is_wrong_and_how_to_mend_it()
    {
        var (bot, app, _) = await FoundAsync();
        bot.Scopes.Remove("users:read");
        app.AppTokenScopes.Clear();

        var (code, said, _) = await RunAsync(bot, app);

        Assert.Equal(1, code);
        Assert.Contains(said, line => line.StartsWith("✗ Slack:BotToken lacks the scope users:read", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("✗ ", StringComparison.Ordinal) && line.Contains("connections:write", StringComparison.Ordinal));
        Assert.Equal("2 things are to be mended.", said[^1]);
    }

    [Fact]
    public async Task Where_Slack_is_not_configured_the_doctor_says_what_to_set()
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();

        Assert.Equal(1, await Running.MainAsync(["doctor", "slack", "--Slack:BotToken=", "--Slack:AppToken="], output, errors));
        Assert.StartsWith("✗ CopBot is not in Slack: set Slack:BotToken and Slack:AppToken.", output.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_slack is not null) await _slack.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(Installation Bot, SlackApp App, SlackChannel Channel)> FoundAsync()
    {
        _slack = await EmulatedSlack.Start();
        var workspace = _slack.AddWorkspace("house");
        var app = _slack.AddApp("CopBot");
        var bot = _slack.Install(app, workspace, SlackNeeds.Scopes.Select(s => s.Name));
        return (bot, app, workspace.AddChannel("repair", ChannelKind.Public, bot.Bot));
    }

    private async Task<(int Code, string[] Said, string Complained)> RunAsync(Installation bot, SlackApp app, params string[] more)
    {
        await using var host = HostProcess.Start(
            _folder.Path,
            ["doctor", "slack", $"--Slack:ApiUrl={_slack!.ApiUrl}", .. more],
            [("SLACK__BOTTOKEN", bot.BotToken), ("SLACK__APPTOKEN", app.AppToken)]);
        var code = await host.ExitAsync();
        return (code, host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), host.Errors);
    }
}
