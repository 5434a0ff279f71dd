using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Problems;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class AskingTests
{
    [Fact]
    public async Task Only_the_asker_sees_what_they_are_about_to_ask()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));

        var preview = await anna.Submits(await anna.Uses("ask " + Title), ("Tried", "A sign."), ("Good", "They come back."), ("Topics", "Visitors, Welcome, visitors"));

        Shows(Someone.Told(preview), Title, "Asked by Anna", "A sign.", "They come back.", "Topics: visitors, welcome", "Only you see this");
        Assert.Empty(world.Posts);
        Assert.Empty(ben.Answers);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task A_day_chosen_on_the_preview_stands_on_the_card_and_can_be_cleared()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var preview = await anna.Submits(new ProblemForm { Title = Title });

        Shows(Someone.Told(await anna.Presses("Friday 15 January", preview)), "needed by Fri 15 Jan");
        Lacks(Someone.Told(await anna.Presses("No particular day", preview)), "needed by");
        await anna.Presses("Friday 15 January", preview);
        await anna.Presses("Post it", preview);

        Shows(world.Plain(world.Card(Title)), "needed by Fri 15 Jan 2027");
    }

    [Fact]
    public async Task Editing_brings_back_every_word_and_leaves_only_one_thing_to_post()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var preview = await anna.Submits(new ProblemForm { Title = Title, Tried = "A sign.", Good = "They come back.", Topics = "visitors" });

        var opened = await anna.Presses("Edit", preview);
        Assert.Equal([Title, "A sign.", "They come back.", "visitors"], [In(opened, "Title"), In(opened, "Tried"), In(opened, "Good"), In(opened, "Topics")]);
        var second = await anna.Submits(opened, ("Title", "How can we keep visitors?"));
        Assert.Single(world.Room.PrivateTo(anna.Ref));

        await anna.Presses("Post it", preview);
        Shows(Someone.Told(await anna.Presses("Post it", second)), "on the board already");
        Assert.Equal("How can we keep visitors?", Assert.Single(world.Posts).Shows!.Summary);
    }

    [Fact]
    public async Task Pressing_twice_posts_once()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var preview = await anna.Submits(new ProblemForm { Title = Title });

        await anna.Presses("Post it", preview);
        Shows(Someone.Told(await anna.Presses("Post it", preview)), "on the board already");

        Assert.Single(world.Posts);
    }

    [Fact]
    public async Task The_same_press_delivered_twice_at_once_posts_once()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var preview = (await anna.Submits(new ProblemForm { Title = Title })).Shown!;
        var post = preview.ActionOf("Post it");

        await Task.WhenAll(anna.Persona.PressAsync(post, preview, eventId: "e1"), anna.Persona.PressAsync(post, preview, eventId: "e1"), anna.Persona.PressAsync(post, preview, eventId: "e2"));
        await world.SettleAsync();

        Assert.Single(world.Posts);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task An_undo_takes_the_card_away_and_gives_every_word_back()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var preview = await anna.Submits(new ProblemForm { Title = Title, Tried = "A sign.", Good = "They come back.", Topics = "visitors" });
        var posted = await anna.Presses("Post it", preview);
        await ben.Presses("I can help", world.Card(Title));
        Assert.Equal(1, anna.Count("Ben can help"));

        var undone = await anna.Presses("Undo", posted);

        Assert.Empty(world.Posts);
        Assert.Empty(anna.Mail);
        var opened = await anna.Presses("Edit and post again", undone);
        Assert.Equal([Title, "A sign.", "They come back.", "visitors"], [In(opened, "Title"), In(opened, "Tried"), In(opened, "Good"), In(opened, "Topics")]);
        await anna.Presses("Post it", await anna.Submits(opened));
        Assert.Single(world.Posts);
    }

    [Fact]
    public async Task What_others_have_answered_cannot_be_taken_back_any_more_not_even_after_it_was_opened_again()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var preview = await anna.Submits(new ProblemForm { Title = Title });
        var posted = await anna.Presses("Post it", preview);
        await ben.Replies("A buddy.", world.Card(Title));

        Shows(Someone.Told(await anna.Presses("Undo", posted)), "Others have answered already");

        await anna.Submits(new SetAsideForm { Problem = (await world.ProblemAsync()).Id, Why = "Later" });
        await anna.Presses("Reopen", world.Card(Title));
        Shows(Someone.Told(await anna.Presses("Undo", posted)), "Others have answered already");
        Assert.Single(world.Posts);
    }

    [Fact]
    public async Task A_coordinator_who_takes_a_problem_off_the_board_gives_its_asker_their_words_back()
    {
        await using var world = await World.StartAsync();
        var (anna, carla) = (world.Someone("anna"), world.Someone("carla"));
        var card = await world.AsksAsync(anna, with: f => f with { Tried = "A sign." });

        await carla.Presses("Take it back", await carla.Presses("More", card));

        Assert.Empty(world.Posts);
        Shows(anna.Mail[^1], "Carla, who coordinates the community, took your problem");
        Assert.Equal("A sign.", In(await anna.Presses("Edit and post again", anna.LatestMail), "Tried"));
        Lacks(Someone.Told(await world.Someone("ben").Presses("I can help", card)), "Thank you");
    }

    [Fact]
    public async Task Where_the_community_has_no_home_this_is_said_kindly_and_every_word_is_kept()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var preview = await anna.Submits(new ProblemForm { Title = Title, Tried = "A sign." });
        await world.InStoreAsync(async db =>
        {
            (await db.Communities.FirstAsync()).Homes.Clear();
            await db.SaveChangesAsync();
        });

        foreach (var refused in new[] { await anna.Presses("Post it", preview), await anna.Presses("Friday 15 January", preview) }) Shows(Someone.Told(refused), "no home channel yet", "/cop setup");
        var sent = await anna.Submits(new ProblemForm { Title = Title, Tried = "A sign." });
        Shows(Someone.Told(sent), "no home channel yet");
        Assert.Equal("A sign.", In(await anna.Presses("Edit my answers", sent), "Tried"));
        Assert.Empty(world.Log.Errors);
    }

    [Theory]
    [InlineData(151)]
    [InlineData(3100)]
    [InlineData(4001)]
    public async Task Whatever_is_typed_after_the_command_stands_in_the_form_to_the_last_character(int length)
    {
        await using var world = await World.StartAsync();
        var typed = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"w{i}"))[..length].Trim();

        var opened = await world.Someone("anna").Uses("ask " + typed);

        var all = length <= Problem.TriedMaxLength ? In(opened, "Tried") : In(opened, "Title") + In(opened, "Tried") + In(opened, "Good");
        Assert.Equal(typed.Replace(" ", "", StringComparison.Ordinal), all.Replace(" ", "", StringComparison.Ordinal).Replace("…", "", StringComparison.Ordinal));
        Assert.Empty(Limits.Broken(opened.Form!.View));
    }

    [Fact]
    public async Task A_form_with_too_much_in_it_says_how_much_fits_and_stays_filled_in()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");

        var sent = await anna.Submits(await anna.Uses("ask"), ("Title", new string('x', 4001)), ("Good", "They come back."));

        Shows(sent.Form!.Wrong["Title"], "At most 150 characters; this has 4001");
        Assert.Equal("They come back.", In(sent, "Good"));
        Assert.NotNull(((Answer.Invalid)sent.Answer!).EditAgain);
        Shows((await anna.Submits(await anna.Uses("ask"), ("Title", "  \u0007 "))).Form!.Wrong["Title"], "Please fill this in");
        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task The_longest_problem_is_shortened_on_its_card_and_can_be_read_whole()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var (tried, good) = (Somebody.Words(Problem.TriedMaxLength), Somebody.Words(Problem.GoodMaxLength));

        var card = await world.AsksAsync(anna, with: f => f with { Tried = tried, Good = good, Topics = "a, b" });

        Assert.Empty(Limits.Broken(card.Shows!));
        var readOn = card.Shows!.Blocks.OfType<Prose>().Select(p => p.ReadOn!.Action).ToList();
        var first = await anna.PressesAction(readOn[0], card.Post);
        var second = await anna.PressesAction(readOn[1], card.Post);
        Shows(Someone.Told(first), tried.Trim());
        Shows(Someone.Told(second), good.Trim());
        Assert.All([first, second], read => Assert.InRange(read.Shown!.Shows.Blocks.Sum(Limits.Words), 1, Limits.MessageLength));
    }
}
