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
    public void More_in_common_a_clearer_lead_and_help_before_each_make_it_likelier()
    {
        var one = Chances.Of(shared: 2, covered: 0.5, lead: 1, helped: 0);

        Assert.True(Chances.Of(3, 0.5, 1, 0) > one);
        Assert.True(Chances.Of(2, 0.8, 1, 0) > one);
        Assert.True(Chances.Of(2, 0.5, 2, 0) > one);
        Assert.True(Chances.Of(2, 0.5, 1, 3) > one);
    }

    [Fact]
    public void One_word_in_common_is_kept_silent_and_the_same_question_is_shown()
    {
        Assert.True(Chances.Of(shared: 0.8, covered: 0.2, lead: 0.5, helped: 0) < SimilarProblems.LeastChance);
        Assert.True(Chances.Of(shared: 3.5, covered: 1, lead: 0, helped: 0) > SimilarProblems.LeastChance);
    }
}
