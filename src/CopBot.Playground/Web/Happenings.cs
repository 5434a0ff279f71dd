using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>One thing that happened while the clock moved. <paramref name="Who"/> may look at it under <paramref name="Place"/>.</summary>
internal sealed record HappenedView(string Time, string Says, string Place, string? Who);

/// <summary>Tells what the bot did, as sentences.</summary>
internal sealed class Happenings(Room room, RoomPerson person)
{
    private readonly Reader _reader = new(room, person);

    public IReadOnlyList<HappenedView> Since(Dictionary<string, RoomMessage> before) =>
    [
        .. room.Messages.Where(m => m.Author == Room.Bot)
            .Select(m => (Message: m, Was: before.GetValueOrDefault(m.Id)))
            .Where(m => m.Was is null || m.Was.Revision != m.Message.Revision || m.Was.Removed != m.Message.Removed)
            .Select(m => (At: m.Was is null ? m.Message.SentAt : m.Message.ChangedAt ?? m.Message.SentAt, m.Message, m.Was))
            .OrderBy(m => m.At)
            .Select(m => Tell(m.At, m.Message, m.Was)),
    ];

    private HappenedView Tell(DateTimeOffset at, RoomMessage message, RoomMessage? was)
    {
        var owner = Room.DirectOf(message.Place.Channel) is { } user ? room.Person(user) : null;
        var where = owner is null ? room.Find(message.Place.Channel)?.Called ?? "a channel" : owner.Id == person.Id ? "your direct messages" : $"{owner.Name}'s direct messages";
        var what = Shortening.OneLine(PlaygroundText.Plain(message, _reader.Zone), 120);
        var says = (was, message) switch
        {
            (_, { Removed: true }) => $"A post went from {where}: {what}",
            (not null, _) => $"Changed in {where}: {what}",
            _ when owner is not null => owner.Id == person.Id ? $"CopBot wrote to you: {what}" : $"CopBot wrote to {owner.Name}: {what}",
            (_, { Place.Thread: not null }) => $"CopBot wrote in a thread in {where}: {what}",
            _ => $"CopBot posted in {where}: {what}",
        };
        return new HappenedView(_reader.DayAndTime(at), says, message.Place.Thread is null ? message.Post.ToString() : message.Place.ToString(), owner?.Id);
    }
}
