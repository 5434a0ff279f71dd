using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Me;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Joining;

/// <summary>Somebody's two accounts become one person, and one of them goes its own way again.</summary>
public sealed class LinkTests
{
    [Fact]
    public async Task Two_accounts_become_one_person_after_a_second_look()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("anna-away", "Anna Away"));
        var letters = await LetterAsync(anna);

        var asked = await away.Submits(new LinkForm { Code = letters });
        Stories.Shows(Visitor.Told(asked), "Are both yours?", "Anna", "Anna on Playground", "Anna Away on Elsewhere");
        Assert.NotEqual((await world.MemberOfAsync(anna.Ref)).Id, (await world.MemberOfAsync(away.Ref)).Id);
        var linked = await away.Presses("Yes, both are mine", asked);

        Stories.Shows(Visitor.Told(linked), "one person on both sides", "Anna Away (this one)");
        Assert.Equal((await world.MemberOfAsync(anna.Ref)).Id, (await world.MemberOfAsync(away.Ref)).Id);
        Stories.Shows(Assert.Single(anna.Mail), "the account Anna Away on Elsewhere is yours now too");
        Assert.Empty(away.Mail);
        Stories.Shows(Someone.Told(await anna.Uses("link")), "Anna (this one)", "Anna Away");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task A_code_is_confirmed_only_by_the_account_that_entered_it_and_only_in_time()
    {
        await using var world = await World.StartAsync();
        var (anna, away, eve) = (world.Someone("anna"), world.Visitor("away"), world.Visitor("eve"));
        var asked = await away.Submits(new LinkForm { Code = await LetterAsync(anna) });
        var action = new ConfirmLink((await world.InStoreAsync(db => db.PassCodes.SingleAsync())).Id);

        Assert.Equal(MeRefusals.CodeOver, await eve.Presses(action));
        Assert.Equal(MeRefusals.CodeOver, (await anna.Persona.PressAsync(ActionCodec.Encode(action), (await anna.Uses("link")).Shown!)).Answer);
        await world.MoveAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(MeRefusals.CodeOver, await away.Presses("Yes, both are mine", asked));

        var again = await away.Submits(new LinkForm { Code = await LetterAsync(anna) });
        await world.RestartAsync();
        Assert.IsType<Answer.Replace>(await away.Presses("Yes, both are mine", again));
        Assert.Equal(MeRefusals.CodeOver, await away.Presses("Yes, both are mine", again));
    }

    [Fact]
    public async Task Wrong_expired_used_and_own_codes_are_refused_in_a_sentence_each()
    {
        await using var world = await World.StartAsync();
        var (anna, away, eve) = (world.Someone("anna"), world.Visitor("away"), world.Visitor("eve"));
        var letters = await LetterAsync(anna);
        Assert.Equal(PassCodes.Own, Someone.Told(await anna.Submits(new LinkForm { Code = letters })));
        Assert.Equal(PassCodes.Wrong, Visitor.Told(await away.Submits(new LinkForm { Code = "zzzz-zzzz" })));
        // A code for workspaces links no accounts.
        Assert.Equal(PassCodes.Wrong, Visitor.Told(await away.Submits(new LinkForm { Code = await world.CodeAsync(world.Someone("carla")) })));
        await away.Submits(new LinkForm { Code = letters });
        Assert.Equal(PassCodes.Used, Visitor.Told(await eve.Submits(new LinkForm { Code = letters })));
        var late = await LetterAsync(anna);
        await world.MoveAsync(PassCode.WorksFor);
        Assert.Equal(PassCodes.Over, Visitor.Told(await eve.Submits(new LinkForm { Code = late })));
    }

    [Fact]
    public async Task Two_accounts_that_are_one_already_stay_as_they_are()
    {
        await using var world = await World.StartAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        await LinkAsync(anna, away);

        Assert.Equal(MeRefusals.LinkedAlready, await away.Submits(new LinkForm { Code = await LetterAsync(anna) }));
    }

    [Fact]
    public async Task Whoever_is_in_the_same_problem_with_both_accounts_is_counted_once()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, away) = (world.Someone("anna"), world.Someone("ben"), world.Visitor("away"));
        var card = await world.AsksAsync(anna);
        foreach (var label in new[] { "I can help", "Me too", "Follow the outcome" })
        {
            await ben.Presses(label, card);
            await away.Presses(label, world.CardElsewhere());
        }

        Stories.Shows(world.Plain(card), "Ben, Away can help", "2 have this too", "2 follow");
        await LinkAsync(ben, away);

        Stories.Shows(world.Plain(card), "1 has this too", "1 follows");
        Assert.Equal(3, (await world.ProblemAsync()).People.Count);
        Assert.Equal(world.Room.Find(card.Post)!.Shows, world.CardElsewhere().Says);
        // What they offered with the account that went is taken back with either.
        await ben.Presses("I can't help after all", await ben.Presses("More", card));
        Stories.Lacks(world.Plain(card), "can help");
    }

    [Fact]
    public async Task An_asker_has_no_other_stake_in_their_own_problem()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        var card = await world.AsksAsync(anna);
        await away.Presses("I can help", world.CardElsewhere());
        await away.Presses("Me too", world.CardElsewhere());

        await LinkAsync(away, anna, world);

        var problem = await world.ProblemAsync();
        Assert.Empty(problem.People);
        Assert.Equal((await world.MemberOfAsync(away.Ref)).Id, problem.Asker);
        Stories.Lacks(world.Plain(card), "can help", "has this too");
        Stories.Offers("It is solved", Stories.Labels(Visitor.Shown(await away.Presses("More", world.CardElsewhere()))));
    }

    [Fact]
    public async Task What_both_were_trying_of_one_problem_is_one_trial_and_asked_about_once()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, dan, away) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dan"), world.Visitor("away"));
        await world.IsHelpedAsync(anna, ben);
        var problem = (await world.ProblemAsync()).Id;
        await dan.Submits(new TryAdviceForm { Problem = problem, When = WhenKnown.InAWeek, WillTry = "With tags" });
        await away.Submits(new TryAdviceForm { Problem = problem, When = WhenKnown.InAMonth, WillTry = "Without" });
        Assert.Equal(3, await world.InStoreAsync(db => db.Trials.CountAsync()));

        await LinkAsync(dan, away);

        var dans = await world.MemberOfAsync(dan.Ref);
        var trial = await world.InStoreAsync(db => db.Trials.SingleAsync(t => t.Trier == dans.Id));
        Assert.Equal("With tags", trial.WillTry);
        await world.MoveAsync(TimeSpan.FromDays(10));
        Assert.Equal(1, dan.Mail.Concat(away.Mail).Count(m => m.Contains("What came of", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_asker_told_with_the_other_account_is_the_askers_word()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, away) = (world.Someone("anna"), world.Someone("ben"), world.Visitor("away"));
        var card = await world.IsHelpedAsync(anna, ben, WhenKnown.DoNotAsk);
        var problem = (await world.ProblemAsync()).Id;
        await away.Submits(new TryAdviceForm { Problem = problem, When = WhenKnown.InAWeek });
        var aways = (await world.MemberOfAsync(away.Ref)).Id;
        var theirs = await world.InStoreAsync(db => db.Trials.SingleAsync(t => t.Trier == aways));
        await away.Presses(new TellOutcome(theirs.Id, OutcomeResult.Worked));
        Stories.Shows(world.Plain(card), "tried by 1, worked for 1");

        await LinkAsync(anna, away);

        Assert.True((await world.ProblemAsync()).Outcomes.Single().ByAsker);
        Assert.All(await world.InStoreAsync(db => db.Trials.ToListAsync()), t => Assert.True(t.ByAsker));
    }

    [Fact]
    public async Task Two_coordinators_who_are_one_coordinate_once_and_keep_every_role()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (carla, dora) = (world.Someone("carla"), world.Visitor("dora", runsWorkspace: true));
        await world.InStoreAsync(async db =>
        {
            (await db.Memberships.FirstAsync(m => m.Member == db.Set<Account>().First(a => a.User == dora.Ref).Member)).Roles |= Role.Sponsor;
            await db.SaveChangesAsync();
        });

        await LinkAsync(carla, dora);

        var membership = await world.InStoreAsync(db => db.Memberships.SingleAsync());
        Assert.Equal(Role.Coordinator | Role.Sponsor, membership.Roles);
        Assert.Equal(World.TuesdayMorning, membership.JoinedAt);
        Stories.Shows(Visitor.Told(await dora.Uses("setup")), "Coordinators", "second person");
        Stories.Shows(Someone.Told(await carla.Uses("setup")), "second person");
    }

    [Fact]
    public async Task The_quieter_of_the_two_counts_and_a_clock_that_was_set_stays()
    {
        await using var world = await World.StartAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        await anna.Uses("start");
        await world.InStoreAsync(async db =>
        {
            (await db.Members.FirstAsync(m => m.Accounts.Any(a => a.User == anna.Ref))).WantLessOf("news of advice");
            await db.SaveChangesAsync();
        });
        await away.Presses(new StopMessages());
        await away.Submits(new MyClockForm { Zone = "Tokyo", From = "10:00", Until = "15:00", Days = [Weekday.Monday] });

        await LinkAsync(anna, away);

        var one = await world.MemberOfAsync(anna.Ref);
        Assert.True(one.Stopped);
        Assert.Equal(["news of advice"], one.LessOf);
        Assert.Equal(("Asia/Tokyo", new TimeOnly(10, 0)), (one.Zone, one.DayStart));
    }

    [Fact]
    public async Task One_person_has_one_budget_over_both_platforms_and_is_written_to_where_they_last_were()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        await anna.Uses("start");
        await away.Uses("start");
        await UnaskedAsync(world, anna.Ref, "one");
        Assert.Contains("one", Assert.Single(anna.Mail), StringComparison.Ordinal);

        await LinkAsync(anna, away);
        await world.MoveAsync(TimeSpan.FromHours(2));
        await away.Presses(new ShowMe());
        await away.Presses(new WantAgain("nothing"));
        await UnaskedAsync(world, away.Ref, "two");

        // That of the morning counts, on whichever side it came.
        Assert.Empty(away.Mail);
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Contains("two", Assert.Single(away.Mail), StringComparison.Ordinal);

        await away.Presses(new StopMessages());
        await UnaskedAsync(world, anna.Ref, "three");
        await world.MoveAsync(TimeSpan.FromDays(10));
        Assert.DoesNotContain(anna.Mail.Concat(away.Mail), m => m.Contains("three", StringComparison.Ordinal));
    }

    [Fact]
    public async Task News_under_the_name_of_the_account_that_went_is_found_and_taken_back()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, away) = (world.Someone("anna"), world.Someone("ben"), world.Visitor("away"));
        var card = await world.AsksAsync(anna);
        await away.Presses("I can help", world.CardElsewhere());
        Assert.Contains(anna.Mail, m => m.Contains("Away can help", StringComparison.Ordinal));

        await LinkAsync(ben, away);
        await ben.Presses("I can't help after all", await ben.Presses("More", card));

        Assert.DoesNotContain(anna.Mail, m => m.Contains("can help", StringComparison.Ordinal));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task The_same_news_that_waits_for_both_comes_once()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, away) = (world.Someone("anna"), world.Someone("ben"), world.Visitor("away"));
        var card = await world.AsksAsync(anna);
        await ben.Presses("Follow the outcome", card);
        await away.Presses("Follow the outcome", world.CardElsewhere());
        await anna.Presses("It is solved", await anna.Presses("More", card));

        await LinkAsync(ben, away);
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Equal(1, ben.Mail.Concat(away.Mail).Count(m => m.Contains("is solved", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_links_at_the_very_first_act_is_one_person_at_once()
    {
        await using var world = await World.StartAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));

        await LinkAsync(anna, away);

        Assert.Equal(2, (await world.MemberOfAsync(anna.Ref)).Accounts.Count);
        Assert.Equal(2, await world.InStoreAsync(db => db.Members.CountAsync()));
    }

    [Fact]
    public async Task Two_who_press_at_the_same_moment_lose_nothing()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, away) = (world.Someone("anna"), world.Someone("ben"), world.Visitor("away"));
        var card = await world.AsksAsync(anna);
        await away.Presses("Me too", world.CardElsewhere());
        var asked = await away.Submits(new LinkForm { Code = await LetterAsync(ben) });

        var others = Enumerable.Range(0, 6).Select(i => world.Someone($"p{i}")).ToList();
        await Task.WhenAll(
        [
            Task.Run(() => away.Presses("Yes, both are mine", asked)),
            .. others.Select(p => Task.Run(() => p.Persona.PressAsync(world.Room.Find(card.Post)!.ActionOf("Me too"), card.Post))),
        ]);
        await world.SettleAsync();

        Assert.Equal(7, (await world.ProblemAsync()).People.Count);
        Stories.Shows(world.Plain(card), "7 have this too");
    }

    [Fact]
    public async Task An_account_that_is_taken_away_is_a_person_of_its_own_and_what_was_said_stays()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        var card = await world.AsksAsync(world.Someone("ben"));
        await away.Presses("Me too", world.CardElsewhere());
        await LinkAsync(anna, away);
        await away.Presses(new StopMessages());

        await anna.Presses("Take this account away again", anna.LatestMail);

        var (one, other) = (await world.MemberOfAsync(anna.Ref), await world.MemberOfAsync(away.Ref));
        Assert.NotEqual(one.Id, other.Id);
        Assert.True(other.Stopped);
        Assert.Equal(one.Id, (await world.ProblemAsync()).People.Single().Member);
        Stories.Shows(world.Plain(card), "1 has this too");
        Assert.Equal(MeRefusals.NotYourAccount, (await anna.Presses("Take this account away again", anna.LatestMail)).Answer);
        Assert.Equal(MeRefusals.OnlyAccount, (await anna.Persona.PressAsync(ActionCodec.Encode(new TakeAccountAway(LinkCards.NumberOf(anna.Ref))), (await anna.Uses("link")).Shown!)).Answer);
    }

    [Fact]
    public async Task What_waits_for_a_person_is_not_for_an_account_that_was_taken_away()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 22, 0, 0, TimeSpan.Zero));
        await world.JoinAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        await LinkAsync(anna, away);
        await world.MoveAsync(TimeSpan.FromHours(2));
        await away.Presses(new WantAgain("nothing"));
        await UnaskedAsync(world, away.Ref, "for Anna");

        await anna.Presses("Away on Elsewhere", await anna.Uses("link"));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Contains(anna.Mail, m => m.Contains("for Anna", StringComparison.Ordinal));
        Assert.Empty(away.Mail);
    }

    [Fact]
    public async Task What_was_asked_without_a_name_is_joined_to_nobody()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, away) = (world.Someone("anna"), world.Visitor("away"));
        await world.AsksUnsignedAsync(anna);

        await LinkAsync(anna, away);

        Assert.Null((await world.ProblemAsync()).Asker);
        Stories.Shows(PlaygroundText.Plain(world.CardElsewhere().Says), "Asked without a name");
    }

    private static async Task<string> LetterAsync(Someone someone) => BothSides.LettersIn((await someone.Presses("Show me a code", await someone.Uses("link"))).Shown!.Shows);

    /// <summary>The first shows a code, the second enters it.</summary>
    private static async Task LinkAsync(Someone stays, Visitor goes)
    {
        var asked = await goes.Submits(new LinkForm { Code = await LetterAsync(stays) });
        Stories.Shows(Visitor.Told(await goes.Presses("Yes, both are mine", asked)), "one person on both sides");
    }

    private static async Task LinkAsync(Visitor stays, Someone goes, World world)
    {
        var letters = BothSides.LettersIn(Visitor.Shown(await stays.Presses("Show me a code", await stays.Uses("link"))));
        var asked = await goes.Submits(new LinkForm { Code = letters });
        Stories.Shows(Someone.Told(await goes.Presses("Yes, both are mine", asked)), "one person on both sides");
        await world.SettleAsync();
    }

    private static async Task UnaskedAsync(World world, UserRef reader, string words)
    {
        var (member, community) = ((await world.MemberOfAsync(reader)).Id, await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish($"test/{words}", Audience.To(member), Message.Say(Text.Of(words)), PostTerms.Unasked(community, "news of tests", $"you asked.", world.Clock.GetUtcNow().AddDays(30))));
        await world.SettleAsync();
    }
}
