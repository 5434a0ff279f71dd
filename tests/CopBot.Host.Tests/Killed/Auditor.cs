using System.Globalization;
using System.Text.Json.Nodes;

namespace CopBot.Host.Tests.Killed;

/// <summary>Says in sentences what in the books is against the manners, or lost, doubled or stuck.</summary>
internal sealed class Auditor(World world)
{
    private const string Bot = "copbot";
    private const int NonceLength = 10;

    // A message is judged, then sent: real time that passes between, with both on one busy machine.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(20);

    /// <summary>What must hold at every instant, also of what a killed host left behind.</summary>
    public IEnumerable<string> AtAnyInstant(Books books) =>
    [
        .. EverythingOnce(books),
        .. QuietHoursKept(books),
        .. BudgetKept(books),
        .. StopHeard(books),
        .. QuestionsCounted(books),
        .. NobodyRung(books),
        .. SummedUpOnce(books),
        .. ReviewedOnce(books),
    ];

    /// <summary>What must hold besides, once everything due has been done.</summary>
    public IEnumerable<string> WhenSettled(Books books, DateTimeOffset now) =>
    [
        .. AtAnyInstant(books),
        .. NothingStuck(books, now),
        .. RoomAgreesWithBoard(books),
        .. CardsAgreeWithProblems(books),
        .. NothingTypedIsLost(books, now),
        .. NewsWentToEach(books),
        .. DraftsAndReviewsCame(books, now),
    ];

    private static IEnumerable<string> EverythingOnce(Books books)
    {
        var known = books.Deliveries.SelectMany(d => d.Nonces.Select(n => (Nonce: n, Delivery: d))).ToDictionary(n => n.Nonce, n => n.Delivery, StringComparer.Ordinal);
        foreach (var twice in books.Room.Where(m => m.Nonce is not null).GroupBy(m => m.Nonce!, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"{(known.TryGetValue(twice.Key, out var d) ? d.Key : "an answer")} was sent {twice.Count()} times: {string.Join(", ", twice.Select(m => m.Post))}";
        foreach (var stray in books.Room.Where(m => m is { Author: Bot, Nonce.Length: NonceLength } && !known.ContainsKey(m.Nonce)))
            yield return $"{stray.Post} stands in the room, and the store knows nothing of it: {stray.Shows}";
        foreach (var twice in books.Deliveries.GroupBy(d => d.Key, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"{twice.Key} has {twice.Count()} deliveries in one workspace";
        foreach (var twice in books.Problems.GroupBy(p => p.Title, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"the problem “{twice.Key}” was posted {twice.Count()} times";
        foreach (var twice in books.Trials.Where(t => t.Result is null && t.Trier is not null).GroupBy(t => (t.Problem, t.Trier)).Where(g => g.Count() > 1))
            yield return $"{twice.Count()} trials are under way for one person: {twice.First().Title}";
    }

    private static IEnumerable<string> QuietHoursKept(Books books) =>
        from sent in PrivatePosts(books)
        where sent.Class is not "AtOnce" && !IsOpen(sent.To, sent.Message.SentAt) && !IsOpen(sent.To, sent.Message.SentAt - Slack)
        select $"{sent.To} was written to at {Local(sent.To, sent.Message.SentAt)}, outside their hours: {sent.Key}";

    private static IEnumerable<string> BudgetKept(Books books)
    {
        foreach (var person in PrivatePosts(books).Where(IsUnasked).GroupBy(p => p.To, StringComparer.Ordinal))
        {
            var sent = person.OrderBy(p => p.Message.SentAt).ToList();
            foreach (var day in sent.GroupBy(p => TimeZoneInfo.ConvertTime(p.Message.SentAt, World.Zones[p.To]).Date).Where(g => g.Count() > 1))
                yield return $"{person.Key} got {day.Count()} unasked messages on {day.Key:yyyy-MM-dd}: {string.Join(", ", day.Select(p => p.Key))}";
            for (var i = 3; i < sent.Count; i++)
            {
                if (sent[i].Message.SentAt < sent[i - 3].Message.SentAt.AddDays(7) - Slack)
                    yield return $"{person.Key} got four unasked messages within seven days, the last at {sent[i].Message.SentAt:u}: {sent[i].Key}";
            }
        }

        foreach (var plain in PrivatePosts(books).Where(p => p.Class is "Unasked" && !p.Message.CameWith("stop")))
            yield return $"{plain.Key} came unasked to {plain.To} and has no Stop";
    }

    private IEnumerable<string> StopHeard(Books books) =>
        from sent in PrivatePosts(books)
        where IsUnasked(sent) && world.Stopped.TryGetValue(sent.To, out var at) && sent.Message.SentAt > at
        select $"{sent.To} said Stop at {world.Stopped[sent.To]:u} and got {sent.Key} at {sent.Message.SentAt:u}";

    private static IEnumerable<string> QuestionsCounted(Books books)
    {
        var questions = books.Posts.Keys.Where(k => k.StartsWith("trial/", StringComparison.Ordinal)).GroupBy(k => k.Split('/')[1], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var trial in books.Trials)
        {
            var asked = questions.GetValueOrDefault(Guid.Parse(trial.Id).ToString("N"));
            if (asked > 2) yield return $"{asked} questions were asked about “{trial.Title}”";
            if (asked != trial.Asked) yield return $"the store says that “{trial.Title}” was asked about {trial.Asked} times, and there are {asked} questions";
        }
    }

    private static IEnumerable<string> NobodyRung(Books books) =>
        books.Room.Where(m => m is { Author: Bot, Rang: true, Direct: null }).Select(m => $"{m.Post} rang somebody");

    private static IEnumerable<string> NothingStuck(Books books, DateTimeOffset now)
    {
        foreach (var d in books.Deliveries)
        {
            var wants = d.State is "Waiting" or "Standing";
            if (d.DueAt <= now) yield return $"{d.Key} has been due since {d.DueAt:u} ({d.State}, {d.Trouble})";
            else if (d.LeasedBy is not null) yield return $"{d.Key} is still leased by {d.LeasedBy}";
            else if (d is { State: "Waiting", DueAt: null }) yield return $"{d.Key} waits for nothing, for ever";
            else if (d.State is "Undeliverable") yield return $"{d.Key} was given up: {d.Trouble}";
            else if (wants && d.AttemptedAt is not null) yield return $"{d.Key} was begun at {d.AttemptedAt:u} and never finished";
        }

        foreach (var t in books.Trials.Where(t => t.DueAt <= now)) yield return $"the trial of “{t.Title}” has been due since {t.DueAt:u}";
        foreach (var p in books.Problems.Where(p => p.NextStepAt <= now || p.QuietAt <= now)) yield return $"the problem “{p.Title}” has been due since {p.NextStepAt:u} or {p.QuietAt:u}";
        foreach (var e in books.InboxWaiting) yield return $"an event waits in the inbox after {e.Attempts} attempts, until {e.TakeUpAt:u}: {e.What}";
    }

    private static IEnumerable<string> RoomAgreesWithBoard(Books books)
    {
        var messages = books.Room.ToDictionary(m => m.Post, StringComparer.Ordinal);
        foreach (var d in books.Deliveries)
        {
            var post = books.Posts[d.Key];
            if (d.State is not "Standing" || (d.StandsAt is null && !post.Withdrawn))
            {
                if (d.State is "Standing" && !d.Key.StartsWith("mention/", StringComparison.Ordinal)) yield return $"{d.Key} stands nowhere";
                continue;
            }

            if (d.StandsAt is null || !messages.TryGetValue(d.StandsAt, out var message)) yield return $"{d.Key} should stand at {d.StandsAt}, where nothing is";
            else if (message.Removed) yield return $"{d.Key} was taken away from {d.StandsAt}, and the store says that it stands";
            else if (post.Withdrawn) yield return $"{d.Key} was withdrawn and still stands at {d.StandsAt}";
            else if (message.Nonce != d.Nonce) yield return $"{d.Key} stands at {d.StandsAt} with another mark";
            else if (d.DeliveredRevision != post.Revision || d.WantedRevision != post.Revision) yield return $"{d.Key} stands in revision {d.DeliveredRevision} of {post.Revision}";
            else if (!JsonNode.DeepEquals(message.Shows, JsonNode.Parse(post.Message))) yield return $"{d.Key} does not say what the store says: {message.Shows} instead of {post.Message}";
        }

        var standing = books.Deliveries.Where(d => d.State is "Standing").Select(d => d.StandsAt).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in books.Room.Where(m => m is { Author: Bot, Removed: false, Nonce.Length: NonceLength } && !standing.Contains(m.Post)))
            yield return $"{stray.Post} still stands, and the store says that nothing does";
    }

    private IEnumerable<string> CardsAgreeWithProblems(Books books)
    {
        var cards = books.Deliveries.Where(d => d is { State: "Standing", StandsAt: not null }).ToDictionary(d => d.Key, d => d.StandsAt!, StringComparer.Ordinal);
        var messages = books.Room.ToDictionary(m => m.Post, StringComparer.Ordinal);
        foreach (var problem in books.Problems)
        {
            if (!cards.TryGetValue(problem.CardKey, out var at) || !messages.TryGetValue(at, out var card))
            {
                yield return $"the problem “{problem.Title}” has no card";
                continue;
            }

            var says = Words(card.Shows!);
            foreach (var wanted in WordsOf(problem, books).Where(w => !says.Contains(w, StringComparison.Ordinal)))
                yield return $"the card of “{problem.Title}” does not say “{wanted}”: {says}";
        }

        foreach (var title in world.Posted.Keys.Where(t => !books.Problems.Any(p => p.Title == t))) yield return $"the problem “{title}” was posted and is gone";
        foreach (var title in world.TakenBack.Keys.Where(t => books.Problems.Any(p => p.Title == t))) yield return $"the problem “{title}” was taken back and is there";
    }

    private static IEnumerable<string> WordsOf(ProblemRow problem, Books books)
    {
        yield return problem.Title;
        yield return problem.Status switch { "Trying" => "Being tried", "SetAside" => "Set aside", var other => other };
        int Count(string stake) => books.Stakes.Count(s => s.Problem == problem.Id && s.Stake == stake);
        if (Count("Helper") > 0) yield return " can help";
        if (Count("MeToo") is > 0 and var meToo) yield return meToo == 1 ? "1 has this too" : string.Create(CultureInfo.InvariantCulture, $"{meToo} have this too");
        if (Count("Follower") is > 0 and var follow) yield return follow == 1 ? "1 follows" : string.Create(CultureInfo.InvariantCulture, $"{follow} follow");
        foreach (var advice in books.Advice.Where(a => a.Problem == problem.Id)) yield return advice.Excerpt.Length > 0 ? advice.Excerpt : "(words taken back by their author)";
        foreach (var told in books.Outcomes.Where(o => o.Problem == problem.Id && o is { ByAsker: true, Line.Length: > 0 })) yield return told.Line;
    }

    /// <summary>Every form that was acknowledged became a problem, or is a draft for seven days.</summary>
    private IEnumerable<string> NothingTypedIsLost(Books books, DateTimeOffset now) =>
        from typed in world.Typed
        where typed.Value.At.AddDays(7) > now && !world.TakenBack.ContainsKey(typed.Key)
        where !books.Problems.Any(p => p.Title == typed.Key) && !books.Drafts.Any(d => d.Values.Contains(typed.Key, StringComparison.Ordinal) && d.Owner.EndsWith("/" + typed.Value.By, StringComparison.Ordinal))
        select $"“{typed.Key}”, which {typed.Value.By} typed at {typed.Value.At:u}, is neither posted nor a draft";

    /// <summary>Everybody who takes part hears of an outcome under a key of their own, but for the one who told it.</summary>
    private static IEnumerable<string> NewsWentToEach(Books books)
    {
        foreach (var told in books.Outcomes.Where(o => o.Result is "Worked" or "Partly" or "DidNot"))
        {
            var problem = books.Problems.First(p => p.Id == told.Problem);
            var advisers = books.Advice.Where(a => a.Problem == told.Problem).Select(a => a.Author).OfType<string>();
            foreach (var member in advisers.Where(m => m != told.Teller).Distinct(StringComparer.Ordinal))
            {
                var key = $"problem/{Guid.Parse(told.Problem):N}/outcome/{Guid.Parse(told.Trial):N}/{Guid.Parse(member):N}";
                if (!books.Posts.ContainsKey(key)) yield return $"{books.Members[member]} advised on “{problem.Title}” and has no news of the outcome";
            }
        }
    }

    /// <summary>The asker gets one draft of what was told, whatever key it goes by.</summary>
    private static IEnumerable<string> SummedUpOnce(Books books)
    {
        foreach (var asked in books.Experiences)
        {
            var drafts = books.Posts.Values.Where(p => p.Key.StartsWith(asked.SummaryKey, StringComparison.Ordinal)).ToList();
            if (drafts.Count > 1) yield return $"what was told of “{asked.Title}” was summed up {drafts.Count} times: {string.Join(", ", drafts.Select(p => p.Key))}";
            if (drafts.Count > 0 && asked.SummaryAt is not null) yield return $"what was told of “{asked.Title}” was summed up, and is to be again at {asked.SummaryAt:u}";
        }
    }

    /// <summary>Whoever looks after something is asked about it once: again only three months after they said that it holds.</summary>
    private static IEnumerable<string> ReviewedOnce(Books books)
    {
        foreach (var resource in books.Library)
        {
            foreach (var reader in Reviews(books, resource).GroupBy(r => r.Reader))
            {
                var days = reader.Select(r => r.Day).Order().ToList();
                foreach (var (before, day) in days.Zip(days.Skip(1)).Where(d => d.Second < d.First.AddMonths(3)))
                    yield return $"“{resource.Title}” was to be looked at on {before:yyyy-MM-dd} and again on {day:yyyy-MM-dd}";
            }

            if (resource.RetiredAt is null && resource.ReviewAt is not null && Reviews(books, resource).Any(r => r.Day > resource.VerifiedOn))
                yield return $"“{resource.Title}” was to be looked at, and is to be again at {resource.ReviewAt:u}, though nobody looked";
        }
    }

    /// <summary>What is due is asked about, and what the store says was asked about was.</summary>
    private static IEnumerable<string> DraftsAndReviewsCame(Books books, DateTimeOffset now)
    {
        foreach (var asked in books.Experiences)
        {
            if (asked.SummaryAt <= now) yield return $"the draft of “{asked.Title}” has been due since {asked.SummaryAt:u}";
            if (asked.SummaryOffered && !books.Posts.ContainsKey(asked.SummaryKey)) yield return $"the store says that “{asked.Title}” was summed up, and there is no draft";
        }

        foreach (var resource in books.Library.Where(r => r.RetiredAt is null))
        {
            if (resource.ReviewAt <= now) yield return $"“{resource.Title}” has been due for a look since {resource.ReviewAt:u}";
            if (resource.ReviewAt is null && !Reviews(books, resource).Any(r => r.Day > resource.VerifiedOn)) yield return $"the store says that “{resource.Title}” was asked about, and nobody was";
        }
    }

    /// <summary>Who was to look at it, and on what day that was written down.</summary>
    private static IEnumerable<(string Reader, DateOnly Day)> Reviews(Books books, ResourceRow resource) =>
        from post in books.Posts.Values
        where post.Key.StartsWith("library-review/", StringComparison.Ordinal) && Words(JsonNode.Parse(post.Message)!).Contains(resource.Title, StringComparison.Ordinal)
        let parts = post.Key.Split('/')
        select (parts[1], DateOnly.ParseExact(parts[2], "yyyyMMdd", CultureInfo.InvariantCulture));

    private static bool IsUnasked(SentPrivately sent) => sent.Class is "Unasked" || sent.Message.CameWith("stop");

    private static IEnumerable<SentPrivately> PrivatePosts(Books books)
    {
        var known = books.Deliveries.SelectMany(d => d.Nonces.Select(n => (Nonce: n, Delivery: d))).ToDictionary(n => n.Nonce, n => n.Delivery, StringComparer.Ordinal);
        foreach (var message in books.Room.Where(m => m is { Author: Bot, Direct: not null, Nonce.Length: NonceLength }))
        {
            if (known.TryGetValue(message.Nonce!, out var delivery)) yield return new SentPrivately(message, message.Direct!, delivery.Key, delivery.Class);
        }
    }

    /// <summary>When somebody may be written to about what falls due then.</summary>
    public static DateTimeOffset Opens(string person, DateTimeOffset due)
    {
        var at = due;
        while (!IsOpen(person, at)) at = at.AddMinutes(1);
        return at;
    }

    private static bool IsOpen(string person, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, World.Zones[person]);
        return local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour is >= 9 and < 18;
    }

    private static string Local(string person, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, World.Zones[person]).ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>All words of a message, one after the other.</summary>
    private static string Words(JsonNode message) => message switch
    {
        JsonArray all => string.Concat(all.OfType<JsonNode>().Select(Words)),
        JsonObject one => string.Concat(one.Where(p => p.Key is not ("is" or "action" or "style")).Select(p => p.Value).OfType<JsonNode>().Select(Words)),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => "",
    };

    private sealed record SentPrivately(Said Message, string To, string Key, string Class);
}
