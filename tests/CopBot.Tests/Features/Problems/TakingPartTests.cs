using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class TakingPartTests
{
    [Fact]
    public async Task Offering_help_tells_the_asker_and_nobody_else()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"), world.Someone("carla"));
        var card = await world.AsksAsync(anna);
        await dora.Presses("Follow the outcome", card);

        Shows(Someone.Told(await ben.Presses("I can help", card)), "The asker knows you can help");

        Assert.Equal(1, anna.Count("Ben can help with " + Title));
        Assert.All([ben, dora, carla], other => Assert.Empty(other.Mail));
        Shows(world.Plain(card), "Ben can help · 1 follows");
        world.RangNobody();
    }

    [Fact]
    public async Task An_offer_made_twice_is_one_offer_and_a_press_delivered_twice_is_one_press()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);

        await ben.PressesAction(card.ActionOf("I can help"), card.Post, "e1");
        Assert.Equal(Answer.Nothing, (await ben.PressesAction(card.ActionOf("I can help"), card.Post, "e1")).Answer);
        Shows(Someone.Told(await ben.Presses("I can help", card)), "You said so already");

        Assert.Equal(1, anna.Count("Ben can help"));
    }

    [Fact]
    public async Task Two_who_press_at_the_same_moment_both_help()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.AsksAsync(anna);
        await world.MoveAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        var card = world.Card(Title);
        var nudge = Assert.Single(world.PostsBelow(card));
        var helpers = new[] { "ben", "dora", "eve", "finn" }.Select(id => world.Someone(id)).ToList();

        // On the card and on the nudge, so that no conversation's order keeps them apart.
        var answers = await Task.WhenAll(helpers.Select((h, i) => h.Persona.PressAsync((i % 2 == 0 ? card : nudge).ActionOf("I can help"), (i % 2 == 0 ? card : nudge).Post)));
        await world.SettleAsync();

        Assert.All(answers, a => Shows(Someone.Told(a), "The asker knows you can help"));
        Assert.Equal(4, (await world.ProblemAsync()).People.Count);
        Shows(world.Plain(card), "and 1 more can help");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Nobody_helps_follows_or_has_their_own_problem_too()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var card = await world.AsksAsync(anna);

        foreach (var button in new[] { "I can help", "Me too", "Follow the outcome" }) Shows(Someone.Told(await anna.Presses(button, card)), "This is your own problem");
        Assert.Empty((await world.ProblemAsync()).People);
    }

    [Fact]
    public async Task An_offer_taken_back_leaves_nothing_and_can_be_made_again()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);

        await ben.Presses("Undo", await ben.Presses("I can help", card));
        Assert.Empty(anna.Mail);
        Lacks(world.Plain(card), "can help");

        await ben.Presses("I can help", card);
        Assert.Equal(1, anna.Count("Ben can help"));
    }

    [Fact]
    public async Task Who_leaves_is_counted_no_more_and_is_told_what_they_still_hear()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        await ben.Presses("Me too", card);
        Shows(Someone.Told(await ben.Presses("Me too", card)), "You said so already");
        await ben.Presses("Follow the outcome", card);
        Shows(world.Plain(card), "1 has this too · 1 follows");

        Shows(Someone.Told(await ben.Presses("Stop following", await ben.Presses("More", card))), "You still hear what comes of it");
        Shows(Someone.Told(await ben.Presses("I no longer have this", await ben.Presses("More", card))), "you will not hear of it any more");

        Lacks(world.Plain(card), "has this too", "follows");
        await anna.Presses("It is solved", await anna.Presses("More", card));
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Empty(ben.Mail);
    }

    [Fact]
    public async Task Help_for_what_is_closed_or_gone_is_declined_in_kind_words()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var offer = card.ActionOf("I can help");
        await anna.Presses("It is solved", await anna.Presses("More", card));

        OffersNot("I can help", world.Labels(card));
        Shows(Someone.Told(await ben.PressesAction(offer, card.Post)), "This problem is closed", "This came back");

        await world.InStoreAsync(async db =>
        {
            db.Remove(await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.FirstAsync(db.Set<Problem>()));
            await db.SaveChangesAsync();
        });
        Shows(Someone.Told(await ben.PressesAction(offer, card.Post)), "no longer here");
        Shows(Someone.Told(await ben.Presses("Me too", card)), "no longer here");
    }

    [Fact]
    public async Task Whoever_may_not_press_gets_a_private_sentence_and_nothing_changes()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var choices = (await anna.Presses("More", card)).Shown!;

        foreach (var button in new[] { "It is solved", "Set aside", "Take it back" })
            Shows(Someone.Told(await ben.PressesAction(choices.ActionOf(button), card.Post)), "Only the asker, or a coordinator for them");

        OffersNot("It is solved", Labels((await ben.Presses("More", card)).Shown!.Shows));
        Assert.Equal(ProblemStatus.Open, (await world.ProblemAsync()).Status);
    }

    [Fact]
    public void A_coordinator_of_another_community_is_a_stranger_here()
    {
        var ours = Somebody.Travel();
        var problem = Problem.Ask(new(Guid.NewGuid()), ours, new ProblemForm { Title = Title }, MemberId.New(), null, first: false, Somebody.Now);

        Assert.False(problem.IsSteeredBy(Somebody.Short(Role.Coordinator)));
        Assert.True(problem.IsSteeredBy(Somebody.Short(Role.Coordinator) with { CommunityOrNone = ours }));
    }
}
