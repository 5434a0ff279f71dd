using System.Text.Json;
using Xunit;

namespace CopBot.Chat.Tests;

public class ChatJsonTests
{
    [Fact]
    public void Letters_of_every_script_stay_readable() => Assert.Equal("\"Zoë שלום 日本語 <b>&'\"", ChatJson.Write("Zoë שלום 日本語 <b>&'"));

    [Fact]
    public void Words_read_back_exactly() => Always.Holds(Some.Words, words => Assert.Equal(words, ChatJson.Read<string>(ChatJson.Write(words))));

    [Fact]
    public void Words_that_no_store_can_hold_are_written_without_throwing() => Always.Holds(Some.HostileWords, words => ChatJson.Read<string>(ChatJson.Write(words)));

    [Fact]
    public void Defaults_are_left_out_and_enumerations_are_words() =>
        Assert.Equal("""{"is":"button","label":"B","action":"b","look":"primary"}""", ChatJson.Write<Control>(new Button("B", "b") { Look = ButtonLook.Primary }));

    [Fact]
    public void A_case_is_stored_as_one_of_its_family_however_its_variable_is_typed()
    {
        var refusal = new Refusal("gone", $"It is gone.");
        Assert.Equal(ChatJson.Write<Answer>(refusal), ChatJson.Write(refusal));
        Assert.Equal(refusal, ChatJson.Read<Answer>(ChatJson.Write(refusal)));
        Assert.Equal(refusal, ChatJson.Read<Refusal>(ChatJson.Write(refusal)));
        Assert.Equal(ChatJson.Write<Block>(new Heading("T")), ChatJson.Write(new Heading("T")));
    }

    [Fact]
    public void Another_case_than_the_one_asked_for_is_refused()
    {
        Assert.Throws<JsonException>(() => ChatJson.Read<Refusal>(ChatJson.Write(Answer.Nothing)));
        Assert.Throws<JsonException>(() => ChatJson.Read<Block>("""{"is":"marquee","words":"x"}"""));
    }

    [Fact]
    public void Nothing_is_not_a_value() =>
        Assert.Equal("A Message was expected, not null", Assert.Throws<JsonException>(() => ChatJson.Read<Message>("null")).Message);
}
