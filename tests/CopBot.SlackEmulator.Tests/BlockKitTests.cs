using System.Text.Json.Nodes;
using CopBot.SlackEmulator.BlockKit;

namespace CopBot.SlackEmulator.Tests;

public sealed class BlockKitTests
{
    private static string X(int count) => new('x', count);

    private static string Plain(int count) => $$"""{"type":"plain_text","text":"{{X(count)}}"}""";

    private static string Option(int text, int value) => $$"""{"text":{{Plain(text)}},"value":"{{X(value)}}"}""";

    private static string Many(int count, string item) => string.Join(',', Enumerable.Repeat(item, count));

    private static string Actions(string element) => $$"""{"type":"actions","elements":[{{element}}]}""";

    private static string Input(string element) => $$"""{"type":"input","label":{{Plain(5)}},"element":{{element}}}""";

    private static IReadOnlyList<string> Check(string block) => BlockRules.CheckMessage(JsonNode.Parse($"[{block}]")!.AsArray());

    public static TheoryData<string, string> AtTheLimit() => new()
    {
        { "section text 3000", $$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{X(3000)}}}"}}""" },
        { "ten fields of 2000", $$"""{"type":"section","fields":[{{Many(10, Plain(2000))}}]}""" },
        { "header 150", $$"""{"type":"header","text":{{Plain(150)}}}""" },
        { "25 actions", Actions(Many(25, $$"""{"type":"button","text":{{Plain(75)}},"value":"{{X(2000)}}","url":"{{X(3000)}}","style":"danger"}""")) },
        { "ten in context", $$"""{"type":"context","elements":[{{Many(10, Plain(5))}}]}""" },
        { "100 options of 75", Actions($$"""{"type":"static_select","action_id":"a","placeholder":{{Plain(150)}},"options":[{{Many(100, Option(75, 75))}}]}""") },
        { "ten checkboxes", Input($$"""{"type":"checkboxes","action_id":"a","options":[{{Many(10, Option(5, 5))}}]}""") },
        { "five in overflow", Actions($$"""{"type":"overflow","action_id":"a","options":[{{Many(5, Option(5, 5))}}]}""") },
        { "label 2000, hint 2000", $$$"""{"type":"input","label":{{{Plain(2000)}}},"hint":{{{Plain(2000)}}},"element":{"type":"plain_text_input","action_id":"{{{X(255)}}}","max_length":3000}}""" },
        { "image alt 2000", $$"""{"type":"image","image_url":"https://x.example/a.png","alt_text":"{{X(2000)}}"}""" },
        { "confirm", Actions($$$"""{"type":"button","text":{{{Plain(5)}}},"confirm":{"title":{{{Plain(100)}}},"text":{{{Plain(300)}}},"confirm":{{{Plain(30)}}},"deny":{{{Plain(30)}}}}}""") },
        { "rich text", """{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"hi"}]}]}""" },
        { "initial option offered", Actions($$"""{"type":"radio_buttons","action_id":"a","options":[{{Option(5, 5)}}],"initial_option":{{Option(5, 5)}}}""") },
    };

    public static TheoryData<string, string, string> BeyondTheLimit() => new()
    {
        { "section text 3001", $$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{X(3001)}}}"}}""", "/blocks/0/text/text" },
        { "empty section", """{"type":"section"}""", "missing required field: text" },
        { "empty text", """{"type":"section","text":{"type":"mrkdwn","text":""}}""", "must be more than 0 characters" },
        { "eleven fields", $$"""{"type":"section","fields":[{{Many(11, Plain(5))}}]}""", "no more than 10 items" },
        { "header 151", $$"""{"type":"header","text":{{Plain(151)}}}""", "must be less than 151 characters" },
        { "header in mrkdwn", """{"type":"header","text":{"type":"mrkdwn","text":"x"}}""", "unsupported type: mrkdwn" },
        { "26 actions", Actions(Many(26, $$"""{"type":"button","text":{{Plain(5)}}}""")), "no more than 25 items" },
        { "no actions", Actions(""), "no fewer than 1 items" },
        { "button text 76", Actions($$"""{"type":"button","text":{{Plain(76)}}}"""), "/blocks/0/elements/0/text/text" },
        { "button value 2001", Actions($$"""{"type":"button","text":{{Plain(5)}},"value":"{{X(2001)}}"}"""), "/blocks/0/elements/0/value" },
        { "button style", Actions($$"""{"type":"button","text":{{Plain(5)}},"style":"pretty"}"""), "valid enum value" },
        { "same action_id twice", Actions(Many(2, $$"""{"type":"button","action_id":"a","text":{{Plain(5)}}}""")), "`action_id` a already exists" },
        { "same block_id twice", """{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}""", "`block_id` a already exists" },
        { "eleven in context", $$"""{"type":"context","elements":[{{Many(11, Plain(5))}}]}""", "no more than 10 items" },
        { "101 options", Actions($$"""{"type":"static_select","action_id":"a","options":[{{Many(101, Option(5, 5))}}]}"""), "no more than 100 items" },
        { "option value 76", Actions($$"""{"type":"static_select","action_id":"a","options":[{{Option(5, 76)}}]}"""), "options/0/value" },
        { "placeholder 151", Actions($$"""{"type":"static_select","action_id":"a","placeholder":{{Plain(151)}},"options":[{{Option(5, 5)}}]}"""), "/placeholder/text" },
        { "options and groups", Actions($$"""{"type":"static_select","action_id":"a"}"""), "exactly one of options and option_groups" },
        { "initial option not offered", Actions($$"""{"type":"static_select","action_id":"a","options":[{{Option(5, 5)}}],"initial_option":{{Option(5, 6)}}}"""), "one of the provided options" },
        { "eleven radio buttons", Actions($$"""{"type":"radio_buttons","action_id":"a","options":[{{Many(11, Option(5, 5))}}]}"""), "no more than 10 items" },
        { "six in overflow", Actions($$"""{"type":"overflow","action_id":"a","options":[{{Many(6, Option(5, 5))}}]}"""), "no more than 5 items" },
        { "input in actions", Actions("""{"type":"plain_text_input","action_id":"a"}"""), "unsupported type: plain_text_input" },
        { "button in input", Input($$"""{"type":"button","text":{{Plain(5)}}}"""), "unsupported type: button" },
        { "file input in a message", Input("""{"type":"file_input","action_id":"a"}"""), "unsupported type: file_input" },
        { "max_length 3001", Input("""{"type":"plain_text_input","action_id":"a","max_length":3001}"""), "from 1 to 3000" },
        { "a day that is none", Input("""{"type":"datepicker","action_id":"a","initial_date":"2026-13-01"}"""), "/element/initial_date" },
        { "number without is_decimal_allowed", Input("""{"type":"number_input","action_id":"a"}"""), "is_decimal_allowed" },
        { "image without alt", """{"type":"image","image_url":"https://x.example/a.png"}""", "missing required field: alt_text" },
        { "action_id 256", Actions($$"""{"type":"button","action_id":"{{X(256)}}","text":{{Plain(5)}}}"""), "/action_id" },
        { "confirm without deny", Actions($$$"""{"type":"button","text":{{{Plain(5)}}},"confirm":{"title":{{{Plain(5)}}},"text":{{{Plain(5)}}},"confirm":{{{Plain(5)}}}}}"""), "missing required field: deny" },
        { "a field nobody knows", """{"type":"divider","colour":"red"}""", "invalid additional property: colour" },
        { "a block nobody knows", """{"type":"carousel_3d"}""", "unsupported type: carousel_3d" },
        { "51 blocks", Many(51, """{"type":"divider"}"""), "no more than 50 items" },
    };

    [Theory]
    [MemberData(nameof(AtTheLimit))]
    public void What_is_at_the_limit_passes(string name, string block)
    {
        Assert.NotNull(name);
        Assert.Empty(Check(block));
    }

    [Theory]
    [MemberData(nameof(BeyondTheLimit))]
    public void What_is_beyond_the_limit_is_refused_with_its_place(string name, string block, string complaint)
    {
        Assert.NotNull(name);
        Assert.Contains(Check(block), error => error.Contains(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blocks_that_are_too_long_together_are_refused()
    {
        await using var house = await House.Build();
        var blocks = JsonNode.Parse($"[{Many(5, $$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{X(2900)}}}"}}""")}]");
        Assert.Equal("msg_blocks_too_long", (await house.CallJson("chat.postMessage", new JsonObject { ["channel"] = house.Help.Id, ["text"] = "x", ["blocks"] = blocks })).Text("error"));
    }

    [Fact]
    public async Task Slack_fills_in_what_was_left_out()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, "x", [JsonNode.Parse("""{"type":"header","text":{"type":"plain_text","text":"Hi"}}""")]);
        Assert.NotNull(message.Blocks![0].Text("block_id"));
        Assert.True(message.Blocks[0].Object("text").Flag("emoji"));
    }
}
