using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class ClosingTests
{
    [Fact]
    public async Task A_solved_problem_is_edited_in_place_and_only_those_who_take_part_hear_of_it()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora, eve) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"), world.Someone("eve"));
        var card = await world.AsksAsync(anna);
        await ben.Presses("I can help", card);
        await dora.Presses("Me too", card);
        await eve.Replies("A buddy?", card);
        var posted = world.EverPosted();

        await SolvesAsync(anna, card);
        Assert.Equal(posted, world.EverPosted());
        Shows(world.Plain(card), "Solved");
        await world.MoveAsync(TimeSpan.FromMinutes(1));

        Shows(Assert.Single(dora.Mail), $"{Title} is solved, its asker says.");
        Shows(Assert.Single(ben.Mail), "is solved", "Why you got this: you said that you can help with this problem");
        Assert.All([eve, world.Someone("carla")], other => Assert.Empty(other.Mail));
        Assert.Equal(0, anna.Count("is solved"));
        Assert.Single(world.Posts);
        world.RangNobody();
    }

    [Fact]
    public async Task An_undo_within_the_minute_leaves_no_trace()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        await world.HasAskedBeforeAsync(anna);
        var card = await world.AsksAsync(anna);
        await ben.Presses("I can help", card);
        await dora.Presses("Follow the outcome", card);
        var (before, posted, asked) = (world.Plain(card), world.EverPosted(), world.Clock.GetUtcNow());

        var solved = await SolvesAsync(anna, card);
        await world.MoveAsync(TimeSpan.FromSeconds(59));
        Shows(Someone.Told(await anna.Presses("Undo", solved)), "as if it had not been");

        Assert.Equal(before, world.Plain(card));
        await world.MoveToAsync(asked.AddDays(2).AddMinutes(-1));
        Assert.Equal(posted, world.EverPosted());
        // The silence is measured from the asking, as if nothing had happened.
        await world.MoveToAsync(asked.AddDays(2).AddMinutes(1));
        Assert.Single(world.PostsBelow(card));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public async Task After_the_minute_an_undo_is_declined_in_kind_words(int seconds)
    {
        await using var world = await World.StartAsync();
        var (anna, dora) = (world.Someone("anna"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await dora.Presses("Follow the outcome", card);
        var solved = await SolvesAsync(anna, card);

        await world.MoveAsync(TimeSpan.FromSeconds(seconds));

        Shows(Someone.Told(await anna.Presses("Undo", solved)), "The minute for an undo is over", "open it again from its card");
        Shows(world.Plain(card), "Solved");
        Assert.Single(dora.Mail);
    }

    [Fact]
    public async Task An_undo_goes_back_to_what_was_being_tried()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.IsHelpedAsync(anna, ben);

        await anna.Presses("Undo", await SolvesAsync(anna, card));

        Shows(world.Plain(card), "Being tried");
    }

    [Fact]
    public async Task A_problem_that_came_back_opens_again_with_what_happened_and_its_asker_is_told()
    {
        await using var world = await World.StartAsync();
        var (anna, dora) = (world.Someone("anna"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await SolvesAsync(anna, card);
        await world.MoveAsync(TimeSpan.FromDays(1));

        var opened = await dora.Presses("This came back", card);
        Offers("What", (await dora.Submits(opened)).Form!.Wrong.Keys);
        await dora.Submits(opened, ("What", "Nobody came on Sunday."));

        Shows(world.Plain(card), "Open", "opened again: Nobody came on Sunday.");
        Shows(anna.Mail[^1], "Dora opened your problem again", "Nobody came on Sunday.");
        Offers("I can help", world.Labels(card));
        await world.MoveAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "No answer yet");
    }

    [Fact]
    public async Task What_is_set_aside_says_why_and_anybody_opens_it_again_with_one_press()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await dora.Presses("Follow the outcome", card);
        var opened = await anna.Presses("Set aside", await anna.Presses("More", card));
        Offers("Why", (await anna.Submits(opened)).Form!.Wrong.Keys);

        await anna.Submits(opened, ("Why", "The hall closes."));
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Shows(world.Plain(card), "Set aside: The hall closes.");
        Shows(Assert.Single(dora.Mail), "was set aside: The hall closes.");

        var answers = await Task.WhenAll(ben.Persona.PressAsync(world.Room.Find(card.Post)!.ActionOf("Reopen"), card.Post), dora.Persona.PressAsync(world.Room.Find(card.Post)!.ActionOf("Reopen"), card.Post));
        await world.SettleAsync();
        Assert.Equal([1, 1], new[] { "Open again", "open already" }.Select(said => answers.Count(a => Someone.Told(a).Contains(said, StringComparison.Ordinal))));
        Shows(world.Plain(card), "Open");
        Assert.Equal(1, anna.Count("opened your problem again"));
    }

    [Fact]
    public async Task What_is_opened_again_within_the_minute_was_never_closed_for_the_others()
    {
        await using var world = await World.StartAsync();
        var (anna, dora) = (world.Someone("anna"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await dora.Presses("Follow the outcome", card);
        await anna.Submits(new SetAsideForm { Problem = (await world.ProblemAsync()).Id, Why = "Later" });

        await anna.Presses("Reopen", card);
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Empty(dora.Mail);
    }

    [Fact]
    public async Task A_second_closing_is_news_again()
    {
        await using var world = await World.StartAsync();
        var (anna, dora) = (world.Someone("anna"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await dora.Presses("Follow the outcome", card);
        await SolvesAsync(anna, card);
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        await anna.Submits(new CameBackForm { Problem = (await world.ProblemAsync()).Id, What = "Again." });

        await SolvesAsync(anna, card);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(2, dora.Count("is solved"));
    }

    [Fact]
    public async Task A_coordinator_closes_for_the_asker_who_is_told()
    {
        await using var world = await World.StartAsync();
        var (anna, carla) = (world.Someone("anna"), world.Someone("carla"));
        var card = await world.AsksAsync(anna);

        await SolvesAsync(carla, card);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(1, anna.Count("is solved"));
        Assert.Empty(carla.Mail);
    }

    private static async Task<Acted> SolvesAsync(Someone who, RoomMessage card) => await who.Presses("It is solved", await who.Presses("More", card));
}
