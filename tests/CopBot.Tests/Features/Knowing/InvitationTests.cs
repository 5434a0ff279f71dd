using CopBot.Chat;
using CopBot.Features.Directory;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Knowing.Helping;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Knowing;

public sealed class InvitationTests
{
    [Fact]
    public async Task Those_who_know_are_asked_privately_and_nobody_else_is()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, emil) = (world.Someone("anna"), await world.KnowsAsync("ben"), await world.KnowsAsync("emil", "bicycles"));
        var card = await world.AsksAboutPaintAsync(anna);

        Shows(Assert.Single(ben.Mail), "Can you help with this?", Paint, "Asked by Anna", "Why you:", "you said that you can advise on paint", "Why you got this");
        Offers("Less of this", Labels(ben.LatestMail.Shows!));
        Offers("Stop", Labels(ben.LatestMail.Shows!));
        Assert.False(emil.WasAsked());
        Shows(await anna.SeesOfAsync(card), "1 person was asked");
        Shows(PlaygroundText.Plain((await anna.Uses("promises")).Shown!.Shows), "1 person was asked");
        Lacks(world.Plain(card), "Ben", "was asked");
        Lacks(await emil.SeesOfAsync(card), "was asked");
        world.RangNobody();
    }

    [Fact]
    public async Task Whoever_takes_it_helps_and_the_asker_hears_it()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        var card = await world.AsksAboutPaintAsync(anna);

        var answer = await ben.Presses("Take it", ben.Invitation());

        Shows(Someone.Told(answer), "Thank you");
        Shows(world.Plain(card), "Ben can help");
        Shows(anna.LatestMailPlain(), "Ben can help");
        Shows(Assert.Single(ben.Mail), "You said that you can help with this");
        Lacks(ben.Mail[0], Paint);
    }

    [Fact]
    public async Task Passing_is_free_and_nobody_sees_it()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        var card = await world.AsksAboutPaintAsync(anna);
        var before = world.Plain(card);

        Shows(Someone.Told(await ben.Presses("Pass", ben.Invitation())), "Nobody sees that");

        Assert.Equal(before, world.Plain(card));
        Assert.Empty(anna.Mail);
        Shows(Assert.Single(ben.Mail), "You passed this one on");
        await ben.Presses("I can help after all", ben.LatestMail);
        Shows(world.Plain(card), "Ben can help");
    }

    [Fact]
    public async Task Three_to_five_are_asked_however_many_know()
    {
        await using var world = await World.StartAsync();
        var knowing = new List<Someone>();
        for (var i = 0; i < 9; i++) knowing.Add(await world.KnowsAsync($"knower{i}"));

        var card = await world.AsksAboutPaintAsync(world.Someone("anna"));

        Assert.Equal(5, knowing.Count(k => k.WasAsked()));
        Shows(await world.Someone("anna").SeesOfAsync(card), "5 people were asked");
    }

    [Fact]
    public async Task Capacity_one_is_asked_once_in_the_week_however_many_fit()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        for (var i = 0; i < 4; i++)
        {
            await world.AsksAboutPaintAsync(anna, $"How can we store paint number {i}?");
            await world.MoveAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal(1, ben.Count("Can you help with this?"));
    }

    [Fact]
    public async Task Nobody_is_rung_a_second_time_before_the_first_have_had_two_working_days_of_their_own()
    {
        // A Friday afternoon in Berlin; a first problem's silence ladder would ring again on Tuesday.
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 15, 13, 0, 0, TimeSpan.Zero));
        var first = new List<Someone>();
        for (var i = 0; i < 5; i++) first.Add(await world.KnowsAsync($"first{i}"));
        await world.AsksAboutPaintAsync(world.Someone("anna"));
        Assert.All(first, f => Assert.True(f.WasAsked()));
        var late = await world.KnowsAsync("late");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 12, 59, 0, TimeSpan.Zero));
        Assert.False(late.WasAsked());
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 13, 10, 0, TimeSpan.Zero));
        Assert.True(late.WasAsked());
        Assert.All(first, f => Assert.Equal(1, f.Count("Can you help with this?")));
    }

    [Fact]
    public async Task An_undo_within_the_minute_asks_nobody()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        var preview = await anna.Submits(new ProblemForm { Title = Paint, Topics = "paint" });
        await anna.Presses("Undo", await anna.Presses("Post it", preview));

        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Empty(ben.Mail);
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Invitation>().CountAsync()));
    }

    [Fact]
    public async Task What_waits_for_somebodys_morning_does_not_come_once_they_hide_or_it_is_solved()
    {
        // Ten at night in Berlin.
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 21, 0, 0, TimeSpan.Zero));
        var (anna, ben, dora) = (world.Someone("anna"), await world.KnowsAsync("ben"), await world.KnowsAsync("dora"));
        var card = await world.AsksAboutPaintAsync(anna);
        Assert.Empty(ben.Mail);
        await ben.Presses("Hide me", await ben.Presses("What you know", await ben.Uses("me")));
        await anna.Presses("It is solved", await anna.Presses("More", card));

        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Empty(ben.Mail);
        Assert.Empty(dora.Mail);
    }

    [Fact]
    public async Task Whoever_suggests_somebody_has_them_asked_privately()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, emil) = (world.Someone("anna"), await world.KnowsAsync("ben"), world.Someone("emil"));
        var card = await world.AsksAboutPaintAsync(anna);

        var opened = await ben.Presses("Suggest someone …", ben.Invitation());
        Shows(Someone.Told(await ben.Submits(opened, ("Who", emil.Ref.ToString()))), "Emil is asked privately");

        Shows(Assert.Single(emil.Mail), "Ben thinks that you may know", Paint);
        Shows(await world.Someone("anna").SeesOfAsync(card), "2 people were asked");
        Lacks(world.Plain(card), "Emil");
        Assert.Empty(anna.Mail);
        await emil.Presses("Pass", emil.Invitation());
        Assert.Empty(anna.Mail);
    }

    [Fact]
    public async Task Whoever_is_suggested_and_wants_to_be_left_in_peace_is()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, emil) = (world.Someone("anna"), await world.KnowsAsync("ben"), world.Someone("emil"));
        await emil.Presses("Hide me", await emil.Presses("What you know", await emil.Uses("me")));
        await world.AsksAboutPaintAsync(anna);

        var opened = await ben.Presses("Suggest someone …", ben.Invitation());
        Shows(Someone.Told(await ben.Submits(opened, ("Who", emil.Ref.ToString()))), "Emil is asked privately, unless they want to be left in peace");

        Assert.Empty(emil.Mail);
    }

    [Fact]
    public async Task Whoever_is_away_says_so_on_the_invitation_and_is_asked_no_more_until_then()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben", asks: AsksAWeek.Three));
        await world.AsksAboutPaintAsync(anna);

        var told = await ben.Submits(await ben.Presses("Away until …", ben.Invitation()), ("Back", "2027-02-01"));
        Shows(Someone.Told(told), "You are away until");
        await world.MoveAsync(TimeSpan.FromDays(3));
        await world.AsksAboutPaintAsync(anna, "How can we store paint outside?");

        Assert.Equal(0, ben.Count("Can you help with this?"));
    }

    [Fact]
    public async Task Nobody_answers_an_invitation_of_somebody_else()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, zoe) = (world.Someone("anna"), await world.KnowsAsync("ben"), world.Someone("zoe"));
        var card = await world.AsksAboutPaintAsync(anna);
        var take = ben.Invitation().ActionOf("Take it");

        var told = await zoe.PressesAction(take, card.Post);

        Shows(Someone.Told(told), "somebody else's");
        Lacks(world.Plain(card), "Zoe");
    }

    [Fact]
    public async Task The_same_press_twice_acts_once()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAboutPaintAsync(anna);
        var (take, on) = (ben.Invitation().ActionOf("Take it"), ben.Invitation().Post);

        await ben.PressesAction(take, on, "same");
        await ben.PressesAction(take, on, "same");
        Shows(Someone.Told(await ben.PressesAction(take, on)), "You said that you help with this already");

        Assert.Equal(1, anna.Count("Ben can help"));
    }

    [Fact]
    public async Task Somebody_whose_advice_worked_is_asked_without_having_said_anything_and_newcomers_to_helping_get_their_share()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAboutPaintAsync(anna);
        await MarksAsync(anna, await ben.Replies("Keep it above five degrees.", card));
        await world.MoveAsync(TimeSpan.FromDays(8));
        await anna.Presses("It worked", anna.LatestMail);
        // The news of it has taken that day's one place.
        await world.MoveAsync(TimeSpan.FromDays(2));
        for (var i = 0; i < 3; i++) await world.KnowsAsync($"knower{i}");
        var newcomer = await world.KnowsAsync("newcomer", "", doneOnce: "paint");

        await world.AsksAboutPaintAsync(world.Someone("dora"), "How can we keep paint from drying out?");

        Shows(ben.Mail[^1], "1 piece of advice of yours that worked since January 2027 on paint");
        Assert.True(newcomer.WasAsked());
    }

    [Fact]
    public async Task Whoever_left_is_found_by_asking_and_somebody_else_is_asked_in_their_place()
    {
        await using var world = await World.StartAsync();
        var people = new List<Someone>();
        for (var i = 0; i < 6; i++) people.Add(await world.KnowsAsync($"knower{i}"));
        foreach (var gone in people.Take(3)) world.Room.Invite(world.Room.Person(gone.Ref)! with { Left = true });

        var card = await world.AsksAboutPaintAsync(world.Someone("anna"));

        Assert.Equal(3, people.Count(p => p.WasAsked()));
        Shows(await world.Someone("anna").SeesOfAsync(card), "3 people were asked");
        Assert.All(people.Take(3), p => Assert.Empty(p.Mail));
    }

    [Fact]
    public async Task An_invitation_can_be_answered_from_home_too()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 21, 0, 0, TimeSpan.Zero));
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        var card = await world.AsksAboutPaintAsync(anna);

        var home = await ben.Uses("home");
        Shows(Someone.Told(home), "Can you help?", Paint);
        await ben.Presses("Take it", home);

        Shows(world.Plain(card), "Ben can help");
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Empty(ben.Mail);
    }

    [Fact]
    public async Task Without_a_name_the_asker_is_not_named_and_helpers_are_asked_all_the_same()
    {
        await using var world = await World.StartAsync();
        var ben = await world.KnowsAsync("ben");
        await world.Someone("anna").Submits(new ProblemForm { Title = Paint, Topics = "paint", Who = Visibility.Anonymous });
        await world.MoveAsync(2 * Minute);

        Shows(Assert.Single(ben.Mail), "Asked without a name");
        Lacks(ben.Mail[0], "Anna");
    }

    /// <summary>Killed before each step that it takes, it asks everybody whom it would have asked, and nobody twice.</summary>
    [Fact]
    public async Task Killed_at_any_step_it_asks_everybody_once()
    {
        for (var step = 1; step <= 6; step++)
        {
            await using var world = await World.StartAsync();
            var (ben, dora) = (await world.KnowsAsync("ben"), await world.KnowsAsync("dora"));
            await world.AsksAsync(world.Someone("anna"), Paint, f => f with { Topics = "paint" });
            world.Process.DieBefore(step);
            await world.SurvivesAsync(() => world.MoveAsync(2 * Minute));
            await world.RestartAsync();
            await world.MoveAsync(10 * Minute);

            Assert.Equal((1, 1), (ben.Count("Can you help with this?"), dora.Count("Can you help with this?")));
            Assert.Equal(2, await world.InStoreAsync(db => db.Set<Invitation>().CountAsync()));
        }
    }
}

internal static class InvitationFacts
{
    public static string LatestMailPlain(this Someone someone) => someone.Mail[^1];
}
