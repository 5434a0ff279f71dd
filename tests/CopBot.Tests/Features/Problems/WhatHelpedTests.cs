using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class WhatHelpedTests
{
    private const string Words = "We give every newcomer a buddy.";

    [Fact]
    public async Task What_helped_stands_on_the_card_and_its_author_is_told_at_once()
    {
        // Late in the evening: what is one's own is told at once, at any hour.
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 21, 0, 0, TimeSpan.Zero));
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);

        var marked = await MarksAsync(anna, await ben.Replies(Words, card), willTry: "A buddy for each");

        Shows(Someone.Told(marked), "You will be asked once what came of it");
        Shows(world.Plain(card), "Being tried", $"What helped: “{Words}” — Ben");
        Shows(Assert.Single(ben.Mail), "Anna marked your words as what helped", Words);
        Assert.All([anna, dora], other => Assert.Empty(other.Mail));
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
        world.RangNobody();
    }

    [Fact]
    public async Task Only_the_asker_says_what_helped_and_others_are_told_whom_to_ask()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies(Words, card);

        Shows(Someone.Told(await ben.UsesOn(advice, "helped")), "Only Anna, who asked, or a coordinator");
        Lacks(world.Plain(card), "What helped:");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
    }

    [Fact]
    public async Task A_coordinator_marks_for_the_asker_who_is_told_and_is_the_one_who_is_asked()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna", zone: "Europe/Lisbon"), world.Someone("ben"), world.Someone("carla"));
        var card = await world.AsksAsync(anna);

        Shows(Someone.Told(await MarksAsync(carla, await ben.Replies(Words, card))), "Anna is told of it, and asked once");

        Shows(Assert.Single(anna.Mail), "Carla, who coordinates the community, marked for you", "You will be asked once");
        Shows(Assert.Single(ben.Mail), "Carla marked your words");
        // Ten in Lisbon, where the asker is, not in Berlin.
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 9, 59, 0, TimeSpan.Zero));
        Assert.Equal(0, anna.Count("What came of it?"));
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 10, 1, 0, TimeSpan.Zero));
        Assert.Equal(1, anna.Count("What came of it?"));
        Assert.Equal(0, carla.Count("What came of it?"));
    }

    [Fact]
    public async Task Several_messages_may_help_and_are_one_trial_with_one_question()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await MarksAsync(anna, await ben.Replies(Words, card), willTry: "A buddy");

        var opened = await anna.UsesOn(await dora.Replies("A map at the door.", card), "helped");
        Assert.Equal(["A buddy", nameof(WhenKnown.OnADate), "2027-01-19"], [In(opened, "WillTry"), In(opened, "When"), In(opened, "Day")]);
        await anna.Submits(opened);

        Shows(world.Plain(card), $"“{Words}” — Ben", "“A map at the door.” — Dora");
        await world.MoveAsync(TimeSpan.FromDays(60));
        Assert.Equal(1, anna.Count("What came of it?"));
    }

    [Fact]
    public async Task The_same_message_marked_twice_is_one_piece_of_advice_and_its_author_is_told_once()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies(Words, card);

        await MarksAsync(anna, advice);
        await MarksAsync(anna, advice);

        Assert.Single((await world.ProblemAsync()).Advice);
        Assert.Single(ben.Mail);
    }

    [Fact]
    public async Task Only_what_a_person_wrote_below_a_problem_can_be_marked()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        await world.MoveAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        var nudge = Assert.Single(world.PostsBelow(card));
        var plain = await ben.Says("A buddy.", new(world.Home));

        Shows(Someone.Told(await anna.UsesOn(card, "helped")), "CopBot's own message");
        Shows(Someone.Told(await anna.UsesOn(nudge, "helped")), "CopBot's own message");
        Shows(Someone.Told(await anna.UsesOn(plain, "helped")), "Mark a message in the thread below a problem's card");
        Shows(Someone.Told(await anna.UsesOn(await ben.Replies("And tea.", plain), "helped")), "Mark a message in the thread below a problem's card");
        Assert.Empty((await world.ProblemAsync()).Advice);
    }

    [Theory]
    [InlineData("", "Please say which day")]
    [InlineData("2027-01-11", "from tomorrow on")]
    [InlineData("2027-01-12", "from tomorrow on")]
    [InlineData("2029-01-12", "within two years")]
    [InlineData("tomorrow", "Please write the day as year-month-day")]
    public async Task A_day_that_cannot_be_is_said_so_and_nothing_is_marked(string day, string why)
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var opened = await anna.UsesOn(await ben.Replies(Words, card), "helped");

        var sent = await anna.Submits(opened, ("WillTry", "A buddy"), ("When", nameof(WhenKnown.OnADate)), ("Day", day));

        Shows(sent.Form!.Wrong["Day"], why);
        Assert.Equal("A buddy", In(sent, "WillTry"));
        Assert.Empty((await world.ProblemAsync()).Advice);
        Assert.Empty(ben.Mail);
        Assert.Null((await anna.Submits(sent, ("Day", "2027-01-13"))).Form);
        Assert.Single((await world.ProblemAsync()).Advice);
    }

    [Fact]
    public async Task Who_does_not_want_to_be_asked_is_never_asked()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));

        var card = await world.IsHelpedAsync(anna, ben, WhenKnown.DoNotAsk);

        Shows(world.Plain(card), "Advised");
        await world.MoveAsync(TimeSpan.FromDays(29));
        Assert.Empty(anna.Mail);
    }

    [Fact]
    public async Task The_excerpt_stays_when_the_message_is_edited_and_goes_when_it_is_deleted_but_the_outcome_stays()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies(Words, card);
        await MarksAsync(anna, advice);
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);

        Assert.NotNull(ben.Persona.Edit(advice.Post, "Something else").Said);
        await world.Someone("dora").Presses("Follow the outcome", card);
        Shows(world.Plain(card), Words);

        await ben.Deletes(advice);
        Lacks(world.Plain(card), Words);
        Assert.All(ben.Mail, m => Lacks(m, Words));
        Shows(world.Plain(card), "(these words were taken back)", "tried by 1, worked for 1", "Solved");
    }

    [Fact]
    public async Task An_author_takes_their_words_back_and_they_cannot_be_marked_again()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies(Words, card);
        await MarksAsync(anna, advice);

        Shows(Someone.Told(await dora.PressesAction(ben.LatestMail.ActionOf("Take my words back"), card.Post)), "not your words");
        Shows(world.Plain(card), Words);
        Shows(Someone.Told(await ben.Presses("Take my words back", ben.LatestMail)), "Taken back");

        Lacks(world.Plain(card), Words, "Ben");
        Lacks(Assert.Single(ben.Mail), Words);
        Shows(Someone.Told(await anna.UsesOn(advice, "helped")), "Its author took these words back");
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromDays(2));
        Assert.Equal(0, ben.Count("Your advice"));
        Assert.False(await world.InStoreAsync(db => db.Set<Post>().AnyAsync(p => p.Message.Contains(Words))));
    }

    [Fact]
    public async Task An_author_who_is_no_member_is_told_and_does_not_become_one()
    {
        await using var world = await World.StartAsync();
        var (anna, eve) = (world.Someone("anna"), world.Someone("eve"));

        await world.IsHelpedAsync(anna, eve);

        Shows(Assert.Single(eve.Mail), "Anna marked your words");
        Assert.Equal(["Anna", "Carla"], await world.InStoreAsync(db => db.Memberships.Join(db.Members, m => m.Member, m => m.Id, (_, m) => m.Name).OrderBy(n => n).ToListAsync()));
    }

    [Fact]
    public async Task Who_marks_their_own_words_is_not_told_about_them()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var card = await world.AsksAsync(anna);

        await MarksAsync(anna, await anna.Replies("A sign did it.", card));

        Shows(world.Plain(card), "“A sign did it.” — Anna");
        Assert.Empty(anna.Mail);
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromDays(2));
        Assert.Equal(0, anna.Count("Your advice"));
    }

    [Fact]
    public async Task What_an_app_wrote_can_be_marked_and_no_app_is_written_to()
    {
        await using var world = await World.StartAsync();
        var (anna, app) = (world.Someone("anna"), world.Someone("alerts"));
        world.Room.Invite(new RoomPerson("alerts", "Alerts") { IsBot = true });
        var card = await world.AsksAsync(anna);

        await MarksAsync(anna, await app.Replies("The manual says: a buddy.", card));

        Shows(world.Plain(card), "“The manual says: a buddy.”");
        Assert.Empty(app.Mail);
        Assert.False(await world.InStoreAsync(db => db.Members.AnyAsync(m => m.Name == "Alerts")));
    }

    [Fact]
    public async Task What_helped_with_something_solved_can_still_be_said_and_it_stays_solved()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies(Words, card);
        await anna.Presses("It is solved", await anna.Presses("More", card));

        await MarksAsync(anna, advice, WhenKnown.DoNotAsk);

        Shows(world.Plain(card), "Solved", Words);
        await world.MoveAsync(TimeSpan.FromDays(40));
        Shows(world.Plain(card), "Solved");
    }

    [Fact]
    public async Task All_of_a_great_deal_of_advice_can_be_read()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        for (var i = 1; i <= 7; i++) await MarksAsync(anna, await ben.Replies($"Advice number {i}. {Somebody.Words(600)}", card), WhenKnown.DoNotAsk);

        Shows(world.Plain(card), "Advice number 5", "and 2 more: press More to see all.");
        Assert.Empty(CopBot.Chat.Limits.Broken(world.Room.Find(card.Post)!.Shows!));
        var first = await anna.Presses("More", card);
        var second = await anna.Presses("More advice", first);
        Lacks(Someone.Told(first), "Advice number 6");
        Shows(Someone.Told(second), "Advice number 6", "Advice number 7");
        Assert.All([first, second], p => Assert.Empty(CopBot.Chat.Limits.Broken(p.Shown!.Shows)));
        Shows(Someone.Told(await anna.Presses("Earlier advice", second)), "Advice number 1");
    }
}
