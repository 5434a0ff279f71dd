using CopBot.Features.Meetings;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

public sealed class AttendanceTests
{
    private static readonly DateTimeOffset First = new(2027, 1, 19, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Answers_roll_up_on_the_card_and_the_last_one_counts()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, chidi) = (world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        await world.MeetsAsync(world.Someone("carla"));

        Shows(Someone.Told(await anna.Presses("Going", world.Meeting())), "You are going");
        await ben.Presses("Maybe", world.Meeting());
        await chidi.Presses("Going", world.Meeting());
        await chidi.Presses("Can't", world.Meeting());
        Shows(world.Plain(world.Meeting()), "Going (1)", "Anna", "Maybe (1)", "Ben", "Can't (1)", "Chidi");

        await anna.Presses("Take it back", await anna.Presses("Going", world.Meeting()));
        Shows(world.Plain(world.Meeting()), "Going (0)");
        Assert.Single(world.Posts);
        world.RangNobody();
    }

    [Fact]
    public async Task Whoever_comes_late_waits_for_a_place_and_is_told_when_it_is_theirs()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben, chidi) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        var preview = await carla.Submits(await carla.Uses("meet new"), ("Title", Rhythms.Title), ("First", "2027-01-19 16:00"), ("Repeat", "Weekly"), ("Length", "Hour"));
        await carla.Presses("Start the series", await carla.Submits(await carla.Presses("Rule, zone, places", preview), ("Capacity", "1")));

        await anna.Presses("Going", world.Meeting());
        Shows(Someone.Told(await ben.Presses("Going", world.Meeting())), "You wait for one, as number 1");
        Shows(Someone.Told(await chidi.Presses("Going", world.Meeting())), "as number 2");
        Shows(world.Plain(world.Meeting()), "Going (1 of 1)", "Waiting for a place (2)");

        await anna.Presses("Can't", world.Meeting());
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, ben.Count("A place has become free"));
        Assert.Equal(0, chidi.Count("A place has become free"));
    }

    [Fact]
    public async Task Only_who_asked_is_reminded_once_at_the_time_they_chose_also_at_night()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, kim) = (world.Someone("anna"), world.Someone("ben"), world.Someone("kim", "Kim", "Australia/Sydney"));
        await world.MeetsAsync(world.Someone("carla"));
        await anna.Presses("Going", world.Meeting());
        Shows(Someone.Told(await kim.Presses("Remind me", world.Meeting())), "1 hour before");
        await ben.Presses("10 minutes before", await ben.Presses("Remind me", world.Meeting()));

        await world.MoveToAsync(First.AddMinutes(-59));
        Assert.Equal(1, kim.Count("Soon: Repair evening"));
        Assert.Equal(0, ben.Count("Soon:"));
        await world.MoveToAsync(First.AddHours(3));
        Assert.Equal((1, 1, 0), (kim.Count("Soon:"), ben.Count("Soon:"), anna.Count("Soon:")));
    }

    [Fact]
    public async Task Those_who_answered_are_told_once_that_it_was_moved_or_skipped_and_an_undo_leaves_no_trace()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"));
        await world.MeetsAsync(carla);
        await anna.Presses("Going", world.Meeting());

        var skipped = await carla.Submits(await carla.Presses("Skip this one", await carla.Presses("More", world.Meeting())), ("Reason", "Carnival."));
        Shows(world.Plain(world.Meeting()), "This one is skipped", "Carnival.");
        await carla.Presses("Undo", skipped);
        await world.MoveAsync(TimeSpan.FromHours(1));
        Assert.Empty(anna.Mail);
        Shows(world.Plain(world.Meeting()), "Going (1)");

        await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", world.Meeting())), ("When", "2027-01-20 17:00"));
        await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", world.Meeting())), ("When", "2027-01-20 18:00"));
        await world.MoveAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, anna.Count("Moved: Repair evening"));
        Assert.Empty(ben.Mail);
        await anna.Presses("Remind me", world.Meeting());
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 20, 16, 1, 0, TimeSpan.Zero));
        Assert.Equal(1, anna.Count("Soon:"));
    }

    [Fact]
    public async Task Somebody_else_cannot_skip_it()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.MeetsAsync(world.Someone("carla"));
        var more = await anna.Presses("More", world.Meeting());
        OffersNot("Skip this one", Labels(more.Shown!.Shows));
        var meeting = (await world.MeetingsAsync())[0];
        Shows(Someone.Told(await anna.PressesAction(CopBot.Chat.ActionCodec.Encode(new SkipMeeting(meeting.Id)), world.Meeting().Post)), "Only its host");
    }

    [Fact]
    public async Task The_start_is_told_below_the_card_and_afterwards_the_card_asks_nothing_more()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.MeetsAsync(world.Someone("carla"), place: "https://meet.example/room");
        await anna.Presses("Going", world.Meeting());
        var card = world.Meeting();

        await world.MoveToAsync(First.AddMinutes(1));
        Shows(world.Plain(card), "it is on now");
        Shows(CopBot.Playground.PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "begins now", "meet.example");
        await world.MoveToAsync(First.AddHours(2));
        Shows(world.Plain(card), "This meeting was");
        OffersNot("Going", world.Labels(card));
        Shows(Someone.Told(await anna.PressesAction(CopBot.Chat.ActionCodec.Encode(new AnswerMeeting((await world.MeetingsAsync())[0].Id, Attendance.Going)), card.Post)), "is over");
    }

    [Fact]
    public async Task Off_for_a_month_nothing_stale_is_sent_and_the_rhythm_goes_on()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla, repeat: Repeat.Weekly);
        await anna.Presses("Going", world.Meeting());
        await anna.Presses("Remind me", world.Meeting());

        await world.BeOffAsync(TimeSpan.FromDays(30));

        Assert.Empty(anna.Mail);
        Assert.Empty(carla.Mail);
        // The one that stood there says that it was; the next one, less than a week away, is announced; none between.
        Assert.Equal(2, world.Posts.Count);
        Shows(world.Plain(world.Posts[0]), "This meeting was");
        Shows(world.Plain(world.Posts[1]), "Going (0)");
        Assert.Empty(world.PostsBelow(world.Posts[0]));
    }
}
