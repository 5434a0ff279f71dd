using System.Globalization;
using System.Text.Json.Nodes;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Slack;
using CopBot.Slack.Interactions;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.World;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using SlackClock = CopBot.SlackEmulator.MovableClock;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>A workspace of the emulated Slack.</summary>
internal sealed class SlackTown : Town
{
    private readonly EmulatedSlack _slack;
    private readonly SlackClock _clock;
    private readonly SlackEmulator.World.SlackWorkspace _workspace;
    private readonly SlackApp _app;
    private readonly Installation _bot;
    private readonly SlackChannel _channel;
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);

    private SlackTown(EmulatedSlack slack, SlackClock clock, string journal, (string Who, string Zone)[] lives)
        : base(journal)
    {
        (_slack, _clock) = (slack, clock);
        _workspace = slack.AddWorkspace("house");
        _app = slack.AddApp("CopBot");
        _app.Commands.Add(new SlashCommand(SlackNeeds.Command, EscapesMentions: false));
        foreach (var shortcut in SlackManifest.Of(new Routes(typeof(CopBotDb).Assembly).Offers)["features"]!["shortcuts"]!.AsArray())
            _app.Shortcuts.Add(new Shortcut(shortcut!["callback_id"]!.GetValue<string>(), shortcut["name"]!.GetValue<string>(), OnMessage: shortcut["type"]!.GetValue<string>() == "message"));
        _app.Events.UnionWith(SlackNeeds.Events);
        foreach (var name in new[] { Anna, Ben, Chidi }) _people[name] = slack.Person(_workspace, _workspace.AddUser(name, name, lives.Where(l => l.Who == name).Select(l => l.Zone).FirstOrDefault("Europe/London"), admin: name == Anna));
        _bot = slack.Install(_app, _workspace, SlackNeeds.Scopes.Select(s => s.Name));
        _channel = _workspace.AddChannel("repair", ChannelKind.Public, [.. _people.Values.Select(p => p.User), _bot.Bot]);
    }

    public static async Task<SlackTown> OpenAsync(params (string Who, string Zone)[] lives)
    {
        var clock = new SlackClock(Beginning, flowing: true);
        var journal = NewJournal();
        // Few pings: days pass in one step here.
        return new SlackTown(await EmulatedSlack.Start(new EmulatorOptions { Clock = clock, JournalPath = journal, RateLimits = false, PingEvery = TimeSpan.FromDays(1), AckWithin = TimeSpan.FromSeconds(10), TriggerLives = Generous }), clock, journal, lives);
    }

    public override async Task CommandAsync(string who, string words) => await (await AtTheChannelAsync(who)).Uses(SlackNeeds.Command, _channel, words);

    public override async Task PressAsync(string who, Seen on, string label) => await (await AtTheChannelAsync(who)).Presses((SlackMessage)on.Itself, label);

    public override async Task UseOnAsync(string who, Seen message, string route, string label) => await (await AtTheChannelAsync(who)).UsesShortcut(route, (SlackMessage)message.Itself);

    public override async Task SendAsync(string who, params (string Field, string Value)[] answers)
    {
        foreach (var (field, value) in answers) await _people[who].Fills(field, JsonValue.Create(value));
        await _people[who].Submits();
    }

    public override (string Field, string Value)[] Moment(string field, DateTime at) =>
        [(field, at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("time:" + field, at.ToString("HH:mm", CultureInfo.InvariantCulture))];

    public override (string Field, string Value) Someone(string field, string who) => (field, _people[who].User.Id);

    public override string AccountOf(string who) => _people[who].User.Id;

    public override string Instant(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<!date^{at.ToUnixTimeSeconds()}^");

    public override Seen Reply(string who, Seen card, string words) => Look(_people[who].Types(_channel, words, ((SlackMessage)card.Itself).Ts));

    public override IReadOnlyList<Seen> Sees(string who) => [.. _people[who].Sees(_channel).Select(Look)];

    public override IReadOnlyList<Seen> Mail(string who) => [.. _people[who].Sees(_people[who].Direct(_bot)).Select(Look)];

    public override string? OpenForm(string who) => _people[who].OpenView?.Content["title"]?["text"]?.GetValue<string>();

    public override IReadOnlyList<Written> Wrote() =>
    [
        .. from channel in _workspace.Channels
           from message in channel.Messages
           where message.BotId is not null && message.OnlyFor is null
           select new Written(message.Ts, message.Metadata?["event_payload"]?["key"]?.GetValue<string>(), channel.Kind is ChannelKind.Im, message.Rings, Words(message)),
    ];

    public override string GoWrong(int which)
    {
        switch (which)
        {
            case 0:
                foreach (var socket in _slack.Sockets.Open(_app)) socket.Kill();
                return "Slack's sockets drop";
            case 1:
                foreach (var socket in _slack.Sockets.Open(_app)) socket.Disconnect("refresh_requested");
                return "Slack's sockets are refreshed";
            case 2:
                _slack.Faults.DuplicateEnvelopes += 5;
                return "Slack delivers twice";
            case 3:
                _slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(RetryAfter: 1), times: 3);
                return "Slack answers 429";
            case AnswerLost:
                _slack.Faults.Next("chat.postMessage", new WebFault.AnswerLost());
                return "Slack's answer to a post is lost";
            case 5:
                _slack.Faults.Next("*", new WebFault.Reset(), times: 2);
                return "Slack cuts the connection";
            default:
                _slack.Faults.Next("chat.update", new WebFault.Status(503), times: 2);
                return "Slack answers 503";
        }
    }

    public override void GoRight() => _slack.Faults.Clear();

    // Who acknowledges too late, on a slow machine, is told so by what the person sees; they press again.
    public override void NothingWasWrong() => Assert.DoesNotContain(_slack.Journal.Violations, v => !v.EndsWith("after it had timed out", StringComparison.Ordinal));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _slack.DisposeAsync();
    }

    protected override (string Folder, string Script) Judge => ("slack", "check-journal.js");

    internal override (string Name, string Value)[] Settings => [("SLACK__BOTTOKEN", _bot.BotToken), ("SLACK__APPTOKEN", _app.AppToken), ("SLACK__APIURL", _slack.ApiUrl.ToString())];

    internal override TimeProvider Clock => _clock;

    internal override void Join(IServiceCollection services) => services.AddSlack(new SlackOptions { ApiUrl = _slack.ApiUrl, Workspaces = [new SlackTokens("Slack", _bot.BotToken, _app.AppToken)] });

    internal override Task ConnectedAsync() => _slack.Sockets.Greeted(_app).WaitAsync(Generous);

    internal override async Task ShiftAsync(TimeSpan by)
    {
        await _slack.Sockets.Quiet().WaitAsync(Generous);
        _clock.Advance(by);
    }

    protected override Task WhenAsync(Func<bool> isSo, CancellationToken stop) => _slack.Until(isSo, stop);

    /// <summary>Somebody who has no form open. It covers the channel: who does something there has closed it. Slack opens no fourth.</summary>
    private async Task<Person> AtTheChannelAsync(string who)
    {
        var person = _people[who];
        if (person.OpenView is not null) await person.Closes(all: true);
        return person;
    }

    private static Seen Look(SlackMessage message) => new(message.Ts, Words(message), message.OnlyFor is not null, message.BotId is not null, message);

    private static string Words(SlackMessage message) => string.Join('\n', Texts(message.Blocks)) is { Length: > 0 } words ? words : message.Text;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Texts),
        JsonObject o when o["type"]?.GetValue<string>() is "plain_text" or "mrkdwn" or "text" => [o["text"]!.GetValue<string>()],
        JsonObject o => o.SelectMany(m => Texts(m.Value)),
        _ => [],
    };
}
