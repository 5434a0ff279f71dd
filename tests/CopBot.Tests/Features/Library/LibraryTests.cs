using CopBot.Chat;
using CopBot.Features.Library;
using CopBot.Features.Outcomes;
using CopBot.Playground;
using CopBot.Search;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Library;

public sealed class LibraryTests
{
    [Fact]
    public async Task What_is_saved_is_found_with_its_owner_its_day_and_why_and_can_be_shared()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await anna.SavesAsync("How do we test a mended kettle?", "https://example.org/kettle-test Five minutes with a tester.");

        var found = await ben.Uses("find testing kettles");
        Shows(Someone.Told(found), "What is known of “testing kettles”", "How do we test a mended kettle?", "Five minutes with a tester", "Link · looked after by Anna · checked Tue 12 Jan 2027", "shown because it has");
        Assert.Empty(world.Posts);

        await ben.Presses("Share here", found);
        var shared = Assert.Single(world.Posts);
        Shows(PlaygroundText.Plain(shared), "How do we test a mended kettle?", "Ben shares what is known");
        await ben.Presses("Share here", found);
        Assert.Single(world.Posts);

        Shows(Someone.Told(await ben.Presses("Look at it", shared)), "Link · looked after by Anna");
        await anna.Presses("Undo", await anna.SavesAsync("How do we fold a bag?", "https://example.org/bag"));
        Assert.Equal(1, await world.ResourcesAsync());
        world.RangNobody();
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Problems_advice_experiences_and_the_library_are_found_together_in_pages()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.IsHelpedAsync(anna, ben);
        await anna.Submits(await anna.Uses("experience Has anyone given visitors a buddy?"));
        foreach (var n in Enumerable.Range(1, 5)) await anna.SavesAsync($"Where is list {n} for visitors?", $"https://example.org/{n}");

        var first = await ben.Uses("find buddy for visitors");
        var second = await ben.Presses("More", first);

        Assert.Empty(Limits.Broken(first.Shown!.Shows));
        var seen = Someone.Told(first) + Someone.Told(second);
        Shows(seen, "Problem, being tried · asked by Anna", "Advice · by Ben", "Experiences · No experience yet", "Where is list");
        Shows(Someone.Told(await ben.Presses("Better ones", second)), "What is known of");
    }

    [Fact]
    public async Task Where_nothing_is_found_one_can_be_asked_for_and_who_has_it_is_thanked()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));

        var nothing = await anna.Uses("find rota template");
        Shows(Someone.Told(nothing), "Nothing is known of “rota template” yet");
        var opened = await anna.Presses("Ask for one", nothing);
        Assert.Equal("rota template", In(opened, "Title"));
        await anna.Submits(opened, ("Title", "Where can I find a rota for volunteers?"), ("More", "Twelve people, two Saturdays."));
        var card = world.Card("Where can I find a rota");
        Shows(world.Plain(card), "Looked for", "Asked by Anna");
        await dora.Presses("I'm looking for it too", card);
        Shows(Someone.Told(await ben.Uses("library")), "Asked for but missing", "Where can I find a rota for volunteers? · 2 look for it");

        var given = await ben.Submits(await ben.Presses("I have it", card), ("What", "https://example.org/rota"), ("Kind", nameof(ResourceKind.Template)));
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Shows(Someone.Told(given), "Thank you!", "told that it came from you");
        Shows(world.Plain(card), "Found", "Thank you, Ben!");
        Assert.Equal(1, anna.Count("Ben has what you look for"));
        Assert.Equal(1, dora.Count("Ben has what you look for"));
        Lacks(Someone.Told(await ben.Uses("library")), "Asked for but missing");
        Assert.Equal("rota template", (await world.InStoreAsync(db => db.Set<MissedWords>().SingleAsync())).Words);
    }

    [Fact]
    public async Task Words_that_nobody_found_twice_are_told_without_who_looked_for_them()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await anna.Uses("find soldering microscope");
        Lacks(Someone.Told(await ben.Uses("library")), "microscope");

        await ben.Uses("find Soldering microscope");

        Shows(Someone.Told(await anna.Uses("library")), "“soldering microscope” (2 times)");
        Assert.DoesNotContain(await world.RowsAsync(), r => r.Contains("microscope", StringComparison.OrdinalIgnoreCase) && r.Contains("Anna", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_saved_and_its_author_is_told_and_can_take_their_words_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var said = await ben.Says("How to fold a bag: https://example.org/bag", new(world.Home));

        var opened = await anna.UsesOn(said, "library-here");
        Assert.Equal("How to fold a bag", In(opened, "Title"));
        await anna.Submits(opened);
        Shows(Assert.Single(ben.Mail), "Anna saved something you wrote to the library");
        Shows(Someone.Told(await anna.Uses("find folding a bag")), "How to fold a bag");

        await ben.Presses("Take my words back", ben.LatestMail);
        Assert.Equal(0, await world.ResourcesAsync());
        Shows(Someone.Told(await anna.Uses("find folding a bag")), "Nothing is known");
        Lacks(Assert.Single(ben.Mail), "fold");
    }

    [Fact]
    public async Task A_copy_of_a_template_remembers_what_it_was_made_from_and_asks_once_whether_it_helped()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await anna.SavesAsync("What does a good invitation say?", "Come to … on …", ResourceKind.Template);
        var found = await ben.Uses("find good invitation");
        var opened = await ben.Presses("Take a copy", await ben.Presses("Look at it", found));

        var copy = await ben.Submits(opened, ("WillTry", "Our spring café"), ("When", nameof(WhenKnown.InAWeek)));
        Shows(Someone.Told(copy), "Come to … on …", "asked once whether it helped");
        await ben.Submits(await ben.Presses("Save my version", copy), ("Title", "What does a short invitation say?"));
        Shows(Someone.Told(await anna.Uses("find short invitation")), "What does a short invitation say?");
        var mine = await ben.Presses("Look at it", await ben.Uses("find short invitation"));
        Shows(Someone.Told(mine), "Made from What does a good invitation say? by Anna");

        await world.MoveAsync(TimeSpan.FromDays(8));
        await ben.Presses("It worked", ben.LatestMail);
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Equal(1, anna.Count("Somebody used what you look after: it worked."));
        Shows(Someone.Told(await anna.Uses("find good invitation")), "used by 1, helped 1");
        Assert.Equal(1, ben.Count("What does a good invitation say?"));
    }

    [Fact]
    public async Task What_is_due_for_a_look_is_told_to_each_owner_once_together()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        foreach (var n in Enumerable.Range(1, 3)) await anna.SavesAsync($"Where is list {n}?", $"https://example.org/{n}", review: ReviewEvery.ThreeMonths);
        await ben.SavesAsync("Where is the map?", "https://example.org/map", review: ReviewEvery.TwelveMonths);

        await world.MoveAsync(TimeSpan.FromDays(92));

        Assert.Equal(1, anna.Count("3 things in the library to look at"));
        Assert.Empty(ben.Mail);
        Shows(Someone.Told(await anna.Uses("home")), "Yours, and due for a look", "Where is list 2?");
        await world.MoveAsync(TimeSpan.FromDays(30));
        Assert.Equal(1, anna.Count("in the library to look at"));
        await anna.Presses("All of mine still hold", anna.LatestMail);
        Lacks(Someone.Told(await anna.Uses("home")), "due for a look");
        await world.MoveAsync(TimeSpan.FromDays(96));
        Assert.Equal(2, anna.Count("3 things in the library to look at"));
    }

    [Fact]
    public async Task Only_whoever_looks_after_it_or_a_coordinator_changes_it_and_it_can_be_handed_on_and_taken_out()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        await anna.SavesAsync("Where is the map?", "https://example.org/map");
        var id = (await world.ResourceAsync()).Id;

        var bens = await ben.Presses("Look at it", await ben.Uses("find the map"));
        OffersNot("Edit", Labels(bens.Shown!.Shows));
        Shows(Someone.Told(await ben.Submits(new ResourceForm { Resource = id, Title = "Mine", What = "x", Kind = ResourceKind.Guide })), "Only whoever looks after it");
        var hers = await anna.Presses("Look at it", await anna.Uses("find the map"));
        await anna.Submits(await anna.Presses("Give it to somebody", hers), ("Who", ben.Ref.ToString()));
        await world.SettleAsync();
        Shows(Assert.Single(ben.Mail), "Anna asks you to look after this", "Why you got this");

        var coordinators = await carla.Presses("Look at it", await carla.Uses("find the map"));
        var gone = await carla.Presses("Take it out", coordinators);
        Shows(Someone.Told(await anna.Uses("find the map")), "Nothing is known");
        await carla.Presses("Undo", gone);
        Shows(Someone.Told(await anna.Uses("find the map")), "looked after by Ben");
    }

    [Fact]
    public async Task The_same_link_is_there_once_and_a_link_must_be_one()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await anna.SavesAsync("Where is the map?", "https://example.org/map");

        Shows(Someone.Told(await ben.SavesAsync("The map", "https://example.org/map")), "The library has this link already: Where is the map?");
        Shows(Someone.Told(await ben.SavesAsync("The plan", "plan.pdf on my desk")), "There is no link in this");
        Shows(Someone.Told(await ben.SavesAsync("The plan", "javascript:alert(1)")), "There is no link in this");

        Assert.Equal(1, await world.ResourcesAsync());
    }

    [Fact]
    public async Task Who_deletes_themselves_is_named_nowhere_in_the_library()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await anna.SavesAsync("Where is the map?", "https://example.org/map");
        await ben.Presses("Share here", await ben.Uses("find the map"));
        await ben.Submits(await ben.Presses("I'll use it", await ben.Presses("Look at it", await ben.Uses("find the map"))), ("When", nameof(WhenKnown.DoNotAsk)));

        Shows(Someone.Told(await anna.Uses("privacy")), "You look after", "1 thing in the library");
        await anna.Presses("Delete me, my words stay", await anna.Presses("Delete me…", await anna.Uses("privacy")));

        Shows(Someone.Told(await ben.Uses("find the map")), "nobody looks after it", "used by 1, helped 0");
        Lacks(PlaygroundText.Plain(Assert.Single(world.Posts)), "Anna");
        Assert.Empty(world.Log.Errors);
    }
}
