using Xunit;

namespace CopBot.Chat.Tests;

public class LimitsTests
{
    private static readonly Uri Page = new("https://example.org");

    /// <summary>One message for each rule, with the words that its author reads.</summary>
    public static TheoryData<string, Message> OneRuleEach { get; } = new()
    {
        { "a message without anything in it", [] },
        { $"heading of 151, at most 150: {Of(151)}", [new Heading(Of(151))] },
        { "a heading without words", [new Heading("")] },
        { "paragraph of 2501, at most 2500", [new Paragraph(Text.Of(Of(2501)))] },
        { "button label of 0, at most 75: ", [new Controls([new Button("", "a")])] },
        { $"button label of 76, at most 75: {Of(76)}", [new Controls([new Button(Of(76), "a")])] },
        { $"action of 89, at most 88: {Of(89)}", [new Controls([new Button("B", Of(89))])] },
        { "link label of 0, at most 75: ", [new Controls([new LinkButton("", Page)])] },
        { $"link label of 76, at most 75: {Of(76)}", [new Controls([new LinkButton(Of(76), Page)])] },
        { "menu of 0 choices, 1 to 25: M", [new Controls([new Menu("M", [])])] },
        { "menu of 26 choices, 1 to 25: M", [new Controls([new Menu("M", Choices(26))])] },
        { "choice value over 75: M", [new Controls([new Menu("M", [new("C", Of(76))])])] },
        { "choice label over 75: M", [new Controls([new Menu("M", [new(Of(76), "c")])])] },
        { "choice label over 75: M", [new Controls([new Menu("M", [new("", "c")])])] },
        { "choice label over 75: M", [new Controls([new Menu("M", [new("C", "c", Of(76))])])] },
        { "two choices send the same: M", [new Controls([new Menu("M", [new("A", "c"), new("B", "c")])])] },
        { "two buttons send the same: a", [new Controls([new Button("A", "a"), new Button("B", "a")])] },
        { "two buttons send the same: a", [new Controls([new Button("A", "a")]), new Controls([new Button("B", "a")])] },
        { "two buttons send the same: a", [new Controls([new Button("A", "a")]), new Prose("p") { ReadOn = new Button("Read on", "a") }] },
        { $"button label of 76, at most 75: {Of(76)}", [new Prose("p") { ReadOn = new Button(Of(76), "a") }] },
        { $"action of 89, at most 88: {Of(89)}", [new Prose("p") { ReadOn = new Button("Read on", Of(89)) }] },
        { "6 rows of controls, at most 5", [new Controls([.. Buttons(26)])] },
        { "6 rows of controls, at most 5", [.. Enumerable.Range(0, 6).Select(i => new Controls([new Menu("M" + i, [new("C", "c")])]))] },
        { "6 rows of controls, at most 5", [new Controls([.. Buttons(25)]), new Prose("p") { ReadOn = new Button("Read on", "read") }] },
        { "41 parts, at most 40", [.. Enumerable.Repeat(new Divider(), 41)] },
        { "41 parts, at most 40", [.. Enumerable.Repeat(new Divider(), 39), new Controls([new Button("B", "b")])] },
        { "41 parts, at most 40", [.. Enumerable.Repeat(new Divider(), 38), new Prose("p") { ReadOn = new Button("Read on", "read") }] },
        { "4001 characters without the prose, at most 4000", [new Footnote(Text.Of(Of(4001)))] },
        { "4001 characters without the prose, at most 4000", [new Facts([new(Of(1000), Text.Of(Of(2999)))])] },
    };

    /// <summary>The same, each just within its rule.</summary>
    public static TheoryData<Message> EachJustWithin { get; } = new()
    {
        { [new Heading(Of(150)), new Paragraph(Text.Of(Of(2500))), new Footnote(Text.Of(Of(1350)))] },
        { [new Facts([new(Of(1000), Text.Of(Of(2998)))])] },
        { [new Heading("H"), new Prose(Of(100_000)) { ReadOn = new Button("Read on", "read") }] },
        { [new Controls([new Button(Of(75), Of(88)), new LinkButton(Of(75), Page), new Menu("M", [new(Of(75), Of(75), Of(75)), .. Choices(24)])])] },
        { [new Controls([.. Buttons(25)])] },
        { [new Controls([.. Buttons(5), new Menu("M", Choices(25)), new Menu("N", Choices(25)), new Menu("O", Choices(25)), new Menu("P", Choices(25))])] },
        { [new Controls([new LinkButton("L", Page), new LinkButton("L", Page)])] },
        { [.. Enumerable.Repeat(new Divider(), 40)] },
        { [.. Enumerable.Repeat(new Divider(), 38), new Controls([new Button("B", "b")])] },
        { [.. Enumerable.Repeat(new Divider(), 37), new Prose("p") { ReadOn = new Button("Read on", "read") }] },
    };

    [Theory]
    [MemberData(nameof(OneRuleEach))]
    public void Each_rule_speaks_once(string says, Message message) => Assert.Equal(says, Assert.Single(Limits.Broken(message)));

    [Theory]
    [MemberData(nameof(EachJustWithin))]
    public void A_message_that_fits_gives_nothing(Message message) => Assert.Empty(Limits.Broken(message));

    [Fact]
    public void Every_broken_rule_is_told_at_once()
    {
        Message message = [new Heading(""), new Paragraph(Text.Of(Of(4001))), new Controls([new Button("", Of(3)), new Menu("M", [])])];
        Assert.Equal(["a heading without words", "paragraph of 4001, at most 2500", "button label of 0, at most 75: ", "menu of 0 choices, 1 to 25: M", "4001 characters without the prose, at most 4000"], (string[])[.. Limits.Broken(message)]);
    }

    [Fact]
    public void Every_block_has_its_count_of_words()
    {
        Assert.Equal(5, Limits.Words(new Heading("title")));
        Assert.Equal(4, Limits.Words(new Paragraph($"{Person.Named("Anna")}")));
        Assert.Equal(5, Limits.Words(new Prose("typed")));
        Assert.Equal(3 + 4 + 2 + 1 + 1 + 2, Limits.Words(new Facts([new("Who", $"Anna"), new("a", $"b")])));
        Assert.Equal(4, Limits.Words(new Footnote($"note")));
        Assert.Equal(0, Limits.Words(new Divider()));
        Assert.Equal(0, Limits.Words(new Controls([new Button("Help", "h")])));
        Always.Holds(Some.Block, block => Assert.True(Limits.Words(block) >= 0, "every kind of block is counted"));
    }

    private static string Of(int length) => new('x', length);

    private static MenuChoice[] Choices(int count) => [.. Enumerable.Range(0, count).Select(i => new MenuChoice("C", "c" + i))];

    private static Button[] Buttons(int count) => [.. Enumerable.Range(0, count).Select(i => new Button("B", "b" + i))];
}
