using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>The whole room, for tests that drive the playground from another process.</summary>
internal sealed record RoomView(DateTimeOffset Now, long Version, IReadOnlyList<RoomPerson> People, IReadOnlyList<RoomChannel> Channels, IReadOnlyList<PostView> Posts, IReadOnlyList<PrivateView> Private)
{
    public static RoomView Of(Room room)
    {
        var readers = room.People.ToDictionary(p => p.Id, p => new Reader(room, p), StringComparer.Ordinal);
        var bot = readers[Room.BotId];
        return new RoomView(
            room.Now,
            room.Version,
            room.People,
            room.Channels,
            [.. room.Messages.Select(m => PostView.Of(m, bot))],
            [.. room.People.SelectMany(p => room.PrivateTo(p.Ref)).Select(PrivateView.Of)]);
    }
}

/// <summary>A message of the room with what a test asks for.</summary>
internal sealed record PostView(
    string Post,
    string Place,
    string Id,
    string Author,
    string? Nonce,
    string Plain,
    string Html,
    int Revision,
    IReadOnlyList<string> Rang,
    DateTimeOffset SentAt,
    DateTimeOffset? ChangedAt,
    bool Removed,
    string? File,
    IReadOnlyList<ControlView> Controls)
{
    public static PostView Of(RoomMessage m, Reader reader) => new(
        m.Post.ToString(),
        m.Place.ToString(),
        m.Id,
        m.Author.Id,
        m.Nonce,
        PlaygroundText.Plain(m),
        PlaygroundMessages.Html(m, reader),
        m.Revision,
        [.. m.Rang.Select(r => r.Id)],
        m.SentAt,
        m.ChangedAt,
        m.Removed,
        m.File?.Name,
        ControlView.Of(m.Shows));
}

/// <summary>A private answer with what a test asks for.</summary>
internal sealed record PrivateView(string Id, string To, string Place, string Plain, bool Waiting, bool AtHome, DateTimeOffset SentAt, IReadOnlyList<ControlView> Controls)
{
    public static PrivateView Of(PrivateAnswer a) =>
        new(a.Id, a.To.Id, a.Place.ToString(), PlaygroundText.Plain(a.Shows), a.Waiting, a.AtHome, a.SentAt, ControlView.Of(a.Shows));
}

/// <summary>Something to press: its label and the action that it sends.</summary>
internal sealed record ControlView(string Label, string Action)
{
    public static IReadOnlyList<ControlView> Of(Message? message) => message is null ? [] : [.. Labels.Of(message).Select(l => new ControlView(l.Label, l.Action))];
}
