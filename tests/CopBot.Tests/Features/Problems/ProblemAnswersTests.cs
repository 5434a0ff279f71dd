using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

/// <summary>What people are shown privately around a problem reads as it was approved.</summary>
public sealed class ProblemAnswersTests
{
    private static readonly TimeSpan AfterTheUndo = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_an_asker_sees_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");

        var preview = await anna.Submits(new ProblemForm { Title = Title, Tried = "A sign at the door.", Good = "Half of them come back.", Topics = "Visitors, welcome" });
        Drawn.Reads(preview, "preview");
        var posted = await anna.Presses("Post it", preview);
        Drawn.Reads(posted, "posted");
        var card = world.Card(Title);
        Drawn.Reads(await anna.Presses("More", card), "choices-of-the-asker");
        Drawn.Reads(await anna.Uses("home"), "home-of-the-asker");
        Drawn.Reads(await anna.PressesAction(CopBot.Chat.ActionCodec.Encode(new ReadProblem((await world.ProblemAsync()).Id)), card.Post), "read-on");
        Drawn.Reads(await anna.Presses("Undo", posted), "taken-back");
    }

    [Fact]
    public async Task An_offer_of_help_reads_as_approved_for_both()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);

        Drawn.Reads(await ben.Presses("I can help", card), "offered");
        await world.MoveAsync(AfterTheUndo);
        Drawn.Reads(anna.LatestMail, "offer-to-the-asker");
        Drawn.Reads(await ben.Presses("More", card), "choices-of-a-helper");
        Drawn.Reads(await ben.Presses("Follow the outcome", card), "followed");
        Drawn.Reads(await ben.Presses("Me too", card), "has-it-too");
    }

    [Fact]
    public async Task What_looks_alike_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        await world.IsHelpedAsync(anna, ben);
        await world.MoveAsync(TimeSpan.FromDays(7));
        await anna.Presses("It worked", anna.LatestMail);

        Drawn.Reads(await dora.Submits(new ProblemForm { Title = "How do we welcome our first visitors?" }), "preview-with-one-alike");
    }

    [Fact]
    public async Task Marking_what_helped_and_closing_read_as_approved()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksAsync(anna);
        await dora.Presses("Follow the outcome", card);
        var advice = await ben.Replies("We give every newcomer a buddy.", card);

        Drawn.Reads(await MarksAsync(anna, advice, WhenKnown.InAWeek, "A buddy for each"), "marked");
        await world.MoveAsync(AfterTheUndo);
        Drawn.Reads(ben.LatestMail, "marked-to-the-author");
        Drawn.Reads(await anna.Presses("It is solved", await anna.Presses("More", card)), "said-solved");
        await world.MoveAsync(AfterTheUndo);
        Drawn.Reads(dora.LatestMail, "solved-to-a-follower");
    }

    [Fact]
    public async Task What_a_coordinator_takes_back_is_given_back_in_approved_words()
    {
        await using var world = await World.StartAsync();
        var (anna, carla) = (world.Someone("anna"), world.Someone("carla"));
        var card = await world.AsksAsync(anna);

        Drawn.Reads(await carla.Presses("Take it back", await carla.Presses("More", card)), "taken-off-the-board");
        Drawn.Reads(anna.LatestMail, "taken-off-to-the-asker");
    }

    [Fact]
    public async Task The_offer_to_write_it_down_reads_as_approved()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");

        await anna.Says("@CopBot how can we welcome first visitors?", new(world.Home));

        Drawn.Reads(Assert.Single(world.Room.PrivateTo(anna.Ref)).Shows, "write-it-down");
    }

    [Fact]
    public async Task Ones_own_problems_read_as_approved()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        foreach (var i in Enumerable.Range(1, 6)) await world.AsksAsync(anna, $"How do we do the {i}. thing?");

        Drawn.Reads(await anna.Presses("All 6 of them", await anna.Uses("home")), "mine");
    }
}
