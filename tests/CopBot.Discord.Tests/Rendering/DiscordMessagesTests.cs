using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;
using CopBot.Discord.Tests.Interactions;

namespace CopBot.Discord.Tests.Rendering;

public sealed class DiscordMessagesTests
{
    private static readonly WorkspaceRef Here = new(new Platform("discord"), "11");
    private static readonly Setting InChannel = new(Here);
    private static readonly Chat.Person Maya = new("Maya", [new UserRef(Here, "42")]);
    private static readonly string[] Difficult = ["x", "👍", "*", "\\", "👩‍👩‍👧", "\n", "é", "https://x.example/a_b ", "@everyone "];

    [Fact]
    public void Each_block_has_its_look_and_each_control_carries_its_action()
    {
        Message message =
        [
            new Heading("Rain\n*again*"), new Paragraph($"{Maya} asks"), new Prose("One\n\n> two"), new Prose(""), new Facts([new Fact("Who", $"{Maya}"), new Fact("When", $"{new DateOnly(2026, 11, 21)}")]),
            new Divider(), new Footnote($"Quietly"),
            new Controls([new Button("Help", new PressDo("1")) { Look = ButtonLook.Primary }, new Button("Away", new PressDo("2")) { Look = ButtonLook.Danger }, new LinkButton("Read", new Uri("https://x.example/")), new LinkButton("No", new Uri("mailto:a@b.example"))]),
            new Controls([new Menu("Choose", [new MenuChoice("One", new PressDo("3"), "the first"), new MenuChoice("Two", new PressDo("4"))])]),
        ];

        var body = DiscordMessages.Body(message, InChannel, number: 1_500_000_000);
        Assert.Equal(
            """
            17#1500000000
              10 ### Rain \*again\*
              10 <@42> asks
              10 > One
            > 
            > \> two
              10 **Who:** <@42>
            **When:** Sat 21 Nov 2026
              14
              10 -# Quietly
              1
                2/1 Help test-do:=1
                2/4 Away test-do:=2
                2/5 Read https://x.example/
              1
                3 Choose menu-0 [One=test-do:=3 (the first), Two=test-do:=4]
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Told(body["components"]!.AsArray(), "")));
        Assert.Equal(1 << 15, body["flags"]!.GetValue<int>());
        Assert.Equal("""{"parse":[],"users":["42"]}""", body["allowed_mentions"]!.ToJsonString());
    }

    [Fact]
    public void Plain_sentences_have_no_frame() => Assert.Equal(["10 Hello"], Told(DiscordMessages.Components(Message.Say($"Hello"), InChannel), ""));

    [Fact]
    public void In_a_direct_conversation_every_control_tells_the_workspace()
    {
        Message message = [new Paragraph($"x"), new Controls([new Button("Help", new PressDo()), new Menu("Choose", [new MenuChoice("One", new PressDo())])])];
        var ids = Everything(DiscordMessages.Components(message, Setting.DirectIn(Here, direct: true))).Select(c => c["custom_id"]?.GetValue<string>()).OfType<string>().ToList();

        Assert.Equal(2, ids.Count);
        Assert.All(ids, id => Assert.Equal(DiscordMark.OfWorkspace("11"), DiscordMark.Read(id, out _)));
    }

    [Fact]
    public void Prose_that_is_too_long_is_shortened_and_read_on()
    {
        Message message = [new Heading("Long"), new Prose(string.Concat(Enumerable.Repeat("👍*", 3000))) { ReadOn = new Button("Read on", new PressDo()) }, new Footnote($"The end")];
        var all = Everything(DiscordMessages.Components(message, InChannel)).ToList();

        Fits(all);
        Assert.Contains(all, c => c["label"]?.GetValue<string>() == "Read on");
        Assert.Contains(all, c => c["content"]?.GetValue<string>() == "-# The end");
    }

    [Fact]
    public void Whatever_keeps_to_the_limits_of_chat_fits()
    {
        var random = new Random(4000);
        var tried = 0;
        for (var round = 0; round < 300; round++)
        {
            var message = Message.Of([.. Enumerable.Range(0, random.Next(1, 41)).Select(n => Some(random, n, most: 4000 / (1 + random.Next(40))))]);
            if (Limits.Broken(message).Any()) continue;
            tried++;
            Fits(Everything(DiscordMessages.Components(message, InChannel)).ToList());
        }

        Assert.True(tried > 50, $"Only {tried} of the messages kept to the limits");
    }

    [Fact]
    public void Texts_full_of_addresses_are_cut_rather_than_refused()
    {
        var link = new Link("Here", new Uri("https://x.example/" + new string('a', 300)));
        var message = Message.Of([new Heading("All"), .. Enumerable.Range(0, 30).Select(_ => new Paragraph($"{link} and {Maya}"))]);
        Fits(Everything(DiscordMessages.Components(message, InChannel)).ToList());
    }

    [Fact]
    public void Many_parts_are_put_together_before_any_is_lost()
    {
        var message = Message.Of([.. Enumerable.Range(0, 20).SelectMany(n => (Block[])[new Divider(), new Paragraph($"Part {n}")])]);
        Assert.Empty(Limits.Broken(message));
        var all = Everything(DiscordMessages.Components(message, InChannel)).ToList();

        Fits(all);
        var words = string.Join('\n', all.Select(c => c["content"]?.GetValue<string>()));
        Assert.All(Enumerable.Range(0, 20), n => Assert.Contains($"Part {n}", words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_whisper_names_its_reader_once()
    {
        var to = new UserRef(Here, "42");
        Assert.Equal(["10 <@42> Shall I?"], Told(DiscordMessages.Components(DiscordMessages.SaidTo(to, Message.Say($"Shall I?")), InChannel), ""));
        Assert.Equal(["10 <@42>, shall I?"], Told(DiscordMessages.Components(DiscordMessages.SaidTo(to, Message.Say($"{Maya}, shall I?")), InChannel), ""));
    }

    private static Block Some(Random random, int n, int most)
    {
        var words = string.Concat(Enumerable.Range(0, random.Next(1, Math.Max(2, Math.Min(most, 1200)))).Select(_ => Difficult[random.Next(Difficult.Length)]));
        return random.Next(7) switch
        {
            0 => new Heading(Shortening.OneLine(words + "x", Limits.HeadingLength)),
            1 => new Prose(words) { ReadOn = new Button("Read on", new PressDo($"r{n}")) },
            2 => new Facts([new Fact("Label", $"{Shortening.To(words, 300)}")]),
            3 => new Footnote($"{Shortening.To(words, 300)}{Maya}"),
            4 => new Divider(),
            5 => new Controls([.. Enumerable.Range(0, random.Next(1, 6)).Select(i => new Button("Do", new PressDo($"{n}-{i}")))]),
            _ => new Paragraph($"{"👍"}{words:b}"),
        };
    }

    private static void Fits(List<JsonObject> all)
    {
        Assert.InRange(all.Count, 1, DiscordLimits.Components);
        var texts = all.Select(c => c["content"]?.GetValue<string>()).OfType<string>().ToList();
        Assert.InRange(texts.Sum(t => t.Length), 0, DiscordLimits.MessageLength);
        Assert.All(texts, t => Assert.False(string.IsNullOrWhiteSpace(t)));
        Assert.All(texts, t => Assert.True(t.IsNormalized(), "no half of a surrogate pair"));
    }

    private static IEnumerable<JsonObject> Everything(JsonArray components) =>
        components.OfType<JsonObject>().SelectMany(c => Everything(c["components"] as JsonArray ?? []).Prepend(c));

    private static IEnumerable<string> Told(JsonArray components, string indent) => components.OfType<JsonObject>().SelectMany(c =>
    {
        var type = c["type"]!.GetValue<int>();
        var options = c["options"] is JsonArray all ? $" [{string.Join(", ", all.Select(o => $"{o!["label"]}={o["value"]}{(o["description"] is { } d ? $" ({d})" : "")}"))}]" : "";
        var line = $"{indent}{type}{(c["id"] is { } id ? $"#{id}" : "")}{(c["style"] is { } style ? $"/{style}" : "")} {c["content"]}{c["label"]}{c["placeholder"]} {c["custom_id"]}{c["url"]}{options}";
        return Told(c["components"] as JsonArray ?? [], indent + "  ").Prepend(line.TrimEnd());
    });
}
