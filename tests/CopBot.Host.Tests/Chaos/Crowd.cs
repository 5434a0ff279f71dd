using System.Collections.Concurrent;
using System.Globalization;
using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>
/// The people of one town, one after the other: they ask, offer, reply, mark what helped, and tell what came of it. Who gets no
/// answer tries something else, as people do. What the bot told them is remembered.
/// </summary>
internal sealed class Crowd(Town town, Random dice)
{
    private static readonly string[] Everybody = [Town.Anna, Town.Ben, Town.Chidi];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostTries = 6;
    private readonly ConcurrentDictionary<string, byte> _posted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>Questions whose asker was told that they are posted.</summary>
    public IReadOnlyCollection<string> Posted => [.. _posted.Keys];

    /// <summary>What was done, and how often.</summary>
    public ConcurrentDictionary<string, int> Acts { get; } = new(StringComparer.Ordinal);

    /// <summary>Goes on until told to stop.</summary>
    public async Task LiveAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (what, act) = Choose();
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

    /// <summary>In peace somebody who asks is told that it is posted, if need be after some tries.</summary>
    public async Task AskInPeaceAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await AskAsync();
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
        < 30 => ("asked", AskAsync),
        < 50 => ("offered help", () => OnACardAsync("I can help")),
        < 60 => ("follow the outcome", () => OnACardAsync("Follow the outcome")),
        < 70 => ("have it too", () => OnACardAsync("Me too")),
        < 90 => ("marked what helped", MarkAsync),
        _ => ("told what came of it", TellAsync),
    };

    private async Task<bool> AskAsync()
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"How can we live through chaos {town.GetType().Name} {++_asked}?");
        var who = Somebody();
        await town.CommandAsync(who, "ask");
        await town.UntilAsync(() => town.OpenForm(who) == "Ask for help" ? "" : null, "the form", Patience);
        await town.SendAsync(who, ("Title", title));
        var preview = await town.UntilAsync(() => town.Sees(who).LastOrDefault(m => m.Says(title) && m.Says("Post it")), "the preview", Patience);
        await town.PressAsync(who, preview, "Post it");
        await town.UntilAsync(() => town.Sees(who).LastOrDefault(m => m is { Alone: true } && m.Id == preview.Id && m.Says("Posted in")), "that it is posted", Patience);
        _posted[title] = 0;
        return true;
    }

    private async Task<bool> OnACardAsync(string label)
    {
        if (Card() is not { } card || !card.Says(label)) return false;
        await town.PressAsync(Somebody(), card, label);
        return true;
    }

    private async Task<bool> MarkAsync()
    {
        if (Card() is not { } card || !_marked.Add(card.Id)) return false;
        if (town.Reply(Town.Ben, card, "A magnetic mat, and one tray per machine.") is not { } advice)
        {
            _marked.Remove(card.Id);
            return false;
        }

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
