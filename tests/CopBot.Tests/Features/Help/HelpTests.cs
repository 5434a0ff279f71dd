using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using CopBot.Communities;
using Xunit;

namespace CopBot.Tests.Features.Help;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("help")]
    public async Task Help_is_one_word_away_and_makes_nobody_a_member(string words)
    {
        await using var world = await World.StartAsync();

        Assert.Contains("/cop ask", Someone.Told(await world.Someone("ben").Uses(words)), StringComparison.Ordinal);
        Assert.Equal(1, await world.InStoreAsync(db => db.Memberships.CountAsync()));
        Assert.Empty(world.Posts);
    }

    [Theory]
    [InlineData("meet")]
    [InlineData("Meet something")]
    public async Task Who_types_half_a_command_hears_how_it_goes_on(string words)
    {
        await using var world = await World.StartAsync();

        var told = Someone.Told(await world.Someone("ben").Uses(words));

        Assert.Contains("/cop meet list · /cop meet new", told, StringComparison.Ordinal);
        Assert.DoesNotContain("/cop ask", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_community_help_says_how_one_begins()
    {
        await using var world = await World.WithoutCommunityAsync();

        var told = Someone.Told(await world.Someone("ben").Uses("help"));

        Assert.Contains("/cop setup", told, StringComparison.Ordinal);
        Assert.DoesNotContain("/cop ask", told, StringComparison.Ordinal);
    }
}
