using CopBot.Search;
using Xunit;

namespace CopBot.Tests.Search;

public sealed class WordsTests
{
    [Fact]
    public void A_question_comes_down_to_the_words_that_tell_something() =>
        Assert.Equal(["mend", "lamp", "flickers"], Words.ThatMatter("How can I mend a lamp that flickers?"));

    [Fact]
    public void A_word_that_is_used_twice_is_there_twice() => Assert.Equal(["visa", "visa"], Words.ThatMatter("A visa? Which visa?"));

    [Fact]
    public void Apostrophes_of_both_kinds_leave_nothing_behind() =>
        Assert.Equal(["lamp", "work", "ben", "kettle"], Words.ThatMatter("The lamp doesn't work, it isn’t Ben's kettle"));

    [Fact]
    public void Codes_and_numbers_stay_and_markup_and_emoji_go() =>
        Assert.Equal(["form", "94w", "e5", "https", "example", "org", "a1"], Words.ThatMatter("Form **94W** / `E5` 🔧 👩‍🔧 https://example.org/?a1"));

    [Theory]
    [InlineData("東京で乗る", "東京|京で|で乗|乗る")]
    [InlineData("駅", "駅")]
    [InlineData("Wi-Fiが無料", "wi|fi|が無|無料")]
    [InlineData("ＷｉＦｉ", "wifi")]
    [InlineData("हिन्दी में", "हिन्दी|में")]
    [InlineData("ΛΆΜΠΑ", "λάμπα")]
    [InlineData("전구 수리", "전구|수리")]
    [InlineData("𠮷野家", "𠮷野|野家")]
    public void Every_script_has_words(string text, string words) => Assert.Equal(words.Split('|'), Words.ThatMatter(text));

    [Theory]
    [InlineData("Is IT or the US embassy of use to us?", "IT|US|embassy")]
    [InlineData("IS IT OR THE EMBASSY OF USE TO US?", "embassy")]
    [InlineData("US visa", "US|visa")]
    [InlineData("I came", "came")]
    public void What_looks_like_a_common_word_is_a_name_in_capitals_unless_somebody_shouts(string text, string words)
    {
        Assert.Equal(words.Split('|'), Words.ThatMatter(text));
        Assert.Equal(words.Split('|'), Words.ThatMatter(string.Join(' ', Words.ThatMatter(text))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n?!…")]
    [InlineData("how can we do it")]
    [InlineData("😀👨‍👩‍👧")]
    public void There_may_be_none(string text) => Assert.Empty(Words.ThatMatter(text));

    [Fact]
    public void Half_a_character_is_no_word_and_no_error() => Assert.Equal(["lamp"], Words.ThatMatter("lamp \uD83D"));
}
