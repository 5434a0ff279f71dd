using CopBot.Chat;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class SourceMessageTests
{
    private const string Words = "New people come once and never again";
    private static readonly DateTimeOffset LateEvening = new(2027, 1, 12, 21, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_message_of_ones_own_becomes_a_problem_that_leads_back_to_it()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var message = await anna.Says(Words, new(world.Home));

        var card = await MakesAsync(world, anna, message);

        Shows(world.Plain(card), "Made from a message");
        Assert.Equal(world.Platform.LinkTo(message.Post), Links(card).Single());
        Assert.Empty(anna.Mail);

        await anna.Deletes(message);
        Lacks(world.Plain(card), "Made from");
    }

    [Fact]
    public async Task The_author_of_somebody_elses_message_is_told_at_once_and_can_take_their_words_back()
    {
        await using var world = await World.StartAsync(LateEvening);
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var message = await ben.Says(Words, new(world.Home));

        var card = await MakesAsync(world, anna, message);
        Shows(Assert.Single(ben.Mail), "Anna made a problem out of something you wrote", "under their name");

        Shows(Someone.Told(await dora.PressesAction(ben.LatestMail.ActionOf("Take my words back"), card.Post)), "not your words");
        await ben.Presses("Take my words back", ben.LatestMail);

        Lacks(world.Plain(card), Words, "Made from");
        Lacks(Assert.Single(ben.Mail), Words);
        Shows(world.Plain(card), "A problem whose words were taken back by their author");
        await world.MoveAsync(TimeSpan.FromDays(1));
        Shows(Assert.Single(anna.Mail), "took their words back");
        Lacks(Someone.Told(await anna.Uses("promises")), Words);
    }

    [Fact]
    public async Task What_is_tried_is_called_otherwise_too_once_the_words_were_taken_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await MakesAsync(world, anna, await ben.Says(Words, new(world.Home)));
        await MarksAsync(anna, await dora.Replies("A buddy.", card), willTry: "A buddy");

        await ben.Presses("Take my words back", ben.LatestMail);

        Lacks(Someone.Told(await anna.Uses("promises")), Words);
        await world.MoveAsync(TimeSpan.FromDays(7));
        Lacks(anna.Mail[^1], Words);
        Shows(anna.Mail[^1], "What came of it?", "A buddy", "taken back");
    }

    [Fact]
    public async Task Out_of_a_private_place_nothing_leads_back_and_the_form_says_where_it_will_appear()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        world.Room.Open(new RoomChannel("core", "core") { Private = true, Members = ["anna", "ben"] });
        var message = await ben.Says(Words, new(Room.Channel("core")));

        var opened = await anna.UsesOn(message, "problem-here");
        Shows(opened.Form!.View.Fields.Single(f => f.Name == "Who").Hint!, "It appears in the community's home");
        await anna.Presses("Post it", await anna.Submits(opened));

        Assert.Empty(Links(world.Card(Words)));
        Shows(Assert.Single(ben.Mail), "Anna made a problem out of something you wrote");
        await ben.Presses("Take my words back", ben.LatestMail);
        Shows(world.Plain(Assert.Single(world.Posts)), "taken back");
    }

    [Fact]
    public async Task The_bots_own_words_are_nobodys_problem()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var card = await world.AsksAsync(anna);

        Shows(Someone.Told(await anna.UsesOn(card, "problem-here")), "CopBot's own message");
        Assert.Empty(world.Room.DirectTo(Room.Bot));
    }

    [Fact]
    public async Task Taking_the_problem_back_takes_what_its_source_was_told_back_too()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var message = await ben.Says(Words, new(world.Home));
        var posted = await anna.Presses("Post it", await anna.Submits(await anna.UsesOn(message, "problem-here")));
        Assert.Single(ben.Mail);

        await anna.Presses("Undo", posted);

        Assert.Empty(ben.Mail);
        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task Without_a_name_the_author_is_told_that_somebody_did()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var message = await ben.Says(Words, new(world.Home));

        await anna.Submits(await anna.UsesOn(message, "problem-here"), ("Who", nameof(Visibility.Anonymous)));

        Shows(Assert.Single(ben.Mail), "Somebody made a problem out of something you wrote", "without a name");
        Lacks(ben.Mail[0], "Anna");
        Shows(world.Plain(world.Card(Words)), "Made from a message");
    }

    [Fact]
    public async Task Without_a_name_nothing_leads_to_ones_own_message()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var message = await anna.Says(Words, new(world.Home));

        await anna.Submits(await anna.UsesOn(message, "problem-here"), ("Who", nameof(Visibility.Anonymous)), ("Title", Title));

        Assert.Empty(Links(world.Card(Title)));
        Assert.Null((await world.ProblemAsync()).Source);
    }

    [Fact]
    public async Task Without_a_name_nothing_is_made_of_what_others_said_in_private()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        world.Room.Open(new RoomChannel("core", "core") { Private = true, Members = ["anna", "ben"] });
        var message = await ben.Says(Words, new(Room.Channel("core")));

        var sent = await anna.Submits(await anna.UsesOn(message, "problem-here"), ("Who", nameof(Visibility.Anonymous)), ("Good", "They stay."));

        Shows(Someone.Told(sent), "somebody else's message in a private place", "Ask with your name");
        Assert.Equal("They stay.", In(await anna.Presses("Edit my answers", sent), "Good"));
        Assert.Empty(world.Posts);
        Assert.Empty(ben.Mail);
    }

    private static IEnumerable<Uri> Links(RoomMessage card) => card.Shows!.Blocks.OfType<Footnote>().SelectMany(f => f.Text.Runs).OfType<Run.Anchor>().Select(a => a.Link.To);

    private static async Task<RoomMessage> MakesAsync(World world, Someone who, RoomMessage message)
    {
        var opened = await who.UsesOn(message, "problem-here");
        Assert.Equal(Words, In(opened, "Title"));
        await who.Presses("Post it", await who.Submits(opened));
        return world.Card(Words);
    }
}
