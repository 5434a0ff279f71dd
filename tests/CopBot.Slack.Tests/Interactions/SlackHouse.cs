using System.Text.Json;
using CopBot.Chat;
using CopBot.Slack.Interactions;
using CopBot.Slack.SocketMode;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Person = CopBot.SlackEmulator.Acting.Person;

namespace CopBot.Slack.Tests.Interactions;

/// <summary>A workspace with Ann and Ben in #help, and CopBot in it as its manifest asks, connected over the real wire. Its clock stands still until it is moved.</summary>
internal sealed class SlackHouse : IAsyncDisposable
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _enough = new(Generous);

    private SlackHouse(EmulatedSlack slack, MovableClock clock)
    {
        (Slack, Clock) = (slack, clock);
        Workspace = slack.AddWorkspace("house");
        AnnUser = Workspace.AddUser("ann", "Ann Ames", "Europe/Berlin", admin: true);
        BenUser = Workspace.AddUser("ben", "Ben Bell", "America/New_York");
        App = slack.AddApp("CopBot");
        App.Commands.Add(new SlashCommand("/cop", EscapesMentions: false));
        App.Shortcuts.Add(new Shortcut("problem-here", "Make this a problem", OnMessage: true));
        foreach (var shortcut in SlackNeeds.Shortcuts) App.Shortcuts.Add(new Shortcut(SlackNeeds.CallbackOf(shortcut), shortcut.Label, OnMessage: false));
        App.Events.UnionWith(SlackNeeds.Events);
        Bot = slack.Install(App, Workspace, SlackNeeds.Scopes.Select(s => s.Name));
        Help = Workspace.AddChannel("help", ChannelKind.Public, AnnUser, BenUser, Bot.Bot);

        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Log)).AddSingleton<TimeProvider>(clock).AddSingleton<IInbox>(Inbox);
        services.AddSlack(
            // Moving the clock must not end a request that is under way.
            new SlackOptions { ApiUrl = slack.ApiUrl, RequestTimeout = TimeSpan.FromDays(1), Workspaces = [new SlackTokens("Slack", Bot.BotToken, App.AppToken)] });
        _services = services.BuildServiceProvider();
    }

    public EmulatedSlack Slack { get; }

    public MovableClock Clock { get; }

    public CopBot.SlackEmulator.World.SlackWorkspace Workspace { get; }

    public SlackUser AnnUser { get; }

    public SlackUser BenUser { get; }

    public SlackApp App { get; }

    public Installation Bot { get; }

    public SlackChannel Help { get; }

    public ScriptedInbox Inbox { get; } = new();

    public LogLines Log { get; } = new();

    public Person Ann => Slack.Person(Workspace, AnnUser);

    public Person Ben => Slack.Person(Workspace, BenUser);

    public IChatPlatform Platform => _services.GetRequiredService<IChatPlatform>();

    public IPlatformStanding Standing => _services.GetRequiredService<IPlatformStanding>();

    public WorkspaceRef Ref => new(CopBot.Slack.SlackWorkspace.Slack, Workspace.Id);

    public Place HelpPlace => new(new ChannelRef(Ref, Help.Id));

    /// <summary>What an answer that is never given waits for.</summary>
    public CancellationToken Enough => _enough.Token;

    public static async Task<SlackHouse> StartAsync()
    {
        var clock = new MovableClock(new DateTimeOffset(2027, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var house = new SlackHouse(await EmulatedSlack.Start(new EmulatorOptions { Clock = clock }), clock);
        foreach (var part in house._services.GetServices<IHostedService>()) await part.StartAsync(CancellationToken.None);
        await house.Slack.Sockets.Greeted(house.App).WaitAsync(house.Enough);
        return house;
    }

    public UserRef RefOf(SlackUser user) => new(Ref, user.Id);

    public ChannelRef RefOf(SlackChannel channel) => new(Ref, channel.Id);

    /// <summary>Waits for what somebody will see or the bot be handed, until everything that was taken was also shown.</summary>
    public async Task UntilAsync(Func<bool> seen)
    {
        await Slack.Until(seen, Enough);
        await ShownAsync();
    }

    /// <summary>Moves the clock on, and waits for what then happens.</summary>
    public async Task MoveUntilAsync(TimeSpan by, Func<bool> seen)
    {
        await MoveAsync(by);
        await Slack.Until(seen, Enough);
    }

    /// <summary>Moves the clock on, once nothing is on its way any more that would be too late then.</summary>
    public async Task MoveAsync(TimeSpan by)
    {
        await Slack.Sockets.Quiet().WaitAsync(Enough);
        Clock.Advance(by);
    }

    /// <summary>Waits until the bot was handed one of a kind.</summary>
    public async Task UntilTakenAsync<T>(int count = 1) where T : Inbound => await Inbox.UntilAsync(taken => taken.OfType<T>().Count() >= count, Enough);

    /// <summary>Waits until everything that was taken has been shown.</summary>
    public Task ShownAsync() => _services.GetRequiredService<SlackEnvelopes>().SettleAsync().WaitAsync(Enough);

    /// <summary>Posts a card with these controls into #help, and returns it as it stands there.</summary>
    public async Task<SlackMessage> PostCardAsync(params IReadOnlyList<Control> controls)
    {
        var post = await Platform.PostAsync(HelpPlace, [new Heading("A card"), new Controls([.. controls])], "nonce", Enough);
        return Help.Find(post.Id)!;
    }

    /// <summary>Hands an envelope over as if it had come through the socket.</summary>
    public async Task<string?> TakeAsync(string type, string payload)
    {
        using var document = JsonDocument.Parse(payload);
        var workspace = _services.GetRequiredService<ISlackWorkspaces>().Of(Ref);
        var answer = await _services.GetRequiredService<IEnvelopes>().TakeAsync(workspace, new Envelope("1", type, document.RootElement.Clone(), AcceptsPayload: true), Enough);
        await ShownAsync();
        return answer?.ToJsonString();
    }

    /// <summary>Ends it, and looks whether the app did anything that no correct client does, or logged a secret.</summary>
    public async ValueTask DisposeAsync()
    {
        await ShownAsync();
        foreach (var part in _services.GetServices<IHostedService>().Reverse()) await part.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        var violations = Slack.Journal.Violations;
        await Slack.DisposeAsync();
        _enough.Dispose();
        Assert.Empty(violations);
        Assert.DoesNotContain(Log.Lines, l => l.Contains("/actions/", StringComparison.Ordinal) || l.Contains("/commands/", StringComparison.Ordinal) || l.Contains(Bot.BotToken, StringComparison.Ordinal) || l.Contains(App.AppToken, StringComparison.Ordinal));
    }
}

/// <summary>What was logged, one line each.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Waits until such a line was logged.</summary>
    public async Task UntilAsync(Func<string, bool> line, CancellationToken stop)
    {
        while (!Lines.Any(line)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
