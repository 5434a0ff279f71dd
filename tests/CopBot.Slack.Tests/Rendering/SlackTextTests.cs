using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Slack.Rendering;
using FsCheck;
using FsCheck.Fluent;

namespace CopBot.Slack.Tests.Rendering;

public sealed partial class SlackTextTests
{
    private static readonly WorkspaceRef House = new(SlackWorkspace.Slack, "T1");
    private static readonly WorkspaceRef Elsewhere = new(SlackWorkspace.Slack, "T2");
    private static readonly Person Anna = new("Anna <3", [new UserRef(Elsewhere, "U9"), new UserRef(House, "U1")]);
    private static readonly DateTimeOffset Noon = new(2027, 3, 9, 12, 0, 0, TimeSpan.Zero);

    private static string Markup(Text text) => string.Concat(SlackText.Markup(text, House, SlackLimits.SectionText));

    [Fact]
    public void Each_hole_becomes_what_it_holds()
    {
        Assert.Equal("Asked by <@U1>: *Fish &amp; chips*", Markup($"Asked by {Anna}: {"Fish & chips":b}"));
        Assert.Equal("_so_ and `code`", Markup($"{"so":i} and {"code":code}"));
        Assert.Equal("Anna &lt;3", Markup($"{Anna:name}"));
        Assert.Equal("in <#C1>", Markup($"in {new ChannelRef(House, "C1")}"));
        Assert.Equal("a channel elsewhere", Markup($"{new ChannelRef(Elsewhere, "C1")}"));
        Assert.Equal("your direct messages", Markup($"{new ChannelRef(House, "D1")}"));
        Assert.Equal("Tue 9 Mar 2027", Markup($"{new DateOnly(2027, 3, 9)}"));
        Assert.Equal("<https://example.org/?a=1&amp;b=%7C|the &lt;page&gt;>", Markup($"{new Link("the <page>", new Uri("https://example.org/?a=1&b=|"))}"));
        Assert.Equal("a trap", Markup($"{new Link("a trap", new Uri("javascript:alert(1)"))}"));
        Assert.Equal("a page of ours", Markup($"{new Link("a page of ours", new Uri("/here", UriKind.Relative))}"));
    }

    [Fact]
    public void Moments_are_shown_in_each_readers_zone()
    {
        var unix = Noon.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"<!date^{unix}^{{date_short_pretty}} at {{time}}|Tue 9 Mar 2027, 12:00 UTC>", Markup($"{Noon}"));
        Assert.Equal($"<!date^{unix}^{{date_short_pretty}}|Tue 9 Mar 2027>", Markup($"{Noon:day}"));
        Assert.Equal($"<!date^{unix}^{{time}}|12:00 UTC>", Markup($"{Noon:time}"));
        Assert.Equal($"<!date^{unix}^{{ago}}|Tue 9 Mar 2027, 12:00 UTC>", Markup($"{Noon:ago}"));
    }

    [Fact]
    public void Somebody_without_an_account_here_is_named_and_not_rung()
    {
        Assert.Equal("Ben", Markup($"{new Person("Ben", [new UserRef(Elsewhere, "U2")])}"));
        Assert.Equal("Ben", Markup($"{new Person("Ben", [new UserRef(House, "U2> <!channel")])}"));
        Assert.Equal("&lt;@U1&gt;", Markup($"{Person.Named("<@U1>")}"));
    }

    [Theory]
    [InlineData("a*b")]
    [InlineData("two\nlines")]
    [InlineData("   ")]
    public void What_cannot_be_dressed_is_printed_as_it_is(string words) => Assert.Equal(words, Markup($"[{words:b}]")[1..^1]);

    [Fact]
    public void Blanks_stay_outside_the_dress() => Assert.Equal("[ *so* ]", Markup($"[{" so ":b}]"));

    [Fact]
    public void What_cannot_be_seen_is_no_piece()
    {
        Assert.Empty(SlackText.Markup($"", House, 100));
        Assert.Empty(SlackText.Markup($"{" \n "}", House, 100));
        Assert.Empty(SlackText.Quotation("\n\n", 100));
    }

    [Fact]
    public void Web_addresses_in_a_quotation_can_be_followed() =>
        Assert.Equal(
            ["> See <https://example.org/a?b=1&amp;c=2|https://example.org/a?b=1&amp;c=2>.\n> &lt;https://evil|click&gt;"],
            SlackText.Quotation("See https://example.org/a?b=1&c=2.\r\n<https://evil|click>", 1000).Select(p => p.Replace("<https://evil/|https://evil>", "https://evil", StringComparison.Ordinal)));

    [Fact]
    public void A_long_quotation_is_broken_after_a_blank_and_every_line_stays_quoted()
    {
        var pieces = SlackText.Quotation(string.Join(' ', Enumerable.Repeat("word", 100)), 52);
        Assert.True(pieces.Count > 5);
        Assert.All(pieces, p => Assert.True(p.Length <= 52 && p.StartsWith("> word", StringComparison.Ordinal) && p.EndsWith("word", StringComparison.Ordinal), p));
    }

    [Theory]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🇩🇪")]
    [InlineData("😀")]
    [InlineData("&")]
    [InlineData("é")]
    public void Nothing_is_cut_in_two_at_any_limit(string element)
    {
        var words = string.Concat(Enumerable.Repeat(element, 60));
        for (var limit = 30; limit < 60; limit++)
        {
            var fits = SlackText.Fit(words, limit);
            Assert.InRange(fits.Length, 1, limit);
            Assert.Equal("", fits.TrimEnd('…').Replace(SlackText.Escape(element), "", StringComparison.Ordinal));
            Assert.All(SlackText.Quotation(words, limit), p =>
            {
                Assert.InRange(p.Length, 3, limit);
                Assert.Equal("> ", p.Replace(SlackText.Escape(element), "", StringComparison.Ordinal));
            });
        }
    }

    [Fact]
    public void A_letter_with_a_thousand_marks_still_fits()
    {
        var prank = "a" + new string('\u0301', 5000);
        Assert.InRange(SlackText.Fit(prank, 75).Length, 1, 75);
        Assert.All(SlackText.Quotation(prank, SlackLimits.SectionText), p => Assert.InRange(p.Length, 1, SlackLimits.SectionText));
    }

    [Fact]
    public void Whatever_somebody_writes_rings_nobody_and_is_read_as_it_was_written()
    {
        string[] dangers = ["@everyone", "<!channel>", "<!here>", "<!subteam^S1>", "<@U1>", "<@U1|x>", "<#C1>", "<https://evil|click>", "&lt;!channel&gt;", "*", "_", "`", "\n", "\ud83d", "\udc00", ">", "|"];
        var piece = Gen.OneOf(Gen.Elements(dangers), ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));
        var words = Gen.ArrayOf(piece).Select(string.Concat).ToArbitrary();
        Prop.ForAll(words, w =>
        {
            string[] seen =
            [
                SlackText.Escape(w),
                SlackText.Fit(w, 75),
                .. SlackText.Markup($"{w} {w:b} {w:i} {w:code} {Person.Named(w)} {new Person(w, [new UserRef(Elsewhere, "U1")])}", House, 200),
                .. SlackText.Quotation(w, 200).Select(q => Lead.Replace(Web.Replace(q, ""), "")),
            ];
            // A tag begins with a bare less-than sign; without one there is none, and what is not verbatim is escaped.
            return seen.All(s => !s.Contains('<') && !s.Contains('>'))
                && SlackText.ToPlain(SlackText.Escape(w), "UBOT") == Sound(w).Trim()
                && JsonSerializer.Serialize(SlackText.Escape(w)).Length > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("<@UBOT> who knows &lt;xml&gt; &amp; <https://example.org|links>?", "who knows <xml> & links?")]
    [InlineData("<@U2|ben> and <@U3> in <#C1|help> or <#C2>", "@ben and somebody in #help or a channel")]
    [InlineData("<!here> <!subteam^S1|@team> <!subteam^S2> <!date^1^{time}|noon>", "@here @team a group noon")]
    [InlineData("<mailto:a@example.org|a@example.org> <https://example.org/x>", "a@example.org https://example.org/x")]
    [InlineData("a < b > c", "a < b > c")]
    [InlineData("", "")]
    public void What_somebody_typed_is_read_as_plain_words(string markup, string plain) => Assert.Equal(plain, SlackText.ToPlain(markup, "UBOT"));

    [GeneratedRegex(@"<https?://[^<>|]+\|[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Web { get; }

    [GeneratedRegex("^> ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Lead { get; }

    // What JSON can hold: a lone half of a pair becomes the replacement character.
    private static string Sound(string words) => string.Concat(words.EnumerateRunes());
}
