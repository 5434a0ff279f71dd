using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class MentionTests
{
    [Fact]
    public async Task Who_mentions_the_bot_is_alone_offered_to_write_it_down_with_their_words_filled_in()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));

        await anna.Says("@CopBot how can we welcome @Ben and other first visitors?", new(world.Home));

        Assert.Empty(world.Posts);
        Assert.Empty(ben.Answers);
        var whisper = Assert.Single(world.Room.PrivateTo(anna.Ref));
        var opened = await anna.Persona.PressAsync(whisper.ActionOf("Write it down"), whisper);
        Assert.Equal("how can we welcome @Ben and other first visitors?", In(opened, "Title"));
        await anna.Presses("Post it", await anna.Submits(opened));
        Assert.Single(world.Posts);
        world.RangNobody();
    }

    [Fact]
    public async Task A_long_mention_is_in_the_form_to_its_last_word()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var words = string.Join(' ', Enumerable.Range(0, 700).Select(i => $"w{i}"));

        await anna.Says("@CopBot " + words, new(world.Home));

        var whisper = Assert.Single(world.Room.PrivateTo(anna.Ref));
        var opened = await anna.Persona.PressAsync(whisper.ActionOf("Write it down"), whisper);
        Shows(In(opened, "Tried") + In(opened, "Good"), " w699");
    }

    [Fact]
    public async Task Where_everybody_sees_the_offer_it_goes_after_the_press_and_nobody_else_can_press_it()
    {
        await using var world = await World.StartAsync();
        world.Platform.WhispersAloud = true;
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await anna.Says("@CopBot " + Title, new(world.Home));
        var offer = Assert.Single(world.Posts);
        Lacks(PlaygroundText.Plain(offer), Title);

        Assert.Null((await ben.Presses("Write it down", offer)).Form);
        Assert.Single(world.Posts);
        var opened = await anna.Presses("Write it down", offer);

        Assert.Equal(Title, In(opened, "Title"));
        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task Where_everybody_sees_the_offer_it_goes_after_ten_minutes()
    {
        await using var world = await World.StartAsync();
        world.Platform.WhispersAloud = true;
        await world.Someone("anna").Says("@CopBot " + Title, new(world.Home));

        await world.MoveAsync(TimeSpan.FromMinutes(9));
        Assert.Single(world.Posts);
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task An_offer_pressed_a_year_later_says_kindly_that_the_words_are_gone()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await anna.Says("@CopBot " + Title, new(world.Home));
        var whisper = Assert.Single(world.Room.PrivateTo(anna.Ref));
        await world.MoveAsync(TimeSpan.FromDays(365));

        Shows(Someone.Told(await anna.Persona.PressAsync(whisper.ActionOf("Write it down"), whisper)), "kept for seven days");
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
    }

    [Fact]
    public async Task What_the_offer_became_is_one_problem_however_often_it_is_sent()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await anna.Says("@CopBot " + Title, new(world.Home));
        var whisper = Assert.Single(world.Room.PrivateTo(anna.Ref));
        var opened = await anna.Persona.PressAsync(whisper.ActionOf("Write it down"), whisper);

        var first = await anna.Submits(opened);
        var second = await anna.Submits(opened);
        await anna.Presses("Post it", first);
        Shows(Someone.Told(await anna.Presses("Post it", second)), "on the board already");

        Assert.Single(world.Posts);
    }
}
