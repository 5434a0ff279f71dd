using System.Globalization;

namespace CopBot.Host.Tests.Killed;

/// <summary>A scripted person. Whatever the host dies of, they do what people do: press again, send again, look again.</summary>
internal sealed class Somebody(string id, MortalHost host)
{
    // A minute for what must come, and four seconds for what may have come already.
    private const int MostLooks = 1500;
    private const int LooksForTheLate = 100;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(40);
    private int _acts;

    public string Id => id;

    public string Direct => $"playground/room/direct-{id}";

    public Task<Acted> Says(string place, string words) => DoAsync("say", e => new { @as = id, place, words, eventId = e });

    public Task<Acted> Commands(string words, string place = World.Home) => DoAsync("command", e => new { @as = id, place, words, eventId = e });

    public Task<Acted> Presses(string action, string post) => DoAsync("press", e => new { @as = id, action, post, eventId = e });

    /// <summary>Presses on a private answer, which may stand on their screen although the room has forgotten it.</summary>
    public Task<Acted> PressesPrivately(string action, PrivateSeen? on = null) =>
        DoAsync("press", e => new { @as = id, action, @private = on?.Id ?? "gone", seenAt = on?.Place ?? World.Home, eventId = e });

    public Task<Acted> Uses(string messageAction, string post) => DoAsync("message-action", e => new { @as = id, name = messageAction, post, eventId = e });

    public Task<Acted> Sends(FormSeen form, params (string Question, string Answer)[] answers)
    {
        var values = new Dictionary<string, string[]>(form.Values, StringComparer.Ordinal);
        foreach (var (question, answer) in answers)
        {
            var field = form.Fields.FirstOrDefault(f => f.Name == question) ?? throw new InvalidOperationException($"No question {question} among {string.Join(", ", form.Fields.Select(f => f.Name))}");
            values[question] = [field.Choices?.FirstOrDefault(c => c.Label == answer)?.Value ?? answer];
        }

        return DoAsync("submit", e => new { @as = id, token = form.Token, values, place = form.Place, @private = form.Private, eventId = e });
    }

    /// <summary>Looks until something is there; what the bot publishes follows its answer by a moment.</summary>
    public async Task<T> Sees<T>(string what, Func<RoomSeen, T?> find) where T : class
    {
        using var again = new PeriodicTimer(BetweenLooks);
        for (var look = 0; look < MostLooks; look++)
        {
            if (find(await host.LookAsync()) is { } found) return found;
            await again.WaitForNextTickAsync();
        }

        throw new InvalidOperationException($"{id} never saw {what}");
    }

    /// <summary>The card of a problem, once it stands.</summary>
    public Task<PostSeen> SeesCard(string title) => Sees($"the card “{title}”", room => CardIn(room, title));

    public static PostSeen? CardIn(RoomSeen room, string title) =>
        room.Posts.FirstOrDefault(p => p is { Place: World.Home, Author: "copbot", Removed: false } && p.Plain.StartsWith(title, StringComparison.Ordinal));

    private async Task<Acted> DoAsync(string act, Func<string, object> body)
    {
        var acted = await host.ActAsync(act, body(string.Create(CultureInfo.InvariantCulture, $"{id}-{Interlocked.Increment(ref _acts)}")));
        if (acted.Answer is not "later" || acted.Shown is not { Waiting: true } waiting) return acted;

        // The answer comes late, to the same place; after a kill it may come twice or, if it was given already, not again.
        using var again = new PeriodicTimer(BetweenLooks);
        for (var look = 0; look < LooksForTheLate; look++)
        {
            if ((await host.LookAsync()).Private.FirstOrDefault(p => p.Id == waiting.Id && !p.Waiting) is { } shown) return acted with { Answer = "reply", Shown = shown, Says = shown.Plain };
            await again.WaitForNextTickAsync();
        }

        return acted with { Answer = "done", Shown = null };
    }
}
