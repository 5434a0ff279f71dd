using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.WebApi;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.WebApi;

/// <summary>An emulated Slack and our Web API with its bot token; no sockets. The clock stands still.</summary>
internal sealed class CallHouse : IAsyncDisposable
{
    private readonly SlackHttp _http = new();

    private CallHouse(EmulatedSlack slack, MovableClock clock, string[] scopes)
    {
        (Slack, Clock) = (slack, clock);
        Workspace = slack.AddWorkspace("house");
        Ann = Workspace.AddUser("ann", "Ann Ames", "Europe/Berlin");
        App = slack.AddApp("Copbot");
        App.Commands.Add(new SlashCommand("/cop"));
        Bot = slack.Install(App, Workspace, scopes);
        Help = Workspace.AddChannel("help", ChannelKind.Public, Ann, Bot.Bot);
        Other = Workspace.AddChannel("other", ChannelKind.Public, Ann, Bot.Bot);
        Web = With(slack.ApiUrl);
    }

    public EmulatedSlack Slack { get; }
    public MovableClock Clock { get; }
    public SlackEmulator.World.SlackWorkspace Workspace { get; }
    public SlackUser Ann { get; }
    public SlackApp App { get; }
    public Installation Bot { get; }
    public SlackChannel Help { get; }
    public SlackChannel Other { get; }
    public SlackWeb Web { get; }
    public List<string> Stops { get; } = [];

    public static async Task<CallHouse> Build(params string[] scopes)
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        string[] all = ["chat:write", "commands", "users:read", "im:write", "channels:read", "channels:history", "reactions:write", "files:write"];
        return new CallHouse(await EmulatedSlack.Start(new EmulatorOptions { Clock = clock }), clock, scopes.Length > 0 ? scopes : all);
    }

    public SlackWeb With(Uri api) =>
        new(_http.Client, new SlackOptions { ApiUrl = api }, new SlackToken(Bot.BotToken, "Slack", OpensSockets: false), Clock) { OnStopped = Stops.Add };

    public Task<JsonElement> Post(SlackChannel? channel = null, string text = "hello") =>
        Web.CallAsync("chat.postMessage", new JsonObject { ["channel"] = (channel ?? Help).Id, ["text"] = text }, CancellationToken.None);

    public Task<JsonElement> Whisper() =>
        Web.CallAsync("chat.postEphemeral", new JsonObject { ["channel"] = Help.Id, ["user"] = Ann.Id, ["text"] = "psst" }, CancellationToken.None);

    /// <summary>How this fails.</summary>
    public static Task<PlatformException> Failure(Func<Task> call) => Assert.ThrowsAsync<PlatformException>(call);

    /// <summary>Lets time go on, not faster than a slow machine can follow, until this is done.</summary>
    public async Task<T> Passing<T>(Task<T> doing)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!doing.IsCompleted && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            if (!doing.IsCompleted) Clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        return await doing;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Slack.DisposeAsync();
    }
}
