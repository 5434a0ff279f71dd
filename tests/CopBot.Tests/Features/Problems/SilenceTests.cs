using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class SilenceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Silence_is_met_in_three_steps_and_then_left_alone()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        await world.HasAskedBeforeAsync(anna);
        var card = await world.AsksAsync(anna);
        await ben.Presses("I can help", card);
        var asked = world.Clock.GetUtcNow();

        await world.MoveToAsync(asked.AddDays(2) - Minute);
        Assert.Empty(world.PostsBelow(card));
        await world.MoveToAsync(asked.AddDays(2) + Minute);
        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "No answer yet");
        Assert.Empty(ben.Mail);

        // Two working days after Thursday is Monday.
        await world.MoveToAsync(asked.AddDays(6) - Minute);
        Assert.Empty(ben.Mail);
        await world.MoveToAsync(asked.AddDays(6) + Minute);
        Shows(Assert.Single(ben.Mail), "You offered to help", "Why you got this: you said that you can help");
        Assert.Empty(carla.Mail);

        await world.MoveToAsync(asked.AddDays(8) + Minute);
        Shows(Assert.Single(carla.Mail), "Nobody has answered", "you are a coordinator");
        Shows(Someone.Told(await carla.Uses("home")), "Nobody has answered", Title);
        Lacks(Someone.Told(await ben.Uses("home")), "Nobody has answered");

        var posted = world.EverPosted();
        await world.MoveToAsync(asked.AddDays(29));
        Assert.Equal(posted, world.EverPosted());
        world.RangNobody();
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Somebodys_first_problem_climbs_twice_as_fast()
    {
        await using var world = await World.StartAsync();
        var card = await world.AsksAsync(world.Someone("anna"));

        await world.MoveAsync(TimeSpan.FromDays(1) + Minute);
        Assert.Single(world.PostsBelow(card));
        await world.MoveAsync(TimeSpan.FromDays(2));
        Assert.Single(world.Someone("carla").Mail);
    }

    [Fact]
    public async Task What_is_needed_soon_climbs_twice_as_fast()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.HasAskedBeforeAsync(anna);
        var soon = await world.AsksAsync(anna, with: f => f with { NeededBy = new DateOnly(2027, 1, 15) });
        var later = await world.AsksAsync(anna, "How do we store paint?", f => f with { NeededBy = new DateOnly(2027, 2, 15) });

        await world.MoveAsync(TimeSpan.FromDays(1) + Minute);

        Assert.Single(world.PostsBelow(soon));
        Assert.Empty(world.PostsBelow(later));
    }

    [Fact]
    public async Task A_word_of_somebody_else_ends_the_silence_and_takes_everything_said_of_it_away()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        var card = await world.AsksAsync(anna);
        await ben.Presses("I can help", card);
        await world.MoveAsync(TimeSpan.FromDays(3) + Minute);
        Assert.Single(world.PostsBelow(card));
        Assert.Single(ben.Mail);
        Assert.Single(carla.Mail);

        await world.Someone("dora").Replies("Have you tried a buddy?", card);

        Assert.Empty(world.PostsBelow(card));
        Assert.Empty(ben.Mail);
        Assert.Empty(carla.Mail);
        Shows(world.Plain(card), "Advised");
        var posted = world.EverPosted();
        await world.MoveAsync(TimeSpan.FromDays(20));
        Assert.Equal(posted, world.EverPosted());
    }

    [Fact]
    public async Task The_askers_own_words_do_not_end_the_silence()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var card = await world.AsksAsync(anna);

        await anna.Replies("Anybody?", card);
        await world.MoveAsync(TimeSpan.FromDays(1) + Minute);

        Assert.Single(world.PostsBelow(card));
        Shows(world.Plain(card), "Open");
    }

    [Fact]
    public async Task Weekends_are_not_silence()
    {
        // A Friday afternoon in Berlin; the first problem climbs after one working day.
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 15, 15, 0, 0, TimeSpan.Zero));
        var card = await world.AsksAsync(world.Someone("anna"));

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 18, 14, 59, 0, TimeSpan.Zero));
        Assert.Empty(world.PostsBelow(card));
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 18, 15, 1, 0, TimeSpan.Zero));
        Assert.Single(world.PostsBelow(card));
    }

    [Fact]
    public async Task After_three_weeks_off_nothing_bursts_out_and_the_silence_is_measured_anew()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var cards = new List<RoomMessage>();
        foreach (var what in new[] { "paint", "glue", "saws" })
        {
            cards.Add(await world.AsksAsync(anna, $"How do we store {what}?"));
            await ben.Presses("I can help", cards[^1]);
        }

        var posted = world.EverPosted();
        await world.BeOffAsync(TimeSpan.FromDays(21));
        Assert.Equal(posted, world.EverPosted());

        await world.MoveAsync(TimeSpan.FromDays(1) + Minute);
        Assert.Single(world.PostsBelow(cards[0]));
    }

    [Fact]
    public async Task Days_in_which_the_bot_was_off_are_not_held_against_a_problem()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var card = await world.AsksAsync(anna);
        await world.Someone("ben").Replies("A buddy.", card);
        await world.MoveAsync(TimeSpan.FromDays(20));

        await world.BeOffAsync(TimeSpan.FromDays(21));
        Shows(world.Plain(card), "Advised");
        await world.MoveAsync(TimeSpan.FromDays(29));
        Shows(world.Plain(card), "Advised");
        await world.MoveAsync(TimeSpan.FromDays(2));
        Shows(world.Plain(card), "Set aside");
    }

    [Fact]
    public async Task Thirty_quiet_days_set_a_problem_aside_with_the_reason_and_one_press_opens_it_again()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        await ben.Replies("A buddy.", card);
        await world.MoveAsync(TimeSpan.FromDays(10));
        await anna.Replies("We will see.", card);

        await world.MoveAsync(TimeSpan.FromDays(30) - Minute);
        Shows(world.Plain(card), "Advised");
        await world.MoveAsync(TimeSpan.FromDays(3));
        Shows(world.Plain(card), "Set aside: it has been quiet for 30 days");
        Shows(Assert.Single(anna.Mail), "was set aside: it has been quiet for 30 days");
        Assert.Empty(ben.Mail);

        Shows(Someone.Told(await anna.Presses("Reopen", anna.LatestMail)), "Open again");
        Shows(world.Plain(card), "Open");
        Shows(Someone.Told(await ben.PressesAction(anna.LatestMail.ActionOf("Reopen"), card.Post)), "open already");
    }

    [Fact]
    public async Task Thanks_changes_nothing()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        await ben.Replies("A buddy.", card);
        await anna.Replies("Thanks, solved!", card);
        Shows(world.Plain(card), "Advised");

        await anna.Presses("It is solved", await anna.Presses("More", card));
        await ben.Replies("Thanks!", card);
        Shows(world.Plain(card), "Solved");
        await world.MoveAsync(TimeSpan.FromDays(40));
        Shows(world.Plain(card), "Solved");
    }
}
