using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Rendering;

namespace CopBot.Slack.Tests.Rendering;

public sealed class SlackMessagesTests
{
    private static readonly WorkspaceRef House = new(SlackWorkspace.Slack, "T1");

    private static SlackMessage Render(Message message, string stamp = "") => SlackMessages.Render(message, House, stamp);

    private static string Json(Message message) => Render(message).Blocks.ToJsonString().Replace("\\u0026", "&", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal).Replace("\\u003C", "<", StringComparison.Ordinal);

    [Fact]
    public void Every_block_becomes_the_nearest_of_slacks()
    {
        Message card =
        [
            new Heading("A & B"),
            new Paragraph($"Hello"),
            new Prose("Words\nof mine"),
            new Facts([new Fact("Asked", $"today"), new Fact("By", $"Anna")]),
            new Divider(),
            new Footnote($"Why you see this"),
        ];
        Assert.Equal(
            """
            [{"type":"header","text":{"type":"plain_text","text":"A &amp; B"}},
            {"type":"section","text":{"type":"mrkdwn","text":"Hello","verbatim":true}},
            {"type":"section","text":{"type":"mrkdwn","text":"> Words\n> of mine","verbatim":true}},
            {"type":"section","fields":[{"type":"mrkdwn","text":"*Asked*\ntoday","verbatim":true},{"type":"mrkdwn","text":"*By*\nAnna","verbatim":true}]},
            {"type":"divider"},
            {"type":"context","elements":[{"type":"mrkdwn","text":"Why you see this","verbatim":true}]}]
            """.ReplaceLineEndings(""),
            Json(card));
    }

    [Fact]
    public void Every_control_becomes_the_nearest_of_slacks()
    {
        Message card =
        [
            new Controls([
                new Button("Plain", "a:1"),
                new Button("First", "a:2") { Look = ButtonLook.Primary },
                new Button("Away", "a:3") { Look = ButtonLook.Danger },
                new LinkButton("Page", new Uri("https://example.org/x")),
                new Menu("More…", [new MenuChoice("One", "m:1", "the first"), new MenuChoice("Two", "m:2")])]),
        ];
        Assert.Equal(
            """
            [{"type":"actions","block_id":"row-1","elements":[
            {"type":"button","action_id":"act-2","text":{"type":"plain_text","text":"Plain"},"value":"a:1"},
            {"type":"button","action_id":"act-3","text":{"type":"plain_text","text":"First"},"value":"a:2","style":"primary"},
            {"type":"button","action_id":"act-4","text":{"type":"plain_text","text":"Away"},"value":"a:3","style":"danger"},
            {"type":"button","action_id":"link-5","text":{"type":"plain_text","text":"Page"},"url":"https://example.org/x"},
            {"type":"static_select","action_id":"act-6","placeholder":{"type":"plain_text","text":"More\u2026"},"options":[
            {"text":{"type":"plain_text","text":"One"},"value":"m:1","description":{"type":"plain_text","text":"the first"}},
            {"text":{"type":"plain_text","text":"Two"},"value":"m:2"}]}]}]
            """.ReplaceLineEndings(""),
            Json(card));
    }

    [Fact]
    public void The_same_message_gives_the_same_json_and_another_stamp_other_names()
    {
        Message card = [new Controls([new Button("Plain", "a:1")])];
        Assert.Equal(Render(card).Blocks.ToJsonString(), Render(card).Blocks.ToJsonString());
        Assert.NotEqual(Render(card, "x").Blocks.ToJsonString(), Render(card, "y").Blocks.ToJsonString());
    }

    [Fact]
    public void What_has_no_words_is_left_out()
    {
        Message card = [new Heading(" "), new Paragraph($""), new Prose(""), new Facts([]), new Footnote($" "), new Controls([])];
        Assert.Empty(Render(card).Blocks);
        Assert.NotEmpty(Render(card).Text);
    }

    [Fact]
    public void Controls_stand_in_rows_of_five_and_facts_in_tens()
    {
        Message card = [new Controls([.. Enumerable.Range(1, 12).Select(i => new Button($"B{i}", $"a:{i}"))]), new Facts([.. Enumerable.Range(1, 23).Select(i => new Fact($"F{i}", $"{i}"))])];
        var blocks = Render(card).Blocks;
        Assert.Equal([5, 5, 2], blocks.Where(b => b!["elements"] is not null).Select(b => b!["elements"]!.AsArray().Count));
        Assert.Equal([10, 10, 3], blocks.Where(b => b!["fields"] is not null).Select(b => b!["fields"]!.AsArray().Count));
    }

    [Fact]
    public void A_link_that_slack_takes_on_no_button_is_said_below()
    {
        Message card = [new Controls([new LinkButton("Write <us>", new Uri("mailto:us@example.org")), new LinkButton("Here", new Uri("/x", UriKind.Relative)), new Button("B", "a:1")])];
        var json = Json(card);
        Assert.Contains("<mailto:us@example.org|Write &lt;us&gt;>", json, StringComparison.Ordinal);
        Assert.Contains("\"Here\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"url\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("<")]
    [InlineData("x")]
    public void Whatever_is_written_keeps_to_slacks_limits(string element)
    {
        string Much(int length) => string.Concat(Enumerable.Repeat(element, (length / element.Length) + 1))[..(length / element.Length * element.Length)];
        Message card =
        [
            new Heading(Much(Limits.HeadingLength)),
            new Paragraph($"{Much(Limits.ParagraphLength)}"),
            new Prose(Much(20_000)) { ReadOn = new Button("Read on", "read:1") },
            new Facts([new Fact(Much(200), $"{Much(2000)}")]),
            new Footnote($"{Much(2500)}"),
            new Controls([new Button(Much(Limits.ButtonLabel), "a:1"), new Menu(Much(200), [new MenuChoice(Much(Limits.ChoiceLabel), "m:1", Much(Limits.ChoiceLabel))])]),
        ];
        var rendered = Render(card);
        Assert.InRange(rendered.Blocks.Count, 6, SlackLimits.MessageBlocks);
        Assert.InRange(rendered.Text.Length, 1, SlackLimits.FallbackText);
        foreach (var (path, text) in Texts(rendered.Blocks))
        {
            var most = path switch
            {
                "header" => SlackLimits.HeaderText,
                "section" => SlackLimits.SectionText,
                "fields" => SlackLimits.FieldText,
                "context" => SlackLimits.ContextText,
                "button" or "option" => SlackLimits.ButtonText,
                _ => SlackLimits.Placeholder,
            };
            Assert.InRange(text.Length, 1, most);
            Assert.False(char.IsHighSurrogate(text[^1]) || char.IsLowSurrogate(text[0]), $"a character of a {path} was cut in two");
        }
    }

    [Fact]
    public void Prose_is_shortened_only_beyond_what_slack_takes_and_can_then_be_read_on()
    {
        Message card = [new Prose(new string('a', 8000)) { ReadOn = new Button("Read on", "read:1") }];
        Assert.DoesNotContain("Read on", Json(card), StringComparison.Ordinal);
        Message longer = [new Prose(new string('a', 12000)) { ReadOn = new Button("Read on", "read:1") }];
        Assert.Contains("Read on", Json(longer), StringComparison.Ordinal);
        Assert.InRange(Texts(Render(longer).Blocks).Where(t => t.Path == "section").Sum(t => t.Text.Length), 8000, SlackLimits.MessageLength);
    }

    [Fact]
    public void Notifications_and_screen_readers_get_all_the_words_and_ring_nobody() =>
        Assert.Equal("A &amp; B\nAsked by Anna\n&lt;!channel&gt;\nWhen: Tue 9 Mar 2027", Render(
        [
            new Heading("A & B"),
            new Paragraph($"Asked by {new Person("Anna", [new UserRef(House, "U1")])}"),
            new Prose("<!channel>"),
            new Facts([new Fact("When", $"{new DateOnly(2027, 3, 9)}")]),
            new Controls([new Button("B", "a:1")]),
        ]).Text);

    [Fact]
    public void All_text_is_left_to_itself()
    {
        Message card = [new Paragraph($"@everyone"), new Facts([new Fact("@here", $"@channel")]), new Footnote($"@everyone"), new Prose("@everyone")];
        var markup = Objects(Render(card).Blocks).Where(o => o["type"]?.GetValue<string>() is "mrkdwn").ToList();
        Assert.Equal(4, markup.Count);
        Assert.All(markup, m => Assert.True(m["verbatim"]!.GetValue<bool>()));
    }

    private static IEnumerable<(string Path, string Text)> Texts(JsonNode? node, string path = "") => node switch
    {
        JsonArray many => many.SelectMany(n => Texts(n, path)),
        JsonObject o when o["type"]?.GetValue<string>() is "plain_text" or "mrkdwn" => [(path, o["text"]!.GetValue<string>())],
        JsonObject o => o.Where(m => m.Value is JsonObject or JsonArray).SelectMany(m => Texts(m.Value, m.Key switch
        {
            "fields" or "placeholder" => m.Key,
            "options" or "description" => "option",
            _ when path == "option" => path,
            _ => o["type"]?.GetValue<string>() ?? path,
        })),
        _ => [],
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Objects),
        JsonObject o => [o, .. o.SelectMany(m => Objects(m.Value))],
        _ => [],
    };
}
