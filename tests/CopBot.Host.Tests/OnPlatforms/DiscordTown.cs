using System.Globalization;
using System.Text.RegularExpressions;
using CopBot.Data;
using CopBot.Discord;
using CopBot.Discord.Interactions;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.People;
using CopBot.DiscordEmulator.World;
using CopBot.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Person = CopBot.DiscordEmulator.People.Person;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>A server of the emulated Discord.</summary>
internal sealed partial class DiscordTown : Town
{
    private readonly EmulatedDiscord _discord;
    private readonly MovableClock _clock;
    private readonly Guild _guild;
    private readonly Channel _channel;
    private static readonly HashSet<string> Commands = [.. new Routes(typeof(CopBotDb).Assembly).Offers.Commands.Select(c => c.Words)];
    private int _identifies;
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);

    private DiscordTown(EmulatedDiscord discord, MovableClock clock, string journal)
        : base(journal)
    {
        (_discord, _clock) = (discord, clock);
        discord.EnforceRateLimits = false;
        _guild = discord.AddGuild("Quality circle", (Permission)(ulong)DiscordNeeds.Everything);
        _channel = discord.AddTextChannel(_guild, "repair");
        foreach (var name in new[] { Anna, Ben, Chidi }) _people[name] = discord.AddPerson(name, _guild);
        _people[Anna].Receive(discord.AddRole(_guild, "keepers", Permission.ManageGuild), _guild);
    }

    public static async Task<DiscordTown> OpenAsync()
    {
        var clock = new MovableClock(TimeProvider.System, Beginning - TimeProvider.System.GetUtcNow());
        // No heartbeat in between: days pass in one step here.
        var journal = NewJournal();
        return new DiscordTown(await EmulatedDiscord.StartAsync(new EmulatorOptions { Clock = clock, JournalPath = journal, HeartbeatInterval = TimeSpan.FromDays(20) }), clock, journal);
    }

    public override Task CommandAsync(string who, string words)
    {
        var (verb, rest) = words.Split(' ', 2) is [var first, var more] ? (first, more) : (words, "");
        // A word that is no command by itself is a group of them.
        if (!Commands.Contains(verb)) (verb, rest) = (words, "");
        return DoneAsync(_people[who].Use(_channel, $"{DiscordCommands.Root} {verb}", rest.Length > 0 ? [(DiscordCommands.WordsOption, rest)] : []));
    }

    public override Task PressAsync(string who, Seen on, string label) => DoneAsync(_people[who].Press((Message)on.Itself, label));

    public override Task UseOnAsync(string who, Seen message, string route, string label) => DoneAsync(_people[who].UseOnMessage((Message)message.Itself, label));

    public override Task SendAsync(string who, params (string Field, string Value)[] answers) => DoneAsync(_people[who].Submit([.. answers.Select(a => (a.Field, (object)a.Value))]));

    public override (string Field, string Value)[] Moment(string field, DateTime at) => [(field, at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))];

    public override (string Field, string Value) Someone(string field, string who) => (field, $"{_people[who].Id}");

    public override string AccountOf(string who) => $"{_people[who].Id}";

    public override string Instant(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<t:{at.ToUnixTimeSeconds()}:");

    /// <summary>The server's own list of events, in their order.</summary>
    public IReadOnlyList<ScheduledEvent> Events => [.. _guild.Events.Values.OrderBy(e => e.StartsAt)];

    public override Seen? Reply(string who, Seen card, string words)
    {
        if (_discord.ThreadsIn(_channel).FirstOrDefault(t => t.Id == ((Message)card.Itself).Id) is not { } thread) return null;
        var said = _people[who].Say(thread, words);
        return new Seen($"{said.Id}", words, Alone: false, ByBot: false, said);
    }

    public override IReadOnlyList<Seen> Sees(string who) => [.. _people[who].Sees(_channel).Select(Look)];

    public override IReadOnlyList<Seen> Mail(string who) => [.. _people[who].DirectMessages.Select(Look)];

    public override string? OpenForm(string who) => _people[who].OpenModal?.Title;

    public override IReadOnlyList<Written> Wrote() =>
    [
        .. from channel in _guild.Channels.Values.Concat(_guild.Threads).Concat(_people.Values.Select(p => p.Direct)).Distinct()
           from message in _discord.MessagesIn(channel)
           where message.Author == _discord.Bot && message.OnlyFor is null
           select new Written($"{message.Id}", message.Nonce?.ToString(), channel.Guild is null, [.. message.Rang.Select(u => u.Name)], message.Content + message.Components.ToJsonString()),
    ];

    public override string GoWrong(int which)
    {
        switch (which)
        {
            case 0:
                _discord.Sockets.Kill();
                return "Discord's socket drops";
            case 1:
                _discord.Sockets.AskToReconnect();
                return "Discord asks to reconnect";
            case 2:
                _discord.Sockets.InvalidateSession(resumable: false);
                return "Discord ends the session";
            case 3:
                _discord.GatewayFaults.DuplicatedEvents += 5;
                return "Discord delivers twice";
            case AnswerLost:
                _discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/messages");
                return "Discord's answer to a post is lost";
            case 5:
                _discord.RestFaults.Add(new RestFault.RateLimited(RetryAfter: 1), "POST", "/messages", times: 3);
                return "Discord answers 429";
            default:
                _discord.RestFaults.Add(new RestFault.ServerError(), times: 2);
                return "Discord answers 502";
        }
    }

    public override void GoRight() => _discord.RestFaults.Clear();

    public override void NothingWasWrong()
    {
        // An answer that came too late, on a slow machine or after a kill, is no fault; nor is one that was given already.
        var refused = _discord.Journal.Requests()
            .Where(r => r["status"]?.GetValue<int>() >= 400 && r["response"]?["body"]?["code"]?.GetValue<int>() is not (10062 or 40060 or 10015))
            .Select(r => r.ToJsonString())
            .ToList();
        Assert.True(refused.Count == 0, "Discord refused: " + string.Join('\n', refused));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _discord.DisposeAsync();
    }

    protected override (string Folder, string Script) Judge => ("discord", "check-journal.mjs");

    internal override (string Name, string Value)[] Settings => [("DISCORD__TOKEN", _discord.Token), ("DISCORD__APIURL", _discord.ApiUrl + "/v10")];

    internal override TimeProvider Clock => _clock;

    internal override void Join(IServiceCollection services) => services.AddDiscord(new DiscordOptions { Token = _discord.Token, ApiUrl = _discord.ApiUrl + "/v10" });

    internal override async Task ConnectedAsync()
    {
        using var late = new CancellationTokenSource(Generous);
        // A session of the host that died may still stand open.
        await _discord.WhenAsync(() => _discord.Sockets.Identifies > _identifies && _discord.Sockets.Ready > 0 && _people[Anna].CommandsIn(_channel).Contains("cop"), late.Token);
        _identifies = _discord.Sockets.Identifies;
    }

    internal override Task ShiftAsync(TimeSpan by)
    {
        _clock.Shift(_clock.ShiftTo(_clock.GetUtcNow() + by));
        return Task.CompletedTask;
    }

    protected override Task WhenAsync(Func<bool> isSo, CancellationToken stop) => _discord.WhenAsync(isSo, stop);

    // Discord's client tells after three seconds that the app did not respond; the person sees that and goes on.
    private static async Task DoneAsync(DiscordEmulator.Interactions.Interaction interaction) => await Task.WhenAny(interaction.Answered, Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System));

    // A person sees no backslash before a sign.
    private Seen Look(SeenMessage seen) => new($"{seen.Id}", string.Join('\n', [Escape().Replace(seen.Text, "${sign}"), .. seen.Buttons.Select(b => b.Label)]), seen.OnlyForMe, seen.Message.Author == _discord.Bot, seen.Message);

    [GeneratedRegex(@"\\(?<sign>[^0-9A-Za-z\s])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
