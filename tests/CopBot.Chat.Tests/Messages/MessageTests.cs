using FsCheck.Fluent;
using Xunit;

namespace CopBot.Chat.Tests;

public class MessageTests
{
    private static readonly Button Help = new("I can help", new WithId(new(new Guid("0193a0c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d"))));

    [Fact]
    public void A_message_is_written_as_a_list_of_blocks()
    {
        Message message = [new Heading("Title"), new Paragraph($"Words"), new Controls([Help])];
        Assert.Equal<Block>([new Heading("Title"), new Paragraph($"Words"), new Controls([Help])], message.Blocks);
        Assert.Equal(3, message.Count);
        Assert.Equal(new Heading("Title"), message[0]);
    }

    [Fact]
    public void Blocks_and_controls_that_are_null_are_left_out()
    {
        Message message = [null, new Heading("Title"), null, new Controls([null, Help, null])];
        Assert.Equal<Block>([new Heading("Title"), new Controls([Help])], message.Blocks);
        Assert.Equal([Help], message.AllControls);
        Assert.Equal(message, Message.Of((IEnumerable<Block?>)[new Heading("Title"), null, new Controls([Help])]));
    }

    [Fact]
    public void More_blocks_go_below()
    {
        Message message = [new Heading("Title")];
        Assert.Equal<Block>([new Heading("Title"), new Divider(), new Footnote($"note")], message.With(new Divider(), null, new Footnote($"note")).Blocks);
        Assert.Equal([new Heading("Title")], message.Blocks);
    }

    [Fact]
    public void A_sentence_is_a_message_of_one_paragraph() => Assert.Equal([new Paragraph($"Hello")], Message.Say($"Hello").Blocks);

    [Fact]
    public void Every_control_is_found_in_reading_order()
    {
        var menu = new Menu("Choose", [new("One", "one")]);
        var link = new LinkButton("Page", new("https://example.org"));
        Message message = [new Controls([Help, menu]), new Divider(), new Controls([link])];
        Assert.Equal<Control>([Help, menu, link], message.AllControls);
    }

    [Fact]
    public void The_summary_is_the_first_heading()
    {
        Message message = [new Paragraph($"Before"), new Heading("Title"), new Heading("Other")];
        Assert.Equal("Title", message.Summary);
    }

    [Fact]
    public void Without_a_heading_the_summary_is_the_first_words()
    {
        Assert.Equal("Hello Anna", SummaryOf([new Divider(), new Paragraph($"Hello {Person.Named("Anna")}"), new Prose("later")]));
        Assert.Equal("typed by somebody", SummaryOf([new Controls([Help]), new Prose("typed\nby   somebody")]));
        Assert.Equal("a note", SummaryOf([new Facts([]), new Footnote($"a note")]));
        Assert.Equal("words", SummaryOf([new Prose(""), new Paragraph($"words")]));
    }

    [Fact]
    public void Blank_words_are_no_summary()
    {
        Assert.Equal("words", SummaryOf([new Heading(" "), new Prose("\n\t"), new Paragraph($"words")]));
        Assert.Equal("Second", SummaryOf([new Heading(""), new Heading("Second")]));
    }

    [Fact]
    public void A_message_without_words_still_has_a_summary()
    {
        Assert.Equal("A message", SummaryOf([]));
        Assert.Equal("A message", SummaryOf([new Heading(""), new Controls([Help])]));
    }

    [Fact]
    public void Every_summary_is_one_line_of_the_length_of_a_heading() => Always.Holds(Some.Message, message =>
    {
        Assert.InRange(message.Summary.Length, 1, Limits.HeadingLength);
        Assert.DoesNotContain('\n', message.Summary);
    });

    [Fact]
    public void Every_message_reads_back_from_the_store() => Always.Holds(Some.Message, message =>
    {
        var read = ChatJson.Read<Message>(ChatJson.Write(message));
        Assert.Equal(message.Blocks, read.Blocks);
        Assert.Equal(message, read);
        Assert.Equal(message.GetHashCode(), read.GetHashCode());
    });

    [Fact]
    public void Every_block_reads_back_from_the_store() => Always.Holds(Some.Block, block => Assert.Equal(block, ChatJson.Read<Block>(ChatJson.Write(block))));

    [Fact]
    public void Every_control_reads_back_from_the_store() => Always.Holds(Some.Control, control => Assert.Equal(control, ChatJson.Read<Control>(ChatJson.Write(control))));

    [Fact]
    public void Every_piece_of_a_text_reads_back_from_the_store() => Always.Holds(Some.Run, run => Assert.Equal(run, ChatJson.Read<Run>(ChatJson.Write(run))));

    [Fact]
    public void The_whole_of_a_link_is_kept() => Always.Holds(Some.Address, to =>
        // Uri.Equals looks away from the part after the hash sign.
        Assert.Equal(to.OriginalString, ChatJson.Read<LinkButton>(ChatJson.Write(new LinkButton("Page", to))).To.OriginalString));

    [Fact]
    public void A_message_in_the_store_stays_readable_by_later_versions()
    {
        Message message =
        [
            new Heading("T"), new Paragraph($"p"), new Prose("w") { ReadOn = new Button("Read on", "r") }, new Facts([new("Who", $"Anna")]), new Footnote($"f"), new Divider(),
            new Controls([new Button("B", "b") { Look = ButtonLook.Danger }, new LinkButton("L", new("https://example.org")), new Menu("M", [new("One", "1", "hint")])]),
        ];
        const string stored = """
            [{"is":"heading","words":"T"},{"is":"paragraph","text":[{"is":"words","value":"p"}]},{"is":"prose","words":"w","readOn":{"label":"Read on","action":"r"}},
            {"is":"facts","items":[{"label":"Who","value":[{"is":"words","value":"Anna"}]}]},{"is":"footnote","text":[{"is":"words","value":"f"}]},{"is":"divider"},
            {"is":"controls","items":[{"is":"button","label":"B","action":"b","look":"danger"},{"is":"link","label":"L","to":"https://example.org"},
            {"is":"menu","placeholder":"M","choices":[{"label":"One","action":"1","hint":"hint"}]}]}]
            """;
        Assert.Equal(stored.ReplaceLineEndings(""), ChatJson.Write(message));
        Assert.Equal(message, ChatJson.Read<Message>(stored));
    }

    [Fact]
    public void Messages_of_the_same_blocks_are_the_same() => Always.Holds(Some.Message, message =>
    {
        Assert.Equal(message, Message.Of(message.Blocks));
        Assert.NotEqual(message, message.With(new Divider()));
        Assert.False(message.Equals(null));
    });

    [Fact]
    public void A_button_carries_the_request_that_comes_back()
    {
        Assert.Equal("id:xKCTAW9ei3qcDR4vOktcbQ", Help.Action);
        Assert.Equal(Help.Action, new MenuChoice("I can help", new WithId(new(new Guid("0193a0c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d")))).Action);
    }

    [Fact]
    public void Lists_inside_a_block_are_compared_by_what_they_hold()
    {
        Assert.Equal(new Facts([new("a", $"b")]), new Facts([new("a", $"b")]));
        Assert.NotEqual(new Facts([new("a", $"b")]), new Facts([new("a", $"c")]));
        Assert.NotEqual(new Controls([Help]), new Controls([]));
        Assert.Equal(new Menu("m", [new("a", "b")]), new Menu("m", [new("a", "b")]));
        Assert.NotEqual(new Menu("m", [new("a", "b")]), new Menu("n", [new("a", "b")]));
        Assert.NotEqual(new Menu("m", [new("a", "b")]), new Menu("m", [new("a", "b", "hint")]));
    }

    private static string SummaryOf(Message message) => message.Summary;
}
