using CopBot.Features.Meetings;
using CopBot.Features.Outcomes;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

public sealed class AgendaTests
{
    [Fact]
    public async Task The_agenda_writes_itself_from_what_the_story_left_open_and_the_next_one_from_what_the_wrap_up_left_over()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben, chidi) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        await world.MeetsAsync(carla, "2027-02-02 16:00");
        await world.IsHelpedAsync(anna, ben);
        await world.AsksAsync(chidi, "Where do we get old capacitors?");
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 27, 12, 0, 0, TimeSpan.Zero));
        await ben.Submits(await ben.Presses("Add item", world.Meeting()), ("Title", "A name for the van"), ("Minutes", "10"));
        await anna.Presses("Going", world.Meeting());
        await chidi.Presses("Can't", world.Meeting());
        Assert.Equal(0, carla.Count("Agenda:"));

        // Three days before, in her hours: a Saturday is none of them.
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 1, 9, 0, 0, TimeSpan.Zero));
        Shows(carla.Mail[^1], "Agenda: Repair evening", "What came of it? How can we welcome first visitors?", "Where do we get old capacitors?", "open for 18 days", "A name for the van", "10 minutes", "Ben");
        Assert.DoesNotContain(world.PostsBelow(world.Meeting()), p => PlaygroundText.Plain(p).Contains("Agenda", StringComparison.Ordinal));
        var editing = await carla.Presses("Edit the agenda", carla.LatestMail);
        await world.ChoosesAsync(carla, editing, "Move up …", "2.");

        // A day before, everybody.
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 1, 15, 1, 0, TimeSpan.Zero));
        var published = Assert.Single(world.PostsBelow(world.Meeting()));
        Shows(PlaygroundText.Plain(published), "A name for the van", "Where do we get old capacitors?");
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 2, 16, 1, 0, TimeSpan.Zero));
        Assert.Equal(1, carla.Count("How was it? Repair evening"));

        var recap = await carla.Submits(
            await carla.Presses("Wrap up", carla.LatestMail),
            ("Decided", "The van is called Käthe."),
            ("Doing", "Ben: paints the name by 2027-02-12\nZora: buys paint"),
            ("Revisit", "Parking for the van"));
        Shows(Someone.Told(recap), "Recap: Repair evening", "The van is called Käthe.", "Ben: paints the name", "Parking for the van", "CopBot does not know who is meant by “Zora”", "There were Anna");
        var done = await carla.Presses("What is done, what is dropped", recap);
        await carla.PressesAction(done.Shown!.Shows.AllControls.OfType<CopBot.Chat.Menu>().Single(m => m.Placeholder.StartsWith("It is done", StringComparison.Ordinal)).Choices.Single(c => c.Label.Contains("van", StringComparison.Ordinal) && c.Label.Contains("name", StringComparison.Ordinal)).Action, world.Meeting().Post);
        await world.MoveAsync(TimeSpan.FromMinutes(30));
        Assert.Equal((1, 1, 1), (anna.Count("Recap: Repair evening"), chidi.Count("Recap: Repair evening"), ben.Count("Recap: Repair evening")));
        Shows(ben.Mail[^1], "You:", "paints the name");

        await world.MoveToAsync(new DateTimeOffset(2027, 2, 12, 12, 0, 0, TimeSpan.Zero));
        Shows(ben.Mail[^1], "What came of it?", "You promised: “paints the name”");
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 15, 12, 0, 0, TimeSpan.Zero));
        var next = carla.Mail.Last(m => m.Contains("Agenda: Repair evening", StringComparison.Ordinal));
        Shows(next, "Parking for the van", "Where do we get old capacitors?", "open for 32 days", "carried over", "Promised: paints the name");
        Lacks(next, "A name for the van");
        world.RangNobody();
    }

    [Fact]
    public async Task What_was_settled_since_it_came_on_the_agenda_is_not_called_open()
    {
        await using var world = await World.StartAsync();
        var (carla, chidi) = (world.Someone("carla"), world.Someone("chidi"));
        await world.MeetsAsync(carla, "2027-02-02 16:00");
        var card = await world.AsksAsync(chidi, "Where do we get old capacitors?");
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 1, 9, 0, 0, TimeSpan.Zero));
        Shows(carla.Mail[^1], "Where do we get old capacitors?", "open for 18 days");

        await chidi.Presses("It is solved", await chidi.Presses("More", card));
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 15, 12, 0, 0, TimeSpan.Zero));

        var next = carla.Mail.Last(m => m.Contains("Agenda: Repair evening", StringComparison.Ordinal));
        Shows(next, "Where do we get old capacitors?", "solved by now");
        Lacks(next, "open for");
    }

    [Fact]
    public async Task A_message_put_on_the_agenda_is_its_authors_who_can_take_it_back()
    {
        await using var world = await World.StartAsync();
        var (carla, anna, ben) = (world.Someone("carla"), world.Someone("anna"), world.Someone("ben"));
        await world.MeetsAsync(carla);
        var said = await ben.Says("We should talk about insurance some day.", new CopBot.Chat.Place(world.Home));

        await anna.Submits(await anna.UsesOn(said, "agenda-here"));
        Shows(Someone.Told(await carla.Uses("meet agenda")), "We should talk about insurance");
        Shows(ben.Mail[^1], "put something you wrote on the agenda");
        await ben.Presses("Take my words back", ben.LatestMail);
        Lacks(Someone.Told(await carla.Uses("meet agenda")), "insurance");
    }

    [Fact]
    public async Task Whoever_wanted_an_item_is_told_why_it_was_taken_off_and_can_put_it_back()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        await world.MeetsAsync(carla);
        await ben.Submits(await ben.Presses("Add item", world.Meeting()), ("Title", "A name for the van"));
        var editing = await carla.Presses("Edit the agenda", await carla.Presses("Show agenda", world.Meeting()));
        var drop = await world.ChoosesAsync(carla, editing, "Take it off …", "1.");
        await carla.Submits(drop, ("Reason", "It has one."));
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(ben.Mail[^1], "took your item off", "It has one.");
        await ben.Presses("Put it back", ben.LatestMail);
        Shows(Someone.Told(await ben.Uses("meet agenda")), "A name for the van");
    }

    [Fact]
    public async Task Each_meeting_that_goes_by_without_an_item_counts_once_whether_or_not_anybody_wraps_it_up()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        await world.MeetsAsync(carla);
        await ben.Submits(await ben.Presses("Add item", world.Meeting()), ("Title", "A name for the van"));
        Lacks(Someone.Told(await ben.Uses("meet agenda")), "carried over");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 16, 1, 0, TimeSpan.Zero));
        Shows(Someone.Told(await ben.Uses("meet agenda")), "A name for the van", "carried over");
        Lacks(Someone.Told(await ben.Uses("meet agenda")), "times");
        await world.MoveToAsync(new DateTimeOffset(2027, 2, 2, 16, 1, 0, TimeSpan.Zero));
        Shows(Someone.Told(await ben.Uses("meet agenda")), "carried over 2 times");

        // Wrapping up late, and again, counts nothing twice; what the meeting itself left for the next was not carried over yet.
        await carla.Submits(await carla.Uses("meet wrap"), ("Revisit", "Parking for the van"));
        await carla.Submits(await carla.Uses("meet wrap"), ("Decided", "We go on."));
        var agenda = Someone.Told(await ben.Uses("meet agenda"));
        Shows(agenda, "carried over 2 times", "Parking for the van");
        Lacks(agenda, "3 times");
    }

    [Fact]
    public async Task A_promise_that_is_none_can_be_taken_out_by_whom_it_names()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla);
        await anna.Presses("Going", world.Meeting());
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 19, 16, 1, 0, TimeSpan.Zero));
        await carla.Submits(await carla.Uses("meet wrap"), ("Doing", "Anna: writes the guide"));
        await world.MoveToAsync(new DateTimeOffset(2027, 1, 20, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal("writes the guide", (await world.TrialAsync()).WillTry);

        await anna.Presses("Not mine: writes the guide", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromDays(20));

        Assert.Equal(0, anna.Count("What came of it?"));
        Assert.False(await world.InStoreAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.AnyAsync(db.Set<Trial>())));
    }
}
