using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CopBot.Chat;
using CopBot.Slack;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Person = CopBot.SlackEmulator.Acting.Person;

namespace CopBot.Bench;

/// <summary>
/// How soon CopBot's Slack adapter acknowledges what an emulated Slack sends, a hundred envelopes a second, while there is
/// always one handler that waits for ten seconds and another that holds its thread as long.
/// </summary>
internal sealed class SlackAcks : IAsyncDisposable
{
    private const string Waits = "waits";
    private const string HoldsItsThread = "holds its thread";
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(10);

    private readonly EmulatedSlack _slack;
    private readonly IHost _host;
    private readonly Person _ann;
    private readonly SlackChannel _help;
    private readonly SlackChannel _elsewhere;

    private SlackAcks(EmulatedSlack slack, IHost host, Person ann, SlackChannel help, SlackChannel elsewhere) =>
        (_slack, _host, _ann, _help, _elsewhere) = (slack, host, ann, help, elsewhere);

    /// <summary>Connects, and waits until Slack has greeted.</summary>
    public static async Task<SlackAcks> StartAsync()
    {
        var slack = await EmulatedSlack.Start();
        var workspace = slack.AddWorkspace("house");
        var ann = workspace.AddUser("ann", "Ann Ames", "Europe/Berlin");
        var app = slack.AddApp("CopBot");
        app.Commands.Add(new SlashCommand("/cop"));
        var bot = slack.Install(app, workspace, "chat:write", "commands", "users:read", "im:write", "channels:read");
        var (help, elsewhere) = (workspace.AddChannel("help", ChannelKind.Public, ann, bot.Bot), workspace.AddChannel("elsewhere", ChannelKind.Public, ann, bot.Bot));

        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IInbox, StuckInbox>();
        builder.Services.AddSlack(new SlackOptions { ApiUrl = slack.ApiUrl, Workspaces = [new SlackTokens("Slack", bot.BotToken, app.AppToken)] });
        var host = builder.Build();
        await host.StartAsync();
        await slack.Sockets.Greeted(app);
        return new SlackAcks(slack, host, slack.Person(workspace, ann), help, elsewhere);
    }

    /// <summary>Sends so many envelopes a second for so many seconds.</summary>
    public async Task<Timings> RunAsync(int perSecond, int seconds, bool besideStuckOnes)
    {
        var took = new ConcurrentBag<double>();
        var failed = 0;
        List<Task> all = [];
        List<Task> stuck = [];
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (all.Count < perSecond * seconds && await pace.WaitForNextTickAsync())
        {
            if (besideStuckOnes && stuck.Count < 2 * (1 + (int)(watch.Elapsed / Stuck)))
            {
                stuck.Add(_ann.Uses("/cop", _help, Waits));
                // Its channel waits for it a moment, so that what happens there begins in order; that is meant so.
                stuck.Add(_ann.Uses("/cop", _elsewhere, HoldsItsThread));
            }

            while (all.Count < perSecond * seconds && watch.Elapsed.TotalSeconds * perSecond >= all.Count) all.Add(SendAsync());
        }

        await Task.WhenAll(all.Concat(stuck));
        return new Timings([.. took.Order()], failed);

        async Task SendAsync()
        {
            var sent = Stopwatch.GetTimestamp();
            var outcome = await _ann.Uses("/cop", _help, "quick");
            if (outcome.End is DeliveryEnd.Acknowledged) took.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            else Interlocked.Increment(ref failed);
        }
    }

    /// <summary>Times it and prints a table.</summary>
    public static async Task PrintAsync(TextWriter output)
    {
        await using var acks = await StartAsync();
        await acks.RunAsync(perSecond: 100, seconds: 5, besideStuckOnes: false); // warms up, and is not counted
        await output.WriteLineAsync("| envelopes of Slack at 100 a second for 20 s | acknowledged | not in time | p50 (ms) | p90 | p99 | max |\n|---|---|---|---|---|---|---|");
        for (var run = 1; run <= 4; run++)
        {
            var beside = run > 1;
            var timings = await acks.RunAsync(perSecond: 100, seconds: 20, beside);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| run {run}, {(beside ? "beside stuck handlers" : "nothing stuck")} | {timings.Row()} |"));
        }

        foreach (var violation in acks._slack.Journal.Violations) await output.WriteLineAsync($"\nAgainst Slack's rules: {violation}");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _slack.DisposeAsync();
    }

    /// <summary>A bot that says at once that it is done, unless it is told to be stuck.</summary>
    private sealed class StuckInbox : IInbox
    {
        public Offers Offers { get; } = new([], []);

        public bool Opens(Inbound inbound) => false;

        public Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop) => Task.FromResult(new Opened(Answer.Nothing));

        public async Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop)
        {
            switch ((inbound as CommandUsed)?.Words)
            {
                case Waits:
                    // It does not even stop when it is told to.
                    await Task.Delay(Stuck, TimeProvider.System, CancellationToken.None);
                    break;
                case HoldsItsThread:
                    using (var never = new ManualResetEventSlim()) never.Wait(Stuck, CancellationToken.None);
                    break;
                default:
                    break;
            }

            return Answer.Nothing;
        }
    }
}
