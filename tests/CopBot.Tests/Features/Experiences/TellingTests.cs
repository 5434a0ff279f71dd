using CopBot.Chat;
using CopBot.Features.Experiences;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Experiences.Telling;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Experiences;

public sealed class TellingTests
{
    [Fact]
    public async Task Experiences_stand_side_by_side_in_the_order_of_telling_and_the_card_counts_them()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora, emil) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"), world.Someone("emil"));
        var card = await world.AsksForExperiencesAsync(anna);
        Shows(world.Plain(card), "Has anyone had this?", "Asked by Anna", "No experience yet", "Most wanted: What was lost on the way");

        await ben.TellsAsync(card, "Two vans on a Sunday.", "Nothing was lost.");
        await dora.TellsAsync(card, "Everybody took one box home.", "Three boxes are still there.", Again.No);
        await emil.TellsAsync(card, "We paid a mover.", "It cost a month's rent.", Again.WithChanges, ShownAs.OnlyToAsker);

        Shows(world.Plain(card), "3 experiences · 1 would again · 1 with changes · 1 no · 1 private");
        var below = world.PostsBelow(card).Select(m => PlaygroundText.Plain(m)).ToList();
        Assert.Equal(2, below.Count);
        Shows(below[0], "Ben", "would do it again", "Two vans on a Sunday.", "A cellar with forty tools");
        Shows(below[1], "Dora", "would not do it again");
        var seen = Someone.Told(await ben.Presses("Side by side", card));
        Shows(seen, "Two vans on a Sunday.", "Three boxes are still there.", "In the order in which it was told");
        Lacks(seen, "We paid a mover", "Emil");
        Assert.True(seen.IndexOf("Ben", StringComparison.Ordinal) < seen.IndexOf("Dora", StringComparison.Ordinal));
        world.RangNobody();
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Whoever_asks_is_shown_what_is_known_already_and_nothing_where_nothing_is()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        Lacks(Someone.Told(await AskAsync(ben, "Has anyone had visitors who bring bees?")), "known already");
        await anna.TellsAsync(world.Card("Has anyone had visitors who bring bees?"), "We called the beekeeper.", "They came with us.");
        await world.AsksAsync(anna, "How can we move a workshop within a week?");

        var asked = await AskAsync(carla, "Has anyone had to move a workshop within a week?");

        Shows(Someone.Told(asked), "Perhaps it is known already", "How can we move a workshop within a week?", "Problem, open · asked by Anna");
        Lacks(Someone.Told(asked), "bees");
        Shows(Someone.Told(await carla.Presses("Look at it", asked)), "How can we move a workshop within a week?");

        async Task<Acted> AskAsync(Someone asker, string title) => await asker.Submits(await asker.Uses("experience " + title), ("Quoting", nameof(Quoting.Yes)));
    }

    [Fact]
    public async Task What_is_told_to_the_asker_alone_reaches_only_the_asker()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksForExperiencesAsync(anna);
        await dora.Presses("Following", card);

        await ben.TellsAsync(card, "SECRET-DID", "SECRET-HAPPENED", shows: ShownAs.OnlyToAsker);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(Assert.Single(anna.Mail), "Ben told what they had, to you alone", "SECRET-DID", "SECRET-HAPPENED");
        Assert.Empty(dora.Mail);
        Shows(Someone.Told(await anna.Presses("Side by side", await anna.Presses("More", card))), "SECRET-DID", "to the asker alone");
        var told = (await world.QuestionAsync()).Experiences[0].Id;
        Shows(Someone.Told(await dora.PressesAction(ActionCodec.Encode(new ReadExperience(told)), card.Post)), "told to the asker alone");
        Shows(Someone.Told(await ben.PressesAction(ActionCodec.Encode(new ReadExperience(told)), card.Post)), "SECRET-DID");
        Lacks(Someone.Told(await dora.Uses("find SECRET-DID")), "Asked by");
        Lacks(Someone.Told(await dora.Presses("More", card)), "SECRET");
        Assert.DoesNotContain(world.Room.Messages.Where(m => m.Place.Channel == world.Home), m => PlaygroundText.Plain(m).Contains("SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_in_the_store_or_the_log_knows_somebody_who_only_told_without_a_name()
    {
        await using var world = await World.StartAsync();
        var (anna, zoe) = (world.Someone("anna"), world.Someone("zoequietly", "Zoë Quietly-Telling"));
        var card = await world.AsksForExperiencesAsync(anna);

        var told = await zoe.TellsAsync(card, "Half of it broke.", "Nobody noticed.", Again.No, ShownAs.Anonymous);
        var receipt = SecretOf(told.Kept!);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "Somebody, without their name", "Half of it broke.");
        Shows(Assert.Single(anna.Mail), "Somebody, without their name told what they had");
        var kept = (await world.QuestionAsync()).Experiences[0];
        Assert.Equal(4, kept.Id.Value.Version);
        Assert.Equal(TimeSpan.Zero, kept.ToldAt.TimeOfDay);
        await world.KnowsNothingAsync("zoequietly", "Quietly", receipt, receipt.Replace("-", "", StringComparison.Ordinal));

        Shows(Someone.Told(await zoe.Submits(await zoe.Uses("receipt"), ("Receipt", receipt), ("Act", nameof(ReceiptAct.Solved)))), "Choose “Delete it”");
        Shows(Someone.Told(await zoe.Submits(await zoe.Uses("receipt"), ("Receipt", receipt), ("Act", nameof(ReceiptAct.Delete)))), "Deleted");
        Assert.Empty(world.PostsBelow(card));
        Shows(world.Plain(card), "No experience yet");
        await world.KnowsNothingAsync("zoequietly", "Quietly");
    }

    [Fact]
    public async Task Told_again_the_later_counts_and_taken_back_it_is_gone_everywhere()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksForExperiencesAsync(anna);
        await ben.TellsAsync(card, "Two vans.", "Fine.");

        var again = await ben.Presses("I have", card);
        Assert.Equal(["Two vans.", "Fine."], [In(again, "Did"), In(again, "Happened")]);
        var changed = await ben.Submits(again, ("Did", "Three vans."));
        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "Three vans.");
        Shows(world.Plain(card), "1 experience · 1 would again");

        await ben.Presses("Undo", changed);
        Assert.Empty(world.PostsBelow(card));
        Shows(world.Plain(card), "No experience yet");
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(anna.Mail);
    }

    [Fact]
    public async Task Somebody_who_was_thought_of_is_asked_privately_and_named_by_nobody_unless_they_tell()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksForExperiencesAsync(anna);

        var opened = await ben.Presses("I know someone", card);
        Shows(Someone.Told(await ben.Submits(opened, ("Who", dora.Ref.ToString()), ("Why", "She moved twice"))), "named only if they tell it themselves");
        await world.SettleAsync();

        var asked = dora.LatestMail;
        Shows(PlaygroundText.Plain(asked), "Ben thinks that you may have been there", "She moved twice", "Why you got this");
        Offers("Less of this", Labels(asked.Shows!));
        Assert.Empty(anna.Mail);
        Lacks(world.Plain(card), "Dora");
        await dora.Presses("Pass", asked);
        Shows(Someone.Told(await ben.Submits(opened, ("Who", dora.Ref.ToString()))), "named only if they tell it themselves");
        Assert.Single(dora.Mail);
        Lacks(string.Join('\n', ben.Mail), "Dora");
        Assert.Empty(anna.Mail);

        Shows(Someone.Told(await ben.Submits(opened, ("Who", ben.Ref.ToString()))), "That is you");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task A_mention_that_asks_who_has_been_there_opens_that_form_with_the_words_filled_in()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");

        await anna.Says("@CopBot has anyone had to move a workshop within a week?", new(world.Home));

        var whisper = Assert.Single(world.Room.PrivateTo(anna.Ref));
        var opened = await anna.Persona.PressAsync(whisper.ActionOf("Ask for experiences"), whisper);
        Assert.Equal("has anyone had to move a workshop within a week?", In(opened, "Title"));
        await anna.Submits(opened);
        Shows(PlaygroundText.Plain(Assert.Single(world.Posts)), "has anyone had to move", "No experience yet");
        world.RangNobody();
    }

    [Fact]
    public async Task A_message_becomes_a_question_and_its_author_can_take_their_words_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var said = await ben.Says("We have to leave our cellar by Friday. Did anybody ever do that?", new(world.Home));

        await anna.Submits(await anna.UsesOn(said, "experience-here"));

        var card = world.Card("We have to leave");
        Shows(Assert.Single(ben.Mail), "Anna asked for experiences with something you wrote");
        await ben.Presses("Take my words back", ben.LatestMail);
        Lacks(world.Plain(card), "cellar");
        Lacks(Assert.Single(ben.Mail), "cellar");
    }

    [Fact]
    public async Task A_question_that_nobody_answered_can_be_taken_back_and_comes_back_as_a_draft()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var posted = await anna.Submits(await anna.Uses("experience " + Question));

        var back = await anna.Presses("Undo", posted);
        Assert.Empty(world.Posts);
        await anna.Submits(await anna.Presses("Edit and ask again", back));
        var card = world.Card(Question);
        await ben.TellsAsync(card, "Two vans.", "Fine.");
        var question = (await world.QuestionAsync()).Id;
        Shows(Someone.Told(await anna.PressesAction(ActionCodec.Encode(new TakeExperienceRequestBack(question)), card.Post)), "Others have told something already");
        Assert.Single(world.Posts);
    }

    [Fact]
    public async Task Followers_hear_what_others_tell_and_an_asker_does_not_follow_their_own()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksForExperiencesAsync(anna);
        await dora.Presses("Following", card);
        Shows(Someone.Told(await anna.Presses("Following", card)), "your own question");
        Shows(world.Plain(card), "1 follows");

        await ben.TellsAsync(card, "Two vans.", "Fine.");
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(1, anna.Count("Ben told what they had"));
        Assert.Equal(1, dora.Count("Ben told what they had"));
        Shows(Someone.Told(await dora.Uses("promises")), "Experiences that you asked for, told or follow", "you follow");
        Shows(Someone.Told(await anna.Uses("home")), "you asked");
    }

    [Fact]
    public async Task Who_deletes_themselves_is_named_nowhere_and_what_was_told_to_them_alone_goes_with_them()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksForExperiencesAsync(anna);
        await ben.TellsAsync(card, "Two vans.", "Fine.");
        await dora.TellsAsync(card, "SECRET", "Alone", shows: ShownAs.OnlyToAsker);

        await ben.Presses("Delete me, my words stay", await ben.Presses("Delete me…", await ben.Uses("privacy")));
        Shows(world.Plain(card), "2 experiences");
        Shows(PlaygroundText.Plain(Assert.Single(world.PostsBelow(card))), "Somebody who left", "Two vans.");

        await anna.Presses("Delete me and my words", await anna.Presses("Delete me…", await anna.Uses("privacy")));
        Lacks(world.Plain(card), "Anna", Question, "private");
        Shows(world.Plain(card), "somebody who left", "1 experience");
        await world.KnowsNothingAsync("SECRET");
        Assert.Empty(world.Log.Errors);
    }
}
