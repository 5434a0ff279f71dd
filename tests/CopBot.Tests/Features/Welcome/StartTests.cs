using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Welcome;

public sealed class StartTests
{
    [Fact]
    public async Task A_newcomer_joins_and_is_told_what_this_is_about_privately()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");

        var told = Someone.Told(await ben.Uses("start"));

        Assert.Contains("Welcome to Workshop Leaders", told, StringComparison.Ordinal);
        Assert.Contains("People who run repair workshops.", told, StringComparison.Ordinal);
        Assert.Equal(2, await world.InStoreAsync(db => db.Memberships.CountAsync()));
        Assert.Empty(world.Posts);
        Assert.Empty(ben.Mail);
    }

    [Fact]
    public async Task A_member_is_welcomed_kindly_too_and_stays_one_member()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        await ben.Uses("start");
        await world.MoveAsync(TimeSpan.FromDays(40));

        Assert.Contains("You have been a member since Tue 12 Jan 2027", Someone.Told(await ben.Uses("start")), StringComparison.Ordinal);
        Assert.Equal(2, await world.InStoreAsync(db => db.Memberships.CountAsync()));
    }

    [Theory]
    [InlineData("Look round", "Workshop Leaders")]
    [InlineData("No unasked messages, please", "Stopped.")]
    public async Task Every_first_thing_leads_somewhere(string label, string says)
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");

        Assert.Contains(says, Someone.Told(await ben.Presses(label, await ben.Uses("start"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ask something")]
    [InlineData("Set my clock")]
    public async Task A_first_thing_that_needs_words_opens_its_form(string label)
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");

        Assert.NotNull((await ben.Presses(label, await ben.Uses("start"))).Form);
    }

    [Fact]
    public async Task A_newcomer_without_a_zone_is_told_which_one_counts()
    {
        await using var world = await World.StartAsync();

        Assert.Contains("does not know your time zone", Someone.Told(await world.Someone("ben", "Ben", zone: null).Uses("start")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_community_a_newcomer_is_told_how_one_begins()
    {
        await using var world = await World.WithoutCommunityAsync();

        Assert.Equal(Callers.NoCommunity, (await world.Someone("ben").Uses("start")).Answer);
    }
}
