using CopBot.Chat;
using CopBot.Discord.Rendering;

namespace CopBot.Discord.Tests.Rendering;

public sealed class DiscordTextTests
{
    private static readonly WorkspaceRef Here = new(new Platform("discord"), "11");
    private static readonly WorkspaceRef Elsewhere = new(new Platform("slack"), "T1");
    private static readonly DateTimeOffset At = new(2026, 11, 21, 14, 30, 0, TimeSpan.Zero);

    private static string Draw(Text text) => DiscordText.Render(text.Runs, Here);

    [Theory]
    [InlineData("*a* _b_ ~~c~~ ||d|| `e`", @"\*a\* \_b\_ \~\~c\~\~ \|\|d\|\| \`e\`")]
    [InlineData("# a\n- b\n> c\n1. d\n-# e", "\\# a\n\\- b\n\\> c\n1\\. d\n\\-\\# e")]
    [InlineData("[a](https://x.example/y)", @"\[a\](https://x.example/y)")]
    [InlineData("<@1> <@&2> <#3> </cmd:4> <:e:5> <t:6:R>", @"\<@1\> \<@&2\> \<#3\> \</cmd:4\> \<\:e:5\> \<t\:6:R\>")]
    [InlineData("@everyone and @HERE", "@\u200Beveryone and @\u200BHERE")]
    [InlineData("mail me@example.org at 10:30 - 1.5 of 2", "mail me@example.org at 10:30 - 1.5 of 2")]
    [InlineData("see https://x.example/a_b_c?d=*e*.", @"see https://x.example/a_b_c?d=\*e\*.")]
    [InlineData(":smile: \\", @"\:smile: \\")]
    [InlineData("```\ncode\n```", "\\`\\`\\`\ncode\n\\`\\`\\`")]
    [InlineData("", "")]
    public void Words_are_printed_exactly_as_they_are(string words, string drawn) => Assert.Equal(drawn, DiscordText.Escape(words));

    [Fact]
    public void Nothing_that_a_member_types_becomes_markup()
    {
        // Half of all characters mean something to Discord.
        const string alphabet = "\\*_~`|<>[]()@#-+.:1a \n/&!";
        var random = new Random(20261121);
        for (var round = 0; round < 5000; round++)
        {
            var words = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            var drawn = DiscordText.Escape(words);
            var (said, bare) = Unescaped(drawn);
            Assert.Equal(words, said);
            Assert.DoesNotContain(bare, c => @"\*_~`|<>[]".Contains(c, StringComparison.Ordinal));
            foreach (var line in drawn.Split('\n')) Assert.DoesNotMatch(@"^\s*(?:#|-|\+|\d+[.)])", line);
        }
    }

    [Fact]
    public void People_are_rung_by_their_account_here_and_named_elsewhere()
    {
        var maya = new Person("Maya *", [new UserRef(Elsewhere, "U1"), new UserRef(Here, "42")]);
        var tom = new Person("Tom_", [new UserRef(Elsewhere, "U2")]);
        Text text = $"{maya} asked {tom}, not {maya:name}";

        Assert.Equal(@"<@42> asked Tom\_, not Maya \*", Draw(text));
        Assert.Equal(["42"], DiscordText.Rings(text, Here));
    }

    [Fact]
    public void Channels_of_this_server_are_linked() =>
        Assert.Equal("<#7>, a channel elsewhere, your direct conversation", Draw($"{new ChannelRef(Here, "7")}, {new ChannelRef(Elsewhere, "C1")}, {new ChannelRef(Here, "@9")}"));

    [Fact]
    public void Times_are_shown_in_each_readers_zone() =>
        Assert.Equal("<t:1795271400:f> <t:1795271400:D> <t:1795271400:t> <t:1795271400:R> Sat 21 Nov 2026", Draw($"{At} {At:day} {At:time} {At:ago} {new DateOnly(2026, 11, 21)}"));

    [Fact]
    public void Dressed_words_keep_to_themselves()
    {
        Assert.Equal(@"**a\*\*b** *c* `d<@1>ˋ`", Draw($"{"a**b":b} {"c":i} {"d<@1>`":code}"));
        Assert.Equal("**a**\u200B**b**", Draw($"{"a":b}{"b":b}"));
        Assert.Equal(" **a** ", Draw($"{" a ":b}"));
        Assert.Equal("", Draw($"{"":b}{"":code}"));
    }

    [Fact]
    public void Links_lead_where_they_say()
    {
        Assert.Equal(@"[The \[page\]](https://x.example/a%28b%29)", Draw($"{new Link("The [page]", new Uri("https://x.example/a(b)"))}"));
        Assert.Equal("https://evil.example/", Draw($"{new Link("https://bank.example", new Uri("https://evil.example"))}"));
        Assert.Equal("Script", Draw($"{new Link("Script", new Uri("javascript:alert(1)"))}"));
        Assert.Equal("Inside", Draw($"{new Link("Inside", new Uri("/page", UriKind.Relative))}"));
    }

    [Fact]
    public void A_text_without_room_is_cut_between_characters_and_never_inside_a_mention()
    {
        var maya = new Person("Maya", [new UserRef(Here, "42")]);
        for (var room = 0; room < 40; room++)
        {
            var cut = DiscordText.Render(((Text)$"{"👩‍👩‍👧 ***"}{maya} {"👍👍👍👍👍👍"}").Runs, Here, room);
            Assert.True(cut.Length <= Math.Max(room, 1), $"{cut.Length} in {room}");
            Assert.True(cut.IsNormalized(), "no half of a surrogate pair");
            Assert.DoesNotMatch("<@4?2?$", cut);
        }
    }

    [Theory]
    [InlineData("**Hello** __there__ `x` ||spoiler||", "Hello there x spoiler")]
    [InlineData("# Title\n> said\n-# small", "Title\nsaid\nsmall")]
    [InlineData("<@1> and <@!2> in <#3> of <@&4>, </cop ask:5> <:wave:6> <a:dance:7>", "@maya and @somebody in a channel of @a role, /cop ask :wave: :dance:")]
    [InlineData("at <t:1795271400:R>", "at Sat 21 Nov 2026, 14:30 UTC")]
    [InlineData(@"2 \* 3", "2 * 3")]
    [InlineData("```cs\nvar x;\n```", "var x;")]
    public void What_people_wrote_is_read_without_markup(string content, string plain) =>
        Assert.Equal(plain, DiscordText.Plain(content, id => id == "1" ? "maya" : null));

    /// <summary>What Discord shows, and which characters stand there without a backslash.</summary>
    private static (string Said, string Bare) Unescaped(string drawn)
    {
        var (said, bare) = (new System.Text.StringBuilder(), new System.Text.StringBuilder());
        for (var i = 0; i < drawn.Length; i++)
        {
            if (drawn[i] == '\\' && i + 1 < drawn.Length)
            {
                said.Append(drawn[++i]);
            }
            else if (drawn[i] != '\u200B')
            {
                said.Append(drawn[i]);
                bare.Append(drawn[i]);
            }
        }

        return (said.ToString(), bare.ToString());
    }
}
