using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CopBot.Chat.Tests;

public class ActionCodecTests
{
    private static readonly ActionCodec Codec = new(
    [
        typeof(WithId), typeof(WithMaybeId), typeof(WithTwoIds), typeof(WithText), typeof(WithMaybeText), typeof(WithNumber), typeof(WithYesNo),
        typeof(WithColour), typeof(WithDay), typeof(WithMoment), typeof(WithNothing), typeof(Grown), typeof(Guarded), typeof(EveryField), typeof(About),
    ]);

    private static readonly ThingId Thing = new(new Guid("0193a0c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d"));

    private static readonly Gen<Guid> Guids = Gen.Choose(0, 255).ArrayOf(16).Select(bytes => new Guid([.. bytes.Select(b => (byte)b)]));

    private static readonly Gen<int> Numbers = Gen.OneOf(Gen.Choose(int.MinValue, int.MaxValue), Gen.Elements(0, -1, int.MinValue, int.MaxValue));

    private static readonly Gen<Colour> Colours = Gen.Elements(Enum.GetValues<Colour>());

    private static readonly Gen<DateTimeOffset> WholeSeconds = Some.Instant.Select(at => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));

    /// <summary>Words short enough for a button: each character may take up to twelve when it is written.</summary>
    private static readonly Gen<string> ShortWords = Some.Words.Where(w => Uri.EscapeDataString(w).Length < 70).Or(Gen.Elements("", ":", "=", "%", "%3D", "a:b=c%20", "=x", "🙂:👍🏽", "שלום", "\u200f"));

    private static readonly Gen<IRequest> Requests = Gen.OneOf(
        Guids.Select(g => (IRequest)new WithId(new(g))),
        Maybe(Guids).Select(g => (IRequest)new WithMaybeId(g is { } value ? new ThingId(value) : null)),
        from one in Guids from other in Guids select (IRequest)new WithTwoIds(new(one), other),
        ShortWords.Select(w => (IRequest)new WithText(w)),
        ShortWords.OrNull().Select(w => (IRequest)new WithMaybeText(w)),
        from number in Numbers from maybe in Maybe(Numbers) select (IRequest)new WithNumber(number, maybe),
        from yes in Gen.Elements(true, false) from maybe in Gen.Elements<bool?>(true, false, null) select (IRequest)new WithYesNo(yes, maybe),
        from colour in Colours from maybe in Maybe(Colours) select (IRequest)new WithColour(colour, maybe),
        from day in Some.Day from maybe in Maybe(Some.Day) select (IRequest)new WithDay(day, maybe),
        from at in WholeSeconds from maybe in Maybe(WholeSeconds) select (IRequest)new WithMoment(at, maybe),
        Gen.Constant((IRequest)new WithNothing()));

    [Fact]
    public void Every_action_reads_back_as_it_was() => Always.Holds(Requests, request =>
    {
        var text = ActionCodec.Encode(request);
        Assert.True(Codec.TryDecode(text, out var read), $"{text} should read");
        Assert.Equal(request, read);
        Assert.Equal(request.GetType(), Codec.TypeOf(text));
    });

    [Theory]
    [InlineData("a:b")]
    [InlineData("=")]
    [InlineData("100 %")]
    [InlineData("%3A")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("שלום")]
    [InlineData("\ud83d\ude00")]
    [InlineData("")]
    [InlineData(" ")]
    public void Any_words_read_back(string words)
    {
        Assert.Equal(words, Assert.IsType<WithText>(Decoded(ActionCodec.Encode(new WithText(words)))).Words);
        Assert.Equal(words, Assert.IsType<WithMaybeText>(Decoded(ActionCodec.Encode(new WithMaybeText(words)))).Words);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_written_as_the_replacement_character() =>
        Assert.Equal("a\ufffd", Assert.IsType<WithText>(Decoded(ActionCodec.Encode(new WithText("a\ud83d")))).Words);

    [Fact]
    public void No_words_and_empty_words_stay_apart()
    {
        Assert.Equal("maybe-text:", ActionCodec.Encode(new WithMaybeText(null)));
        Assert.Equal("maybe-text:=", ActionCodec.Encode(new WithMaybeText("")));
        Assert.Null(Assert.IsType<WithMaybeText>(Decoded("maybe-text:")).Words);
        Assert.Equal("", Assert.IsType<WithMaybeText>(Decoded("maybe-text:=")).Words);
    }

    [Fact]
    public void What_is_written_stays_as_it_is_because_posted_buttons_hold_it()
    {
        Assert.Equal("id:xKCTAW9ei3qcDR4vOktcbQ", ActionCodec.Encode(new WithId(Thing)));
        Assert.Equal("text:=a%3Ab%20c", ActionCodec.Encode(new WithText("a:b c")));
        Assert.Equal("number:-5:", ActionCodec.Encode(new WithNumber(-5, null)));
        Assert.Equal("yes-no:1:0", ActionCodec.Encode(new WithYesNo(true, false)));
        Assert.Equal("colour:darkgreen:", ActionCodec.Encode(new WithColour(Colour.DarkGreen, null)));
        Assert.Equal("day:20270309:", ActionCodec.Encode(new WithDay(new(2027, 3, 9), null)));
        Assert.Equal("moment:1700000000:", ActionCodec.Encode(new WithMoment(DateTimeOffset.FromUnixTimeSeconds(1700000000), null)));
        Assert.Equal("nothing", ActionCodec.Encode(new WithNothing()));
    }

    [Fact]
    public void Moments_keep_whole_seconds_of_the_same_instant()
    {
        var at = new DateTimeOffset(2027, 3, 9, 14, 30, 15, 999, TimeSpan.FromHours(5.5));
        var read = Assert.IsType<WithMoment>(Decoded(ActionCodec.Encode(new WithMoment(at, null))));
        Assert.Equal(at.AddMilliseconds(-999), read.At);
    }

    [Fact]
    public void A_button_posted_before_its_action_grew_still_reads()
    {
        var old = Assert.IsType<Grown>(Decoded("old:" + ActionCodec.Encode(new WithId(Thing))[3..]));
        Assert.Equal(new Grown(Thing), old);
    }

    [Fact]
    public void A_value_without_a_default_must_be_there()
    {
        Assert.False(Codec.TryDecode("old", out _));
        Assert.False(Codec.TryDecode("number", out _));
        Assert.False(Codec.TryDecode("number:1", out _));
        Assert.False(Codec.TryDecode("id", out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("unknown")]
    [InlineData("unknown:1")]
    [InlineData("ID:xKCTAW9ei3qcDR4vOktcbQ")]
    [InlineData("id:")]
    [InlineData("id:xKCTAW9ei3qcDR4vOktcbQ:1")]
    [InlineData("id:xKCTAW9ei3qcDR4vOktcb")]
    [InlineData("id:xKCTAW9ei3qcDR4vOktcbQA")]
    [InlineData("id:xKCTAW9ei3qcDR4vOktc==")]
    [InlineData("id:xKCTAW9ei3qcDR4vOktc  ")]
    [InlineData("id:xKCTAW9ei3qcDR4vOkt+/Q")]
    [InlineData("id:0193a0c45e6f7a8b9c0d1e2f3a4b5c6d")]
    [InlineData("text:words")]
    [InlineData("text:=a:b")]
    [InlineData("number:1.5:")]
    [InlineData("number:99999999999:")]
    [InlineData("number: 1:")]
    [InlineData("number:٣:")]
    [InlineData("number::")]
    [InlineData("yes-no:2:")]
    [InlineData("yes-no:true:")]
    [InlineData("colour:purple:")]
    [InlineData("day:20270230:")]
    [InlineData("day:2027-03-09:")]
    [InlineData("moment:99999999999999999:")]
    [InlineData("moment:99999999999999999999:")]
    [InlineData("nothing:")]
    [InlineData("guarded:0")]
    public void What_was_never_written_is_not_read(string? text)
    {
        Assert.False(Codec.TryDecode(text, out var request));
        Assert.Null(request);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("+1")]
    [InlineData("-0")]
    [InlineData(" 1")]
    [InlineData("none,red")]
    [InlineData("red ")]
    public void An_enumeration_is_read_by_one_name_only(string colour)
    {
        Assert.False(Codec.TryDecode($"colour:{colour}:", out _));
        Assert.False(Codec.TryDecode($"colour:red:{colour}", out _));
    }

    [Fact]
    public void A_text_that_must_be_there_is_never_read_as_null() => Assert.False(Codec.TryDecode("text:", out _), "WithText.Words cannot be null");

    [Fact]
    public void A_spoiled_action_is_false_and_never_throws()
    {
        var spoilt =
            from request in Requests
            from at in Gen.Choose(0, 1000)
            from piece in Some.HostileWords.Resize(2).Or(Gen.Elements(":", "=", "%", "", "+1", "-", "0"))
            from removed in Gen.Choose(0, 3)
            select Spoil(ActionCodec.Encode(request), at, piece, removed);
        Always.Holds(spoilt, NeverThrows);
        Always.Holds(from name in Gen.Elements("id:", "text:=", "number:", "colour:", "day:", "moment:", "old:", "about:", "") from tail in Some.HostileWords select name + tail, NeverThrows);
    }

    [Fact]
    public void Every_beginning_of_an_action_is_read_or_refused_and_never_throws() => Always.Holds(Requests, request =>
    {
        var text = ActionCodec.Encode(request);
        for (var length = 0; length < text.Length; length++) NeverThrows(text[..length]);
    });

    [Fact]
    public void What_is_longer_than_an_action_may_be_is_not_read()
    {
        var longest = "text:=" + new string('a', Limits.ActionLength - 6);
        Assert.True(Codec.TryDecode(longest, out _), $"{longest.Length} characters are allowed");
        Assert.False(Codec.TryDecode(longest + "a", out _));
    }

    [Fact]
    public void Content_is_too_long_for_an_action_and_the_author_is_told_what_to_do()
    {
        ActionCodec.Encode(new WithText(new string('a', Limits.ActionLength - 6)));
        var thrown = Assert.Throws<InvalidOperationException>(() => ActionCodec.Encode(new WithText(new string('a', Limits.ActionLength - 5))));
        Assert.Equal("text takes 89 characters, at most 88: carry an id instead of content", thrown.Message);
    }

    [Fact]
    public void An_enumeration_value_without_a_name_cannot_be_written()
    {
        var thrown = Assert.Throws<ArgumentException>(() => ActionCodec.Encode(new WithColour((Colour)99, null)));
        Assert.Contains("99", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_no_action_carries_is_named()
    {
        var thrown = Assert.Throws<ArgumentException>(() => ActionCodec.Encode(new WithUri(new("https://example.org"))));
        Assert.Equal("An action cannot carry a Uri: carry an id", thrown.Message);
    }

    [Fact]
    public void Two_actions_of_one_name_are_refused_at_start()
    {
        var thrown = Assert.Throws<ArgumentException>(() => new ActionCodec([typeof(WithId), typeof(SameName)]));
        Assert.Contains("id", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_without_a_name_is_refused_at_start()
    {
        var thrown = Assert.Throws<ArgumentException>(() => new ActionCodec([typeof(Nameless)]));
        Assert.Contains("Nameless", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_type_is_known_by_the_name_alone()
    {
        Assert.Equal(typeof(WithId), Codec.TypeOf("id:rubbish"));
        Assert.Equal(typeof(WithNothing), Codec.TypeOf("nothing"));
        Assert.Null(Codec.TypeOf("rubbish"));
        Assert.Null(Codec.TypeOf(""));
        Assert.Null(Codec.TypeOf(null));
    }

    [Fact]
    public void A_form_carries_what_it_does_not_ask()
    {
        var text = ActionCodec.Encode(new EveryField { Thing = Thing, Carried = "a:b", Line = "asked, so not carried" });
        Assert.DoesNotContain("asked", text, StringComparison.Ordinal);

        var read = Assert.IsType<EveryField>(Decoded(text));
        Assert.Equal(Thing, read.Thing);
        Assert.Equal("a:b", read.Carried);
        Assert.Equal("", read.Line);
    }

    [Fact]
    public void A_form_with_a_parameter_carries_its_other_properties_too()
    {
        var text = ActionCodec.Encode(new About(Thing) { Page = 3, Words = "asked, so not carried" });
        Assert.DoesNotContain("asked", text, StringComparison.Ordinal);
        Assert.Equal(new About(Thing) { Page = 3 }, Decoded(text));
        Assert.Equal(new About(Thing), Decoded("about:" + text.Split(':')[1]));
    }

    private static IRequest Decoded(string text)
    {
        Assert.True(Codec.TryDecode(text, out var request), $"{text} should read");
        return request;
    }

    private static void NeverThrows(string text)
    {
        var read = Codec.TryDecode(text, out var request);
        Assert.Equal(read, request is not null);
        if (request is WithText { Words: null }) Assert.Fail("Words cannot be null");
        Codec.TypeOf(text);
    }

    private static string Spoil(string text, int at, string piece, int removed)
    {
        at %= text.Length + 1;
        return text[..at] + piece + text[Math.Min(text.Length, at + removed)..];
    }

    private static Gen<T?> Maybe<T>(Gen<T> some) where T : struct => Gen.OneOf(some.Select(s => (T?)s), Gen.Constant((T?)null));
}
