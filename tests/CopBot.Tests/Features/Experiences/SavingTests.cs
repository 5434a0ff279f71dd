using CopBot.Chat;
using CopBot.Features.Experiences;
using CopBot.Features.Library;
using CopBot.Features.Outcomes;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Experiences.Telling;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Experiences;

public sealed class SavingTests
{
    [Fact]
    public async Task After_seven_quiet_days_the_asker_gets_one_draft_to_edit_and_talk_puts_it_off()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksForExperiencesAsync(anna);
        await world.MoveAsync(TimeSpan.FromDays(10));
        Assert.Empty(anna.Mail);

        await ben.TellsAsync(card, "Two vans.", "Nothing was lost.");
        await world.MoveAsync(TimeSpan.FromDays(6));
        await ben.Replies("And bring gloves.", card);
        await world.MoveAsync(TimeSpan.FromDays(6));
        Assert.Equal(0, anna.Count("A week of quiet"));
        await world.MoveAsync(TimeSpan.FromDays(2));

        Assert.Equal(1, anna.Count("A week of quiet"));
        Shows(anna.Mail[^1], Question, "1 experience · 1 would again", "Two vans. Nothing was lost.");
        Assert.Equal(["Save to library", "Don't", "I'll try something of it"], Labels(anna.LatestMail.Shows!));
        await world.MoveAsync(TimeSpan.FromDays(40));
        Assert.Equal(1, anna.Count("A week of quiet"));
    }

    [Fact]
    public async Task Nothing_is_saved_without_the_asker_and_dont_means_dont()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksForExperiencesAsync(anna);
        await ben.TellsAsync(card, "Two vans.", "Nothing was lost.");
        await world.MoveAsync(TimeSpan.FromDays(9));

        Shows(Someone.Told(await ben.PressesAction(ActionCodec.Encode(new SaveExperiences((await world.QuestionAsync()).Id)), card.Post)), "Only the asker");
        await anna.Presses("Don't", anna.LatestMail);

        Shows(anna.Mail[^1], "Not saved");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Resource>().CountAsync()));
    }

    [Fact]
    public async Task What_was_told_is_quoted_only_where_its_teller_agrees_and_as_they_agree()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora, emil, fay) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"), world.Someone("emil"), world.Someone("fay"));
        var card = await world.AsksForExperiencesAsync(anna);
        await ben.TellsAsync(card, "Two vans.", "Nothing was lost.");
        await dora.TellsAsync(card, "One box each.", "Three are missing.", Again.No);
        await emil.TellsAsync(card, "EMILS-SECRET", "Alone", shows: ShownAs.OnlyToAsker);
        await fay.TellsAsync(card, "NAMELESS-DID", "NAMELESS", shows: ShownAs.Anonymous);
        await world.MoveAsync(TimeSpan.FromDays(9));

        var opened = await anna.Presses("Save to library", anna.LatestMail);
        Assert.DoesNotContain("vans", In(opened, "Summary"), StringComparison.Ordinal);
        Shows(Someone.Told(await anna.Submits(opened, ("Title", "How does one move a workshop?"), ("Summary", "Vans beat boxes."))), "2 who told something are asked");
        await world.SettleAsync();
        Assert.Equal("Vans beat boxes.", (await world.ResourceAsync()).Words);
        Assert.Equal(1, ben.Count("May what you told be quoted there?"));
        Assert.Equal(0, emil.Count("be quoted"));
        Shows(anna.Mail[^1], "Saved to the library");

        await ben.Presses("Yes, with my name", ben.LatestMail);
        await dora.Presses("Yes, without my name", dora.LatestMail);
        var words = (await world.ResourceAsync()).Words;
        Shows(words, "Vans beat boxes.", "“Two vans. Nothing was lost.” — Ben, who would do it again", "“One box each. Three are missing.” — a member");
        Lacks(words, "Dora", "EMILS", "NAMELESS");

        await dora.Presses("No", dora.LatestMail);
        Lacks((await world.ResourceAsync()).Words, "One box each");
        await ben.Presses("Take back what I told", await ben.Presses("More", card));
        Assert.Equal("Vans beat boxes.", (await world.ResourceAsync()).Words);
        Shows(world.Plain(card), "Saved in the library");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Where_the_asker_said_so_beforehand_it_is_quoted_without_names_or_not_at_all()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var open = await world.AsksForExperiencesAsync(anna, "Has anyone used vans?", Quoting.Yes);
        Shows(world.Plain(open), "may be quoted in the library, without names");
        await ben.TellsAsync(open, "Two vans.", "Nothing was lost.");
        await anna.Submits(await anna.Presses("Save to library", await anna.Presses("More", open)), ("Summary", "Vans."));
        Shows((await world.ResourceAsync()).Words, "“Two vans. Nothing was lost.” — a member");
        Assert.Equal(0, ben.Count("be quoted there"));

        var closed = await world.AsksForExperiencesAsync(anna, "Has anyone fallen off a ladder?", Quoting.No);
        await ben.TellsAsync(closed, "Off a ladder.", "It hurt.");
        await anna.Submits(await anna.Presses("Save to library", await anna.Presses("More", closed)), ("Summary", "Ladders."));
        Assert.All(await world.InStoreAsync(db => db.Set<Resource>().Select(r => r.Words).ToListAsync()), w => Lacks(w, "It hurt"));
    }

    [Fact]
    public async Task From_the_question_to_the_library_and_to_what_came_of_it()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        var card = await world.AsksForExperiencesAsync(anna);
        await ben.TellsAsync(card, "Two vans.", "Nothing was lost.");
        await world.MoveAsync(TimeSpan.FromDays(9));
        await anna.Submits(await anna.Presses("Save to library", anna.LatestMail), ("Title", "How does one move a workshop?"), ("Summary", "Vans beat boxes."));

        Shows(Someone.Told(await anna.Submits(await anna.Presses("I'll try something of it", anna.LatestMail), ("WillTry", "Two vans"), ("When", nameof(WhenKnown.InAWeek)))), "asked once what came of it");
        await world.MoveAsync(TimeSpan.FromDays(8));
        Shows(anna.Mail[^1], "What came of it?", Question, "Two vans");
        var told = await anna.Presses("It worked", anna.LatestMail);
        OffersNot("Ask again for help", Labels(told.Shown!.Shows));
        await anna.Submits(await anna.Presses("Add a line", told), ("Line", "Moved in a day."));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Shows(world.Plain(card), "What came of it: it worked. “Moved in a day.”");
        Assert.Equal(1, ben.Count("Somebody tried what you told: it worked."));
        var found = Someone.Told(await carla.Uses("find moving a workshop"));
        Shows(found, "How does one move a workshop?", "looked after by Anna", "used by 1, helped 1", "helped 1");
        Shows(Someone.Told(await carla.Uses("stories")), Question, "Moved in a day.");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Somebody_else_may_try_it_too_and_is_asked_on_their_day()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await world.AsksForExperiencesAsync(anna);
        await ben.TellsAsync(card, "Two vans.", "Nothing was lost.");

        await dora.Submits(await dora.Presses("I'll try this", world.PostsBelow(card)[0]), ("WillTry", "Vans"), ("When", nameof(WhenKnown.InAWeek)));
        await world.MoveAsync(TimeSpan.FromDays(8));
        await dora.Presses("It didn't", dora.LatestMail);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(world.Plain(card), "it didn't work", "1 follows");
        Assert.Equal(0, (await world.QuestionAsync()).Helped);
    }
}
