using System.Reflection;
using Xunit;

namespace CopBot.Chat.Tests;

public class TextTests
{
    private static readonly WorkspaceRef Team = new(new("slack"), "T1");
    private static readonly Person Anna = new("Anna", [new(Team, "U1")]);
    private static readonly DateTimeOffset At = new(2027, 3, 9, 23, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.CreateCustomTimeZone("test/+5:30", TimeSpan.FromHours(5.5), null, null);

    [Fact]
    public void A_hole_holds_what_its_type_says()
    {
        var channel = new ChannelRef(Team, "C1");
        var link = new Link("the page", new("https://example.org"));
        var day = new DateOnly(2027, 3, 9);
        Text text = $"By {Anna} in {channel} on {day} at {At}: {"title":b} {link} {3}";
        Assert.Equal<Run>(
            [
                new Run.Words("By "), new Run.Mention(Anna), new Run.Words(" in "), new Run.Channel(channel), new Run.Words(" on "), new Run.Day(day),
                new Run.Words(" at "), new Run.Moment(At, MomentStyle.DateAndTime), new Run.Words(": "), new Run.Words("title", Style.Bold),
                new Run.Words(" "), new Run.Anchor(link), new Run.Words(" "), new Run.Words("3"),
            ],
            text.Runs);
    }

    [Fact]
    public void Whatever_somebody_typed_stays_words() => Always.Holds(Some.HostileWords, typed =>
    {
        Text plain = $"{typed}";
        Text bold = $"{typed:b}";
        Text italic = $"{typed:i}";
        Text code = $"{typed:code}";
        var implied = Text.Of(typed);
        Assert.Equal([new Run.Words(typed)], plain.Runs);
        Assert.Equal([new Run.Words(typed, Style.Bold)], bold.Runs);
        Assert.Equal([new Run.Words(typed, Style.Italic)], italic.Runs);
        Assert.Equal([new Run.Words(typed, Style.Code)], code.Runs);
        Assert.Equal([new Run.Words(typed)], implied.Runs);
    });

    [Fact]
    public void A_string_that_is_null_is_empty_words()
    {
        string? nothing = null;
        Text text = $"{nothing}";
        Assert.Equal([new Run.Words("")], text.Runs);
    }

    [Fact]
    public void A_person_rings_unless_only_the_name_is_asked_for()
    {
        Text rings = $"{Anna}";
        Text named = $"{Anna:name}";
        Assert.Equal([new Run.Mention(Anna)], rings.Runs);
        Assert.Equal([new Run.Words("Anna")], named.Runs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_a_conditional_an_arm_says_that_it_is_a_text(bool known)
    {
        Text text = known ? (Text)$"by {Anna}" : $"by somebody since {At}";
        Assert.Equal(known ? new Run.Mention(Anna) : new Run.Moment(At, MomentStyle.DateAndTime), text.Runs[^1]);
    }

    [Fact]
    public void A_moment_shows_the_part_that_is_asked_for()
    {
        Text text = $"{At}{At:day}{At:time}{At:ago}";
        Assert.Equal([MomentStyle.DateAndTime, MomentStyle.Day, MomentStyle.Time, MomentStyle.Relative], text.Runs.Cast<Run.Moment>().Select(m => m.Style));
    }

    [Fact]
    public void A_character_is_printed_and_not_counted()
    {
        Text text = $"{'x'}";
        Assert.Equal("x", text.ToPlain());
    }

    [Fact]
    public void A_format_that_a_hole_does_not_know_is_refused_with_those_it_knows()
    {
        Assert.Equal("A string is written plain, :b, :i or :code, not :name", Refused(() => $"{"x":name}"));
        Assert.Equal("A string is written plain, :b, :i or :code, not :B", Refused(() => $"{"x":B}"));
        Assert.Equal("A person is written plain (to ring) or :name, not :b", Refused(() => $"{Anna:b}"));
        Assert.Equal("A moment is written plain, :day, :time or :ago, not :yyyy", Refused(() => $"{At:yyyy}"));

        static string Refused(Func<Text> text) => Assert.Throws<FormatException>(text).Message;
    }

    [Fact]
    public void Only_named_kinds_of_value_fit_into_a_hole()
    {
        var holes = typeof(Text).GetMethods().Where(m => m.Name == "AppendFormatted").ToArray();
        Assert.NotEmpty(holes);
        Assert.DoesNotContain(holes, h => h.IsGenericMethod || h.GetParameters()[0].ParameterType == typeof(object));
        Assert.Equal(
            ["ChannelRef", "Char", "DateOnly", "DateTimeOffset", "Int32", "Link", "Person", "String", "Text"],
            (string[])[.. holes.Select(h => h.GetParameters()[0].ParameterType.Name).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void A_text_in_a_hole_keeps_its_own_holes()
    {
        Text inner = $"by {Anna}";
        Text outer = $"Asked {inner}.";
        Assert.Equal<Run>([new Run.Words("Asked "), new Run.Words("by "), new Run.Mention(Anna), new Run.Words(".")], outer.Runs);
    }

    [Fact]
    public void Joining_puts_words_between_and_nowhere_else()
    {
        Text one = $"{Anna}";
        Assert.Equal<Run>([new Run.Mention(Anna), new Run.Words(", "), new Run.Words("b"), new Run.Words(", "), new Run.Words("c")], Text.Join(", ", [one, $"b", $"c"]).Runs);
        Assert.Equal(one, Text.Join(", ", [one]));
        Assert.Empty(Text.Join(", ", []).Runs);
    }

    [Fact]
    public void Joining_reads_as_joining_the_plain_words() => Always.Holds(FsCheck.Fluent.Gen.ArrayOf(Some.VisibleWords), words =>
        Assert.Equal(string.Join(" · ", words), Text.Join(" · ", words.Select(w => Text.Of(w))).ToPlain()));

    [Fact]
    public void Plain_text_prints_names_labels_and_moments_in_the_zone_that_is_asked_for()
    {
        Text text = $"{Anna}, {"bold":b}, {new Link("the page", new("https://example.org"))}, {new ChannelRef(Team, "C1")}, {new DateOnly(2027, 3, 9)}";
        Assert.Equal("Anna, bold, the page, the channel, Tue 9 Mar 2027", text.ToPlain());
        Assert.Equal(text.ToPlain(), text.ToString());

        Text moments = $"{At} | {At:day} | {At:time} | {At:ago}";
        Assert.Equal("Tue 9 Mar 2027, 23:30 UTC | Tue 9 Mar 2027 | 23:30 UTC | Tue 9 Mar 2027, 23:30 UTC", moments.ToPlain());
        Assert.Equal("Wed 10 Mar 2027, 05:00 | Wed 10 Mar 2027 | 05:00 | Wed 10 Mar 2027, 05:00", moments.ToPlain(Kolkata));
    }

    [Fact]
    public void An_instant_reads_the_same_from_whichever_offset_it_was_written() => Always.Holds(Some.Instant, at =>
    {
        Text one = $"{at}";
        Text other = $"{at.ToOffset(TimeSpan.FromHours(-7))}";
        Assert.Equal(one.ToPlain(), other.ToPlain());
        Assert.Equal(one.ToPlain(Kolkata), other.ToPlain(Kolkata));
    });

    [Fact]
    public void A_calendar_day_is_the_same_day_in_every_zone() => Always.Holds(Some.Day, day =>
    {
        Text text = $"{day}";
        Assert.Equal(text.ToPlain(), text.ToPlain(Kolkata));
    });

    [Fact]
    public void Every_text_reads_back_from_the_store() => Always.Holds(Some.Text, text =>
    {
        var read = ChatJson.Read<Text>(ChatJson.Write(text));
        Assert.Equal(text.Runs, read.Runs);
        Assert.Equal(text, read);
        Assert.Equal(text.GetHashCode(), read.GetHashCode());
    });

    [Fact]
    public void A_text_in_the_store_is_small_and_readable()
    {
        Text text = $"Olá {Anna}, {"já":b}";
        Assert.Equal(
            """[{"is":"words","value":"Olá "},{"is":"mention","person":{"name":"Anna","accounts":["slack/T1/U1"]}},{"is":"words","value":", "},{"is":"words","value":"já","style":"bold"}]""",
            ChatJson.Write(text));
    }

    [Fact]
    public void Texts_that_look_alike_but_dress_otherwise_differ()
    {
        Text plain = $"{"a"}";
        Text bold = $"{"a":b}";
        Assert.NotEqual(plain, bold);
        Assert.False(plain.Equals(null));
    }
}
