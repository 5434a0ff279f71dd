using CopBot.Features.Meetings;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

public sealed class SeriesTests
{
    [Fact]
    public async Task A_coordinator_sees_the_next_five_dates_on_both_clocks_before_anybody_else_sees_anything()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 3, 2, 10, 0, 0, TimeSpan.Zero));
        var carla = world.Someone("carla");
        world.Someone("nina", "Nina", "America/New_York");
        await world.MemberAsync(world.Someone("nina"));

        var preview = await carla.Submits(await carla.Uses("meet new"), ("Title", "Repair evening"), ("First", "2027-03-09 16:00"), ("Repeat", "TwoWeekly"), ("Length", "Hour"));
        var told = Someone.Told(preview);

        Shows(told, "every second Tuesday at 16:00 in Berlin", "Tue 9 Mar, 16:00 in Berlin", "Tue 23 Mar, 16:00 in Berlin", "Tue 6 Apr, 16:00 in Berlin", "the clocks have changed in Berlin", "Tue 4 May, 16:00 in Berlin");
        Lacks(told, "18 May");
        Assert.Empty(world.Posts);

        var elsewhere = Someone.Told(await carla.Presses("New York", preview));
        Shows(elsewhere, "at 16:00 in New York", "Tue 9 Mar, 16:00 in New York · Tue 9 Mar, 22:00 in Berlin", "Tue 23 Mar, 16:00 in New York · Tue 23 Mar, 21:00 in Berlin", "for you at 21:00 instead of 22:00");
        Shows(Someone.Told(await carla.Presses("Case clinic", preview)), "Case clinic");
        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task A_time_that_the_clock_skips_is_marked_and_moves_on_by_the_gap()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 3, 2, 10, 0, 0, TimeSpan.Zero));
        var carla = world.Someone("carla");

        var preview = await carla.Submits(await carla.Uses("meet new"), ("Title", "Night owls"), ("First", "2027-03-21 02:30"), ("Repeat", "Weekly"), ("Length", "Hour"));

        Shows(Someone.Told(preview), "Sun 28 Mar, 03:30 in Berlin", "02:30 does not exist there that day, so it is 03:30", "Sun 4 Apr, 02:30 in Berlin");
    }

    [Fact]
    public async Task A_rule_of_their_own_is_read_or_refused_in_words_and_nothing_typed_is_lost()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        var preview = await carla.Submits(await carla.Uses("meet new"), ("Title", "Repair evening"), ("First", "2027-01-19 16:00"), ("Repeat", "Own"), ("Length", "Hour"));
        Shows(Someone.Told(preview), "Your own rule is still to be written");

        var more = await carla.Presses("Rule, zone, places", preview);
        Shows(Someone.Told(await carla.Submits(more, ("Rule", "FREQ=HOURLY"))), "FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
        Shows(Someone.Told(await carla.Submits(more, ("Rule", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"))), "never a meeting");
        Shows(Someone.Told(await carla.Submits(more, ("Zone", "Nowhereville"))), "no such city");
        var told = Someone.Told(await carla.Submits(more, ("Rule", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"), ("Zone", "Lisbon"), ("Capacity", "8")));

        Shows(told, "at 16:00 in Lisbon", "Fri 29 Jan, 16:00 in Lisbon", "Fri 26 Feb", "Fri 26 Mar", "For 8 people");
        Lacks(told, "Apr");
    }

    [Fact]
    public async Task Meetings_are_announced_one_after_the_other_at_most_two_weeks_before()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        Shows(Someone.Told(await world.MeetsAsync(carla)), "Started", "every second Tuesday at 16:00 in Berlin");
        Assert.Single(world.Posts);
        Shows(world.Plain(world.Meeting()), "Repair evening", "16:00 in Berlin", "Going (0)", "nobody yet");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 14, 59, 0, TimeSpan.Zero));
        Assert.Single(world.Posts);
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 15, 1, 0, TimeSpan.Zero));
        Assert.Equal(2, world.Posts.Count);
        world.RangNobody();
    }

    [Fact]
    public async Task While_a_moved_meeting_is_still_to_come_the_next_one_waits_with_its_card()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        await world.MeetsAsync(carla, repeat: Repeat.Weekly);
        await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", world.Meeting())), ("When", "2027-01-25 18:00"));

        // A week after the day that the rule named, and a day before the next one.
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 25, 16, 59, 0, TimeSpan.Zero));
        Assert.Single(world.Posts);
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 25, 17, 1, 0, TimeSpan.Zero));
        Assert.Equal(2, world.Posts.Count);
        Shows(world.Plain(world.Meeting()), "26 Jan");
    }

    [Fact]
    public async Task One_that_is_moved_past_the_next_lets_it_go_first()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        await world.MeetsAsync(carla, repeat: Repeat.Weekly);
        await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", world.Meeting())), ("When", "2027-01-28 18:00"));
        await world.MoveAsync(TimeSpan.FromHours(6));

        Assert.Equal(2, world.Posts.Count);
        Shows(world.Plain(world.Meeting()), "26 Jan");
        // The third comes after both.
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 28, 16, 59, 0, TimeSpan.Zero));
        Assert.Equal(2, world.Posts.Count);
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 28, 17, 1, 0, TimeSpan.Zero));
        Assert.Equal(3, world.Posts.Count);
    }

    [Fact]
    public async Task Only_coordinators_begin_a_series_and_one_not_started_is_forgotten_after_a_week()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        Shows(Someone.Told(await anna.Uses("meet new")), "coordinator");

        var preview = await carla.Submits(await carla.Uses("meet new"), ("Title", "Repair evening"), ("First", "2027-02-19 16:00"), ("Repeat", "Weekly"), ("Length", "Hour"));
        Lacks(Someone.Told(await anna.Uses("meet list")), "Repair evening");
        await world.MoveAsync(TimeSpan.FromDays(8));
        Shows(Someone.Told(await carla.Presses("Start the series", preview)), "no longer here");
    }

    [Fact]
    public async Task Several_series_live_side_by_side_and_each_press_starts_one_only_once()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        await world.MeetsAsync(carla);
        await world.MeetsAsync(carla, "2027-01-14 12:00", Repeat.MonthlyWeekday, "Lunch");

        Shows(Someone.Told(await carla.Uses("meet list")), "Repair evening", "Lunch");
        Assert.Equal(2, world.Posts.Count);
    }

    [Fact]
    public async Task What_is_changed_from_here_on_keeps_what_somebody_moved_by_hand_and_the_identity_of_every_meeting()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla, "2027-01-19 16:00", Repeat.Weekly);
        await anna.Presses("Going", world.Meeting());
        var before = await world.MeetingsAsync();
        var series = await carla.Presses("The whole series", await carla.Presses("More", world.Meeting()));
        var third = await carla.Presses("Tue 2 Feb, 16:00 in Berlin", series);
        await carla.Submits(await carla.Presses("Move this one", third), ("When", "2027-02-03 18:00"), ("Reason", "The hall is taken."));

        var change = await carla.Presses("Change from here on", await carla.Presses("More", world.Meeting()));
        var preview = await carla.Submits(change, ("First", "2027-01-20 17:00"), ("Title", "Repair night"));
        Shows(Someone.Told(preview), "every Wednesday", "Wed 20 Jan, 17:00 in Berlin");
        await carla.Presses("Change it from there on", preview);

        var after = await world.MeetingsAsync();
        Assert.Equal(before[0].Id, after[0].Id);
        Assert.Equal(new DateTimeOffset(2027, 1, 20, 16, 0, 0, TimeSpan.Zero), after[0].StartsAt);
        Assert.Contains(after, m => m.StartsAt == new DateTimeOffset(2027, 2, 3, 17, 0, 0, TimeSpan.Zero) && m.Moved);
        Assert.Equal(after.Count, after.Select(m => m.StartsAt).Distinct().Count());
        Shows(world.Plain(world.Meeting("Repair night")), "17:00 in Berlin", "Anna");
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(1, anna.Count("Moved: Repair night"));
    }

    [Fact]
    public async Task A_pause_calls_off_what_is_announced_and_going_on_brings_it_back_without_a_word_within_the_minute()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla);
        await anna.Presses("Going", world.Meeting());
        var series = await carla.Presses("The whole series", await carla.Presses("More", world.Meeting()));

        var paused = await carla.Presses("Pause", series);
        Shows(world.Plain(world.Meeting()), "skipped", "The series pauses.");
        await carla.Presses("Go on", paused);
        await world.MoveAsync(TimeSpan.FromHours(1));

        Shows(world.Plain(world.Meeting()), "Going (1)", "Anna");
        Assert.Empty(anna.Mail);
    }

    [Fact]
    public async Task A_series_ends_for_good_only_when_asked_twice_and_whoever_answered_is_told_once()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"));
        await world.MeetsAsync(carla);
        await anna.Presses("Can't", world.Meeting());
        var series = await carla.Presses("The whole series", await carla.Presses("More", world.Meeting()));

        await carla.Presses("End it", await carla.Presses("End it", series));
        await world.MoveAsync(TimeSpan.FromDays(40));

        Assert.Equal(1, anna.Count("Skipped: Repair evening"));
        Assert.Empty(ben.Mail);
        Assert.Single(world.Posts);
        Shows(Someone.Told(await carla.Uses("meet list")), "No series yet");
    }
}
