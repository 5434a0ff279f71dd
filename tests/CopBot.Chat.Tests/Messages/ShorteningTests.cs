using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CopBot.Chat.Tests;

public class ShorteningTests
{
    private static readonly Gen<(string Words, int Limit)> AnyWords = from words in Some.HostileWords from limit in Gen.Choose(-1, 120) select (words, limit);

    /// <summary>Counts as Slack will: three signs take several characters.</summary>
    private static int Escaped(Block block) => block is Prose p
        ? p.Words.Sum(c => c switch { '&' => 5, '<' or '>' => 4, _ => 1 })
        : Limits.Words(block);

    [Fact]
    public void Nothing_is_longer_than_its_limit() => Always.Holds(AnyWords, example =>
    {
        var (words, limit) = example;
        Assert.InRange(Shortening.To(words, limit).Length, 0, Math.Max(0, limit));
        Assert.InRange(Shortening.OneLine(words, limit).Length, 0, Math.Max(0, limit));
    });

    [Fact]
    public void What_fits_stays_as_it_is() => Always.Holds(Some.HostileWords, words =>
    {
        Assert.Equal(words, Shortening.To(words, words.Length));
        Assert.Equal(words, Shortening.To(words, words.Length + 1));
    });

    [Fact]
    public void What_is_left_out_is_left_out_between_two_characters_and_an_ellipsis_says_so() => Always.Holds(AnyWords, example =>
    {
        var (words, limit) = example;
        var shortened = Shortening.To(words, limit);
        if (words.Length <= limit || limit < 1) return;

        Assert.EndsWith("…", shortened, StringComparison.Ordinal);
        var kept = shortened[..^1];
        Assert.StartsWith(kept, words, StringComparison.Ordinal);
        // Blanks before the ellipsis go too, so what was kept reaches to the next place between two characters, but for blanks.
        var ends = StringInfo.ParseCombiningCharacters(words).Append(words.Length).Where(end => end >= kept.Length && string.IsNullOrWhiteSpace(words[kept.Length..end])).ToArray();
        Assert.NotEmpty(ends);
        // And no further character would have fitted.
        var next = StringInfo.GetNextTextElementLength(words, ends[^1]);
        Assert.True(ends[^1] + next > limit - 1, $"{next} more would have fitted into {limit}: {shortened}");
    });

    [Fact]
    public void No_pair_of_surrogates_is_cut() => Always.Holds(from words in Some.Words from limit in Gen.Choose(0, 60) select (words, limit), example =>
    {
        var shortened = Shortening.To(example.words, example.limit);
        Assert.Equal(shortened.Count(char.IsHighSurrogate), shortened.EnumerateRunes().Count(r => r.Utf16SequenceLength == 2));
        Assert.Equal(shortened.Count(char.IsLowSurrogate), shortened.EnumerateRunes().Count(r => r.Utf16SequenceLength == 2));
    });

    [Theory]
    [InlineData("hello world", 11, "hello world")]
    [InlineData("hello world", 10, "hello wor…")]
    [InlineData("hello world", 7, "hello…")]
    [InlineData("hello", 1, "…")]
    [InlineData("hello", 0, "")]
    [InlineData("🙂🙂🙂", 5, "🙂🙂…")]
    [InlineData("🙂🙂🙂", 4, "🙂…")]
    [InlineData("👩‍👩‍👧‍👦 family", 8, "…")]
    [InlineData("🇩🇪🇫🇷", 6, "🇩🇪…")]
    [InlineData("e\u0301e\u0301e\u0301", 4, "e\u0301…")]
    public void Words_are_shortened(string words, int limit, string shortened) => Assert.Equal(shortened, Shortening.To(words, limit));

    [Fact]
    public void One_line_has_single_blanks_and_no_breaks()
    {
        Assert.Equal("a b c", Shortening.OneLine(" a\n\n b\t c ", 10));
        Assert.Equal("a b…", Shortening.OneLine(" a\n\n b\t c ", 4));
        Always.Holds(Some.HostileWords, words =>
        {
            var line = Shortening.OneLine(words, int.MaxValue);
            Assert.DoesNotContain(line, c => char.IsWhiteSpace(c) && c != ' ');
            Assert.DoesNotContain("  ", line, StringComparison.Ordinal);
            Assert.Equal(line.Trim(), line);
        });
    }

    [Fact]
    public void A_message_that_fits_is_left_alone() => Always.Holds(Some.Message, message =>
        Assert.Same(message, Shortening.ToFit(message, message.Blocks.Sum(Limits.Words), Limits.Words)));

    [Fact]
    public void A_message_fits_when_its_other_blocks_do() => Always.Holds(from message in Some.Message from room in Gen.Choose(0, 200) select (message, room), example =>
    {
        var rest = example.message.Blocks.Where(b => b is not Prose).Sum(Escaped);
        var fits = Shortening.ToFit(example.message, rest + example.room, Escaped);
        Assert.InRange(fits.Blocks.Sum(Escaped), 0, rest + example.room);
    });

    [Fact]
    public void Only_what_members_wrote_is_shortened() => Always.Holds(from message in Some.Message from limit in Gen.Choose(0, 200) select (message, limit), example =>
    {
        var fits = Shortening.ToFit(example.message, example.limit, Escaped);
        var readOns = example.message.Blocks.OfType<Prose>().Select(p => p.ReadOn).OfType<Button>().ToHashSet();
        var before = example.message.Blocks.Where(b => b is not Prose);
        var after = fits.Blocks.Where(b => b is not Prose && !(b is Controls { Items: [Button only] } && readOns.Contains(only)));
        Assert.Equal(before.Where(b => !(b is Controls { Items: [Button only] } && readOns.Contains(only))), after);
        Assert.Equal(example.message.Blocks.OfType<Prose>().Count(), fits.Blocks.OfType<Prose>().Count());
    });

    [Fact]
    public void Reading_on_is_offered_right_below_what_was_shortened_and_nowhere_else() => Always.Holds(from message in Some.Message from limit in Gen.Choose(0, 200) select (message, limit), example =>
    {
        var fits = Shortening.ToFit(example.message, example.limit, Escaped);
        var expected = new List<Block>();
        var after = fits.Blocks.OfType<Prose>().GetEnumerator();
        foreach (var block in example.message.Blocks)
        {
            if (block is not Prose prose)
            {
                expected.Add(block);
                continue;
            }

            after.MoveNext();
            expected.Add(after.Current);
            if (after.Current.Words != prose.Words && prose.ReadOn is { } readOn) expected.Add(new Controls([readOn]));
        }

        Assert.Equal(expected, fits.Blocks);
    });

    [Fact]
    public void The_longest_is_shortened_first_and_no_further_than_needed()
    {
        var all = new Button("Read on", "read");
        var longest = new Prose(new string('l', 3000)) { ReadOn = all };
        var shorter = new Prose(new string('s', 2000)) { ReadOn = new Button("Read on", "read-other") };
        Message message = [new Heading("Title"), shorter, longest, new Footnote($"note")];

        var fits = Shortening.ToFit(message, Limits.MessageLength, Limits.Words);

        Assert.Equal<Block>([new Heading("Title"), shorter, fits[2], new Controls([all]), new Footnote($"note")], fits.Blocks);
        Assert.Equal(Limits.MessageLength, fits.Blocks.Sum(Limits.Words));
    }

    [Fact]
    public void The_next_longest_follows_where_one_is_not_enough()
    {
        Message message = [new Prose(new string('a', 100)), new Prose(new string('b', 90)), new Prose(new string('c', 10))];
        var fits = Shortening.ToFit(message, 50, Limits.Words);
        Assert.Equal(["", new string('b', 39) + "…", new string('c', 10)], (string[])[.. fits.Blocks.Cast<Prose>().Select(p => p.Words)]);
    }

    [Fact]
    public void One_prose_standing_twice_is_counted_twice()
    {
        var twice = new Prose(new string('a', 100));
        var fits = Shortening.ToFit([twice, twice], 50, Limits.Words);
        Assert.InRange(fits.Blocks.Sum(Limits.Words), 0, 50);
    }

    [Fact]
    public void What_had_no_words_is_not_shortened()
    {
        Message message = [new Paragraph($"too long already"), new Prose("") { ReadOn = new Button("Read on", "read") }];
        Assert.Equal(message, Shortening.ToFit(message, 3, Limits.Words));
    }

    [Fact]
    public void Signs_that_a_platform_escapes_are_counted_as_it_counts_them()
    {
        Message message = [new Prose(string.Concat(Enumerable.Repeat("<&>", 1000)))];
        var fits = Shortening.ToFit(message, 4000, Escaped);
        // The longest sign takes five, so a sixth would have fitted.
        Assert.InRange(fits.Blocks.Sum(Escaped), 3995, 4000);
    }
}
