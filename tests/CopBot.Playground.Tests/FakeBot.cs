using System.ComponentModel.DataAnnotations;
using CopBot.Chat;

namespace CopBot.Playground.Tests;

/// <summary>A bot that remembers what it was told and answers as the test wants.</summary>
internal sealed class FakeBot : IInbox
{
    public List<Inbound> Heard { get; } = [];

    public Func<Inbound, Answer> Answers { get; set; } = _ => Answer.Nothing;

    public Func<Gesture, Opened?> OpensFor { get; set; } = _ => null;

    public Offers Offers { get; } = Offers.Of([]);

    public bool Opens(Inbound inbound) => inbound is Gesture gesture && OpensFor(gesture) is not null;

    public Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop)
    {
        Heard.Add(gesture);
        return Task.FromResult(OpensFor(gesture)!);
    }

    public Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop)
    {
        Heard.Add(inbound);
        return Task.FromResult(Answers(inbound));
    }
}

internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2027, 3, 8, 13, 5, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A room with Anna in Berlin, Ben in Lisbon and one channel.</summary>
internal sealed class SmallRoom : IDisposable
{
    public SmallRoom(string? journal = null)
    {
        Room = new Room(Clock, journal);
        Platform = new PlaygroundPlatform(Room, new PlaygroundOptions());
        People = new PlaygroundPeople(Room, Bot);
        Anna = People.Invite(new RoomPerson("anna", "Anna") { Zone = "Europe/Berlin", Locale = "en-GB", RunsWorkspace = true });
        Ben = People.Invite(new RoomPerson("ben", "Ben") { Zone = "Europe/Lisbon", Locale = "en-GB" });
        Practice = Room.Open(new RoomChannel("practice", "practice")).Place;
    }

    public StandingClock Clock { get; } = new();

    public FakeBot Bot { get; } = new();

    public Room Room { get; }

    public PlaygroundPlatform Platform { get; }

    public PlaygroundPeople People { get; }

    public Persona Anna { get; }

    public Persona Ben { get; }

    public Place Practice { get; }

    public Task<PostRef> Posts(Message message, string nonce = "nonce") => Platform.PostAsync(Practice, message, nonce, CancellationToken.None);

    public void Dispose() => Room.Dispose();
}

[Form("small", "A small form")]
internal sealed record SmallForm : IForm
{
    [Display(Name = "What is it?"), Required, StringLength(20)]
    public string What { get; init; } = "";
}
