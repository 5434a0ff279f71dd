using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Outcomes;

/// <summary>What came of advice becomes a story, which names nobody who did not agree.</summary>
public sealed class ValueStoryTests
{
    private static readonly TimeSpan AfterTheUndo = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Where_nothing_was_told_there_is_no_story()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.IsHelpedAsync(anna, ben);

        Shows(Someone.Told(await ben.Uses("stories")), "No story yet");
    }

    [Fact]
    public async Task A_story_tells_what_was_asked_advised_tried_and_found_and_names_nobody()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, chidi) = (world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        await ToldAsync(world, anna, ben, "Eleven came back");

        var shown = await chidi.Uses("stories");

        var story = Someone.Told(shown);
        Shows(story, Title);
        Shows(story, "We give every newcomer a buddy.");
        Shows(story, "A buddy for each");
        Shows(story, "it worked. “Eleven came back”");
        Shows(story, "a member");
        Lacks(story, "Anna");
        Lacks(story, "Ben");
        Assert.Equal(["Open"], Labels(shown.Shown!.Shows));
    }

    [Fact]
    public async Task It_waits_for_the_undo_and_goes_when_the_outcome_is_another()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await ToldAsync(world, anna, ben, wait: TimeSpan.Zero);
        Shows(Someone.Told(await ben.Uses("stories")), "No story yet");
        await world.MoveAsync(AfterTheUndo);
        Shows(Someone.Told(await ben.Uses("stories")), Title);

        var trial = await world.TrialAsync();
        await anna.PressesAction(ActionCodec.Encode(new TellOutcome(trial.Id, OutcomeResult.DidNot)), world.Card(Title).Post);
        Shows(Someone.Told(await ben.Uses("stories")), "No story yet");
    }

    [Fact]
    public async Task Who_advised_is_asked_with_the_news_and_is_named_until_they_take_it_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, chidi) = (world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        await ToldAsync(world, anna, ben);

        var news = ben.LatestMail;
        var named = await ben.Presses("Name me in the story", news);
        await ben.Presses("Name me in the story", news);
        Shows(Someone.Told(await chidi.Uses("stories")), "“We give every newcomer a buddy.” (Ben");
        Lacks(Someone.Told(await chidi.Uses("stories")), "Anna");

        await ben.Presses("Take my name out", named);
        Lacks(Someone.Told(await chidi.Uses("stories")), "(Ben");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<StoryName>().CountAsync()));
    }

    [Fact]
    public async Task Who_asked_agrees_when_they_tell_or_later_at_the_story()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, chidi) = (world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        var told = await ToldAsync(world, anna, ben);
        Offers("Name me in the story", Labels(told.Shown!.Shows));

        await anna.Presses("Name me here", await anna.Uses("stories"));

        Shows(Someone.Told(await chidi.Uses("stories")), "Asked by: Anna");
        Offers("Take my name out", Labels((await anna.Uses("stories")).Shown!.Shows));
    }

    [Fact]
    public async Task Nobody_names_another_and_no_stranger_gets_into_a_story()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, chidi) = (world.Someone("anna"), world.Someone("ben"), world.Someone("chidi"));
        await ToldAsync(world, anna, ben);
        var trial = await world.TrialAsync();

        var pressed = await chidi.PressesAction(ActionCodec.Encode(new NameMe(trial.Id)), world.Card(Title).Post);
        var gone = await chidi.PressesAction(ActionCodec.Encode(new NameMe(new TrialId(Guid.NewGuid()))), world.Card(Title).Post);

        Shows(Someone.Told(pressed), "Only who asked, tried or advised");
        Shows(Someone.Told(gone), "no such story");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<StoryName>().CountAsync()));
    }

    [Fact]
    public async Task Advice_that_was_taken_back_stands_in_no_story()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await ToldAsync(world, anna, ben);
        await ben.Presses("Name me here", await ben.Uses("stories"));

        await ben.Presses("Take my words back", world.Room.DirectTo(ben.Ref).First(m => Labels(m.Shows!).Contains("Take my words back", StringComparer.Ordinal)));

        var story = Someone.Told(await anna.Uses("stories"));
        Shows(story, "its words were taken back");
        Lacks(story, "Ben");
        Lacks(story, "buddy.");
    }

    [Fact]
    public async Task Many_long_stories_are_paged_and_fit()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        for (var i = 1; i <= 4; i++)
        {
            var card = await world.AsksAsync(anna, $"{i} {Somebody.Words(140).Trim()}");
            for (var advice = 0; advice < 3; advice++) await MarksAsync(anna, await ben.Replies($"{advice} {Somebody.Words(600)}", card), WhenKnown.DoNotAsk, Somebody.Words(Trial.WillTryMaxLength).Trim());
            var trial = await world.InStoreAsync(db => db.Set<Trial>().OrderByDescending(t => t.Since).FirstAsync());
            var told = await anna.PressesAction(ActionCodec.Encode(new TellOutcome(trial.Id, OutcomeResult.Partly)), card.Post);
            await anna.Submits(await anna.Presses("Add a line", told), ("Line", Somebody.Words(Trial.LineMaxLength).Trim()));
            await world.MoveAsync(AfterTheUndo);
        }

        var first = await ben.Uses("stories");
        var second = await ben.Presses("Older ones", first);

        Assert.All([first, second], shown => Assert.Empty(Limits.Broken(shown.Shown!.Shows)));
        Assert.All([4, 3, 2], i => Shows(Someone.Told(first), $"{i} Ünïcode"));
        Shows(Someone.Told(second), "1 Ünïcode");
        Shows(Someone.Told(await ben.Presses("Newer ones", second)), "4 Ünïcode");
    }

    /// <summary>Asks, is helped, and tells that it worked.</summary>
    private static async Task<Acted> ToldAsync(World world, Someone asker, Someone helper, string line = "", TimeSpan? wait = null)
    {
        await world.IsHelpedAsync(asker, helper);
        await world.MoveAsync(TimeSpan.FromDays(8));
        var trial = await world.TrialAsync();
        var told = await asker.PressesAction(ActionCodec.Encode(new TellOutcome(trial.Id, OutcomeResult.Worked)), world.Card(Title).Post);
        if (line.Length > 0) await asker.Submits(await asker.Presses("Add a line", told), ("Line", line));
        await world.MoveAsync(wait ?? AfterTheUndo);
        return told;
    }
}
