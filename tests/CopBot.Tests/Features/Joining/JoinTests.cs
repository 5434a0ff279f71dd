using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Problems;
using CopBot.Features.Setup;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Joining;

/// <summary>Two workspaces on two platforms become one community, and part again.</summary>
public sealed class JoinTests
{
    [Fact]
    public async Task A_coordinator_of_each_side_brings_two_workspaces_together()
    {
        await using var world = await World.StartAsync();
        var (carla, dora) = (world.Someone("carla"), world.Visitor("dora", runsWorkspace: true));
        var letters = await world.CodeAsync(carla);

        var joined = await dora.Submits(new JoinForm { Code = letters });

        Stories.Shows(Visitor.Told(joined), "belongs to Workshop Leaders now", "together with Carla", "in #home too");
        var community = await CommunityAsync(world);
        Assert.Equal([Room.Workspace, Elsewhere.Workspace], community.Workspaces.Select(w => w.Workspace).OrderByDescending(w => w.ToString(), StringComparer.Ordinal));
        Assert.Contains(community.Homes, h => h.Channel == Elsewhere.Home);
        Assert.Contains("Dora entered the code", Assert.Single(carla.Mail), StringComparison.Ordinal);
        Stories.Shows(Visitor.Told(await dora.Uses("setup")), "Setting up Workshop Leaders", "Carla, Dora", "#practice on Playground");
    }

    [Fact]
    public async Task Whoever_wants_to_join_finds_the_way_from_the_command()
    {
        await using var world = await World.StartAsync();
        var (carla, dora) = (world.Someone("carla"), world.Visitor("dora", runsWorkspace: true));

        var shown = await carla.Presses("Show a code", await carla.Uses("setup join"));
        Stories.Shows(Someone.Told(shown), "/cop setup join", "15 minutes");
        Stories.Offers("I have a code", Stories.Labels(Visitor.Shown(await dora.Uses("setup JOIN"))));
        Stories.Offers("I have a code", Stories.Labels(Visitor.Shown(await dora.Presses("Join one that is elsewhere", await dora.Uses("setup")))));
        Assert.Equal("The code from the other side", (await dora.Opens(new EnterJoinCode())).Form!.Fields[0].Label);
        Stories.Offers("Show a code", Stories.Labels((await carla.Presses("Another workspace", await carla.Uses("setup"))).Shown!.Shows));
    }

    [Fact]
    public async Task The_store_holds_only_a_hash_of_the_code()
    {
        await using var world = await World.StartAsync();
        var letters = await world.CodeAsync(world.Someone("carla"));

        var code = await world.InStoreAsync(db => db.PassCodes.SingleAsync());

        Assert.Equal(64, code.Hash.Length);
        Assert.True(code.Is(letters) && code.Is(letters.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal)));
        var bare = letters.Replace("-", "", StringComparison.Ordinal);
        Assert.All(await world.Store.ContentsAsync(), stored => Stories.Lacks(System.Text.Encoding.Latin1.GetString(stored.Holds), letters, bare));
        Assert.All(world.Log.Lines, line => Stories.Lacks(line, letters, bare));
    }

    [Fact]
    public async Task A_code_works_for_a_quarter_of_an_hour_and_survives_a_restart()
    {
        await using var world = await World.StartAsync();
        var dora = world.Visitor("dora", runsWorkspace: true);
        var first = await world.CodeAsync(world.Someone("carla"));
        await world.MoveAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(PassCodes.Over, Visitor.Told(await dora.Submits(new JoinForm { Code = first })));

        var second = await world.CodeAsync(world.Someone("carla"));
        await world.RestartAsync();
        await world.MoveAsync(TimeSpan.FromMinutes(14));
        Stories.Shows(Visitor.Told(await dora.Submits(new JoinForm { Code = second })), "belongs to Workshop Leaders now");
    }

    [Fact]
    public async Task A_new_code_takes_the_place_of_the_one_before_and_one_is_forgotten_after_a_day()
    {
        await using var world = await World.StartAsync();
        var first = await world.CodeAsync(world.Someone("carla"));
        await world.CodeAsync(world.Someone("carla"));

        Assert.Equal(PassCodes.Wrong, Visitor.Told(await world.Visitor("dora", runsWorkspace: true).Submits(new JoinForm { Code = first })));
        Assert.Equal(1, await world.InStoreAsync(db => db.PassCodes.CountAsync()));
        await world.MoveAsync(TimeSpan.FromHours(26));
        Assert.Equal(0, await world.InStoreAsync(db => db.PassCodes.CountAsync()));
    }

    [Fact]
    public async Task A_code_works_once_also_for_two_who_enter_it_at_the_same_moment()
    {
        await using var world = await World.StartAsync();
        var letters = await world.CodeAsync(world.Someone("carla"));
        var people = Enumerable.Range(1, 4).Select(i => world.Visitor($"p{i}", runsWorkspace: true)).ToList();

        var answers = await Task.WhenAll(people.Select(p => Task.Run(() => p.SubmitsAtOnce(new JoinForm { Code = letters }))));

        Assert.Single(answers, a => a is Answer.Replace);
        Assert.Equal(2, (await CommunityAsync(world)).Workspaces.Count);
        Assert.Equal(2, await world.InStoreAsync(db => db.Memberships.CountAsync(m => m.Roles == Role.Coordinator)));
    }

    [Fact]
    public async Task A_used_code_is_refused_kindly_after_parting()
    {
        await using var world = await World.StartAsync();
        var (carla, dora) = (world.Someone("carla"), world.Visitor("dora", runsWorkspace: true));
        var letters = await world.CodeAsync(carla);
        await dora.Submits(new JoinForm { Code = letters });
        await world.PartAsync(carla);

        Assert.Equal(PassCodes.Used, Visitor.Told(await dora.Submits(new JoinForm { Code = letters })));
    }

    [Theory]
    [InlineData("aaaa-aaaa")]
    [InlineData("")]
    [InlineData("' OR 1=1 --")]
    [InlineData("@everyone <!channel> 🧭\0\u202e")]
    public async Task Whatever_else_is_typed_is_no_code(string typed)
    {
        await using var world = await World.StartAsync();
        await world.CodeAsync(world.Someone("carla"));

        var answer = await world.Visitor("dora", runsWorkspace: true).Submits(new JoinForm { Code = typed });

        Assert.IsType<Answer.Invalid>(answer);
        Assert.Single((await CommunityAsync(world)).Workspaces);
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<CopBot.Dispatch.Draft>().CountAsync()));
    }

    [Fact]
    public async Task After_several_wrong_codes_the_right_one_must_wait_an_hour()
    {
        await using var world = await World.StartAsync();
        var dora = world.Visitor("dora", runsWorkspace: true);
        foreach (var _ in Enumerable.Range(0, WrongTries.AnHour)) Assert.Equal(PassCodes.Wrong, Visitor.Told(await dora.Submits(new JoinForm { Code = "aaaa-bbbb" })));

        Assert.Equal(PassCodes.TooOften, Visitor.Told(await dora.Submits(new JoinForm { Code = await world.CodeAsync(world.Someone("carla")) })));
        await world.MoveAsync(TimeSpan.FromMinutes(61));
        Stories.Shows(Visitor.Told(await dora.Submits(new JoinForm { Code = await world.CodeAsync(world.Someone("carla")) })), "belongs to Workshop Leaders now");
    }

    [Fact]
    public async Task Only_a_coordinator_gets_a_code_and_only_who_runs_the_other_workspace_enters_it()
    {
        await using var world = await World.StartAsync();
        var (ben, eve) = (world.Someone("ben"), world.Visitor("eve"));
        Assert.Equal("setup-for-coordinators", Assert.IsType<Refusal>((await ben.Uses("setup join")).Answer).Code);
        var shown = await world.Someone("carla").Uses("setup join");
        Assert.Equal("needs-role", Assert.IsType<Refusal>((await ben.Persona.PressAsync(shown.Shown!.ActionOf("Show a code"), shown.Shown)).Answer).Code);

        var letters = await world.CodeAsync(world.Someone("carla"));
        Assert.Equal(SetupRefusals.NotRunning, await eve.Submits(new JoinForm { Code = letters }));
        Assert.Equal(SetupRefusals.NotRunning, (await eve.Opens(new EnterJoinCode())).Instead);
        Assert.Single((await CommunityAsync(world)).Workspaces);
        Assert.Null((await world.InStoreAsync(db => db.PassCodes.SingleAsync())).TakenBy);
    }

    [Fact]
    public async Task A_code_of_somebody_who_coordinates_no_more_is_over()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        await carla.Submits(new CoordinatorForm { Who = ben.Ref });
        var letters = await world.CodeAsync(ben);
        await carla.Persona.PressAsync(ActionCodec.Encode(new RelieveCoordinator(await world.MemberAsync(ben))), (await carla.Uses("setup")).Shown!);

        Assert.Equal(PassCodes.Over, Visitor.Told(await world.Visitor("dora", runsWorkspace: true).Submits(new JoinForm { Code = letters })));
    }

    [Fact]
    public async Task A_workspace_with_a_community_is_not_joined_away()
    {
        await using var world = await World.StartAsync();
        var (carla, dora) = (world.Someone("carla"), world.Visitor("dora", runsWorkspace: true));
        var letters = await world.CodeAsync(carla);
        Assert.Equal("setup-lives-here", Assert.IsType<Refusal>((await carla.Submits(new JoinForm { Code = letters })).Answer).Code);

        await dora.Submits(new CommunityForm { Name = "Bakers", Zone = "Lisbon" });
        Stories.Shows(Visitor.Told(await dora.Submits(new JoinForm { Code = letters })), "Bakers lives in this workspace already");
        Assert.Equal(2, await world.InStoreAsync(db => db.Communities.CountAsync()));
    }

    [Fact]
    public async Task The_direct_conversation_does_not_become_the_second_home()
    {
        await using var world = await World.StartAsync();
        var dora = world.Visitor("dora", runsWorkspace: true);
        var letters = await world.CodeAsync(world.Someone("carla"));

        Assert.Equal(SetupRefusals.Direct, await dora.Submits(new JoinForm { Code = letters }, dora.Direct));
        // The code was not used up by that.
        Stories.Shows(Visitor.Told(await dora.Submits(new JoinForm { Code = letters })), "belongs to Workshop Leaders now");
    }

    [Fact]
    public async Task A_card_stands_on_both_and_says_where_the_other_half_talks()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (anna, eve) = (world.Someone("anna"), world.Visitor("eve"));

        var preview = await anna.Submits(new ProblemForm { Title = Stories.Title });
        Stories.Shows(Someone.Told(preview), "#home on Elsewhere");
        await anna.Presses("Post it", preview);

        var (here, there) = (world.Card(Stories.Title), world.CardElsewhere());
        Assert.Equal(here.Shows, there.Says);
        Stories.Shows(PlaygroundText.Plain(there.Says), "Asked in #home on Elsewhere and in #practice on Playground. Talk is not carried over between them.");

        var offered = await eve.Presses("I can help", there);
        Stories.Shows(world.Plain(here), "Eve can help");
        Assert.Equal(new Uri($"https://elsewhere.example/{there.Post.Id}"), Visitor.Shown(offered).AllControls.OfType<LinkButton>().Single().To);
        var ways = Visitor.Shown(await eve.Presses("More", world.CardElsewhere())).AllControls.OfType<LinkButton>().Select(l => l.Label);
        Assert.Equal(["Open", "Talk in #practice on Playground"], ways, StringComparer.Ordinal);
        Assert.Contains(world.CardElsewhere().Says.Blocks.OfType<Footnote>().SelectMany(f => f.Text.Runs), r => r is Run.Anchor);
    }

    [Fact]
    public async Task Who_presses_on_either_side_is_counted_on_both()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var card = await world.AsksAsync(world.Someone("anna"));

        await world.Visitor("eve").Presses("Me too", world.CardElsewhere());
        await world.Someone("ben").Presses("Me too", card);

        Stories.Shows(world.Plain(card), "2 have this too");
        Stories.Shows(PlaygroundText.Plain(world.CardElsewhere().Says), "2 have this too");
    }

    [Fact]
    public async Task What_helped_on_one_side_stands_on_both_and_says_where_it_was_said()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        var (dora, eve) = (world.Visitor("dora", runsWorkspace: true), world.Visitor("eve"));
        var card = await world.AsksAsync(world.Someone("anna"));

        var said = await eve.Replies("We keep a box of name tags.", world.CardElsewhere());
        Assert.Equal(ProblemStatus.Advised, (await world.ProblemAsync()).Status);
        await dora.Submits(await dora.UsesOn(said, "helped"), new Place(Elsewhere.Home), ("When", "InAWeek"));
        await Stories.MarksAsync(carla, await ben.Replies("A buddy for each.", card));

        foreach (var text in new[] { world.Plain(card), PlaygroundText.Plain(world.CardElsewhere().Says) })
            Stories.Shows(text, "“We keep a box of name tags.” — Eve in #home on Elsewhere", "“A buddy for each.” — Ben in #practice on Playground");
        // Talk itself is not bridged.
        Assert.DoesNotContain(world.Room.Messages, m => m.Words?.Contains("name tags", StringComparison.Ordinal) is true && m.Author != Room.Bot);
    }

    [Fact]
    public async Task What_stood_before_stays_where_it_was_asked()
    {
        await using var world = await World.StartAsync();
        var card = await world.AsksAsync(world.Someone("anna"));
        await world.JoinAsync();
        Assert.Empty(world.Elsewhere.Standing(new Place(Elsewhere.Home)));

        await world.Someone("ben").Presses("Me too", card);

        Assert.Empty(world.Elsewhere.Standing(new Place(Elsewhere.Home)));
        Stories.Lacks(world.Plain(card), "Talk is not carried over");
    }

    [Fact]
    public async Task A_home_that_is_lost_on_one_side_stops_nothing_on_the_other()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        await world.Someone("carla").Persona.ArchiveAsync(world.Home);

        var preview = await world.Visitor("eve").Submits(new ProblemForm { Title = Stories.Title });
        await world.Visitor("eve").Presses("Post it", preview);

        Stories.Shows(PlaygroundText.Plain(world.CardElsewhere().Says), Stories.Title);
        Assert.Empty(world.Posts);
        Assert.Contains(world.Visitor("dora", runsWorkspace: true).Mail, m => m.Contains("CopBot can no longer post in #practice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_coordinator_takes_a_workspace_out_after_a_second_press()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        var (carla, dora, anna) = (world.Someone("carla"), world.Visitor("dora", runsWorkspace: true), world.Someone("anna"));
        var card = await world.AsksAsync(anna);

        var asked = await carla.Presses("#home on Elsewhere", await carla.Uses("setup"));
        Stories.Shows(Someone.Told(asked), "would no longer belong", "stays");
        Assert.Equal(2, (await CommunityAsync(world)).Workspaces.Count);
        var parted = await carla.Presses("Take it out", asked);

        Stories.Shows(Someone.Told(parted), "does not belong to Workshop Leaders any more");
        Assert.Single((await CommunityAsync(world)).Workspaces);
        Assert.Contains(dora.Mail, m => m.Contains("Carla took #home on Elsewhere out", StringComparison.Ordinal));
        Assert.Single(world.Elsewhere.Standing(new Place(Elsewhere.Home)));
        Assert.Equal("no-community", Assert.IsType<Refusal>(await dora.Presses("Me too", world.CardElsewhere())).Code);

        // Nothing new goes there; what is there is kept true, and goes when its asker takes it back.
        await world.AsksAsync(anna, "Where is the key?");
        Assert.Single(world.Elsewhere.Standing(new Place(Elsewhere.Home)));
        await world.MoveAsync(TimeSpan.FromDays(4));
        Assert.Empty(world.Elsewhere.Standing(new Place(Elsewhere.Home, world.CardElsewhere().Post.Id)));
        await anna.Presses("Take it back", await anna.Presses("More", card));
        Assert.Empty(world.Elsewhere.Standing(new Place(Elsewhere.Home)));

        // And it may be joined again.
        await world.JoinAsync();
        Assert.Equal(2, (await CommunityAsync(world)).Workspaces.Count);
    }

    [Fact]
    public async Task What_waits_for_a_workspace_never_goes_up_there_once_it_was_taken_out()
    {
        await using var world = await World.StartAsync();
        await world.JoinAsync();
        world.ElsewherePlatform.Next(Fault.NotDelivered);
        await world.AsksAsync(world.Someone("anna"));

        await world.PartAsync(world.Someone("carla"));
        await world.MoveAsync(TimeSpan.FromHours(2));

        Assert.Empty(world.Elsewhere.Standing(new Place(Elsewhere.Home)));
    }

    [Fact]
    public async Task The_last_workspace_stays_and_so_does_the_one_with_all_coordinators()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        Assert.DoesNotContain("Take a workspace out…", (await carla.Uses("setup")).Shown!.Shows.AllControls.OfType<Menu>().Select(m => m.Placeholder), StringComparer.Ordinal);
        await world.JoinAsync();
        var dora = world.Visitor("dora", runsWorkspace: true);
        var doras = await world.InStoreAsync(async db => (await db.Accounts.SingleAsync(a => a.User == dora.Ref)).Member);
        await carla.Persona.PressAsync(ActionCodec.Encode(new RelieveCoordinator(doras)), (await carla.Uses("setup")).Shown!);

        var asked = await carla.Presses("#practice on Playground", await carla.Uses("setup"));
        Assert.Equal(SetupRefusals.NobodyWouldCoordinate, (await carla.Presses("Take it out", asked)).Answer);
        Assert.Equal(2, (await CommunityAsync(world)).Workspaces.Count);

        await world.PartAsync(carla);
        Assert.Equal(SetupRefusals.PartedAlready, (await carla.Persona.PressAsync(ActionCodec.Encode(new AskToPart(new CommunityWorkspace { Workspace = Elsewhere.Workspace }.Number)), asked.Shown!)).Answer);
    }

    private static Task<Community> CommunityAsync(World world) => world.InStoreAsync(db => db.Communities.FirstAsync());
}
