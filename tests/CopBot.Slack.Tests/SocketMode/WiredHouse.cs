using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Slack.SocketMode;
using CopBot.Slack.WebApi;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.World;
using Microsoft.Extensions.Logging;
using Workspace = CopBot.SlackEmulator.World.SlackWorkspace;

namespace CopBot.Slack.Tests.SocketMode;

/// <summary>An emulated Slack with one workspace or several, each with an app of its own, and our wire between them. The clock stands still.</summary>
internal sealed partial class WiredHouse : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] _scopes =
        ["chat:write", "commands", "users:read", "im:write", "channels:read", "groups:read", "im:read", "mpim:read", "channels:history", "reactions:write", "app_mentions:read", "files:write"];

    private readonly List<SlackTokens> _tokens = [];
    private readonly SlackHttp _http = new();
    private int _waitsPassed;

    private WiredHouse(EmulatedSlack slack, MovableClock clock)
    {
        (Slack, Clock) = (slack, clock);
        Options = new SlackOptions { ApiUrl = slack.ApiUrl };
    }

    public EmulatedSlack Slack { get; }
    public MovableClock Clock { get; }
    public SlackOptions Options { get; }
    public RecordingEnvelopes Envelopes { get; } = new();
    public RecordingLog Log { get; } = new();
    public SlackHttp Http => _http;
    public Tenant House => Tenants[0];
    public List<Tenant> Tenants { get; } = [];
    public SlackWorkspaces Workspaces { get; private set; } = null!;
    public SlackConnections? Connections { get; private set; }

    public static async Task<WiredHouse> Build(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var options = new EmulatorOptions { Clock = clock };
        var house = new WiredHouse(await EmulatedSlack.Start(change?.Invoke(options) ?? options), clock);
        house.Add("house");
        return house;
    }

    /// <summary>Builds one, connects it, and waits until it is greeted.</summary>
    public static async Task<WiredHouse> Connected()
    {
        var house = await Build();
        await house.Connect();
        return house;
    }

    /// <summary>Another workspace, with an app of its own unless it shares one.</summary>
    public Tenant Add(string name, SlackApp? shared = null)
    {
        var workspace = Slack.AddWorkspace(name);
        var ann = workspace.AddUser("ann", "Ann Ames", "Europe/Berlin");
        var app = shared ?? Slack.AddApp("Copbot");
        if (shared is null)
        {
            app.Commands.Add(new SlashCommand("/cop"));
            app.Events.UnionWith(["message.channels", "app_uninstalled", "tokens_revoked"]);
        }

        var bot = Slack.Install(app, workspace, _scopes);
        var tenant = new Tenant(Slack, workspace, app, bot, ann, workspace.AddChannel("help", ChannelKind.Public, ann, bot.Bot));
        Tenants.Add(tenant);
        _tokens.Add(new SlackTokens(Tenants.Count == 1 ? "Slack" : $"Slack:Workspaces:{name}", bot.BotToken, app.AppToken));
        return tenant;
    }

    public void Configure(SlackTokens tokens) => _tokens.Add(tokens);

    public void Reconfigure(Func<SlackTokens, SlackTokens> change) => _tokens[0] = change(_tokens[0]);

    /// <summary>Starts the wire.</summary>
    public async Task Start()
    {
        Options.Workspaces = _tokens;
        Workspaces = new SlackWorkspaces(Options, _http, Clock, Log.For<SlackWorkspaces>());
        Connections = new SlackConnections(Workspaces, Envelopes, Options, _http, Clock, Log.For<SlackConnections>());
        await Connections.StartAsync(CancellationToken.None);
    }

    /// <summary>Starts the wire and waits until every pair is connected.</summary>
    public async Task Connect()
    {
        await Start();
        await Until(() => Workspaces.States.All(status => status.State == SlackState.Connected));
    }

    public SlackStatus State(int pair = 0) => Workspaces.States[pair];

    /// <summary>Waits for a condition; where <paramref name="step"/> is given, time goes on meanwhile.</summary>
    public async Task Until(Func<bool> seen, TimeSpan? step = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!seen())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"It was never so. {string.Join(Environment.NewLine, Log.Lines.Take(30))}");
            if (step is { } by) Clock.Advance(by);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Waits for a condition; whenever the wire waits before another try, that wait passes, and not more.</summary>
    public Task UntilAfterRetries(Func<bool> seen) => Until(() =>
    {
        var waits = Log.Lines.Select(line => Wait().Match(line)).Where(wait => wait.Success).Select(wait => int.Parse(wait.Groups["seconds"].Value, CultureInfo.InvariantCulture)).ToList();
        foreach (var wait in waits.Skip(_waitsPassed).Where(wait => wait > 0)) Clock.Advance(TimeSpan.FromSeconds(wait));
        _waitsPassed = waits.Count;
        return seen();
    });

    [GeneratedRegex(@"Trying again in (?<seconds>\d+) s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wait();

    /// <summary>Stops the wire as the host does.</summary>
    public async Task Stop()
    {
        if (Connections is null) return;
        var stopping = Connections.StopAsync(CancellationToken.None);
        // What is stuck is given up after some seconds.
        await Until(() => stopping.IsCompleted, TimeSpan.FromSeconds(1));
        Connections.Dispose();
        Connections = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _http.Dispose();
        await Slack.DisposeAsync();
    }
}

/// <summary>One workspace with Ann and the bot in #help.</summary>
internal sealed record Tenant(EmulatedSlack Slack, Workspace Workspace, SlackApp App, Installation Bot, SlackUser Ann, SlackChannel Help)
{
    public WorkspaceRef Ref => new(CopBot.Slack.SlackWorkspace.Slack, Workspace.Id);

    public SlackEmulator.Acting.Person AnnActs => Slack.Person(Workspace, Ann);

    public int Sockets => Slack.Sockets.Count(App);
}

/// <summary>Takes every envelope at once, or as a test wants it.</summary>
internal sealed class RecordingEnvelopes : IEnvelopes
{
    private readonly ConcurrentQueue<(WorkspaceRef Workspace, Envelope Envelope)> _taken = new();

    public IReadOnlyList<(WorkspaceRef Workspace, Envelope Envelope)> Taken => [.. _taken];

    public IEnumerable<string?> Texts => Taken.Select(one => one.Envelope.Payload.Object("event").Text("text"));

    /// <summary>What is done with an envelope, beside writing it down.</summary>
    public Func<Envelope, CancellationToken, Task<JsonObject?>> Does { get; set; } = (_, _) => Task.FromResult<JsonObject?>(null);

    public Task<JsonObject?> TakeAsync(SlackWorkspace workspace, Envelope envelope, CancellationToken stop)
    {
        _taken.Enqueue((workspace.Ref, envelope));
        return Does(envelope, stop);
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger<T> For<T>() => new Of<T>(_lines);

    private sealed class Of<T>(ConcurrentQueue<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}".TrimEnd());
    }
}
