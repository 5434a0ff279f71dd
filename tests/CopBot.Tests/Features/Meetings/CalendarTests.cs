using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Meetings;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

public sealed class CalendarTests
{
    [Fact]
    public async Task A_feed_is_read_at_an_address_that_only_its_owner_was_shown_and_holds_what_was_moved_and_skipped()
    {
        await using var world = await WorldWithAddressAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla, place: "Hall; 2nd floor, left");
        var secret = Secret(Someone.Told(await anna.Uses("meet calendar")));

        var feed = (await ReadAsync(world, secret))!;
        Shows(feed, "BEGIN:VCALENDAR", "DTSTART;TZID=Europe/Berlin:20270119T160000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "LOCATION:Hall\\; 2nd floor\\, left", "SEQUENCE:0");
        await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", world.Meeting())), ("When", "2027-01-20 18:30"));
        Shows((await ReadAsync(world, secret))!, "RECURRENCE-ID;TZID=Europe/Berlin:20270119T160000", "DTSTART;TZID=Europe/Berlin:20270120T183000", "SEQUENCE:1");
        await carla.Submits(await carla.Presses("Skip this one", await carla.Presses("More", world.Meeting())));
        Shows((await ReadAsync(world, secret))!, "STATUS:CANCELLED", "SEQUENCE:2");

        // The store holds no address.
        Assert.False(await world.InStoreAsync(db => db.Set<CalendarFeed>().AnyAsync(f => f.Hash == secret)));
        Shows(Someone.Told(await anna.Uses("meet calendar")), "It was shown once");
    }

    [Fact]
    public void Where_times_take_turns_each_day_is_an_entry_of_its_own_and_keeps_its_identity_when_it_is_moved_or_skipped()
    {
        var now = new DateTimeOffset(2027, 1, 12, 10, 0, 0, TimeSpan.Zero);
        var series = Series.Prepare(new SeriesId(Guid.NewGuid()), new CommunityId(Guid.NewGuid()), new MemberId(Guid.NewGuid()), now);
        series.Describe(Rhythms.Title, "", new DateTime(2027, 1, 19, 16, 0, 0), RepeatRule.Stored("FREQ=WEEKLY;BYDAY=TU"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), 60);
        series.MeetAt([new TimeOnly(16, 0), new TimeOnly(7, 30)]);
        var slots = series.Slots(DateOnly.MinValue).Take(3).ToList();
        var meetings = slots.ConvertAll(s => Meeting.Plan(series, s, null));
        var untouched = MeetingCalendar.Feed("x", [(series, [])], now);
        Assert.Null(meetings[1].Move(meetings[1].StartsAt.AddHours(2), null, "", now));
        Assert.Null(meetings[2].Skip("", now));
        var feed = MeetingCalendar.Feed("x", [(series, meetings)], now);

        Shows(feed, "DTSTART;TZID=Europe/Berlin:20270119T160000", "DTSTART;TZID=Europe/Berlin:20270126T093000", "DTSTART;TZID=Europe/Berlin:20270202T160000", "DTSTART;TZID=Europe/Berlin:20270209T073000", "STATUS:CANCELLED");
        Lacks(feed, "RRULE", "RECURRENCE-ID", "20270126T073000");
        // Summer time: on the wall in Berlin it is the same.
        Shows(feed, "DTSTART;TZID=Europe/Berlin:20270330T160000", "DTSTART;TZID=Europe/Berlin:20270406T073000");
        Assert.Equal(Uids(untouched), Uids(feed));
        Assert.Equal(Uids(feed).Count, Uids(feed).Distinct(StringComparer.Ordinal).Count());

        static List<string> Uids(string ics) => [.. ics.Split("\r\n").Where(l => l.StartsWith("UID:", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task While_a_series_pauses_no_day_of_it_is_to_come_and_when_it_goes_on_all_are()
    {
        await using var world = await WorldWithAddressAsync();
        var carla = world.Someone("carla");
        await world.MeetsAsync(carla);
        var secret = Secret(Someone.Told(await carla.Uses("meet calendar")));

        var paused = await PauseAsync();
        Lacks((await ReadAsync(world, secret))!, "VEVENT");
        await carla.Presses("Go on", paused);
        Shows((await ReadAsync(world, secret))!, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\r\n", "SEQUENCE:2");

        // It met on the 19th, and was planned for the 2nd.
        await world.MoveAsync(TimeSpan.FromDays(9));
        await PauseAsync();
        var feed = (await ReadAsync(world, secret))!;
        Shows(feed, "DTSTART;TZID=Europe/Berlin:20270119T160000", "BYDAY=TU;UNTIL=20270119T150000Z", "SEQUENCE:3");
        Lacks(feed, "20270202");

        async Task<Acted> PauseAsync() => await carla.Presses("Pause", await carla.Presses("The whole series", await carla.Presses("More", world.Meeting())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Days_of_a_pause_for_which_nothing_was_planned_were_not_and_stand_in_no_calendar(bool turns)
    {
        await using var world = await WorldWithAddressAsync();
        var carla = world.Someone("carla");
        if (turns) await MeetsInTurnAsync(world, carla);
        else await world.MeetsAsync(carla);
        var secret = Secret(Someone.Told(await carla.Uses("meet calendar")));

        // Planned are those of the next five weeks: the 19th of January and the 2nd of February.
        var paused = await carla.Presses("Pause", await carla.Presses("The whole series", await carla.Presses("More", world.Meeting())));
        await world.MoveAsync(TimeSpan.FromDays(70));
        await carla.Presses("Go on", paused);

        var feed = (await ReadAsync(world, secret))!;
        if (turns) Lacks(feed, "DTSTART;TZID=Europe/Berlin:20270302", "DTSTART;TZID=Europe/Berlin:20270316");
        else Shows(feed, "EXDATE;TZID=Europe/Berlin:20270216T160000\r\nEXDATE;TZID=Europe/Berlin:20270302T160000\r\nEXDATE;TZID=Europe/Berlin:20270316T160000\r\n");
        Lacks(feed, "EXDATE;TZID=Europe/Berlin:20270202", "EXDATE;TZID=Europe/Berlin:20270330");
        Shows(feed, turns ? "DTSTART;TZID=Europe/Berlin:20270330" : "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\r\n");
    }

    [Fact]
    public async Task An_address_that_was_taken_away_or_renewed_or_guessed_reads_nothing()
    {
        await using var world = await WorldWithAddressAsync();
        var anna = world.Someone("anna");
        await world.MeetsAsync(world.Someone("carla"));
        var first = Secret(Someone.Told(await anna.Uses("meet calendar")));
        var second = Secret(Someone.Told(await anna.Presses("Another address", await anna.Uses("meet calendar"))));

        Assert.Null(await ReadAsync(world, first));
        Assert.NotNull(await ReadAsync(world, second));
        Assert.Null(await ReadAsync(world, ""));
        Assert.Null(await ReadAsync(world, new string('a', 5000)));
        await anna.Presses("Take it away", await anna.Uses("meet calendar"));
        Assert.Null(await ReadAsync(world, second));
    }

    [Fact]
    public async Task Where_nobody_could_reach_it_no_address_is_given_but_the_file_of_a_meeting_is()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.MeetsAsync(world.Someone("carla"));
        Shows(Someone.Told(await anna.Uses("meet calendar")), "CopBot:PublicUrl");

        Shows(Someone.Told(await anna.Presses("Calendar file", await anna.Presses("Going", world.Meeting()))), "direct conversation");
        Assert.Contains(world.Room.In(anna.Direct), m => m.File?.Name == "repair-evening-2027-01-19.ics");
    }

    [Fact]
    public async Task A_platforms_own_list_holds_one_event_for_each_meeting_and_a_change_made_there_is_told_once()
    {
        var list = new EventList();
        await using var world = await World.StartAsync(also: services => services.AddSingleton<IChatEvents>(list));
        var carla = world.Someone("carla");
        await world.MeetsAsync(carla);
        var one = Assert.Single(list.Events);
        Assert.Equal(("Repair evening", new DateTimeOffset(2027, 1, 19, 15, 0, 0, TimeSpan.Zero)), (one.Value.Title, one.Value.StartsAt));

        // A kill between the platform's answer and our writing it down leaves one event, not two.
        await world.InStoreAsync(async db =>
        {
            var row = await db.Set<PlatformEvent>().SingleAsync();
            (row.KnownBy, row.PutAt, row.DueAt) = (null, null, world.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await world.SettleAsync();
        Assert.Single(list.Events);

        await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", world.Meeting())), ("When", "2027-01-20 17:00"));
        Assert.Equal(new DateTimeOffset(2027, 1, 20, 16, 0, 0, TimeSpan.Zero), Assert.Single(list.Events).Value.StartsAt);
        await carla.Submits(await carla.Presses("Skip this one", await carla.Presses("More", world.Meeting())));
        Assert.Empty(list.Events);

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 25, 12, 0, 0, TimeSpan.Zero));
        var next = Assert.Single(list.Events);
        list.Events[next.Key] = next.Value with { StartsAt = next.Value.StartsAt.AddHours(2) };
        await world.MoveAsync(TimeSpan.FromDays(4));
        Assert.Equal(1, carla.Count("Somebody moved Repair evening in the event list"));
    }

    private static Task<World> WorldWithAddressAsync() => World.StartAsync(also: services => services.AddSingleton(new CalendarAddress { Host = new Uri("https://copbot.example/") }));

    private static async Task<string?> ReadAsync(World world, string secret)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CalendarFeeds>().ReadAsync(secret, CancellationToken.None);
    }

    private static string Secret(string told)
    {
        const string before = "https://copbot.example/calendar/";
        var at = told.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return told[at..told.IndexOf(".ics", at, StringComparison.Ordinal)];
    }

    private sealed class EventList : IChatEvents
    {
        public Platform Platform => CopBot.Playground.Room.Workspace.Platform;

        public Dictionary<string, ChatEvent> Events { get; } = new(StringComparer.Ordinal);

        public Task<string> PutEventAsync(WorkspaceRef workspace, ChatEvent happening, string? known, CancellationToken stop)
        {
            known ??= Events.FirstOrDefault(e => e.Value.Key == happening.Key).Key ?? Guid.NewGuid().ToString("N");
            Events[known] = happening;
            return Task.FromResult(known);
        }

        public Task CallOffEventAsync(WorkspaceRef workspace, string known, CancellationToken stop)
        {
            Events.Remove(known);
            return Task.CompletedTask;
        }

        public Task<ChatEventSeen?> FindEventAsync(WorkspaceRef workspace, string known, CancellationToken stop) =>
            Task.FromResult(Events.TryGetValue(known, out var found) ? new ChatEventSeen(found.Title, found.StartsAt) : null);
    }

    private static async Task MeetsInTurnAsync(World world, Someone coordinator)
    {
        foreach (var zone in new[] { "America/Los_Angeles", "Asia/Tokyo" }) await world.MemberAsync(world.Someone(Zones.CityOf(Zones.Stored(zone)).ToLowerInvariant().Replace(' ', '-'), zone: zone));
        var preview = await coordinator.Submits(await coordinator.Uses("meet new"), ("Title", Rhythms.Title), ("First", "2027-01-19 16:00"), ("Repeat", nameof(Repeat.TwoWeekly)), ("Length", nameof(MeetingLength.Hour)));
        var fairer = await coordinator.Presses("Fairer times", preview);
        var menu = fairer.Shown!.Shows.AllControls.OfType<CopBot.Chat.Menu>().Single(m => m.Placeholder == "Let these take turns");
        await coordinator.Presses("Start the series", await coordinator.Presses(menu.Choices[0].Label, fairer));
    }
}
