using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Outcomes;

public sealed class OutcomeNewsTests
{
    [Fact]
    public async Task The_news_reaches_advisers_followers_and_those_who_have_it_too_each_once_and_nobody_else()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora, eve, finn, gina) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"), world.Someone("eve"), world.Someone("finn"), world.Someone("gina"));
        var card = await world.IsHelpedAsync(anna, ben);
        await ben.Presses("Follow the outcome", card);
        await dora.Presses("Follow the outcome", card);
        await eve.Presses("Me too", card);
        await finn.Presses("I can help", card);
        await gina.Replies("Interesting.", card);
        await world.MoveAsync(TimeSpan.FromDays(7));
        var annas = anna.Mail.Count;

        await anna.Submits(await anna.Presses("Add a line", await anna.Presses("It worked", anna.LatestMail)), ("Line", "Twelve came back."));
        await world.MoveAsync(TimeSpan.FromDays(7));

        Assert.Equal(1, ben.Count($"Your advice: it worked. {Title}"));
        Assert.All([dora, eve], who => Shows(Assert.Single(who.Mail), $"What came of it: it worked. {Title}", "Anna: “Twelve came back.”"));
        Assert.All([finn, gina, world.Someone("carla")], who => Assert.Empty(who.Mail));
        Assert.Equal(annas, anna.Mail.Count);
        world.RangNobody();
    }

    [Fact]
    public async Task An_adviser_did_not_ask_for_news_so_it_says_why_it_came_and_how_to_have_less()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.IsHelpedAsync(anna, ben);
        await dora.Presses("Follow the outcome", card);
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromMinutes(1));

        Shows(ben.Mail[^1], "Why you got this: your words were marked as what helped.");
        Offers("Open", Labels(ben.LatestMail.Shows!));
        Offers("Less of this", Labels(ben.LatestMail.Shows!));
        Offers("Stop", Labels(ben.LatestMail.Shows!));
        Lacks(dora.Mail[^1], "Why you got this");
        OffersNot("Stop", Labels(dora.LatestMail.Shows!));
    }

    [Fact]
    public async Task News_to_advisers_shares_the_budget_of_one_a_day()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        foreach (var title in new[] { "Which glue holds porcelain?", "How do we store paint?" })
        {
            var card = await world.AsksAsync(anna, title);
            await MarksAsync(anna, await ben.Replies("Ask the museum.", card));
        }

        var promises = await anna.Uses("promises");
        await anna.Presses("It worked", await anna.Presses("Which glue holds porcelain?", promises));
        await world.MoveAsync(TimeSpan.FromHours(1));
        await anna.Presses("It worked", await anna.Presses("How do we store paint?", promises));
        await world.MoveAsync(TimeSpan.FromHours(2));
        Assert.Equal(1, ben.Count("Your advice: "));

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 13, 8, 1, 0, TimeSpan.Zero));
        Assert.Equal(2, ben.Count("Your advice: "));
    }

    [Fact]
    public async Task Who_said_Stop_hears_no_news_of_their_advice_but_what_they_follow()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.IsHelpedAsync(anna, ben);
        await dora.Presses("Follow the outcome", card);
        await world.InStoreAsync(async db =>
        {
            foreach (var member in db.Members.Where(m => m.Name == "Ben" || m.Name == "Dora").ToList()) member.Stop();
            await db.SaveChangesAsync();
        });

        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromDays(14));

        Assert.Equal(0, ben.Count("Your advice: "));
        Assert.Equal(1, dora.Count("What came of"));
    }

    [Fact]
    public async Task When_it_did_not_work_the_asker_asks_again_with_one_press_and_the_silence_is_measured_anew()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.IsHelpedAsync(anna, ben);
        await world.MoveAsync(TimeSpan.FromDays(7));

        var told = await anna.Presses("It didn't", anna.LatestMail);
        var again = told.Shown!.ActionOf("Ask again for help");
        Shows(Someone.Told(await dora.PressesAction(again, card.Post)), "open already");
        Shows(world.Plain(card), "Advised");
        Shows(Someone.Told(await anna.Presses("Ask again for help", told)), "Open again");
        Shows(Someone.Told(await anna.Presses("Ask again for help", told)), "open already");

        Shows(world.Plain(card), "Open", "opened again: it didn't work", "tried by 1, not for 1");
        await world.MoveAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "No answer yet");
        await dora.Replies("Try a map.", card);
        Assert.Empty(world.PostsBelow(card));
        Shows(world.Plain(card), "Advised");
    }

    [Fact]
    public async Task A_bad_outcome_opens_what_the_asker_had_closed_only_if_they_want()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.IsHelpedAsync(anna, ben);
        await anna.Presses("It is solved", await anna.Presses("More", card));
        await world.MoveAsync(TimeSpan.FromDays(7));

        var told = await anna.Presses("It didn't", anna.LatestMail);
        Shows(world.Plain(card), "Solved", "it didn't work.");
        await anna.Presses("Ask again for help", told);

        Shows(world.Plain(card), "Open");
    }

    [Fact]
    public async Task Who_tries_somebody_elses_advice_is_not_offered_to_open_their_problem()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.IsHelpedAsync(anna, ben, WhenKnown.DoNotAsk);
        await dora.Submits(await dora.Presses("This helps me too", await dora.Presses("More", card)), ("When", "InAWeek"));
        await world.MoveAsync(TimeSpan.FromDays(7));

        var told = await dora.Presses("It didn't", dora.LatestMail);

        OffersNot("Ask again for help", Labels(told.Shown!.Shows));
        await dora.Submits(await dora.Presses("Add a line", told), ("Line", "Our hall is too small."));
        Shows(world.Plain(card), "tried by 1, not for 1", "Not where: “Our hall is too small.”");
    }

    [Fact]
    public async Task The_track_record_grows_with_everybody_who_tries()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.IsHelpedAsync(anna, ben);
        await anna.Presses("It worked", await anna.Presses(Title, await anna.Uses("promises")));
        foreach (var (id, said) in new[] { ("dora", "It worked"), ("eve", "It worked"), ("finn", "It worked"), ("gina", "It didn't") })
        {
            var who = world.Someone(id);
            await who.Submits(await who.Presses("This helps me too", await who.Presses("More", card)), ("When", "DoNotAsk"));
            await who.Presses(said, await who.Presses(Title, await who.Uses("promises")));
        }

        Shows(world.Plain(card), "tried by 5, worked for 4, not for 1");
        Shows(Someone.Told(await world.Someone("hana").Submits(new ProblemForm { Title = Title })), "tried by 5, worked for 4, not for 1");
    }
}
