using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Xunit;

namespace CopBot.Tests.Features.Problems;

public sealed class TheWholeStoryTests
{
    [Fact]
    public async Task A_problem_is_asked_helped_tried_and_its_outcome_reaches_those_who_advised()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var ben = world.Someone("ben", zone: "Europe/Lisbon");
        var dora = world.Someone("dora");

        var opened = await anna.Uses("ask How can we welcome first visitors?");
        var preview = await anna.Submits(opened, ("Tried", "A sign at the door."), ("Topics", "Visitors, welcome"));
        Assert.Contains("Only you see this", Someone.Told(preview), StringComparison.Ordinal);
        Assert.Empty(world.Posts);

        await anna.Presses("Post it", preview);
        var card = world.Card("How can we welcome first visitors?");
        Assert.Contains("visitors, welcome", PlaygroundText.Plain(card), StringComparison.Ordinal);

        await ben.Presses("I can help", card);
        Assert.Contains("Ben can help with How can we welcome first visitors?", anna.Mail[^1], StringComparison.Ordinal);
        await dora.Presses("Follow the outcome", card);
        var advice = await ben.Replies("We give every newcomer a buddy for the first hour.", card);

        var marking = await anna.UsesOn(advice, "helped");
        var marked = await anna.Submits(marking, ("WillTry", "A buddy for each newcomer"), ("When", "InAWeek"));
        Assert.Contains("asked once", Someone.Told(marked), StringComparison.Ordinal);
        Assert.Contains("marked your words as what helped", ben.Mail[^1], StringComparison.Ordinal);

        await world.MoveAsync(TimeSpan.FromDays(7));
        Assert.Contains("What came of it?", anna.Mail[^1], StringComparison.Ordinal);
        var told = await anna.Presses("It worked", anna.LatestMail);
        var line = await anna.Presses("Add a line", told);
        await anna.Submits(line, ("Line", "Twelve of fifteen came back."));
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Assert.Contains("Solved", PlaygroundText.Plain(world.Card("How can we welcome first visitors?")), StringComparison.Ordinal);
        Assert.Contains("Your advice: it worked. How can we welcome first visitors?", ben.Mail[^1], StringComparison.Ordinal);
        Assert.Contains("Twelve of fifteen came back.", ben.Mail[^1], StringComparison.Ordinal);
        Assert.Contains("What came of it: it worked. How can we welcome first visitors?", dora.Mail[^1], StringComparison.Ordinal);
        Assert.Empty(world.Log.Errors);
    }
}
