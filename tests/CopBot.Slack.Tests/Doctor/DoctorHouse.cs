using CopBot.Chat;
using CopBot.Slack.Doctor;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;
using Workspace = CopBot.SlackEmulator.World.SlackWorkspace;

namespace CopBot.Slack.Tests.Doctor;

/// <summary>An emulated Slack with CopBot in #help, as its manifest asks, and a doctor who looks at it. The clock stands still.</summary>
internal sealed class DoctorHouse : IAsyncDisposable
{
    private DoctorHouse(EmulatedSlack slack, MovableClock clock)
    {
        (Slack, Clock) = (slack, clock);
        Workspace = slack.AddWorkspace("house");
        Ann = Workspace.AddUser("ann", "Ann Ames", "Europe/Berlin");
        App = slack.AddApp("CopBot");
        Bot = slack.Install(App, Workspace, SlackNeeds.Scopes.Select(s => s.Name));
        Workspace.Channel("general")!.Members.Remove(Bot.Bot.Id);
        Help = Workspace.AddChannel("help", ChannelKind.Public, Ann, Bot.Bot);
        Options = new SlackOptions
        {
            ApiUrl = slack.ApiUrl,
            // Moving the clock must not end a request that is under way.
            RequestTimeout = TimeSpan.FromDays(1),
            Workspaces = [new SlackTokens("Slack", Bot.BotToken, App.AppToken)],
        };
    }

    public EmulatedSlack Slack { get; }

    public MovableClock Clock { get; }

    public Workspace Workspace { get; }

    public SlackUser Ann { get; }

    public SlackApp App { get; }

    public Installation Bot { get; }

    public SlackChannel Help { get; }

    public SlackOptions Options { get; }

    public static async Task<DoctorHouse> BuildAsync()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        return new DoctorHouse(await EmulatedSlack.Start(new EmulatorOptions { Clock = clock }), clock);
    }

    /// <summary>Writes other tokens into the settings.</summary>
    public void Write(params SlackTokens[] pairs) => Options.Workspaces = pairs;

    /// <summary>The doctor's socket, once it is open.</summary>
    public async Task<SocketConnection> OpenedAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Slack.Sockets.Count(App) == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "No socket was opened.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        return Slack.Sockets.Open(App)[0];
    }

    /// <summary>What the doctor finds. It never tells a secret.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(string? channel = null)
    {
        List<Finding> findings = [];
        await new SlackDoctor(Options, Clock).ExamineAsync(channel, findings.Add, CancellationToken.None);
        string[] secrets = [.. Options.Workspaces.SelectMany(pair => new[] { pair.BotToken, pair.AppToken }), "ticket="];
        Assert.All(findings, finding => Assert.All(secrets, secret => Assert.DoesNotContain(secret, finding.Says, StringComparison.Ordinal)));
        Assert.All(findings, finding => Assert.DoesNotContain('\n', finding.Says));
        return findings;
    }

    /// <summary>What the doctor finds wrong.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(string? channel = null) =>
        [.. (await ExamineAsync(channel)).Where(finding => finding.State is FindingState.Wrong).Select(finding => finding.Says)];

    public ValueTask DisposeAsync() => Slack.DisposeAsync();
}
