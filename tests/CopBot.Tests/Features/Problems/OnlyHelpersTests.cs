using CopBot.Chat;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.Search;
using CopBot.TestKit;
using CopBot.Tests.Features.Joining;
using CopBot.Tests.Features.Knowing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CopBot.Tests.Features.Problems.Privately;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class OnlyHelpersTests
{
    [Fact]
    public async Task It_is_asked_taken_talked_about_tried_and_told_where_nobody_else_sees_it()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben, dora) = (world.Someone("carla"), world.Someone("anna"), await world.KnowsAsync("ben"), world.Someone("dora"));

        var preview = await anna.Submits(new ProblemForm { Title = Smoke, Tried = Tried, Topics = "paint", Who = Visibility.Helpers });
        Shows(Someone.Told(preview), "Only you see this", "It will stand nowhere");
        var asked = await anna.Presses("Ask a few", preview);
        Shows(Someone.Told(asked), "A few who may know are asked privately", "it stands nowhere else");
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(world.Posts);

        Shows(Assert.Single(ben.Mail), "Can you help with this?", Smoke, "Asked by Anna", "Only those who help see it");
        Shows(Someone.Told(await ben.Presses("Take it", ben.LatestMail)), "a conversation of your own", "nobody else sees");
        Shows(anna.Mail[^1], "Ben can help", "a conversation of your own");
        var card = world.CardBetween(anna, ben);
        Shows(world.Plain(card), Smoke, Tried, "Asked by Anna", "Only Anna and Ben see this");
        OffersNot("Me too", world.Labels(card));
        OffersNot("I can help", world.Labels(card));

        var advice = await ben.Says("Store it with charcoal beside it.", card.Place);
        Shows(Someone.Told(await MarksAsync(anna, advice, willTry: "Charcoal")), "asked once");
        Shows(world.Plain(card), "Being tried", "Store it with charcoal", "Ben");
        await world.MoveAsync(TimeSpan.FromDays(7));
        Shows(anna.Mail[^1], "What came of it?", Smoke);
        var told = await anna.Presses("It worked", anna.LatestMail);
        Lacks(Someone.Told(told), "stories");
        await anna.Submits(await anna.Presses("Add a line", told), ("Line", "The smell is gone."));
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(world.Plain(card), "Solved", "The smell is gone.");
        Shows(ben.Mail[^1], "Your advice: it worked", Smoke, "The smell is gone.");
        OffersNot("Name me in the story", Labels(ben.LatestMail.Shows!));
        foreach (var other in new[] { carla, dora })
        {
            await other.OpensHome();
            foreach (var words in new[] { "home", "stories", "map", "experts paint", "find paint", "promises" }) await other.Uses(words);
            Lacks(world.AllThatIsSeenBy(other), "smoke", "charcoal", "The smell is gone");
        }

        Assert.Empty(world.Log.Errors);
        world.RangNobody();
    }

    [Fact]
    public async Task Each_helper_talks_with_the_asker_alone()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), await world.KnowsAsync("ben"), await world.KnowsAsync("dora"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        await dora.Presses("Take it", dora.LatestMail);

        Assert.Equal(2, world.Rooms().Count);
        var (withBen, withDora) = (world.CardBetween(anna, ben), world.CardBetween(anna, dora));
        await ben.Says("Ask the fire brigade, they know smoke.", withBen.Place);
        Lacks(world.AllThatIsSeenBy(dora), "fire brigade");
        var mine = await anna.Presses(Smoke, await anna.Uses("promises"));
        Shows(Someone.Told(mine), "2 people were asked", "You talk about it with Ben, Dora");
        Lacks(world.Plain(withDora), "Ben");
    }

    [Fact]
    public async Task Nobody_else_gets_at_it_with_any_button()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben, dora) = (world.Someone("carla"), world.Someone("anna"), await world.KnowsAsync("ben"), world.Someone("dora"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);
        await MarksAsync(anna, await ben.Says("Charcoal.", card.Place));
        var id = (await world.ProblemAsync(Smoke)).Id;

        IAction[] all =
        [
            new ShowProblemChoices(id), new TurnAdvice(id, 0), new ReadProblem(id), new ReadProblem(id, Good: true), new OfferHelp(id), new WithdrawOffer(id), new SayMeToo(id), new FollowOutcome(id),
            new LeaveProblem(id, Stake.Helper), new SayItIsSolved(id), new SetProblemAside(id), new UndoClosing(id), new ReopenProblem(id), new SayItCameBack(id), new TryAdvice(id), new TakeProblemBack(id),
            new ShowToEveryone(id), new ShowToEveryoneNow(id),
        ];
        foreach (var somebody in new[] { dora, carla })
        {
            foreach (var action in all)
            {
                var told = Someone.Told(await somebody.PressesAction(ActionCodec.Encode(action), card.Post));
                Assert.True(told.Contains("no longer here", StringComparison.Ordinal), $"{action} by {somebody.Ref.Id}: {told}");
            }
        }

        Shows(Someone.Told(await ben.PressesAction(ActionCodec.Encode(new TryAdvice(id)), card.Post)), "for whoever asked");
        Shows(Someone.Told(await ben.PressesAction(ActionCodec.Encode(new SayItIsSolved(id)), card.Post)), "Only the asker");
        Shows(Someone.Told(await ben.PressesAction(ActionCodec.Encode(new ShowToEveryoneNow(id)), card.Post)), "Only the asker");
        Assert.Equal(ProblemStatus.Trying, (await world.ProblemAsync(Smoke)).Status);
    }

    [Fact]
    public async Task It_is_found_and_suggested_to_its_asker_and_helpers_and_to_nobody_else()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), await world.KnowsAsync("ben"), await world.KnowsAsync("dora"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        await MarksAsync(anna, await ben.Says("Charcoal takes the smoke.", world.CardBetween(anna, ben).Place));
        var (asker, helper, asked) = (await world.MemberAsync(anna), await world.MemberAsync(ben), await world.MemberAsync(dora));

        await using var scope = world.Services.CreateAsyncScope();
        var search = scope.ServiceProvider.GetRequiredService<ISearch>();
        var community = await world.CommunityAsync();
        foreach (var (reader, finds) in new[] { (asker, 2), (helper, 2), (asked, 0) })
            Assert.Equal(finds, (await search.FindAsync("paint smoke charcoal", ["problem", "advice"], community, reader, 10, CancellationToken.None)).Count);
        Assert.Empty(await search.FindAsync("paint smoke charcoal", ["problem", "advice"], community, reader: null, 10, CancellationToken.None));

        Lacks(Someone.Told(await dora.Submits(new ProblemForm { Title = "How can we store paint that smells of smoke now?" })), "look alike", "looks alike", Smoke);
        Shows(Someone.Told(await ben.Submits(new ProblemForm { Title = "How can we store paint that smells of smoke now?" })), "looks alike");
    }

    [Fact]
    public async Task A_new_index_knows_who_may_find_it()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.AsksAFewAsync(anna);

        await using var scope = world.Services.CreateAsyncScope();
        var all = new List<Findable>();
        foreach (var findables in scope.ServiceProvider.GetServices<IFindables>()) await foreach (var one in findables.AllAsync(CancellationToken.None)) all.Add(one);
        Assert.Equal([await world.MemberAsync(anna)], Assert.Single(all, f => f.Title == Smoke).OnlyFor!);
    }

    [Fact]
    public async Task What_it_is_about_stands_on_the_map_only_where_the_community_knows_the_topic()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), await world.KnowsAsync("ben", "bicycles"), world.Someone("dora"));
        var preview = await anna.Submits(new ProblemForm { Title = Smoke, Topics = "bicycles, quarrels with the landlord", Who = Visibility.Helpers });
        await anna.Presses("Ask a few", preview);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        var map = Someone.Told(await dora.Uses("map"));
        Shows(map, "bicycles", "asked once");
        Lacks(map, "landlord", "smoke");
        Assert.True(ben.WasAsked());
    }

    [Fact]
    public async Task A_coordinators_export_holds_nothing_of_it_and_the_askers_own_record_does()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        await MarksAsync(anna, await ben.Says("Charcoal takes the smoke.", world.CardBetween(anna, ben).Place));

        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBot.Data.CopBotDb>();
        var zip = await scope.ServiceProvider.GetRequiredService<CopBot.Keeping.Exporter>().ToZipAsync(await db.Set<CopBot.Communities.Community>().FirstAsync(), CancellationToken.None);
        using var files = new System.IO.Compression.ZipArchive(new MemoryStream(zip.ToArray()));
        foreach (var file in files.Entries)
        {
            using var reader = new StreamReader(await file.OpenAsync(CancellationToken.None));
            var text = await reader.ReadToEndAsync();
            Assert.True(!text.Contains("smoke", StringComparison.Ordinal), file.FullName);
        }
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_asker_hears_it_at_once_and_may_show_it_to_everyone()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.AsksAFewAsync(anna);

        Shows(Assert.Single(anna.Mail), "found nobody to ask", Smoke);
        var shown = await anna.Presses("Show it to everyone", anna.LatestMail);
        Shows(Someone.Told(shown), "with your name", "cannot be undone");
        Assert.Empty(world.Posts);
        await anna.Presses("Show it to everyone", shown);

        var card = world.Card(Smoke);
        Offers("I can help", world.Labels(card));
        Shows(Someone.Told(await ben.Presses("I can help", card)), "Write in the thread");
        Assert.Empty(world.Rooms());
    }

    [Fact]
    public async Task Shown_to_everyone_it_stands_no_longer_where_the_helper_saw_it_and_once_answered_it_is_not_shown()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);
        var offer = await anna.Presses("Show it to everyone", await anna.Presses("More", card));
        await anna.Presses("Show it to everyone", offer);
        Assert.True(world.Room.Find(card.Post)!.Removed);
        Shows(world.Plain(world.Card(Smoke)), "Ben can help");

        await using var other = await World.StartAsync();
        var (emil, dora) = (other.Someone("emil"), await other.KnowsAsync("dora"));
        await other.AsksAFewAsync(emil);
        await dora.Presses("Take it", dora.LatestMail);
        var between = other.CardBetween(emil, dora);
        var before = await emil.Presses("Show it to everyone", await emil.Presses("More", between));
        await dora.Says("Between us: the landlord smokes.", between.Place);
        Shows(Someone.Told(await emil.Presses("Show it to everyone", before)), "what they said stays there");
        Assert.Empty(other.Posts);
    }

    [Fact]
    public async Task Its_silence_is_told_to_its_asker_and_to_no_coordinator()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);

        await world.MoveAsync(TimeSpan.FromDays(12));

        Assert.Contains(world.PostsBelow(card), p => PlaygroundText.Plain(p).Contains("No answer yet", StringComparison.Ordinal));
        Assert.Equal(1, anna.Count("Nobody has answered"));
        Assert.Equal(0, carla.Count("Nobody has answered"));
        await carla.OpensHome();
        Lacks(PlaygroundText.Plain(world.Room.HomeOf(carla.Ref)!), "smoke", "Nobody has answered");
        Lacks(world.AllThatIsSeenBy(carla), "smoke");
    }

    [Fact]
    public async Task Setting_aside_undoing_and_opening_again_work_there()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);

        var closed = await anna.Submits(await anna.Presses("Set aside", await anna.Presses("More", card)), ("Why", "we moved"));
        Shows(world.Plain(card), "Set aside: we moved");
        await anna.Presses("Undo", closed);
        Shows(world.Plain(card), "Open");
        await anna.Submits(await anna.Presses("Set aside", await anna.Presses("More", card)), ("Why", "we moved"));
        Shows(Someone.Told(await ben.Presses("Reopen", card)), "Those who help see it");
        Shows(world.Plain(card), "Open");
        Shows(anna.Mail[^1], "Ben opened your problem again");
    }

    [Fact]
    public async Task Whoever_cannot_help_after_all_sees_it_no_longer()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);

        Shows(Someone.Told(await ben.Presses("I can't help after all", await ben.Presses("More", card))), "Taken back");

        Assert.True(world.Room.Find(card.Post)!.Removed);
        Lacks(Someone.Told(await ben.Uses("find paint smoke")), Smoke);
    }

    [Fact]
    public async Task Where_no_private_place_can_be_the_preview_says_so_and_nothing_typed_is_lost()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        world.Room.Open(world.Room.Find(world.Home)! with { WithoutPrivate = true });

        var preview = await anna.Submits(new ProblemForm { Title = Smoke, Tried = Tried, Who = Visibility.Helpers });
        Shows(Someone.Told(preview), "Only helpers cannot be here now", "takes no private places", "what you wrote is kept");
        OffersNot("Ask a few", Labels(preview.Shown!.Shows));
        var open = await anna.Presses("Let everyone see it", preview);
        Shows(Someone.Told(open), "It will appear in", Tried);
        await anna.Presses("Post it", open);
        Shows(world.Plain(world.Card(Smoke)), Tried);
    }

    [Fact]
    public async Task The_place_opens_in_the_askers_hours()
    {
        // Anna's evening; in Auckland it is morning.
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 15, 0, 0, TimeSpan.Zero));
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben", zone: "Pacific/Auckland"));
        await world.AsksAFewAsync(anna);
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 12, 21, 0, 0, TimeSpan.Zero));

        Shows(Someone.Told(await ben.Presses("Take it", ben.LatestMail)), "It opens when whoever asks is at work");
        Assert.Empty(world.Rooms());
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 13, 8, 0, 0, TimeSpan.Zero));
        Shows(world.Plain(world.CardBetween(anna, ben)), Smoke);
    }

    [Fact]
    public async Task Whoever_has_left_before_the_place_opens_opens_none()
    {
        await using var world = await World.StartAsync(new DateTimeOffset(2027, 1, 12, 21, 0, 0, TimeSpan.Zero));
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben", zone: "Pacific/Auckland"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        world.Room.Invite(world.Room.Person(ben.Ref)! with { Left = true });

        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Empty(world.Rooms());
        Shows(Someone.Told(await anna.Presses(Smoke, await anna.Uses("promises"))), "The conversation with", "could not be opened", "has left the workspace");
    }

    [Fact]
    public async Task Where_the_platform_refuses_the_place_both_hear_why_once_and_whoever_asks_may_show_it_to_everyone()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        world.Platform.Before = call =>
        {
            if (call is "private") throw new CopBot.Chat.PlatformException(CopBot.Chat.FailureKind.Denied, "CopBot may not open private threads here.");
        };
        await ben.Presses("Take it", ben.LatestMail);
        await world.MoveAsync(TimeSpan.FromHours(1));
        await world.MoveAsync(TimeSpan.FromHours(1));

        Assert.Empty(world.Rooms());
        const string Why = "could not be opened: CopBot may not open private threads here.";
        Assert.Equal((1, 1), (anna.Count(Why), ben.Count(Why)));
        Shows(ben.Mail[^1], "The place where you and Anna were to talk about");
        Shows(anna.Mail[^1], "The place where you and Ben were to talk about", Smoke);
        await ben.Presses("I can't after all", ben.LatestMail);
        await anna.Presses("Show it to everyone", await anna.Presses("Show it to everyone", anna.LatestMail));
        Shows(world.Plain(world.Card(Smoke)), Smoke);
    }

    [Fact]
    public async Task Where_the_platform_refuses_the_place_and_whoever_asked_is_gone_nobody_is_told_and_nothing_stays_due()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        world.Platform.Before = call =>
        {
            if (call is "private") throw new CopBot.Chat.PlatformException(CopBot.Chat.FailureKind.Denied, "CopBot may not open private threads here.");
        };
        await ben.Presses("Take it", ben.LatestMail);
        Assert.Single(await ClosedDoorsAsync(world));

        // As it is where they delete themselves before anybody was told.
        await world.InStoreAsync(db => db.Problems.ExecuteUpdateAsync(set => set.SetProperty(p => p.Asker, (CopBot.Communities.MemberId?)null)));
        await world.MoveAsync(TimeSpan.FromHours(1));

        Assert.DoesNotContain(ben.Mail, m => m.Contains("could not be opened", StringComparison.Ordinal));
        Assert.Empty(await ClosedDoorsAsync(world));
    }

    /// <summary>Every third step, since each is a world of its own; dying after the place was opened is told below.</summary>
    [Fact]
    public async Task Killed_at_any_step_there_is_one_place_and_one_card()
    {
        var (died, survived) = (0, false);
        for (var death = 1; !survived; death += 3)
        {
            await using var world = await World.StartAsync();
            var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
            await world.AsksAFewAsync(anna);
            var invitation = ben.LatestMail;

            world.Process.DieBefore(death);
            survived = await world.SurvivesAsync(async () => await ben.Presses("Take it", invitation));
            if (!survived)
            {
                died++;
                await world.RestartAsync();
                if (world.Rooms().Count == 0) await ben.Presses("Take it", invitation);
                await world.MoveAsync(TimeSpan.FromMinutes(5));
            }

            Assert.True(world.Rooms().Count == 1, $"killed before step {death}: {world.Rooms().Count} places; did {string.Join(", ", world.Process.Did)}");
            Shows(world.Plain(world.CardBetween(anna, ben)), Smoke);
        }

        Assert.InRange(died, 2, 60);
    }

    [Theory]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.NotDelivered)]
    [InlineData(Fault.Killed)]
    public async Task Whatever_becomes_of_the_call_that_opens_it_there_is_one_place(Fault fault)
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        // The invitation that now says that it was taken, and the note to the asker, may come before.
        world.Platform.Before = what =>
        {
            if (what != "private") return;
            world.Platform.Before = null;
            world.Platform.Next(fault);
        };
        if (!await world.SurvivesAsync(async () => await ben.Presses("Take it", ben.LatestMail))) await world.RestartAsync();
        await world.MoveAsync(TimeSpan.FromMinutes(5));

        Assert.Single(world.Rooms());
        Shows(world.Plain(world.CardBetween(anna, ben)), Smoke);
    }

    [Fact]
    public async Task Whoever_deletes_themselves_stands_nowhere_in_it()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), await world.KnowsAsync("ben"));
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);
        await ben.Says("Charcoal.", card.Place);

        await ben.Presses("Delete me, my words stay", await ben.Presses("Delete me…", await ben.Uses("privacy")));
        await world.SettleAsync();

        Assert.True(world.Room.Find(card.Post)!.Removed);
        Assert.DoesNotContain(await world.InStoreAsync(db => db.Posts.Select(p => p.Audience).ToListAsync()), a => a.Contains(ben.Ref.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_two_platforms_only_those_are_asked_who_can_share_a_place_with_the_asker()
    {
        await using var world = await World.StartAsync();
        await world.SettleElsewhereAsync();
        var (anna, ben, vera) = (world.Someone("anna"), await world.KnowsAsync("ben"), world.Visitor("vera"));
        await vera.Presses("Publish", await vera.Submits(new CopBot.Features.Directory.MyTopicsForm { CanAdvise = "paint", Asks = CopBot.Features.Directory.AsksAWeek.Three }));
        await world.AsksAFewAsync(anna);
        Assert.True(ben.WasAsked());
        Assert.Empty(vera.Mail);
        Assert.Empty(world.Elsewhere.Posts);

        // With an account on the other side too, somebody there can help.
        await world.LinkElsewhereAsync(anna, lately: false);
        await world.AsksAFewAsync(anna, "How can we store paint that smells of fish?");
        Assert.Single(vera.Mail);
        Shows(Visitor.Told(await vera.Presses("Take it", world.Elsewhere.DirectTo(vera.Ref)[^1])), "a conversation of your own");
        var between = world.Elsewhere.Standing(new Place(new ChannelRef(Elsewhere.Workspace, "private-anna-vera")));
        Shows(PlaygroundText.Plain(Assert.Single(between).Says), "smells of fish");
        Assert.Empty(world.Rooms());
    }

    [Fact]
    public async Task A_helper_who_turns_out_to_be_somebody_else_too_keeps_the_one_place()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, ben, away) = (world.Someone("anna"), await world.KnowsAsync("ben"), world.Visitor("ben-away"));
        await away.Uses("home");
        await world.AsksAFewAsync(anna);
        await ben.Presses("Take it", ben.LatestMail);
        var card = world.CardBetween(anna, ben);

        var letters = BothSides.LettersIn((await ben.Presses("Show me a code", await ben.Uses("link"))).Shown!.Shows);
        await away.Presses("Yes, both are mine", await away.Submits(new CopBot.Features.Me.LinkForm { Code = letters }));
        await ben.Says("Charcoal.", card.Place);

        Assert.Single(world.Rooms());
        Assert.False(world.Room.Find(card.Post)!.Removed);
        Shows(world.Plain(world.CardBetween(anna, ben)), "Advised");
        Shows(Someone.Told(await ben.Uses("find paint smoke")), Smoke);
    }

    private static async Task<IReadOnlyList<Guid>> ClosedDoorsAsync(World world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TellOfClosedDoors>().DueAsync(world.Clock.GetUtcNow(), CancellationToken.None);
    }
}
