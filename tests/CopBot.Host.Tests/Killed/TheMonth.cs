using System.Globalization;
using System.Text.RegularExpressions;

namespace CopBot.Host.Tests.Killed;

/// <summary>What the scripted people live through in the month.</summary>
internal sealed partial class TheMonth(World world, MortalHost host, string dataFolder)
{
    /// <summary>
    /// The day by which everything that was begun has come to its end. People are busy for thirty days; then nothing happens until
    /// what they saved to the library is due for a look, which is after three months at the soonest.
    /// </summary>
    public const int LastDay = 106;

    private const int MostTries = 8;
    private readonly StoryCalendar _calendar = new(host);
    private readonly Dictionary<string, Somebody> _people = World.Zones.Keys.ToDictionary(id => id, id => new Somebody(id, host), StringComparer.Ordinal);

    /// <summary>Trials of which the day is known on which they are asked about: title, asker, day.</summary>
    public List<(string Title, string Asker, int Day)> ToBeAsked { get; } = [];

    /// <summary>Questions for experiences of which the last thing that was told is known: title, asker, day.</summary>
    public List<(string Title, string Asker, int Told)> ToBeSummedUp { get; } = [];

    /// <summary>What was saved to be looked at after three months: by whom, on what day, the titles.</summary>
    public List<(string Owner, int Saved, IReadOnlyList<string> Titles)> ToBeReviewed { get; } = [];

    public Task PlayAsync() => _calendar.PlayAsync(
        FoundAsync,
        () => WholeAsync("anna", "How can we keep visitors from waiting an hour?", 0, helper: "ben", adviser: "dana", follower: "mei", marked: 1, known: 8, "It worked", "A quarter of an hour now."),
        () => WholeAsync("chidi", "How can we be sure that a mended kettle is safe?", 1, helper: "dana", adviser: "ben", follower: "eli", marked: 2, known: 8, "Partly", "Two leaked."),
        () => WholeAsync("mei", "How can we teach sewing to twelve people at once?", 2, helper: "ben", adviser: "dana", follower: "chidi", marked: 3, known: 8, "It worked", null),
        () => WholeAsync("eli", "How can we lend tools without losing half of them?", 2, helper: "dana", adviser: "ben", follower: "anna", marked: 6, known: 9, "It didn't", "Three drills are gone."),
        () => WholeAsync("carla", "How can we insure a borrowed room?", 3, helper: "dana", adviser: "ben", follower: "nadia", marked: 6, known: 9, "It worked", "The library covers us."),
        () => WholeAsync("anna", "How can we store spare screws so that anybody finds them?", 6, helper: "ben", adviser: "dana", follower: "eli", marked: 7, known: 10, "It worked", null),
        () => WholeAsync("chidi", "How can we say no to a broken microwave?", 7, helper: "dana", adviser: "ben", follower: "mei", marked: 8, known: 13, "It worked", "A sign at the door."),
        () => WholeAsync("mei", "How can we thank volunteers who come each month?", 8, helper: "ben", adviser: "dana", follower: "carla", marked: 9, known: 13, "Partly", null),
        () => WholeAsync("anna", "How can we open on Sundays as well?", 14, helper: "ben", adviser: "eli", follower: "chidi", marked: 15, known: 20, result: null, line: null),
        () => WholeAsync("eli", "How can we weigh what we saved from the dump?", 20, helper: "chidi", adviser: "ben", follower: "anna", marked: 21, known: 27, "It worked", "Two hundred kilos since May."),
        () => SilentAsync(1),
        TakenBackAsync,
        WithoutNameAsync,
        MentionAsync,
        OutOfAMessageAsync,
        SolvedAndBackAsync,
        NotTriedYetAsync,
        LeftLyingAsync,
        StopAsync,
        () => ExperienceAsync("anna", Sundays, 5, "ben", "mei", saved: true),
        () => ExperienceAsync("chidi", "Has anyone had a visitor who was hurt?", 9, "dana", "eli", saved: false),
        () => ExperienceAsync("eli", "Has anyone taken a stall at a market?", 12, "nadia", "ben", saved: false),
        () => LibraryAsync("mei", 1, ["What does a sewing table need?", "Which needle for which cloth?"]),
        () => LibraryAsync("dana", 2, ["Who lends a van?"]),
        () => LibraryAsync("chidi", 4, ["How is a kettle tested?", "What must stand on the label?"]),
        () => LibraryAsync("anna", 8, ["Where can we print a banner?"], besides: Sundays),
        ReviewsAsync);

    /// <summary>
    /// Only the beginning: Anna has three questions coming, one problem stays silent, and news of advice waits for the budget
    /// of those who advised.
    /// </summary>
    public Task BeginAsync() => _calendar.PlayAsync(
        FoundAsync,
        () => WholeAsync("anna", "How can we keep visitors from waiting an hour?", 0, helper: "ben", adviser: "dana", follower: "mei", marked: 1, known: 8, result: null, line: null),
        () => WholeAsync("anna", "How can we store spare screws so that anybody finds them?", 0, helper: "ben", adviser: "dana", follower: "eli", marked: 1, known: 9, result: null, line: null),
        () => WholeAsync("anna", "How can we open on Sundays as well?", 0, helper: "ben", adviser: "eli", follower: "chidi", marked: 1, known: 14, result: null, line: null),
        () => WholeAsync("chidi", "How can we be sure that a mended kettle is safe?", 0, helper: "dana", adviser: "ben", follower: "eli", marked: 1, known: 3, "It worked", null),
        () => WholeAsync("mei", "How can we teach sewing to twelve people at once?", 0, helper: "ben", adviser: "dana", follower: "chidi", marked: 1, known: 3, "It worked", null),
        () => SilentAsync(3));

    private Somebody As(string id) => _people[id];

    private async Task FoundAsync()
    {
        var carla = As("carla");
        var card = Shown(await carla.Commands("setup"));
        var form = (await carla.PressesPrivately(card.ActionOf(c => c.Action.StartsWith("setup-describe", StringComparison.Ordinal)), card)).Form!;
        await carla.Sends(form, ("Name", "Repair circle"), ("Domain", "Mending what others throw away."), ("Zone", "London"));
        await carla.PressesPrivately("setup-home");
    }

    /// <summary>Asked, offered, advised, marked with a day, asked about on it, answered.</summary>
    private async Task WholeAsync(string asker, string title, int day, string helper, string adviser, string follower, int marked, int known, string? result, string? line)
    {
        await _calendar.Until(day, "11:00");
        await PostsAsync(asker, title);
        var card = await As(asker).SeesCard(title);

        await _calendar.Until(day, "12:30");
        await Task.WhenAll(
            As(helper).Presses(card.ActionOf("I can help"), card.Post),
            As(follower).Presses(card.ActionOf("Follow the outcome"), card.Post),
            As("nadia").Presses(card.ActionOf("Me too"), card.Post));
        var advice = (await As(adviser).Says(card.Thread, $"On “{title}”: ask next door, they have done it for years.")).Said!;

        await _calendar.Until(marked, "15:00");
        await MarksAsync(asker, advice, "What they do next door", known);
        ToBeAsked.Add((title, asker, known));
        if (result is null) return;

        await _calendar.Until(known, "19:30");
        await TellsAsync(asker, title, result, line);
    }

    /// <summary>Nobody ever writes below the card: three steps, then nothing more.</summary>
    private async Task SilentAsync(int day)
    {
        await _calendar.Until(day, "19:45");
        await PostsAsync("nadia", Silent);
        var card = await As("nadia").SeesCard(Silent);
        await As("ben").Presses(card.ActionOf("I can help"), card.Post);
        // Somebody takes part and leaves again, several times.
        for (var i = 0; i < 3; i++)
        {
            var follows = await As("eli").Presses(card.ActionOf("Follow the outcome"), card.Post);
            if (follows.Shown is { } shown) await As("eli").PressesPrivately(shown.ActionOf("Undo"), shown);
        }
    }

    public const string Silent = "How can we find somebody who repairs accordions?";

    private async Task TakenBackAsync()
    {
        foreach (var (day, title) in ((int, string)[])[(4, "How can we take this back?"), (10, "How can we take back this one too?")])
        {
            await _calendar.Until(day, "14:00");
            var posted = await PostsAsync("eli", title);
            var card = await As("eli").SeesCard(title);
            world.Posted.TryRemove(title, out _);
            var undo = posted?.ActionOf("Undo") ?? (await ChoicesAsync("eli", card)).ActionOf("Take it back");
            await As("eli").PressesPrivately(undo, posted);
            world.TakenBack[title] = 0;
        }
    }

    private async Task WithoutNameAsync()
    {
        const string Title = "How can we tell our founder that it is time to let others lead?";
        var nadia = As("nadia");
        await _calendar.Until(5, "11:00");
        var form = (await nadia.Commands("ask " + Title)).Form!;
        var sent = await nadia.Sends(form, ("Who", "Everyone here, without my name"));
        var card = await nadia.SeesCard(Title);
        world.Posted[Title] = 0;
        if (sent.Kept is null) return; // The receipt is shown once, and the host died before it was.
        var secret = Secret().Match((await host.LookAsync()).Posts.First(p => p.Post == sent.Kept).Plain).Value;

        await _calendar.Until(5, "15:00");
        var advice = (await As("chidi").Says(card.Thread, "Ask them what they would like to be remembered for.")).Said!;
        await _calendar.Until(6, "10:00");
        Acted marked;
        var tries = 0;
        do
        {
            // What was pointed at stands in memory only: with the host it is gone, and they point at it again.
            form = (await nadia.Uses("helped", advice)).Form!;
            marked = await nadia.Sends(form, ("Receipt", secret), ("WillTry", "A letter"), ("When", "On a date"), ("Day", World.Day(13)));
        }
        while (marked.Answer is "refusal" && ++tries < MostTries);

        await _calendar.Until(13, "12:00");
        var question = await nadia.Sees("the question in the thread", room => room.Posts.FirstOrDefault(p => p.Place == card.Thread && p.Plain.Contains("What came of it?", StringComparison.Ordinal)));
        form = (await nadia.Presses(question.ActionOf("Answer with my receipt"), question.Post)).Form!;
        await nadia.Sends(form, ("Receipt", secret), ("Result", "It worked"), ("Line", "They took it well."));
    }

    private async Task MentionAsync()
    {
        const string Title = "how can we get the old sewing machines through the door?";
        var eli = As("eli");
        await _calendar.Until(7, "10:30");
        PrivateSeen? offer = null;
        for (var tries = 0; offer is null && tries < MostTries; tries++)
        {
            // A whisper that may have been heard is not repeated: they mention the bot again.
            await eli.Says(World.Lounge, $"@CopBot {Title}");
            await host.MoveAsync((await host.LookAsync()).Now.AddSeconds(1));
            offer = (await host.LookAsync()).Private.LastOrDefault(p => p.To == "eli" && p.Controls.Any(c => c.Label == "Write it down"));
        }

        var form = (await eli.PressesPrivately(offer!.ActionOf("Write it down"), offer)).Form!;
        if (form.Values["Title"][0] != Title) throw new InvalidOperationException($"The mention came back as {form.Values["Title"][0]}");
        await PostsAsync("eli", Title, form);
        await eli.SeesCard(Title);
    }

    private async Task OutOfAMessageAsync()
    {
        const string Words = "How can we label the drawers so that the labels stay on?";
        await _calendar.Until(9, "11:00");
        var said = (await As("ben").Says(World.Lounge, Words)).Said!;
        var form = (await As("mei").Uses("problem-here", said)).Form!;
        await PostsAsync("mei", Words, form);
        await As("mei").SeesCard(Words);
        var told = await As("ben").Sees("that his words became a problem", room => room.Posts.FirstOrDefault(p => p.Place == As("ben").Direct && p.Controls.Any(c => c.Action.StartsWith("problem-source-back", StringComparison.Ordinal))));

        await _calendar.Until(10, "11:00");
        world.Posted.TryRemove(Words, out _);
        world.Typed.TryRemove(Words, out _);
        await As("ben").Presses(told.ActionOf("Take my words back"), told.Post);
    }

    private async Task SolvedAndBackAsync()
    {
        const string Title = "How can we stop the lights from flickering?";
        await _calendar.Until(11, "12:00");
        await PostsAsync("ben", Title);
        var card = await As("ben").SeesCard(Title);
        await As("mei").Presses(card.ActionOf("Follow the outcome"), card.Post);
        for (var i = 0; i < 2; i++)
        {
            var choices = await ChoicesAsync("ben", card);
            var solved = await As("ben").PressesPrivately(choices.ActionOf("It is solved"), choices);
            if (i == 0 && solved.Shown is { } done) await As("ben").PressesPrivately(done.ActionOf("Undo"), done);
            else break;
        }

        await _calendar.Until(16, "12:00");
        card = await As("mei").Sees("that it is solved", room => Somebody.CardIn(room, Title) is { } now && now.Controls.Any(c => c.Label == "This came back") ? now : null);
        var form = (await As("mei").Presses(card.ActionOf("This came back"), card.Post)).Form!;
        await As("mei").Sends(form, ("What", "It flickers again when it rains."));
    }

    private async Task NotTriedYetAsync()
    {
        const string Title = "How can we dry wet shoes before the evening?";
        await _calendar.Until(3, "10:30");
        await PostsAsync("chidi", Title);
        var card = await As("chidi").SeesCard(Title);
        var advice = (await As("eli").Says(card.Thread, "Old newspapers, twice.")).Said!;
        await _calendar.Until(6, "14:00");
        await MarksAsync("chidi", advice, "Newspapers", 14);
        ToBeAsked.Add((Title, "chidi", 14));

        await _calendar.Until(14, "19:00");
        var (action, post, shown) = await QuestionAsync("chidi", Title, "Haven't tried yet");
        var form = (post is not null ? await As("chidi").Presses(action, post) : await As("chidi").PressesPrivately(action, shown)).Form!;
        await As("chidi").Sends(form, ("Day", World.Day(17)));
        await _calendar.Until(17, "19:00");
        await TellsAsync("chidi", Title, "It didn't", "Soggy.");
    }

    /// <summary>Typed, corrected, and left lying.</summary>
    private async Task LeftLyingAsync()
    {
        const string Title = "How can we ask this, if at all?";
        await _calendar.Until(17, "10:00");
        var preview = await PreviewAsync("mei", Title, null);
        await _calendar.Until(18, "10:00");
        // The preview may still stand on her screen, whatever became of the host.
        var form = (await As("mei").PressesPrivately(preview.ActionOf("Edit"), preview)).Form!;
        if (form.Values["Title"][0] != Title) throw new InvalidOperationException($"The draft came back as {form.Values["Title"][0]}");
        await _calendar.Until(26, "10:00");
    }

    private const string Sundays = "Has anyone opened on Sundays?";

    /// <summary>Asked, told by two on two days, quiet for a week; then the asker gets a draft, and saves it or leaves it lying.</summary>
    private async Task ExperienceAsync(string asker, string title, int day, string first, string second, bool saved)
    {
        await _calendar.Until(day, "16:00");
        var form = (await As(asker).Commands("experience " + title)).Form!;
        await As(asker).Sends(form, ("Hear", "What you would do again."));
        var card = await As(asker).SeesCard(title);
        await TellsWhatTheyHadAsync(first, card);

        await _calendar.Until(day + 1, "16:00");
        await TellsWhatTheyHadAsync(second, card);
        ToBeSummedUp.Add((title, asker, day + 1));
        if (!saved) return;

        await _calendar.Until(day + 8, "16:30");
        var draft = await As(asker).Sees($"the draft of “{title}”", room => room.Posts.LastOrDefault(p => p.Place == As(asker).Direct && !p.Removed && p.Plain.Contains(title, StringComparison.Ordinal) && p.Controls.Any(c => c.Label == "Save to library")));
        form = (await As(asker).Presses(draft.ActionOf("Save to library"), draft.Post)).Form!;
        await As(asker).Sends(form, ("Summary", "Worth it from spring to autumn."), ("Review", ThreeMonths));
    }

    private async Task TellsWhatTheyHadAsync(string who, PostSeen card)
    {
        var form = (await As(who).Presses(card.ActionOf("I have"), card.Post)).Form!;
        await As(who).Sends(form, ("Did", $"{who} tried it for a year."), ("Happened", "It went well, and then it did not."), ("Again", "Yes, with changes"));
    }

    /// <summary>Somebody saves things a day apart, to be looked at after three months; they are asked about all that is theirs at once.</summary>
    private async Task LibraryAsync(string owner, int day, IReadOnlyList<string> titles, string? besides = null)
    {
        ToBeReviewed.Add((owner, day, [.. titles, .. besides is null ? [] : new[] { besides }]));
        foreach (var (title, n) in titles.Select((t, n) => (t, n)))
        {
            await _calendar.Until(day + n, "10:15");
            var form = (await As(owner).Commands("save " + string.Create(CultureInfo.InvariantCulture, $"https://example.org/{owner}/{n}"))).Form!;
            await As(owner).Sends(form, ("Title", title), ("Review", ThreeMonths));
        }
    }

    private const string ThreeMonths = "In 3 months";

    /// <summary>The clock stops often while things are due for a look, so that the host dies there too; two owners look.</summary>
    private async Task ReviewsAsync()
    {
        await _calendar.Until(92, "09:00");
        host.LetDie();
        for (var day = 93; day < LastDay - 5; day++) await _calendar.Until(day, "19:00");
        foreach (var owner in (string[])["mei", "chidi"])
        {
            var asked = await As(owner).Sees("what is due for a look", room => room.Posts.LastOrDefault(p => p.Place == As(owner).Direct && !p.Removed && p.Controls.Any(c => c.Label == "All of mine still hold")));
            await As(owner).Presses(asked.ActionOf("All of mine still hold"), asked.Post);
        }

        await _calendar.Until(LastDay, "10:00");
    }

    private async Task StopAsync()
    {
        await _calendar.Until(10, "19:00");
        var me = Shown(await As("dana").Commands("me"));
        await As("dana").PressesPrivately(me.ActionOf("Stop unasked messages"), me);
        world.Stopped["dana"] = (await host.LookAsync()).Now;
    }

    private async Task<PrivateSeen?> PostsAsync(string who, string title, FormSeen? form = null)
    {
        var preview = await PreviewAsync(who, title, form);
        var posted = await As(who).PressesPrivately(preview.ActionOf(c => c.Action.StartsWith("problem-post:", StringComparison.Ordinal)), preview);
        world.Posted[title] = 0;
        return posted.Shown;
    }

    private async Task<PrivateSeen> PreviewAsync(string who, string title, FormSeen? form)
    {
        var me = As(who);
        form ??= (await me.Commands("ask " + title)).Form!;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var sent = await me.Sends(form, ("Tried", "This and that."), ("Topics", "mending"));
            world.Typed[title] = new Typed(who, (await host.LookAsync()).Now);
            if (sent.Shown is { } preview) return preview;

            // It was taken, and the host died before the preview was shown: what was typed comes back.
            form = (await me.PressesPrivately("draft:" + DraftOf(who, title))).Form ?? throw new InvalidOperationException($"What {who} typed does not come back: {title}");
            if (form.Values["Title"][0] != title) throw new InvalidOperationException($"The draft of “{title}” came back as {form.Values["Title"][0]}");
        }

        throw new InvalidOperationException($"{who} never saw the preview of {title}");
    }

    private string DraftOf(string who, string title)
    {
        var draft = Books.Open(dataFolder).Drafts.FirstOrDefault(d => d.Owner.EndsWith("/" + who, StringComparison.Ordinal) && d.Values.Contains(title, StringComparison.Ordinal) && d.Values.Contains("\"Title\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"What {who} typed was taken and is nowhere: {title}");
        return System.Buffers.Text.Base64Url.EncodeToString(draft.Id.ToByteArray());
    }

    private async Task MarksAsync(string who, string advice, string willTry, int known)
    {
        var opened = await As(who).Uses("helped", advice);
        var form = opened.Form ?? throw new InvalidOperationException($"{who} cannot mark {advice}: {opened.Says}");
        var marked = await As(who).Sends(form, ("WillTry", willTry), ("When", "On a date"), ("Day", World.Day(known)));
        if (marked.Answer is not ("reply" or "done")) throw new InvalidOperationException($"{who} could not mark {advice}: {marked.Says}");
    }

    private async Task TellsAsync(string who, string title, string result, string? line)
    {
        var (action, post, shown) = await QuestionAsync(who, title, result);
        var told = post is not null ? await As(who).Presses(action, post) : await As(who).PressesPrivately(action, shown);
        if (line is null || told.Shown is not { } thanks) return;

        var form = (await As(who).PressesPrivately(thanks.ActionOf("Add a line"), thanks)).Form!;
        await As(who).Sends(form, ("Line", line));
    }

    /// <summary>Where somebody answers what came of it: in the question itself, or in what a merged message shows of it.</summary>
    private async Task<(string Action, string? Post, PrivateSeen? Shown)> QuestionAsync(string who, string title, string result)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var asked = await As(who).Sees($"the question about “{title}”", room => room.Posts.LastOrDefault(p =>
                p.Place == As(who).Direct && !p.Removed && p.Plain.Contains(title, StringComparison.Ordinal) && (Has(p, result) || p.Plain.Contains($"What came of it? {title}", StringComparison.Ordinal))));
            if (Has(asked, result)) return (asked.ActionOf(result), asked.Post, null);

            var number = Regex.Match(asked.Plain, @"(\d+)\. What came of it\? " + Regex.Escape(title), RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
            if ((await As(who).Presses(asked.ActionOf($"Show {number}"), asked.Post)).Shown is { } shown) return (shown.ActionOf(result), null, shown);
        }

        throw new InvalidOperationException($"{who} was not shown the question about {title}");

        static bool Has(PostSeen post, string label) => post.Controls.Any(c => c.Label == label && c.Action.StartsWith("trial-", StringComparison.Ordinal));
    }

    private async Task<PrivateSeen> ChoicesAsync(string who, PostSeen card)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if ((await As(who).Presses(card.ActionOf("More"), card.Post)).Shown is { } shown) return shown;
        }

        throw new InvalidOperationException($"{who} was not shown the choices of {card.Plain}");
    }

    private static PrivateSeen Shown(Acted acted) => acted.Shown ?? throw new InvalidOperationException($"Nothing was shown but {acted.Answer} {acted.Says}");

    [GeneratedRegex("[a-z2-9]{5}(?:-[a-z2-9]{5}){3}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}

internal static class Seen
{
    public static string ActionOf(this PostSeen post, string label) => Find(post.Controls, c => c.Label == label, label, post.Plain);

    public static string ActionOf(this PrivateSeen answer, string label) => Find(answer.Controls, c => c.Label == label, label, answer.Plain);

    public static string ActionOf(this PrivateSeen answer, Func<ControlSeen, bool> which) => Find(answer.Controls, which, "the button", answer.Plain);

    private static string Find(IReadOnlyList<ControlSeen> controls, Func<ControlSeen, bool> which, string what, string on) =>
        controls.FirstOrDefault(which)?.Action ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"There is no {what} on “{on}”; there is {string.Join(", ", controls.Select(c => c.Label))}"));
}
