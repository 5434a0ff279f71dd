using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CopBot.Slack;
using CopBot.Slack.Interactions;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;
using Xunit;
using SlackClock = CopBot.SlackEmulator.MovableClock;

namespace CopBot.Host.Tests.OnSlack;

/// <summary>
/// A workspace of the emulated Slack with CopBot in it: the real host as a process of its own, connected over its real wire.
/// Both clocks stand at the same moment and are moved together.
/// </summary>
internal sealed class SlackTown : IAsyncDisposable
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(90);
    private readonly TempFolder _folder = new();
    private readonly SlackClock _clock;
    private HostProcess? _host;

    private SlackTown(EmulatedSlack slack, SlackClock clock)
    {
        (Slack, _clock) = (slack, clock);
        Workspace = slack.AddWorkspace("house");
        App = slack.AddApp("CopBot");
        App.Commands.Add(new SlashCommand(SlackNeeds.Command, EscapesMentions: false));
        App.Shortcuts.Add(new Shortcut("problem-here", "Make this a problem", OnMessage: true));
        App.Shortcuts.Add(new Shortcut("helped", "Mark as what helped", OnMessage: true));
        foreach (var shortcut in SlackNeeds.Shortcuts) App.Shortcuts.Add(new Shortcut(SlackNeeds.CallbackOf(shortcut), shortcut.Label, OnMessage: false));
        App.Events.UnionWith(SlackNeeds.Events);
        Anna = Person("anna", "Anna Kowalska", admin: true);
        Ben = Person("ben", "Ben Carvalho");
        Chidi = Person("chidi", "Chidi Okafor");
        Bot = slack.Install(App, Workspace, SlackNeeds.Scopes.Select(s => s.Name));
        Repair = Workspace.AddChannel("repair", ChannelKind.Public, Anna.User, Ben.User, Chidi.User, Bot.Bot);
    }

    public EmulatedSlack Slack { get; }

    public SlackEmulator.World.SlackWorkspace Workspace { get; }

    public SlackApp App { get; }

    public Installation Bot { get; }

    public SlackChannel Repair { get; }

    public Person Anna { get; }

    public Person Ben { get; }

    public Person Chidi { get; }

    public HostProcess Host => _host ?? throw new InvalidOperationException("The host is not started");

    /// <summary>What it kept.</summary>
    public string Database => Path.Combine(_folder.Path, "data", "copbot.db");

    public static async Task<SlackTown> StartAsync(string? journal = null)
    {
        var tuesday = StoryClock.Tuesday(TimeProvider.System.GetUtcNow());
        var clock = new SlackClock(tuesday, flowing: true);
        // A machine that is slow today is no fault of the app: how fast it answers is measured elsewhere.
        var slack = await EmulatedSlack.Start(new EmulatorOptions { Clock = clock, JournalPath = journal, RateLimits = false, AckWithin = TimeSpan.FromSeconds(10), TriggerLives = Generous });
        var town = new SlackTown(slack, clock);
        await town.RiseAsync();
        return town;
    }

    /// <summary>Starts the host, on what an earlier one left.</summary>
    public async Task RiseAsync()
    {
        _host = await HostProcess.ReadyAsync(
            _folder.Path,
            ["--CopBot:Playground=true", "--CopBot:Demo=false", $"--Slack:ApiUrl={Slack.ApiUrl}"],
            [("SLACK__BOTTOKEN", Bot.BotToken), ("SLACK__APPTOKEN", App.AppToken)]);
        await Slack.Sockets.Greeted(App).WaitAsync(Generous);
    }

    /// <summary>Kills the host in the middle of whatever it does, and starts it again.</summary>
    public async Task KillAsync()
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        await RiseAsync();
    }

    /// <summary>Moves both clocks, Slack's first: what the host then posts is of that moment.</summary>
    public async Task MoveAsync(TimeSpan by)
    {
        var to = await AdvanceAsync(by);
        using var moved = await Host.Http.PostAsJsonAsync("/playground/api/clock", new { to });
        Assert.True(moved.IsSuccessStatusCode, await moved.Content.ReadAsStringAsync());
    }

    /// <summary>Moves Slack's clock alone; where the host's is to be moved then.</summary>
    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by)
    {
        await Slack.Sockets.Quiet().WaitAsync(Generous);
        var now = await NowAsync();
        _clock.Advance(by);
        return now + by;
    }

    /// <summary>Where the host's clock stands.</summary>
    public async Task<DateTimeOffset> NowAsync() => (await Host.Http.GetFromJsonAsync<JsonObject>("/playground/api/clock"))!["now"]!.GetValue<DateTimeOffset>();

    /// <summary>Waits for what somebody will see. Where that <paramref name="patience"/> ends first, it is no failure yet.</summary>
    public async Task<T> SeesAsync<T>(Func<T?> look, string what, TimeSpan? patience = null) where T : class
    {
        T? seen = null;
        using var late = new CancellationTokenSource(patience ?? Generous);
        try
        {
            await Slack.Until(() => (seen = look()) is not null, late.Token);
        }
        catch (OperationCanceledException)
        {
            if (patience is not null) throw new TimeoutException($"Nobody saw {what}");
            Assert.Fail($"Nobody saw {what}. The channel:\n{Everything()}\nThe host:\n{Host.Output}\n{Host.Errors}");
        }

        return seen!;
    }

    /// <summary>Waits for a message with these words that a person sees in the channel, the last of them.</summary>
    public Task<SlackMessage> SeesAsync(Person person, string words) => SeesAsync(() => person.Sees(Repair).LastOrDefault(m => Words(m).Contains(words, StringComparison.Ordinal)), $"“{words}” in the channel");

    /// <summary>Waits for a direct message of the bot with these words.</summary>
    public Task<SlackMessage> GetsAsync(Person person, string words) => SeesAsync(() => Mail(person).LastOrDefault(m => Words(m).Contains(words, StringComparison.Ordinal)), $"“{words}” written to {person.User.Handle}");

    /// <summary>Waits for a form.</summary>
    public Task<SlackView> OpensAsync(Person person, string title, TimeSpan? patience = null) =>
        SeesAsync(() => person.OpenView is { } view && view.Content["title"]?["text"]?.GetValue<string>() == title ? view : null, $"the form {title}", patience);

    /// <summary>What the bot wrote to somebody.</summary>
    public IReadOnlyList<SlackMessage> Mail(Person person) => person.Sees(person.Direct(Bot));

    /// <summary>All words of a message, its buttons' too.</summary>
    public static string Words(SlackMessage message) => string.Join('\n', Texts(message.Blocks)) is { Length: > 0 } words ? words : message.Text;

    /// <summary>The cards that stand in the channel.</summary>
    public IReadOnlyList<SlackMessage> Posts() => [.. Anna.Sees(Repair).Where(m => m.BotId is not null && m.OnlyFor is null)];

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await Slack.DisposeAsync();
        _folder.Dispose();
    }


    private Person Person(string handle, string name, bool admin = false) => Slack.Person(Workspace, Workspace.AddUser(handle, name, "Europe/London", admin));

    private string Everything() => string.Join('\n', Repair.Messages.Concat(Repair.Ephemerals).Select(m => $"  [{m.OnlyFor ?? "all"}] {Words(m).ReplaceLineEndings(" / ")}"));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Texts),
        JsonObject o when o["type"]?.GetValue<string>() is "plain_text" or "mrkdwn" or "text" => [o["text"]!.GetValue<string>()],
        JsonObject o => o.SelectMany(m => Texts(m.Value)),
        _ => [],
    };
}
