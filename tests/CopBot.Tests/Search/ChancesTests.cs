using CopBot.Features.Problems;
using CopBot.Search;
using Xunit;

namespace CopBot.Tests.Search;

public sealed class ChancesTests
{
    [Fact]
    public void A_word_that_all_have_tells_nothing_and_one_that_nobody_has_tells_most()
    {
        Assert.InRange(Chances.Rarity(5000, 0), 1, 1.1);
        Assert.InRange(Chances.Rarity(5000, 5000), 0, 0.001);
        Assert.True(Chances.Rarity(5000, 50) > Chances.Rarity(5000, 500));
    }

    [Fact]
    public void In_a_new_community_words_are_not_common_because_there_is_only_one_thing() => Assert.InRange(Chances.Rarity(1, 1), 0.7, 1);

    [Fact]
    public void More_in_common_a_larger_share_and_a_clearer_lead_each_make_it_likelier()
    {
        var one = Chances.Of(shared: 2, covered: 0.5, titleAsked: 0.5, angle: 0.3, share: 0.3, lead: 1);

        Assert.True(Chances.Of(3, 0.5, 0.5, 0.3, 0.3, 1) > one);
        Assert.True(Chances.Of(2, 0.5, 0.8, 0.3, 0.3, 1) > one);
        Assert.True(Chances.Of(2, 0.5, 0.5, 0.4, 0.3, 1) > one);
        Assert.True(Chances.Of(2, 0.5, 0.5, 0.3, 0.5, 1) > one);
        Assert.True(Chances.Of(2, 0.5, 0.5, 0.3, 0.3, 2) > one);
        Assert.Equal(Chances.Of(2, 0.5, 0.5, 0.3, 0.3, Chances.MostLead), Chances.Of(2, 0.5, 0.5, 0.3, 0.3, 30));
    }

    [Fact]
    public void One_word_in_common_is_kept_silent_and_the_same_question_is_shown_even_where_there_is_nothing_else()
    {
        Assert.True(Chances.Of(shared: 0.8, covered: 0.2, titleAsked: 0.3, angle: 0.15, share: 0.02, lead: 0.2) < Found.LeastChance);
        Assert.InRange(Chances.Of(shared: 3.5, covered: 1, titleAsked: 1, angle: 0.9, share: 0.01, lead: 0), 0.8, 1);
    }
}
