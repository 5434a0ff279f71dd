using CopBot.Chat;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Problems;

public sealed class HostileTextTests
{
    [Theory]
    [InlineData("@everyone and @here, look", "@everyone and @here, look")]
    [InlineData("<!channel> <!here> <@U1> <@&7> <#C1> look", "<!channel> <!here> <@U1> <@&7> <#C1> look")]
    [InlineData("@Ben @Carla look *bold* [link](https://example.org) `code`", "@Ben @Carla look *bold* [link](https://example.org) `code`")]
    [InlineData("مرحبا كيف نرحب بالزوار", "مرحبا كيف نرحب بالزوار")]
    [InlineData("👩‍👩‍👧‍👦🏳️‍🌈 family", "👩‍👩‍👧‍👦🏳️‍🌈 family")]
    [InlineData("a\u0000b\u0007c \u202Edetrevni\u202C end", "abc detrevni end")]
    public async Task Whatever_anybody_types_anywhere_is_shown_as_it_is_and_rings_nobody(string typed, string shown)
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna, Title, f => f with { Tried = typed, Good = typed, Topics = typed });
        Shows(world.Plain(card), "Tried so far: " + shown, "Good would be: " + shown);

        var advice = await ben.Replies(typed.TrimStart('@'), card);
        Assert.Null((await MarksAsync(anna, advice, willTry: typed)).Form);
        await anna.Submits(new SetAsideForm { Problem = (await world.ProblemAsync()).Id, Why = typed });
        Shows(world.Plain(card), "Set aside: " + shown, "What helped:");
        await ben.Submits(new CameBackForm { Problem = (await world.ProblemAsync()).Id, What = typed });
        Shows(world.Plain(card), "opened again: " + shown);
        Shows(anna.Mail[^1], shown);

        await world.MoveAsync(TimeSpan.FromDays(7));
        var told = await anna.Presses("It didn't", anna.LatestMail);
        await anna.Submits(await anna.Presses("Add a line", told), ("Line", typed));
        await world.MoveAsync(TimeSpan.FromDays(1));
        Shows(world.Plain(card), $"it didn't work. “{shown}”");
        Shows(ben.Mail[^1], shown);

        world.RangNobody();
        Assert.All(world.Room.Messages.Where(m => m.Shows is not null), m => Assert.Empty(Limits.Broken(m.Shows!)));
        Assert.Empty(world.Log.Errors);
    }

    [Theory]
    [InlineData("@everyone look")]
    [InlineData("<!channel> <@U1>")]
    [InlineData("كيف نرحب")]
    [InlineData("👩‍👩‍👧‍👦")]
    public async Task A_title_may_be_anything_and_is_found_again_by_those_who_follow(string title)
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));

        var card = await world.AsksAsync(anna, title);
        await ben.Presses("Follow the outcome", card);

        Assert.Equal(title, card.Shows!.Blocks.OfType<Heading>().Single().Words);
        Shows(Someone.Told(await ben.Uses("promises")), title, "you follow");
        world.RangNobody();
    }
}
