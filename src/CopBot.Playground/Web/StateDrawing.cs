using System.Globalization;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Draws the room for one person.</summary>
internal sealed class StateDrawing(Room room, RoomPerson me)
{
    // As chats do when they are opened another day: what was answered privately is gone from the talk by then.
    private static readonly TimeSpan AnswersStayFor = TimeSpan.FromDays(1);

    private readonly Reader _reader = new(room, me);
    private readonly List<RoomPerson> _people = [.. room.People.Where(p => !p.IsBot)];
    private readonly Dictionary<(UserRef, ChannelRef), RoomMessage[]> _rang = room.Messages.Where(m => !m.Removed)
        .SelectMany(m => m.Rang.Select(r => (Who: r, m.Place.Channel, Message: m)))
        .GroupBy(r => (r.Who, r.Channel), r => r.Message).ToDictionary(g => g.Key, g => g.ToArray());

    public StateView Draw(string roomName, Place? wanted, string? before, int? atLeast, PlaygroundMenu menu, bool hasStory)
    {
        var direct = Room.DirectWith(me.Ref);
        var channels = room.Channels.Where(c => c.IsSeenBy(me)).ToArray();
        var top = wanted is { } w && room.IsSeenBy(me, w) ? new Place(w.Channel) : channels.FirstOrDefault(c => !c.Archived)?.Place ?? direct;
        var count = Math.Clamp(atLeast ?? PlaygroundLimits.MessagesPerPage, 1, 1000);
        var all = room.In(top);
        var shown = all.Where(m => before is null || Number(m.Id) < Number(before)).TakeLast(count).ToArray();

        return new StateView(
            roomName,
            room.Version,
            _reader.Now,
            Person(me),
            _reader.DayAndTime(_reader.Now),
            [.. _people.Select(Person)],
            [.. channels.OrderBy(c => c.Archived).Select(c => PlaceOf(c.Place))],
            PlaceOf(direct),
            PlaceOf(top),
            Items(top, shown, from: shown.Length < all.Count && shown.Length > 0 ? Number(shown[0].Id) : 0),
            shown.Length < all.Count(m => before is null || Number(m.Id) < Number(before)),
            wanted is { Thread: not null } t && t.Channel == top.Channel ? Thread(t) : null,
            room.HomeOf(me.Ref) is { } home ? PlaygroundMessages.Html(home, _reader) : null,
            [.. room.PrivateTo(me.Ref).Where(a => a.AtHome).Select(Item)],
            menu,
            hasStory,
            Preparing: false);
    }

    /// <summary>Up to two letters, whole characters of any script.</summary>
    public static string Initials(string name)
    {
        var letters = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => StringInfo.GetNextTextElement(w)).ToArray();
        return letters.Length switch { 0 => "?", 1 => letters[0], _ => letters[0] + letters[^1] };
    }

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    // A colour per person that stays the same everywhere; never the only way to tell people apart.
    private int Hue(string id) => Math.Max(0, _people.FindIndex(p => p.Id == id)) % 8;

    private PersonView Person(RoomPerson person)
    {
        var theirs = new Reader(room, person);
        return new PersonView(person.Id, person.Name, Initials(person.Name), Hue(person.Id), Reader.City(person.Zone), theirs.Time(theirs.Now), person.Part, person.RunsWorkspace, person.Left, person.DirectClosed, Waiting(person));
    }

    private int Waiting(RoomPerson person) =>
        Unread(person, Room.DirectWith(person.Ref)).Count()
        + room.Channels.Where(c => c.IsSeenBy(person)).Sum(c => ForThem(person, c.Place))
        + UnseenAnswers(person, Room.DirectWith(person.Ref)).Count();

    /// <summary>What rang somebody in a channel or answered them alone, there and in its threads.</summary>
    private int ForThem(RoomPerson person, Place channel) =>
        (_rang.TryGetValue((person.Ref, channel.Channel), out var rang) ? rang.Count(m => IsUnread(person, m)) : 0) + UnseenAnswers(person, channel).Count();

    private IEnumerable<PrivateAnswer> UnseenAnswers(RoomPerson person, Place channel) =>
        room.PrivateTo(person.Ref).Where(a => a is { Waiting: false, AtHome: false, Seen: false } && a.Place.Channel == channel.Channel && IsFresh(a));

    private bool IsFresh(PrivateAnswer answer) => _reader.Now - answer.SentAt < AnswersStayFor;

    private bool IsUnread(RoomPerson person, RoomMessage m) => m.Author != person.Ref && Number(m.Id) > room.ReadUpTo(person.Ref, m.Place);

    private IEnumerable<RoomMessage> Unread(RoomPerson person, Place place) => room.In(place).Where(m => IsUnread(person, m));

    private PlaceView PlaceOf(Place place)
    {
        if (Room.DirectOf(place.Channel) is not null)
        {
            var waiting = Unread(me, place).Count() + UnseenAnswers(me, place).Count();
            return new PlaceView(place.ToString(), "CopBot", "Your direct messages with CopBot", Private: true, Direct: true, Archived: false, Listening: false, WithoutBot: false, waiting, waiting, WhyNot(place));
        }

        var channel = room.Find(place.Channel)!;
        return new PlaceView(place.ToString(), channel.Name, channel.Purpose, channel.Private, Direct: false, channel.Archived, channel.Listening, channel.WithoutBot, Unread(me, place).Count(), ForThem(me, place), WhyNot(place));
    }

    private string? WhyNot(Place place) => me.Left ? "You have left this workspace."
        : room.Find(place.Channel) is { Archived: true } ? "This channel is archived."
        : null;

    private IReadOnlyList<ItemView> Items(Place place, IReadOnlyList<RoomMessage> messages, long from) =>
    [
        .. messages.Select(m => (Order: Number(m.Id), Item: Item(m)))
            .Concat(room.PrivateTo(me.Ref, place).Where(a => !a.AtHome && a.After >= from && IsFresh(a)).Select(a => (Order: a.After, Item: Item(a))))
            .OrderBy(i => i.Order).Select(i => i.Item),
    ];

    private ThreadView? Thread(Place thread)
    {
        if (room.Find(new PostRef(new Place(thread.Channel), thread.Thread!)) is not { Removed: false } top) return null;
        return new ThreadView(
            thread.ToString(),
            top.ThreadTitle ?? Shortening.OneLine(top.Shows?.Summary ?? top.Words, Limits.ThreadTitle),
            top.ThreadClosed,
            Item(top),
            Items(thread, room.In(thread), 0),
            WhyNot(new Place(thread.Channel)));
    }

    private ItemView Item(RoomMessage m)
    {
        var author = room.Person(m.Author);
        var name = author?.Name ?? m.Author.Id;
        var replies = m.Place.Thread is null ? room.In(m.Thread) : [];
        var rang = m.Rang.Select(room.Person).OfType<RoomPerson>().Select(p => p.Id == me.Id ? "you" : p.Name).ToArray();
        return new ItemView(
            m.Id,
            "message",
            m.Post.ToString(),
            m.Place.ToString(),
            m.Author.Id,
            name,
            Initials(name),
            Hue(m.Author.Id),
            author is { IsBot: true },
            m.SentAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            _reader.Time(m.SentAt),
            _reader.NearDay(m.SentAt),
            PlaygroundMessages.Html(m, _reader),
            m.Shows is { } shows && PlaygroundMessages.IsCard(shows),
            m.Shows is null && m.Revision > 0,
            m.Author == me.Ref,
            m.Author == me.Ref || me.RunsWorkspace,
            m.Shows is null && m.Author == me.Ref ? m.Words : null,
            replies.Count,
            replies.Count(r => IsUnread(me, r)),
            UnseenAnswers(me, m.Place).Count(a => a.Place == m.Thread),
            replies.Count > 0 ? _reader.Ago(replies[^1].SentAt) : null,
            [.. replies.Select(r => r.Author.Id).Distinct(StringComparer.Ordinal).Take(4)],
            rang.Length == 0 ? null : string.Join(", ", rang),
            IsUnread(me, m),
            Waiting: false);
    }

    private ItemView Item(PrivateAnswer a) => new(
        a.Id,
        "private",
        null,
        a.Place.ToString(),
        Room.BotId,
        "CopBot",
        "CB",
        0,
        Bot: true,
        a.SentAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _reader.Time(a.SentAt),
        _reader.NearDay(a.SentAt),
        PlaygroundMessages.Html(a.Shows, _reader),
        PlaygroundMessages.IsCard(a.Shows),
        Edited: false,
        Mine: false,
        MayDelete: false,
        null,
        0,
        0,
        0,
        null,
        [],
        null,
        New: !a.Seen,
        a.Waiting);
}
