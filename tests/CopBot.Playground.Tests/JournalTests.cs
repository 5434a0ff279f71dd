using CopBot.Chat;
using Xunit;

namespace CopBot.Playground.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("copbot-room-").FullName;

    private string Journal => Path.Combine(_folder, "room.jsonl");

    [Fact]
    public async Task A_room_that_was_closed_stands_as_before()
    {
        Message card =
        [
            new Heading("How can we hand over faster?"),
            new Paragraph($"Asked by {new Person("Anna", [Room.User("anna")])} {new DateTimeOffset(2027, 3, 8, 10, 0, 0, TimeSpan.Zero):ago}: {"soon":b}"),
            new Facts([new Fact("Topics", $"hand-over")]),
            new Controls([new Button("I can help", "offer:1"), new LinkButton("Read", new Uri("https://example.org")), new Menu("More", [new MenuChoice("One", "one:1", "first")])]),
        ];
        IReadOnlyList<RoomMessage> before;
        using (var small = new SmallRoom(Journal))
        {
            var post = await small.Posts(card, "n1");
            await small.Platform.OpenThreadAsync(post, "Talk", CancellationToken.None);
            await small.Anna.SayAsync(new Place(small.Practice.Channel, post.Id), "Half a \ud800 character, مرحبا, 👩‍👩‍👧");
            await small.Platform.SendFileAsync(small.Anna.Direct, new ChatFile("a.txt", "text/plain", new byte[] { 1, 2, 3 }, $"A file"), "n2", CancellationToken.None);
            await small.Platform.ReviseAsync(post, card.With(new Footnote($"Changed")), "n1", CancellationToken.None);
            before = small.Room.Messages;
        }

        using var again = new SmallRoom(Journal);

        Assert.Equal(ChatJson.Write(before), ChatJson.Write(again.Room.Messages));
        Assert.Equal(before[0].Shows, again.Room.Messages[0].Shows);
        Assert.Equal("Europe/Berlin", again.Room.Person("anna")!.Zone);
        Assert.Equal("4", (await again.Posts(Message.Say($"Next"))).Id);
    }

    [Fact]
    public async Task A_last_line_torn_by_a_kill_is_forgotten_and_the_room_goes_on()
    {
        using (var small = new SmallRoom(Journal))
        {
            await small.Anna.SayAsync(small.Practice, "One");
            await small.Anna.SayAsync(small.Practice, "Two");
        }

        var bytes = await File.ReadAllBytesAsync(Journal);
        await File.WriteAllBytesAsync(Journal, bytes[..^10]);

        using (var small = new SmallRoom(Journal)) await small.Anna.SayAsync(small.Practice, "Three");
        using var again = new SmallRoom(Journal);

        Assert.Equal("One, Three", string.Join(", ", again.Room.In(again.Practice).Select(m => m.Words)));
    }

    [Fact]
    public void A_line_in_the_middle_that_cannot_be_read_stops_the_start_with_its_number()
    {
        using (new SmallRoom(Journal))
        {
        }

        var lines = File.ReadAllLines(Journal);
        lines[1] = "{";
        File.WriteAllLines(Journal, lines);

        var e = Assert.Throws<InvalidDataException>(() => new SmallRoom(Journal));
        Assert.Contains("Line 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_over_empties_the_file_and_never_gives_an_id_twice()
    {
        using var small = new SmallRoom(Journal);
        await small.Anna.SayAsync(small.Practice, "Secret");

        small.Room.StartOver();
        small.Room.Open(new RoomChannel("practice", "practice"));

        Assert.Equal("2", (await small.Posts(Message.Say($"New"))).Id);
        using var reader = new StreamReader(new FileStream(Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.DoesNotContain("Secret", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Private_answers_are_never_written_down()
    {
        using (var small = new SmallRoom(Journal))
        {
            small.Bot.Answers = _ => Answer.Say($"A receipt");
            await small.Anna.CommandAsync(small.Practice, "ask");
        }

        Assert.DoesNotContain("A receipt", await File.ReadAllTextAsync(Journal), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
