using System.Globalization;
using CopBot.Discord.Rendering;

namespace CopBot.Discord.Tests.Rendering;

public sealed class DiscordMarkTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("1140000000000000001")]
    [InlineData("18446744073709551615")]
    public void A_mark_is_read_back_with_what_it_stands_before(string id)
    {
        foreach (var mark in new[] { DiscordMark.OfWorkspace(id), DiscordMark.OfReader(id) })
        {
            Assert.Equal(DiscordMark.Length, mark.ToString().Length);
            Assert.Equal(mark, DiscordMark.Read(mark + "problem-offer:x", out var rest));
            Assert.Equal("problem-offer:x", rest);
            Assert.Equal(ulong.Parse(id, CultureInfo.InvariantCulture), mark.Id);
        }
    }

    [Theory]
    [InlineData("problem-offer:x")]
    [InlineData("")]
    [InlineData("@short")]
    [InlineData("@!!!!!!!!!!!rest")]
    public void What_has_no_mark_is_left_as_it_is(string customId)
    {
        Assert.Null(DiscordMark.Read(customId, out var rest));
        Assert.Equal(customId, rest);
    }
}
