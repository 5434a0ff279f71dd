using CopBot.Features.Meetings;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

public sealed class ClinicTests
{
    private static readonly DateTimeOffset First = new(2027, 1, 19, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_case_goes_through_its_steps_by_the_clock_and_ends_with_what_will_be_tried()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben, eve) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"), world.Someone("eve"));
        await world.MeetsAsync(carla);
        await anna.Presses("Going", world.Meeting());
        var card = world.Meeting();
        await world.MoveToAsync(First.AddMinutes(5));

        await carla.Submits(await carla.Presses("Bring a case", await carla.Presses("More", card)), ("Case", "Nobody comes on Mondays"), ("Who", anna.Ref.ToString()), ("Guest", eve.Ref.ToString()));
        Shows(Below(world, card)[^1], "Case clinic: Nobody comes on Mondays", "1. The frame.", "Anna", "Eve is invited as a guest");
        Assert.Equal(1, eve.Count("invites you as a guest for one case"));

        await world.MoveAsync(TimeSpan.FromMinutes(5));
        Shows(Below(world, card)[^1], "2. Questions.");
        OffersNot("Go on", Labels(world.PostsBelow(card)[^2].Shows!));

        // Paused, the time that is left stays.
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        await anna.Presses("Stop the clock", world.PostsBelow(card)[^1]);
        await world.MoveAsync(TimeSpan.FromMinutes(20));
        Shows(Below(world, card)[^1], "2. Questions.", "The clock is stopped");
        Shows(Someone.Told(await ben.Presses("Let it run", world.PostsBelow(card)[^1])), "Whoever brings the case");
        await anna.Presses("Let it run", world.PostsBelow(card)[^1]);
        await world.MoveAsync(TimeSpan.FromMinutes(3));
        Shows(Below(world, card)[^1], "3. Experiences.");

        await anna.Presses("Go on", world.PostsBelow(card)[^1]);
        Shows(Below(world, card)[^1], "4. Options.");
        await world.MoveAsync(TimeSpan.FromMinutes(5));
        Shows(Below(world, card)[^1], "5. What will you try, and when will you know?");
        Shows(Someone.Told(await ben.Presses("Say what I will try", world.PostsBelow(card)[^1])), "Only whoever brought the case");
        await anna.Submits(await anna.Presses("Say what I will try", world.PostsBelow(card)[^1]), ("WillTry", "Move it to Thursday"), ("Day", "2027-01-26"));
        Shows(Below(world, card)[^1], "Anna will try: “Move it to Thursday”");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 26, 12, 0, 0, TimeSpan.Zero));
        Shows(anna.Mail[^1], "What came of it?", "You promised: “Move it to Thursday”");
        world.RangNobody();
    }

    [Fact]
    public async Task Duties_go_to_whoever_stands_in_and_come_back_by_themselves()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        await world.MeetsAsync(carla);
        await carla.Submits(await carla.Uses("handover"), ("Who", ben.Ref.ToString()), ("From", "2027-01-15"), ("Until", "2027-01-31"));
        Assert.Equal(await world.MemberAsync(carla), (await world.MeetingsAsync())[0].Host);

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 15, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, ben.Count("asks you to stand in"));
        Assert.Equal(await world.MemberAsync(ben), (await world.MeetingsAsync())[0].Host);
        Lacks(Someone.Told(await ben.Uses("setup")), "coordinators");
        // The meeting after she is back is hers.
        Assert.Equal(await world.MemberAsync(carla), (await world.MeetingsAsync())[1].Host);

        await world.MoveToAsync(new DateTimeOffset(2027, 2, 1, 12, 0, 0, TimeSpan.Zero));
        Shows(Someone.Told(await ben.Uses("meet new")), "coordinator");
    }

    [Fact]
    public async Task Hosts_take_turns_the_one_who_did_least_is_next_and_nobody_who_is_away()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"));
        await world.MeetsAsync(carla, repeat: Repeat.Weekly);
        var series = await carla.Presses("The whole series", await carla.Presses("More", world.Meeting()));
        await carla.Presses("Let hosts take turns", series);
        foreach (var who in new[] { anna, ben }) await who.Presses("I could host", await who.Presses("The whole series", await who.Presses("More", world.Meeting())));
        await world.MoveToAsync(First.AddDays(7 * 12));

        var hosts = (await world.MeetingsAsync()).Where(m => m.Day > new DateOnly(2027, 3, 1)).Take(8).Select(m => m.Host).ToList();
        Assert.Equal(4, hosts.Count(h => h == hosts[0]));
        Assert.All(hosts.Zip(hosts.Skip(1)), two => Assert.NotEqual(two.First, two.Second));
    }

    [Fact]
    public async Task A_rhythm_that_drifts_is_told_to_whoever_keeps_it_once()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla, repeat: Repeat.Weekly);
        for (var week = 0; week < 8; week++)
        {
            await world.MoveToAsync(First.AddDays((7 * week) - 3));
            if (week is 1 or 2 or 4 or 5) await carla.Submits(await carla.Presses("Skip this one", await carla.Presses("More", world.Meeting())));
        }

        await world.MoveAsync(TimeSpan.FromDays(7));
        Assert.Equal(1, carla.Count("drifts: of its last 5 meetings"));
        Assert.Equal(0, anna.Count("drifts"));
    }

    [Fact]
    public async Task A_rhythm_that_stays_silent_for_a_year_is_told_of_once_and_again_only_after_it_was_well()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"));
        await world.MeetsAsync(carla, repeat: Repeat.Weekly);
        await world.MoveToAsync(First.AddDays((7 * 26) - 3));
        Assert.Equal(1, carla.Count("has grown silent"));

        for (var week = 26; week < 32; week++)
        {
            await world.MoveToAsync(First.AddDays((7 * week) - 3));
            foreach (var somebody in new[] { anna, ben }) await somebody.Presses("Going", world.Meeting());
        }

        Assert.Equal(1, carla.Count("has grown silent"));
        await world.MoveToAsync(First.AddDays(7 * 40));
        Assert.Equal(2, carla.Count("has grown silent"));
    }

    private static IReadOnlyList<string> Below(World world, RoomMessage card) => [.. world.PostsBelow(card).Select(m => PlaygroundText.Plain(m))];
}
