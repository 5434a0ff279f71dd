using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.Slack;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.World;
using Microsoft.Data.Sqlite;
using Person = CopBot.SlackEmulator.Acting.Person;
using SlackWorkspace = CopBot.SlackEmulator.World.SlackWorkspace;

namespace CopBot.Bench;

/// <summary>
/// The real host with a community and twenty problems. Each person follows the outcome of one after the other, and takes each
/// back with the button of the private answer: both change the store, are answered privately and revise the card.
/// </summary>
internal sealed partial class CopBotPressed : PressedApp
{
    private const string Follow = "Follow the outcome";
    private const string PostAnyway = "Post mine anyway";
    private const string Question = "How can we time press number";

    private readonly SlackChannel _channel;
    private readonly string _folder = Directory.CreateTempSubdirectory("copbot-beside-bolt-").FullName;
    private readonly Dictionary<string, Turn> _turns = [];
    private readonly Lock _gate = new();
    private TimedHost? _host;
    private SlackMessage[] _cards = [];
    private string?[] _revised = [];
    private int _looked;
    private int _revisions;

    private CopBotPressed(EmulatedSlack slack, SlackChannel channel) : base(slack) => _channel = channel;

    public override string Name => "CopBot";

    public override int Revisions => Volatile.Read(ref _revisions);

    public override TimeSpan ProcessorTime => Host.ProcessorTime;

    /// <summary>The warnings and failures in the host's log.</summary>
    public IReadOnlyCollection<string> Complaints => Host.Complaints;

    private TimedHost Host => _host ?? throw new InvalidOperationException("The host is not started");

    /// <summary>Starts the host and asks the problems.</summary>
    public static async Task<CopBotPressed> StartAsync(EmulatedSlack slack, SlackWorkspace workspace, Person anna, IEnumerable<SlackUser> people)
    {
        var app = slack.AddApp("CopBot");
        app.Commands.Add(new SlashCommand(SlackNeeds.Command, EscapesMentions: false));
        app.Events.UnionWith(SlackNeeds.Events);
        var bot = slack.Install(app, workspace, SlackNeeds.Scopes.Select(s => s.Name));
        var pressed = new CopBotPressed(slack, workspace.AddChannel("repair", ChannelKind.Public, [anna.User, .. people, bot.Bot]));
        pressed._host = await TimedHost.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "CopBot.Host.dll"),
            Path.Combine(pressed._folder, "data"),
            demo: false,
            ("COPBOT__PLAYGROUND", "false"),
            ("SLACK__BOTTOKEN", bot.BotToken),
            ("SLACK__APPTOKEN", app.AppToken),
            ("SLACK__APIURL", slack.ApiUrl.ToString()));
        try
        {
            await slack.Sockets.Greeted(app);
            await pressed.AskAsync(anna);
        }
        catch (Exception)
        {
            // A process that nobody ends would go on.
            await pressed.DisposeAsync();
            throw;
        }

        pressed.Watch();
        return pressed;
    }

    public override Task<(double Resident, double Anonymous)> MemoryAsync() => Host.MemoryAsync();

    public override async Task<bool> PressAsync(Person by, Action acknowledged)
    {
        var turn = TurnOf(by.User.Id);
        if (turn.Answer is not { } answer)
        {
            var shown = await PressAsync(by, _cards[turn.Card], Follow, acknowledged);
            if (shown is null || !shown.Words.Contains("You will hear what comes of it.", StringComparison.Ordinal)) return false;
            (turn.Answer, turn.Before) = (shown, shown.Text);
            return true;
        }

        var taken = await PressAsync(by, answer, "Undo", acknowledged);
        turn.Answer = null;
        if (taken is null || !taken.Words.Contains("Done: you will not hear of it any more.", StringComparison.Ordinal)) return false;
        turn.Card = (turn.Card + 1) % Cards;
        return true;
    }

    /// <summary>Waits until each card says how many follow it by now, as the store knows.</summary>
    public override async Task<bool> SettledAsync()
    {
        var since = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Stopwatch.GetElapsedTime(since) < TooLong && await look.WaitForNextTickAsync())
        {
            var followers = await FollowersAsync();
            if (Slack.Still(() => _cards.All(card => FollowersOn(card) == followers.First(f => card.Words.Contains(f.Title, StringComparison.Ordinal)).Many))) return true;
        }

        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void Look()
    {
        for (; _looked < _channel.Ephemerals.Count; _looked++) Sees(_channel.Ephemerals[_looked].OnlyFor!, _channel.Ephemerals[_looked]);
        lock (_gate)
        {
            foreach (var (person, turn) in _turns)
                if (turn.Answer is { } answer && answer.Text != turn.Before) Sees(person, answer);
        }

        for (var i = 0; i < _cards.Length; i++)
        {
            if (_revised[i] == _cards[i].EditedTs) continue;
            _revised[i] = _cards[i].EditedTs;
            _revisions++;
        }
    }

    private static int FollowersOn(SlackMessage card) => Following().Match(card.Words) is { Success: true } said ? int.Parse(said.Groups["many"].Value, CultureInfo.InvariantCulture) : 0;

    private async Task<IReadOnlyList<(string Title, int Many)>> FollowersAsync()
    {
        await using var store = new SqliteConnection($"Data Source={Path.Combine(_folder, "data", "copbot.db")};Mode=ReadOnly");
        await store.OpenAsync();
        await using var command = store.CreateCommand();
        command.CommandText = """SELECT "Title", (SELECT count(*) FROM problem_people who WHERE who."Problem" = p."Id" AND who."Stake" = 'Follower') FROM problems p""";
        await using var rows = await command.ExecuteReaderAsync();
        var followers = new List<(string, int)>();
        while (await rows.ReadAsync()) followers.Add((rows.GetString(0), rows.GetInt32(1)));
        return followers;
    }

    // Each begins at another card.
    private Turn TurnOf(string person)
    {
        lock (_gate)
        {
            if (!_turns.TryGetValue(person, out var turn)) _turns[person] = turn = new Turn { Card = _turns.Count % Cards };
            return turn;
        }
    }

    private async Task AskAsync(Person anna)
    {
        await anna.Uses(SlackNeeds.Command, _channel, "setup");
        await anna.Presses(await AloneAsync(anna, "Set up a community"), "Begin");
        await SendAsync(anna, "Your community", ("Name", "Repair café"), ("Zone", "London"));
        await anna.Presses(await AloneAsync(anna, "you are its coordinator"), "Use this channel for posts");
        await AloneAsync(anna, "stand in");
        for (var i = 1; i <= Cards; i++)
        {
            var question = string.Create(CultureInfo.InvariantCulture, $"{Question} {i} of {Cards}?");
            await anna.Uses(SlackNeeds.Command, _channel, "ask");
            await SendAsync(anna, "Ask for help", ("Title", question));
            var preview = await AloneAsync(anna, question);
            // It has noticed that they are all alike.
            await anna.Presses(preview, preview.Words.Contains(PostAnyway, StringComparison.Ordinal) ? PostAnyway : "Post it");
        }

        if (!await UntilAsync(() => Posted().Count() == Cards)) throw new InvalidOperationException("The cards were not posted");
        Slack.Still(() => _cards = [.. Posted()]);
        _revised = [.. _cards.Select(c => c.EditedTs)];

        IEnumerable<SlackMessage> Posted() => _channel.Messages.Where(m => m.BotId is not null && m.Words.Contains(Question, StringComparison.Ordinal));
    }

    private async Task<SlackMessage> AloneAsync(Person person, string words)
    {
        SlackMessage? seen = null;
        var came = await UntilAsync(() => (seen = _channel.Ephemerals.FindLast(m => m.OnlyFor == person.User.Id && m.Words.Contains(words, StringComparison.Ordinal))) is not null);
        return came ? seen! : throw new InvalidOperationException($"{person.User.Handle} does not see {words}");
    }

    private async Task SendAsync(Person person, string form, params (string Field, string Value)[] answers)
    {
        if (!await UntilAsync(() => person.OpenView?.Content["title"]?["text"]?.GetValue<string>() == form)) throw new InvalidOperationException($"{person.User.Handle} does not see {form}");
        foreach (var (field, value) in answers) await person.Fills(field, JsonValue.Create(value));
        await person.Submits();
    }

    [GeneratedRegex(@"(?<many>\d+) follows?\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Following();

    /// <summary>Where somebody is: which card is next, or the answer with which they take back that they follow it.</summary>
    private sealed class Turn
    {
        public int Card { get; set; }
        public SlackMessage? Answer { get; set; }
        public string Before { get; set; } = "";
    }
}
