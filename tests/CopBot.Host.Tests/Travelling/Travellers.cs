using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CopBot.Chat;
using CopBot.TestKit;

namespace CopBot.Host.Tests.Travelling;

/// <summary>
/// People who ask what travellers asked. A third of what is new, and all that is asked again later, is answered in its thread;
/// the asker marks that as what helped and, a week on, says what came of it. Whoever is shown what is known to be the same
/// tries that in place of asking.
/// </summary>
internal sealed class Travellers(HostProcess host, TravelPlan plan)
{
    private const string Home = "playground/room/travel";
    private const int TitleLength = 150;
    private const int TriedLength = 1500;
    // A minute: the first answers of a host are slow beside others that start.
    private const int MostLooks = 3000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly string[] Zones = ["Europe/Warsaw", "Europe/Lisbon", "Africa/Lagos", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Europe/London", "Australia/Sydney"];
    private static readonly string[] People = [.. Enumerable.Range(1, 24).Select(i => $"traveller{i}")];

    private readonly List<TimeSpan> _asking = [];
    private readonly List<(TravelQuestion Question, string Draft)> _posted = [];
    private readonly List<DateTimeOffset> _known = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _now = plan.Questions[0].AskedBefore.AddDays(-1);
    private TimeSpan _took;
    private int _replies, _askedWithSimilar, _linked, _askedAgain, _again;

    public List<string> Troubles { get; } = [];

    public List<string> Previews { get; } = [];

    public int Posted => _posted.Count;

    public int TriedInstead { get; private set; }

    public int OutcomesTold { get; private set; }

    /// <summary>How many earlier questions were shown.</summary>
    public int Shown { get; private set; }

    /// <summary>How many of them are known to be the same.</summary>
    public int Right { get; private set; }

    /// <summary>How many of those came with a track record.</summary>
    public int RightWithRecord { get; private set; }

    /// <summary>Prepares a data folder: the people, the channel, and a clock that stands at a moment.</summary>
    public static void Furnish(string dataFolder, DateTimeOffset at)
    {
        Directory.CreateDirectory(dataFolder);
        var lines = new List<object> { new { @is = "begun" }, new { @is = "channel", channel = new { id = "travel", name = "travel", members = Array.Empty<string>() } } };
        lines.AddRange(People.Select((id, i) => new { @is = "person", person = new { id, name = $"Traveller {i + 1}", zone = Zones[i % Zones.Length], runsWorkspace = i == 0 } }));
        File.WriteAllLines(Path.Combine(dataFolder, "playground.jsonl"), lines.Select(l => JsonSerializer.Serialize(l)));
        File.WriteAllText(Path.Combine(dataFolder, "playground-clock.json"), JsonSerializer.Serialize(new { shift = at - TimeProvider.System.GetUtcNow(), demo = "settled" }));
    }

    public async Task PlayAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await FoundAsync();
        for (var i = 0; i < plan.Questions.Count; i++)
        {
            await MoveToAsync(plan.Questions[i].AskedBefore);
            await TellOutcomesAsync();
            await AskAsync(plan.Questions[i], i, People[i * 7 % People.Length], People[((i * 7) + 5) % People.Length]);
        }

        await MoveToAsync(_now.AddDays(40));
        await TellOutcomesAsync();
        _took = Stopwatch.GetElapsedTime(begun);
    }

    public override string ToString()
    {
        _asking.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             {plan.Questions.Count} questions with {plan.Pairs} pairs of the same, in {_took.TotalSeconds:0} s: {Posted} posted, {TriedInstead} tried what was shown instead, {_replies} marked as helped, {OutcomesTold} outcomes told
             something similar shown to {_askedWithSimilar}: {Shown} earlier ones, {Right} of them known to be the same, {_linked} more linked by somebody; {RightWithRecord} of the same with a track record
             {_askedAgain} asked what was known to be asked before; {_again} of them were shown it
             a question until its preview: p50 {_asking[_asking.Count / 2].TotalMilliseconds:0} ms, p95 {_asking[_asking.Count * 95 / 100].TotalMilliseconds:0} ms; troubles: {Troubles.Count}
             """);
    }

    private async Task FoundAsync()
    {
        var card = await ActAsync("command", new { @as = People[0], place = Home, words = "setup" });
        var form = await PressAsync(People[0], card, card.Shown!.Controls.First(c => c.Label == "Begin"));
        await SendAsync(People[0], form, ("Name", "Travellers"), ("Domain", "Travelling: visas, tickets, luggage, money."), ("Zone", "London"));
        await ActAsync("press", new { @as = People[0], action = "setup-home", @private = "gone", seenAt = Home });
    }

    private async Task AskAsync(TravelQuestion question, int number, string asker, string helper)
    {
        var begun = Stopwatch.GetTimestamp();
        var form = await ActAsync("command", new { @as = asker, place = Home, words = "ask " + question.Title });
        var preview = await SendAsync(asker, form, ("Title", Shortening.OneLine(question.Title, TitleLength)), ("Tried", Shortening.To(question.Body, TriedLength)));
        _asking.Add(Stopwatch.GetElapsedTime(begun));
        if (preview.Shown is null) return;

        var known = plan.Same[question.Id].Where(id => _posted.Exists(p => p.Question.Id == id)).ToHashSet();
        var right = Look(question, preview.Shown, known);
        if (known.Count > 0) _askedAgain++;
        if (right.Count > 0) _again++;
        if (preview.Shown.Controls.FirstOrDefault(c => c.Label == "This helps" && right.Exists(draft => c.Action.Contains(draft, StringComparison.Ordinal))) is { } helps)
        {
            await TryAsync(asker, preview, helps);
            return;
        }

        var post = preview.Shown.Controls.First(c => c.Label.StartsWith("Post", StringComparison.Ordinal));
        await PressAsync(asker, preview, post);
        _posted.Add((question, post.Action.Split(':')[1]));
        if (number % 3 == 0 || plan.Same.Any(s => s.Contains(question.Id))) await HelpAsync(asker, helper);
    }

    /// <summary>Looks at what is shown above the question. Answers what of it is right, by the drafts whose identity problems keep.</summary>
    private List<string> Look(TravelQuestion question, PrivateSeen preview, HashSet<int> known)
    {
        var end = preview.Plain.IndexOf("\n" + Shortening.OneLine(question.Title, TitleLength) + "\n", StringComparison.Ordinal);
        var lines = (end < 0 ? preview.Plain : preview.Plain[..end]).Split('\n');
        var shown = _posted.Select(p => (p.Question.Id, p.Draft, Line: Array.Find(lines, l => l.StartsWith(Shortening.OneLine(p.Question.Title, TitleLength), StringComparison.Ordinal)))).Where(s => s.Line is not null).ToList();
        if (shown.Count == 0) return [];

        _askedWithSimilar++;
        Shown += shown.Count;
        Right += shown.Count(s => known.Contains(s.Id));
        RightWithRecord += shown.Count(s => known.Contains(s.Id) && s.Line!.Contains("tried by", StringComparison.Ordinal));
        _linked += shown.Count(s => !known.Contains(s.Id) && plan.Linked[question.Id].Contains(s.Id));
        Previews.Add(preview.Plain);
        return [.. shown.Where(s => known.Contains(s.Id)).Select(s => s.Draft)];
    }

    private async Task TryAsync(string who, Acted preview, ControlSeen helps)
    {
        var form = await PressAsync(who, preview, helps);
        await SendAsync(who, form, ("WillTry", "What they say there"), ("When", "In a week"));
        TriedInstead++;
        _known.Add(_now.AddDays(8));
    }

    /// <summary>Somebody answers in the thread of the newest card; its asker marks that.</summary>
    private async Task HelpAsync(string asker, string helper)
    {
        await MoveToAsync(_now.AddSeconds(10));
        var state = await host.Http.GetFromJsonAsync<StateSeen>($"/playground/api/state?as={helper}&place={Home}&count=5", Web);
        var card = state!.Items.Last(i => i is { Kind: "message", Card: true });
        var said = await ActAsync("say", new { @as = helper, place = card.Post!.Replace('#', '/'), words = "This did it for me: go to the counter the day before, with a copy of everything, and ask by name for what you need." });
        var form = await ActAsync("message-action", new { @as = asker, name = "helped", post = said.Said });
        await SendAsync(asker, form, ("WillTry", "The counter, the day before"), ("When", "In a week"));
        _replies++;
        _known.Add(_now.AddDays(8));
    }

    /// <summary>Everybody who was asked what came of it answers; for four of five it worked.</summary>
    private async Task TellOutcomesAsync()
    {
        if (_known.RemoveAll(at => at <= _now) == 0) return;
        var room = (await host.Http.GetFromJsonAsync<RoomSeen>("/playground/api/room", Web))!;
        foreach (var question in room.Posts.Where(p => !p.Removed && p.Controls.Any(c => c.Label == "It worked")))
        {
            foreach (var worked in question.Controls.Where(c => c.Label == "It worked" && _told.Add(c.Action)))
            {
                var action = OutcomesTold % 5 == 4 ? worked.Action.Replace("Worked", "Partly", StringComparison.Ordinal) : worked.Action;
                var who = question.Place.Split("direct-")[1];
                await ActAsync("press", new { @as = who, action, post = question.Post });
                OutcomesTold++;
            }
        }
    }

    private async Task MoveToAsync(DateTimeOffset to)
    {
        if (to <= _now) return;
        using var response = await host.Http.PostAsJsonAsync("/playground/api/clock", new { to }, Web);
        if (response.IsSuccessStatusCode) _now = to;
        else if (await response.Content.ReadAsStringAsync() is var why && !why.Contains("Time runs forward", StringComparison.Ordinal)) Troubles.Add("clock: " + why);
    }

    private Task<Acted> PressAsync(string who, Acted on, ControlSeen control) =>
        ActAsync("press", new { @as = who, action = control.Action, @private = on.Shown!.Id, seenAt = on.Shown.Place });

    private Task<Acted> SendAsync(string who, Acted opened, params (string Question, string Answer)[] answers)
    {
        if (opened.Form is not { } form) return Task.FromResult(Trouble("send", $"no form opened: {opened.Says}"));
        var values = new Dictionary<string, string[]>(form.Values, StringComparer.Ordinal);
        foreach (var (question, answer) in answers)
            values[question] = [form.Fields.First(f => f.Name == question).Choices?.FirstOrDefault(c => c.Label == answer)?.Value ?? answer];
        return ActAsync("submit", new { @as = who, token = form.Token, values, place = form.Place, @private = form.Private });
    }

    private async Task<Acted> ActAsync(string act, object body)
    {
        using var response = await host.Http.PostAsJsonAsync($"/playground/api/{act}", body, Web);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) return Trouble(act, text);
        var acted = JsonSerializer.Deserialize<Acted>(text, Web)!;
        if (acted.Answer is "refusal" or "invalid" || acted.Form is { Wrong.Count: > 0 }) return Trouble(act, text);
        return acted.Shown is { Waiting: true } waiting ? await AwaitAsync(acted, waiting) : acted;
    }

    /// <summary>On a busy machine an answer may follow late, to the same place.</summary>
    private async Task<Acted> AwaitAsync(Acted acted, PrivateSeen waiting)
    {
        using var again = new PeriodicTimer(BetweenLooks);
        for (var look = 0; look < MostLooks; look++)
        {
            var room = await host.Http.GetFromJsonAsync<RoomSeen>("/playground/api/room", Web);
            if (room!.Private.FirstOrDefault(p => p.Id == waiting.Id && !p.Waiting) is { } shown) return acted with { Shown = shown };
            await again.WaitForNextTickAsync();
        }

        return Trouble("wait", "an answer never followed");
    }

    private Acted Trouble(string act, string why)
    {
        Troubles.Add($"{act}: {why}");
        return new Acted("trouble", why, null, null, null);
    }

    private sealed record Acted(string Answer, string? Says, string? Said, PrivateSeen? Shown, FormSeen? Form);

    private sealed record FormSeen(string Token, string Place, string? Private, IReadOnlyList<FieldSeen> Fields, Dictionary<string, string[]> Values, Dictionary<string, string> Wrong);

    private sealed record FieldSeen(string Name, IReadOnlyList<ChoiceSeen>? Choices);

    private sealed record ChoiceSeen(string Value, string Label);

    private sealed record ControlSeen(string Label, string Action);

    private sealed record PrivateSeen(string Id, string Place, string Plain, bool Waiting, IReadOnlyList<ControlSeen> Controls);

    private sealed record PostSeen(string Post, string Place, string Plain, bool Removed, IReadOnlyList<ControlSeen> Controls);

    private sealed record RoomSeen(IReadOnlyList<PostSeen> Posts, IReadOnlyList<PrivateSeen> Private);

    private sealed record StateSeen(IReadOnlyList<ItemSeen> Items);

    private sealed record ItemSeen(string Kind, string? Post, bool Card);
}
