using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Knowing;

public sealed class ThanksTests
{
    [Fact]
    public async Task Thanks_have_a_reason_and_reach_the_author_alone()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, zoe) = (world.Someone("anna"), world.Someone("ben"), world.Someone("zoe"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies("We give every newcomer a buddy.", card);

        Shows(Someone.Told(await zoe.Submits(await zoe.UsesOn(advice, "thank"), ("Why", ""))), "what it did for you");
        Shows(Someone.Told(await zoe.Submits(await zoe.UsesOn(advice, "thank"), ("Why", "My first evening went well."))), "Ben will read it");

        Shows(Assert.Single(ben.Mail), "Zoe thanks you: “My first evening went well.”", "Why you got this");
        Offers("Open your message", Labels(ben.LatestMail.Shows!));
        Offers("Less of this", Labels(ben.LatestMail.Shows!));
        Assert.Empty(anna.Mail);
        Lacks(world.Plain(card), "thanks");
        world.RangNobody();
    }

    [Fact]
    public async Task Nobody_thanks_themselves_or_the_bot_and_the_same_twice_is_once()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.AsksAsync(anna);
        var advice = await ben.Replies("We give every newcomer a buddy.", card);

        Shows(Someone.Told(await ben.UsesOn(advice, "thank")), "your own message");
        Shows(Someone.Told(await anna.UsesOn(card, "thank")), "written by an app");
        await anna.Submits(await anna.UsesOn(advice, "thank"), ("Why", "It helped."));
        await anna.Submits(await anna.UsesOn(advice, "thank"), ("Why", "It helped a lot."));

        Shows(Assert.Single(ben.Mail), "It helped a lot.");
    }
}
