using CopBot.Features.Experiences;
using CopBot.TestKit;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Knowing;

/// <summary>What other features hand to the directory.</summary>
public sealed class OtherDoorsTests
{
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Those_who_may_have_been_there_are_asked_for_their_experience()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, emil) = (world.Someone("anna"), await world.KnowsAsync("ben"), await world.KnowsAsync("emil", "bicycles"));

        await anna.Submits(new ExperienceRequestForm { Title = "Has anyone had paint come off in the rain?", Plan = "We want to paint the shed outside.", Hear = "What held." });
        await world.MoveAsync(TwoMinutes);

        Shows(Assert.Single(ben.Mail), "Has anyone had paint come off in the rain?", "would like to hear from somebody who has been there", "Why you:");
        Assert.Empty(emil.Mail);
        var card = world.Card("Has anyone had paint come off in the rain?");
        Lacks(world.Plain(card), "was asked");
        Shows(await anna.SeesOfAsync(card), "1 person was asked");
        var answer = await ben.Presses("Take it", ben.LatestMail);
        Shows(Someone.Told(answer), "Tell it when it suits you");
        Assert.NotNull((await ben.Presses("Tell it now", answer)).Form);
        world.RangNobody();
    }

    [Fact]
    public async Task Whoever_comes_by_themselves_is_not_asked_whether_they_can()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, emil) = (world.Someone("anna"), await world.KnowsAsync("ben"), await world.KnowsAsync("emil"));
        var card = await world.AsksAboutPaintAsync(anna);
        Assert.True(ben.WasAsked());

        await ben.Presses("I can help", card);

        Assert.False(ben.WasAsked());
        Assert.True(emil.WasAsked());
        Shows(await world.Someone("anna").SeesOfAsync(card), "2 people were asked");
    }

    [Fact]
    public async Task What_the_library_did_not_have_is_on_the_map_once_it_was_missed_twice()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");

        await anna.Uses("find kilns");
        // Once may be anybody's own affair.
        Lacks(Someone.Told(await world.Someone("ben").Uses("map")), "kilns");
        await anna.Uses("experts kilns");

        Shows(Someone.Told(await anna.Uses("map")), "kilns");
    }
}
