using CopBot.DiscordEmulator.World;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>
/// A year of a real rhythm on the wire of each platform: every second Tuesday, 16:00 in Berlin, whatever the clocks do. One
/// meeting is skipped, one moved, one handed over, and the agenda of one begins with what the one before left over.
/// </summary>
public sealed class YearOfARhythmTests
{
    private const string Title = "Repair evening";
    private const int WithAgenda = 3;
    private const int IsSkipped = 7;
    private const int IsMoved = 12;
    private const int IsHandedOver = 20;
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>In Berlin, on the wall there.</summary>
    private static readonly DateTime First = TimeZoneInfo.ConvertTime(Town.Beginning, Berlin).Date.AddDays(7).AddHours(16);

    [Theory]
    [MemberData(nameof(Town.All), MemberType = typeof(Town))]
    public async Task A_year_of_a_rhythm_is_announced_answered_steered_and_told_once_on_each_platform(string platform)
    {
        await using var town = await Town.OpenAsync(platform, (Town.Anna, "Europe/Berlin"), (Town.Ben, "America/New_York"), (Town.Chidi, "Europe/Berlin"));
        await using var bot = await BotInside.StartAsync(town);
        await StoryTests.SetUpAsync(town, "Berlin");
        await BeginAsync(town, bot);

        var at = Enumerable.Range(0, 26).Select(n => Instant(First.AddDays(14 * n))).ToList();
        for (var n = 0; n < at.Count; n++)
        {
            await bot.MoveToAsync(at[n].AddDays(-6));
            // The instant itself stands on the card, so each reader sees it on their own clock.
            var card = Assert.Single(town.Posts(), p => p.Says(Title) && p.Says("Remind me") && p.Says(town.Instant(at[n])) && p.Says("16:00 in Berlin"));
            if (town is DiscordTown { Events: var events }) Assert.Single(events, e => e.StartsAt == at[n] && e.Status == ScheduledEvent.Scheduled && e.Recurrence is null);
            switch (n)
            {
                case WithAgenda:
                    await PrepareAsync(town, bot, card, at[n]);
                    break;
                case WithAgenda + 1:
                    await bot.MoveToAsync(at[n].AddHours(-23));
                    Assert.Single(town.Wrote(), w => !w.Private && w.Words.Contains("Agenda: ") && w.Words.Contains("A name for the van") && w.Words.Contains("carried over") && w.Words.Contains("Parking for the van"));
                    break;
                case IsSkipped:
                    await SkipAsync(town, bot, card, at[n]);
                    continue;
                case IsMoved:
                    at[n] = await MoveAsync(town, bot, card, at[n]);
                    break;
                case IsHandedOver:
                    await HandOverAsync(town, bot, card, at[n]);
                    break;
                default:
                    break;
            }

            await bot.MoveToAsync(at[n].AddMinutes(1));
            if (n is WithAgenda or IsHandedOver) await bot.MoveToAsync(at[n].AddMinutes(61));
            if (n == WithAgenda) await WrapUpAsync(town, bot);
            if (n == IsHandedOver) await town.GetsAsync(Town.Ben, "How was it?");
        }

        // Each began once, but for the one that was skipped; nobody was ever rung.
        Assert.Equal(25, town.Wrote().Count(w => !w.Private && w.Words.Contains("begins now")));
        Assert.All(town.Wrote().Where(w => !w.Private), w => Assert.Empty(w.Rang));
        foreach (var who in new[] { Town.Ben, Town.Chidi }) Assert.Equal((1, 1), (Told(who, "Skipped: "), Told(who, "Moved: ")));
        Assert.Equal((0, 0), (Told(Town.Anna, "Skipped: "), Told(Town.Anna, "Moved: ")));
        if (town is DiscordTown { Events: var all })
        {
            // One for each meeting that was announced: the one after the last has its card as well.
            Assert.Equal([.. at, Instant(First.AddDays(14 * at.Count))], all.Select(e => e.StartsAt));
            Assert.Equal(at[IsSkipped], Assert.Single(all, e => e.Status == ScheduledEvent.Canceled).StartsAt);
        }

        town.NothingWasWrong();
        await town.RequestsAreAsDocumentedAsync();

        int Told(string who, string what) => town.Mail(who).Count(m => m.Says(what));
    }

    private static async Task BeginAsync(Town town, BotInside bot)
    {
        await town.CommandAsync(Town.Anna, "meet new");
        await town.OpensAsync(Town.Anna, "A series of meetings");
        var preview = await bot.DoesAsync(() => town.SendAsync(Town.Anna, [("Title", Title), .. town.Moment("First", First), ("Length", "Hour")]), () => town.Last(Town.Anna, "Start the series"));
        Assert.True(preview.Says("every second Tuesday at 16:00 in Berlin"), preview.Words);
        await bot.DoesAsync(() => town.PressAsync(Town.Anna, preview, "Start the series"), () => Card(town, First));
    }

    /// <summary>Ben comes and brings an item, Chidi may come; the host gets the draft, and a day before everybody the agenda.</summary>
    private static async Task PrepareAsync(Town town, BotInside bot, Seen card, DateTimeOffset at)
    {
        await AnswerAsync(town, bot, card);
        await town.PressAsync(Town.Ben, card, "Add item");
        await town.OpensAsync(Town.Ben, "An item for the agenda");
        await bot.DoesAsync(() => town.SendAsync(Town.Ben, ("Title", "A name for the van"), ("Minutes", "10")), () => town.Last(Town.Ben, "A name for the van"));
        await bot.MoveToAsync(at.AddDays(-1).AddHours(-4));
        var draft = await town.GetsAsync(Town.Anna, $"Agenda: {Title}");
        Assert.True(draft.Says("A name for the van"), draft.Words);
        Assert.DoesNotContain(town.Wrote(), w => !w.Private && w.Words.Contains("Agenda: "));
        await bot.MoveToAsync(at.AddHours(-23));
        Assert.Single(town.Wrote(), w => !w.Private && w.Words.Contains("Agenda: ") && w.Words.Contains("A name for the van"));
    }

    private static async Task WrapUpAsync(Town town, BotInside bot)
    {
        var asked = await town.GetsAsync(Town.Anna, "How was it?");
        await town.PressAsync(Town.Anna, asked, "Wrap up");
        await town.OpensAsync(Town.Anna, "Wrap up");
        await bot.DoesAsync(() => town.SendAsync(Town.Anna, ("Decided", "We meet at the church hall."), ("Revisit", "Parking for the van")), () => town.Mail(Town.Anna).Concat(town.Sees(Town.Anna)).LastOrDefault(m => m.Says("This goes below the card")));
        await bot.MoveToAsync(town.Clock.GetUtcNow().AddMinutes(10));
        Assert.Single(town.Wrote(), w => !w.Private && w.Words.Contains("Recap: ") && w.Words.Contains("We meet at the church hall."));
        // Those who answered get it in their own hours.
        await bot.MoveToAsync(town.Clock.GetUtcNow().AddDays(1));
        foreach (var who in new[] { Town.Ben, Town.Chidi }) Assert.True((await town.GetsAsync(who, "Recap: ")).Says("We meet at the church hall."));
    }

    private static async Task SkipAsync(Town town, BotInside bot, Seen card, DateTimeOffset at)
    {
        await AnswerAsync(town, bot, card);
        await SteerAsync(town, bot, card, at, "Skip this one", "Skip this one", [("Reason", "Everybody is at the fair.")], "This one is skipped");
        await bot.MoveToAsync(at.AddDays(-5));
        if (town is DiscordTown { Events: var events }) Assert.Equal(ScheduledEvent.Canceled, Assert.Single(events, e => e.StartsAt == at).Status);
    }

    /// <summary>To the next day, two hours later.</summary>
    private static async Task<DateTimeOffset> MoveAsync(Town town, BotInside bot, Seen card, DateTimeOffset at)
    {
        var to = First.AddDays(14 * IsMoved + 1).AddHours(2);
        await AnswerAsync(town, bot, card);
        await SteerAsync(town, bot, card, at, "Move this one", "Move this one", town.Moment("When", to), "Moved");
        await bot.MoveToAsync(at.AddDays(-5));
        if (town is DiscordTown { Events: var events }) Assert.Equal((Instant(to), 0), (events[^1].StartsAt, events.Count(e => e.StartsAt == at)));
        return Instant(to);
    }

    private static async Task HandOverAsync(Town town, BotInside bot, Seen card, DateTimeOffset at)
    {
        // Where nobody comes, nobody is asked how it was.
        await bot.DoesAsync(() => town.PressAsync(Town.Chidi, card, "Going"), () => town.Posts().FirstOrDefault(p => p.Id == card.Id && p.Says("Going (1)")));
        await SteerAsync(town, bot, card, at, "Hand this one over", "Hand it over", [town.Someone("Who", Town.Ben)], "ben");
    }

    /// <summary>Anna chooses what is to become of a meeting; its card says so.</summary>
    private static async Task SteerAsync(Town town, BotInside bot, Seen card, DateTimeOffset at, string what, string form, (string, string)[] answers, string cardSays)
    {
        var more = await bot.DoesAsync(() => town.PressAsync(Town.Anna, card, "More"), () => town.Sees(Town.Anna).LastOrDefault(m => m.Alone && m.Says(what) && m.Says(town.Instant(at))));
        await town.PressAsync(Town.Anna, more, what);
        await town.OpensAsync(Town.Anna, form);
        await bot.DoesAsync(() => town.SendAsync(Town.Anna, answers), () => town.Posts().FirstOrDefault(p => p.Id == card.Id && p.Says(cardSays)));
    }

    private static async Task AnswerAsync(Town town, BotInside bot, Seen card)
    {
        await bot.DoesAsync(() => town.PressAsync(Town.Ben, card, "Going"), () => town.Posts().FirstOrDefault(p => p.Id == card.Id && p.Says("Going (1)")));
        await bot.DoesAsync(() => town.PressAsync(Town.Chidi, card, "Maybe"), () => town.Posts().FirstOrDefault(p => p.Id == card.Id && p.Says("Maybe (1)")));
    }

    private static Seen? Card(Town town, DateTime berlin) => town.Posts().FirstOrDefault(p => p.Says(Title) && p.Says(town.Instant(Instant(berlin))));

    private static DateTimeOffset Instant(DateTime berlin) => new(TimeZoneInfo.ConvertTimeToUtc(berlin, Berlin), TimeSpan.Zero);
}
