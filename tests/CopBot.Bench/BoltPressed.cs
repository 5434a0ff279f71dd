using System.Diagnostics;
using System.Globalization;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.World;
using Person = CopBot.SlackEmulator.Acting.Person;

namespace CopBot.Bench;

/// <summary>
/// The app of <c>tests/conformance/slack/bolt-press.js</c>. What it posts stands in a channel of its own, so that the emulator
/// has no longer and longer channel to look through at each press.
/// </summary>
internal sealed class BoltPressed : PressedApp
{
    private readonly SlackChannel _channel;
    private readonly SlackChannel _counter;
    private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);
    private readonly Process _node = new();
    private SlackMessage[] _cards = [];
    private int _looked;

    private BoltPressed(EmulatedSlack slack, SlackChannel channel, SlackChannel counter) : base(slack) => (_channel, _counter) = (channel, counter);

    public override string Name => "Bolt";

    public override TimeSpan ProcessorTime => UsedBy(_node);

    /// <summary>Starts the app and waits for its cards.</summary>
    public static async Task<BoltPressed> StartAsync(EmulatedSlack slack, SlackWorkspace workspace, IEnumerable<SlackUser> people)
    {
        var app = slack.AddApp("Bolt");
        var bot = slack.Install(app, workspace, "chat:write");
        SlackUser[] members = [.. people, bot.Bot];
        var pressed = new BoltPressed(slack, workspace.AddChannel("bolt", ChannelKind.Public, members), workspace.AddChannel("counter", ChannelKind.Public, members));
        var script = Script();
        var start = new ProcessStartInfo("node", [script]) { WorkingDirectory = Path.GetDirectoryName(script), RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["NODE_ENV"] = "production";
        start.Environment["SLACK_BOT_TOKEN"] = bot.BotToken;
        start.Environment["SLACK_APP_TOKEN"] = app.AppToken;
        start.Environment["SLACK_API_URL"] = slack.ApiUrl.ToString();
        start.Environment["CARDS_CHANNEL"] = pressed._channel.Id;
        start.Environment["CARDS"] = Cards.ToString(CultureInfo.InvariantCulture);
        start.Environment["COUNTER_CHANNEL"] = pressed._counter.Id;
        pressed._node.StartInfo = start;
        pressed._node.Start();
        if (await pressed._node.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException("The app on Bolt did not become ready");
        pressed._cards = slack.Still<SlackMessage[]>(() => [.. pressed._channel.Messages]);
        pressed.Watch();
        return pressed;
    }

    public override Task<(double Resident, double Anonymous)> MemoryAsync() => AtRest.MemoryAsync(_node);

    public override async Task<bool> PressAsync(Person by, Action acknowledged) => await PressAsync(by, Slack.Still(() => Next(by.User.Id)), "Press", acknowledged) is not null;

    public override async ValueTask DisposeAsync()
    {
        _node.Kill();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }

    protected override void Look()
    {
        for (; _looked < _counter.Messages.Count; _looked++) Sees(_counter.Messages[_looked].Text.Split(' ')[0], _counter.Messages[_looked]);
    }

    // Each begins at another card.
    private SlackMessage Next(string person)
    {
        var turn = _turns.GetValueOrDefault(person, _turns.Count);
        _turns[person] = turn + 1;
        return _cards[turn % Cards];
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "conformance", "slack", "bolt-press.js");
            if (File.Exists(script)) return script;
        }

        throw new InvalidOperationException("bolt-press.js is not above this program's folder");
    }
}
