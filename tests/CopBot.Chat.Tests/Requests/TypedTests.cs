using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CopBot.Chat.Tests;

public class TypedTests
{
    private static readonly Gen<(string Text, bool Lines)> Anything = from text in Some.HostileWords from lines in Gen.Elements(true, false) select (text, lines);

    [Fact]
    public void Cleaning_what_is_clean_changes_nothing() => Always.Holds(Anything, typed =>
    {
        var once = Typed.Clean(typed.Text, typed.Lines);
        Assert.Equal(once, Typed.Clean(once, typed.Lines));
    });

    [Fact]
    public void No_control_character_stays_but_the_breaks_and_tabs_of_a_text_of_lines() => Always.Holds(Anything, typed =>
        Assert.DoesNotContain(Typed.Clean(typed.Text, typed.Lines), c => char.IsControl(c) && !(typed.Lines && c is '\n' or '\t')));

    [Fact]
    public void No_half_of_a_surrogate_pair_stays() => Always.Holds(Anything, typed =>
    {
        var clean = Typed.Clean(typed.Text, typed.Lines);
        for (var i = 0; i < clean.Length; i++)
        {
            if (char.IsSurrogatePair(clean, i)) i++;
            else Assert.False(char.IsSurrogate(clean[i]), $"a lone surrogate at {i}");
        }
    });

    [Fact]
    public void Ordinary_text_keeps_every_character_of_its_own() => Always.Holds(Some.Words, words =>
        Assert.Equal<string>([.. Some.ElementsOf(words.Trim())], [.. Some.ElementsOf(Typed.Clean(words, lines: true))]));

    [Theory]
    [InlineData("a\nb", "a\nb", "a b")]
    [InlineData("a\r\nb", "a\nb", "a b")]
    [InlineData("a\rb", "a\nb", "a b")]
    [InlineData("a\u2028b\u2029c", "a\nb\nc", "a b c")]
    [InlineData("a\tb", "a\tb", "a b")]
    [InlineData("a\0b\u0007c", "abc", "abc")]
    [InlineData(" \n a \n ", "a", "a")]
    [InlineData("\u202Eevil\u202C \u2066b\u2069", "evil b", "evil b")]
    [InlineData("a \uFFFD b", "a \uFFFD b", "a \uFFFD b")]
    [InlineData("שלום 👩‍👩‍👧‍👦 مرحبا", "שלום 👩‍👩‍👧‍👦 مرحبا", "שלום 👩‍👩‍👧‍👦 مرحبا")]
    [InlineData("", "", "")]
    public void Text_is_tidied(string typed, string lines, string line)
    {
        Assert.Equal(lines, Typed.Clean(typed, lines: true));
        Assert.Equal(line, Typed.Clean(typed, lines: false));
    }

    /// <summary>Not a theory: a compiler writes an attribute's text as UTF-8, which has no halves.</summary>
    [Fact]
    public void Halves_of_surrogate_pairs_are_taken_out()
    {
        Assert.Equal("x", Typed.Clean("x\uD83D", lines: false));
        Assert.Equal("x", Typed.Clean("\uDE00x", lines: false));
        Assert.Equal("x", Typed.Clean("\uD83D\u202E\uDE00x", lines: true));
        Assert.Equal("\uD83D\uDE00", Typed.Clean("\uD83D\uD83D\uDE00\uDE00", lines: true));
    }
}
