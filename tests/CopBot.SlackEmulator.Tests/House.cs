using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Tests;

/// <summary>A workspace with Ann and Ben in #help, Copbot installed and in #help too, and a clock that stands still.</summary>
internal sealed class House : IAsyncDisposable
{
    public static readonly string[] AllScopes =
    [
        "chat:write", "commands", "users:read", "im:write", "mpim:write", "channels:read", "groups:read", "im:read", "mpim:read", "channels:join",
        "channels:history", "groups:history", "im:history", "reactions:write", "reactions:read", "app_mentions:read", "files:write", "files:read", "pins:write", "team:read",
    ];

    private readonly HttpClient _http = new();

    private House(EmulatedSlack slack, MovableClock clock)
    {
        Slack = slack;
        Clock = clock;
        Workspace = slack.AddWorkspace("house");
        Ann = Workspace.AddUser("ann", "Ann Ames", "Europe/Berlin");
        Ben = Workspace.AddUser("ben", "Ben Bell", "America/New_York");
        App = slack.AddApp("Copbot");
        App.Commands.Add(new SlashCommand("/cop"));
        App.Shortcuts.Add(new Shortcut("make_problem", "Make this a problem", OnMessage: true));
        App.Shortcuts.Add(new Shortcut("new_problem", "Ask a problem", OnMessage: false));
        App.Events.UnionWith(["app_mention", "message.channels", "message.groups", "message.im", "member_joined_channel", "member_left_channel", "channel_left",
            "app_home_opened", "user_change", "team_join", "reaction_added", "channel_archive", "channel_rename", "app_uninstalled", "tokens_revoked"]);
        Bot = slack.Install(App, Workspace, AllScopes);
        Help = Workspace.AddChannel("help", ChannelKind.Public, Ann, Ben, Bot.Bot);
    }

    public EmulatedSlack Slack { get; }
    public MovableClock Clock { get; }
    public SlackWorkspace Workspace { get; }
    public SlackUser Ann { get; }
    public SlackUser Ben { get; }
    public SlackApp App { get; }
    public Installation Bot { get; }
    public SlackChannel Help { get; }
    public HttpClient Http => _http;

    public static async Task<House> Build(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var options = new EmulatorOptions { Clock = clock };
        return new House(await EmulatedSlack.Start(change?.Invoke(options) ?? options), clock);
    }

    public Person As(SlackUser user) => Slack.Person(Workspace, user);

    /// <summary>Calls a method with a form body, as most clients do.</summary>
    public async Task<JsonObject> Call(string method, params IEnumerable<(string Name, string Value)> arguments) =>
        (await Send(method, Bot.BotToken, new FormUrlEncodedContent(arguments.Select(one => KeyValuePair.Create(one.Name, one.Value))))).Body!;

    /// <summary>Calls a method with a JSON body.</summary>
    public async Task<JsonObject> CallJson(string method, JsonObject body) =>
        (await Send(method, Bot.BotToken, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"))).Body!;

    public async Task<Reply> Send(string method, string? token, HttpContent? content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Slack.ApiUrl, method)) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, response.Headers.RetryAfter?.Delta, text, Json.TryParse(text) as JsonObject);
    }

    /// <summary>Posts and returns the message as it lies in the channel.</summary>
    public async Task<SlackMessage> Post(SlackChannel channel, string text, JsonArray? blocks = null, string? thread = null)
    {
        var body = new JsonObject { ["channel"] = channel.Id, ["text"] = text };
        if (blocks is not null)
            body["blocks"] = blocks;
        if (thread is not null)
            body["thread_ts"] = thread;
        var answer = await CallJson("chat.postMessage", body);
        Assert.True(answer.Flag("ok"), answer.ToJsonString());
        return channel.Find(answer.Text("ts")!)!;
    }

    /// <summary>Opens a socket and waits for its hello.</summary>
    public async Task<RawSocket> Connect()
    {
        var socket = await RawSocket.Open(await SocketUrl());
        Assert.Equal("hello", (await socket.Next()).Text("type"));
        return socket;
    }

    public async Task<Uri> SocketUrl()
    {
        var answer = (await Send("apps.connections.open", App.AppToken, null)).Body!;
        Assert.True(answer.Flag("ok"), answer.ToJsonString());
        return new Uri(answer.Text("url")!);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Slack.DisposeAsync();
    }
}

/// <summary>An HTTP answer as it came.</summary>
internal sealed record Reply(int Status, TimeSpan? RetryAfter, string Text, JsonObject? Body);
