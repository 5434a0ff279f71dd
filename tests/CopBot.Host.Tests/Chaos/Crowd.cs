using System.Collections.Concurrent;
using System.Globalization;
using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>
/// The people of one town, one after the other: they ask, offer, reply, mark what helped, and tell what came of it. Chidi also
/// asks without a name, Ben may want to be left in peace. Who gets no answer tries something else, as people do. What the bot told
/// them is remembered.
/// </summary>
/// <param name="town">Where they live.</param>
/// <param name="dice">What they choose by.</param>
/// <param name="stops">Whether Ben says Stop at some time.</param>
internal sealed class Crowd(Town town, Random dice, bool stops)
{
    // Who asked without a name and then presses something on that very card would join himself to it.
    private const string Quietly = "without a name";
    private const string Advice = "A magnetic mat, and one tray per machine.";
    private const string Topic = "screws";
    private const string Asker = Town.Chidi;
    private const string Stopper = Town.Ben;
    // Not Chidi, who would be joined to what he asked without a name.
    private static readonly string[] Helpers = [Town.Anna, Town.Ben];
    private static readonly string[] Everybody = [Town.Anna, Town.Ben, Town.Chidi];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostTries = 6;

    // A channel of Discord takes one message a second: a crowd that never rests would be served for minutes afterwards.
    private const int LongestRest = 1_500;
    private readonly ConcurrentDictionary<string, byte> _posted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private readonly List<(string Title, string Account)> _unsigned = [];
    private readonly List<string> _overheard = [];
    private (string Account, DateTimeOffset At)? _stopped;
    private readonly List<(string Author, Seen Said)> _advice = [];
    private TaskCompletionSource _acting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    /// <summary>Completes when somebody begins to do something.</summary>
    public Task NextAct => Volatile.Read(ref _acting).Task;

    /// <summary>What they remember, once they do nothing any more.</summary>
    public Remembered Remembers => new([.. _posted.Keys], _stopped is { } stopped ? [stopped] : [], [.. _unsigned], [.. _overheard]);

    /// <summary>What was done, and how often.</summary>
    public ConcurrentDictionary<string, int> Acts { get; } = new(StringComparer.Ordinal);

    /// <summary>Goes on until told to stop.</summary>
    public async Task LiveAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(LongestRest)), TimeProvider.System, CancellationToken.None);
            var (what, act) = Choose();
            Interlocked.Exchange(ref _acting, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            try
            {
                if (!await act()) continue;
                Acts.AddOrUpdate(what, 1, (_, times) => times + 1);
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
            {
                Acts.AddOrUpdate(what + ", without an answer", 1, (_, times) => times + 1);
            }
        }
    }

    /// <summary>
    /// In peace two say what they know, so that they are invited, and two ask, one of them without a name, and are told that it is
    /// posted; Ben helps, and will hear what came of it.
    /// </summary>
    public async Task BeginInPeaceAsync()
    {
        foreach (var helper in Helpers) await StoryTests.KnowAsync(town, helper);
        await InPeaceAsync(() => AskAsync(Town.Anna));
        var card = await town.UntilAsync(() => town.Posts().LastOrDefault(p => p.Says(town.GetType().Name)), "the card");
        await town.PressAsync(Stopper, card, "I can help");
        await town.UntilAsync(() => town.Posts().FirstOrDefault(p => p.Id == card.Id && p.Says(Stopper)), "who can help");
        var advice = await town.UntilAsync(() => town.Reply(Stopper, card, Advice), "the thread");
        _advice.Add((Stopper, advice));
        await InPeaceAsync(() => MarkAsync(advice));
        await InPeaceAsync(AskUnsignedAsync);
    }

    /// <summary>In peace everybody who was asked what came of it says so.</summary>
    public Task TellInPeaceAsync() => InPeaceAsync(async () =>
    {
        var told = await TellAsync();
        if (told) Acts.AddOrUpdate("told what came of it", 1, (_, times) => times + 1);
        return told;
    });

    /// <summary>In peace everybody else thanks Ben, one after the other: more than he may hear unasked on one day.</summary>
    public async Task ThankInPeaceAsync()
    {
        foreach (var who in Everybody.Where(w => w != Stopper))
        {
            await InPeaceAsync(() => ThankAsync(who, _advice[0].Said));
            Acts.AddOrUpdate("said thanks", 1, (_, times) => times + 1);
        }
    }

    /// <summary>In peace somebody asks, and who wants to be left alone says so if there was no time for it before.</summary>
    public async Task EndInPeaceAsync()
    {
        await InPeaceAsync(() => AskAsync(Somebody()));
        await InPeaceAsync(StopAsync);
    }

    /// <summary>In peace everybody is answered, if need be after some tries.</summary>
    private static async Task InPeaceAsync(Func<Task<bool>> act)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception e) when (tries < MostTries && e is TimeoutException or InvalidOperationException or HttpRequestException or IOException or TaskCanceledException)
            {
                // A host that is only just back, or a machine that is slow today.
            }
        }
    }

    /// <summary>Everybody who was asked what came of it says so; whether anybody was.</summary>
    private async Task<bool> TellAsync()
    {
        var told = false;
        foreach (var who in Everybody)
        {
            foreach (var question in town.Mail(who).Where(m => m.Says("It worked") && m.Says("What came of it?")))
            {
                await town.PressAsync(who, question, dice.Next(4) == 0 ? "Partly" : "It worked");
                told = true;
            }
        }

        return told;
    }

    private (string What, Func<Task<bool>> Act) Choose() => dice.Next(100) switch
    {
        < 25 => ("asked", () => AskAsync(Somebody())),
        < 30 => ("asked without a name", AskUnsignedAsync),
        < 41 => ("offered help", () => OnACardAsync("I can help")),
        < 48 => ("follow the outcome", () => OnACardAsync("Follow the outcome")),
        < 55 => ("have it too", () => OnACardAsync("Me too")),
        < 70 => ("marked what helped", MarkAsync),
        < 83 => ("said thanks", ThankAsync),
        < 88 => ("talked among themselves", TalkAsync),
        < 90 => ("said Stop", StopAsync),
        _ => ("told what came of it", TellAsync),
    };

    private async Task<bool> AskAsync(string who)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"How can we live through chaos {town.GetType().Name} {++_asked}?");
        await town.CommandAsync(who, "ask");
        await town.UntilAsync(() => town.OpenForm(who) == "Ask for help" ? "" : null, "the form", Patience);
        await town.SendAsync(who, ("Title", title), ("Topics", Topic));
        var preview = await town.UntilAsync(() => town.Sees(who).LastOrDefault(m => m.Says(title) && (m.Says("Post it") || m.Says("Post mine anyway"))), "the preview", Patience);
        // They all ask much the same, so that what is alike is shown first.
        await town.PressAsync(who, preview, preview.Says("Post it") ? "Post it" : "Post mine anyway");
        await town.UntilAsync(() => town.Sees(who).LastOrDefault(m => m is { Alone: true } && m.Id == preview.Id && m.Says("Posted in")), "that it is posted", Patience);
        _posted[title] = 0;
        return true;
    }

    private async Task<bool> OnACardAsync(string label)
    {
        if (Card() is not { } card || !card.Says(label)) return false;
        await town.PressAsync(card.Says(Quietly) ? Town.Anna : Somebody(), card, label);
        return true;
    }

    private async Task<bool> AskUnsignedAsync()
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"How can we ask {Quietly} in {town.GetType().Name} {++_asked}?");
        // It may have been taken also where no receipt was seen.
        _unsigned.Add((title, town.AccountOf(Asker)));
        var receipts = Receipts();
        await town.CommandAsync(Asker, "ask");
        await town.UntilAsync(() => town.OpenForm(Asker) == "Ask for help" ? "" : null, "the form", Patience);
        await town.SendAsync(Asker, ("Title", title), ("Who", "Anonymous"));
        await town.UntilAsync(() => Receipts() > receipts ? "" : null, "the receipt", Patience);
        _posted[title] = 0;
        return true;
    }

    private int Receipts() => town.Mail(Asker).Count(m => m.Says("Your receipt"));

    private async Task<bool> StopAsync()
    {
        if (!stops || _stopped is not null) return false;
        await town.CommandAsync(Stopper, "privacy");
        var kept = await town.UntilAsync(() => town.Sees(Stopper).LastOrDefault(m => m.Alone && m.Says("Stop messages")), "what is kept of them", Patience);
        await town.PressAsync(Stopper, kept, "Stop messages");
        await town.UntilAsync(() => town.Sees(Stopper).LastOrDefault(m => m.Alone && m.Says("will not write to you unasked")), "that they are left alone", Patience);
        _stopped = (town.AccountOf(Stopper), town.Clock.GetUtcNow());
        return true;
    }

    /// <summary>What people say to each other below a card is nobody's business.</summary>
    private Task<bool> TalkAsync()
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"Between you and me in {town.GetType().Name}, {++_asked}.");
        if (Card() is not { } card || town.Reply(Somebody(), card, words) is null) return Task.FromResult(false);
        _overheard.Add(words);
        return Task.FromResult(true);
    }

    private async Task<bool> MarkAsync()
    {
        if (Card() is not { } card || !_marked.Add(card.Id)) return false;
        var helper = Helpers[dice.Next(Helpers.Length)];
        if (town.Reply(helper, card, Advice) is { } advice)
        {
            _advice.Add((helper, advice));
            return await MarkAsync(advice);
        }

        _marked.Remove(card.Id);
        return false;
    }

    /// <summary>Thanks come unasked, so many at once must wait for days.</summary>
    private async Task<bool> ThankAsync()
    {
        if (_advice.Count == 0) return false;
        var (author, said) = _advice[dice.Next(_advice.Count)];
        string[] others = [.. Everybody.Where(w => w != author)];
        return await ThankAsync(others[dice.Next(others.Length)], said);
    }

    private async Task<bool> ThankAsync(string who, Seen said)
    {
        await town.UseOnAsync(who, said, "thank", "Say thanks for this");
        await town.UntilAsync(() => town.OpenForm(who) == "Say thanks" ? "" : null, "the form", Patience);
        await town.SendAsync(who, ("Why", "It saved my evening."));
        return true;
    }

    private async Task<bool> MarkAsync(Seen advice)
    {
        // Anna coordinates: she may mark for whoever asked.
        await town.UseOnAsync(Town.Anna, advice, "helped", "Mark as what helped");
        await town.UntilAsync(() => town.OpenForm(Town.Anna) == "What helped" ? "" : null, "the form", Patience);
        await town.SendAsync(Town.Anna, ("WillTry", "A mat at each table"), ("When", "InAWeek"));
        return true;
    }

    /// <summary>Any card.</summary>
    private Seen? Card() => town.Posts() is { Count: > 0 } posts ? posts[dice.Next(posts.Count)] : null;

    private string Somebody() => Everybody[dice.Next(Everybody.Length)];
}
