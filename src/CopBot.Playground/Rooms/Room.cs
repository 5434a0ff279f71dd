using System.Globalization;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>
/// The chat itself: one workspace with its people, channels, threads, direct conversations and private answers, in memory
/// and safe to use from many threads. With a journal it survives a restart. It knows nothing of the bot's features:
/// <see cref="PlaygroundPlatform"/> is how the bot writes here, <see cref="Persona"/> how people do.
/// </summary>
public sealed class Room : IDisposable
{
    /// <summary>The id of the bot's own account.</summary>
    public const string BotId = "copbot";

    private readonly Lock _gate = new();
    private readonly RoomState _state = new();
    private readonly PrivateAnswers _private = new();
    private readonly ReadMarks _read = new();
    private readonly List<Action> _watchers = [];
    private readonly TimeProvider _clock;
    private readonly RoomJournal? _journal;
    private long _version;

    /// <summary>An empty room, or the one that the journal remembers.</summary>
    /// <param name="clock">The room's time.</param>
    /// <param name="journal">The file to keep the room in; null keeps it in memory only.</param>
    /// <exception cref="InvalidDataException">The journal cannot be read.</exception>
    public Room(TimeProvider clock, string? journal = null)
    {
        _clock = clock;
        if (journal is not null) _journal = RoomJournal.Open(journal, _state.Apply);
        _read.Begin(_state.LastId);
        if (Person(BotId) is null) Invite(TheBot);
    }

    /// <summary>The platform's name.</summary>
    public static Platform Platform { get; } = new("playground");

    /// <summary>The one workspace.</summary>
    public static WorkspaceRef Workspace { get; } = new(Platform, "room");

    /// <summary>The bot's own account.</summary>
    public static UserRef Bot { get; } = User(BotId);

    /// <summary>The room's time.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Grows with every change, so that a page knows when to look again.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Everybody who was ever here, the bot included.</summary>
    public IReadOnlyList<RoomPerson> People => Look(() => _state.People.ToArray());

    /// <summary>All channels; direct conversations are not among them.</summary>
    public IReadOnlyList<RoomChannel> Channels => Look(() => _state.Channels.ToArray());

    /// <summary>Every message that was ever written, in order, those taken away included.</summary>
    public IReadOnlyList<RoomMessage> Messages => Look(() => _state.Messages.ToArray());

    private static RoomPerson TheBot { get; } = new(BotId, "CopBot") { IsBot = true };

    /// <summary>The account of a person.</summary>
    public static UserRef User(string id) => new(Workspace, Checked(id));

    /// <summary>A channel by its id.</summary>
    public static ChannelRef Channel(string id) => new(Workspace, Checked(id));

    /// <summary>Somebody's direct conversation with the bot.</summary>
    public static Place DirectWith(UserRef user) => new(new ChannelRef(Workspace, "direct-" + user.Id));

    /// <summary>Whose direct conversation a channel is; null for an ordinary channel.</summary>
    public static UserRef? DirectOf(ChannelRef channel) =>
        channel.Id.StartsWith("direct-", StringComparison.Ordinal) ? User(channel.Id["direct-".Length..]) : null;

    /// <summary>Lets somebody in, or changes how they stand.</summary>
    public RoomPerson Invite(RoomPerson person)
    {
        Checked(person.Id);
        Record(() => new RoomEvent.PersonStands(person));
        return person;
    }

    /// <summary>Makes a channel, or changes how it stands.</summary>
    public RoomChannel Open(RoomChannel channel)
    {
        Checked(channel.Id);
        Record(() => new RoomEvent.ChannelStands(channel));
        return channel;
    }

    /// <summary>Makes a private place for these people, whatever others there are: like a platform, it does not notice that it was asked twice.</summary>
    internal RoomChannel OpenPrivate(IReadOnlyList<UserRef> people, string name, string openedFor)
    {
        lock (_gate)
        {
            var number = _state.Channels.Count(c => c.OpenedFor is not null) + 1;
            return Open(new RoomChannel("private-" + number.ToString(CultureInfo.InvariantCulture), name) { Private = true, Members = [.. people.Select(p => p.Id)], OpenedFor = openedFor, Purpose = "Only you and those who talk with you here see this." });
        }
    }

    /// <summary>Somebody by their id; null when they were never here.</summary>
    public RoomPerson? Person(string id) => Look(() => _state.People.Find(p => p.Id == id));

    /// <summary>Somebody by their account; null when they were never here.</summary>
    public RoomPerson? Person(UserRef user) => user.Workspace == Workspace ? Person(user.Id) : null;

    /// <summary>A channel; null when there is none, or it is a direct conversation.</summary>
    public RoomChannel? Find(ChannelRef channel) => Look(() => _state.Channels.Find(c => c.Ref == channel));

    /// <summary>A message; null when there never was one. One that was taken away is found and says so.</summary>
    public RoomMessage? Find(PostRef post) => Look(() => _state.Find(post.Id) is { } found && found.Place == post.Place ? found : null);

    /// <summary>What stands at a place, in order, without what was taken away; of a thread without the message on top.</summary>
    public IReadOnlyList<RoomMessage> In(Place place) =>
        Look(() => _state.Places.TryGetValue(place, out var there) ? there.Select(i => _state.Messages[i]).Where(m => !m.Removed).ToArray() : []);

    /// <summary>The bot's messages to somebody in their direct conversation, without what was taken away.</summary>
    public IReadOnlyList<RoomMessage> DirectTo(UserRef user) => [.. In(DirectWith(user)).Where(m => m.Author == Bot)];

    /// <summary>What somebody alone sees, oldest first; at one place, or everywhere.</summary>
    public IReadOnlyList<PrivateAnswer> PrivateTo(UserRef user, Place? place = null) =>
        Look(() => _private.Of(user).Where(a => place is null || a.Place == place).ToArray());

    /// <summary>The Home that somebody last opened; null before that.</summary>
    public Message? HomeOf(UserRef user) => Look(() => _private.HomeOf(user));

    /// <summary>Whether somebody can see a place.</summary>
    public bool IsSeenBy(RoomPerson person, Place place) =>
        DirectOf(place.Channel) is { } owner ? owner == person.Ref : Find(place.Channel)?.IsSeenBy(person) ?? false;

    /// <summary>Calls <paramref name="changed"/> after every change, until disposed. It must be quick and not throw.</summary>
    public IDisposable Watch(Action changed)
    {
        lock (_gate) _watchers.Add(changed);
        return new Watching(this, changed);
    }

    /// <summary>Forgets everything, on disk too. Ids go on where they were.</summary>
    public void StartOver()
    {
        lock (_gate)
        {
            var begun = new RoomEvent.Begun(_state.LastId);
            _journal?.BeginAgain(begun);
            _state.Apply(begun);
            _private.Clear();
            _read.Begin(_state.LastId);
        }

        Invite(TheBot);
    }

    /// <inheritdoc/>
    public void Dispose() => _journal?.Dispose();

    internal RoomMessage Write(Place place, UserRef author, Func<RoomMessage, RoomMessage> fill) =>
        Record(() => fill(new RoomMessage((_state.LastId + 1).ToString(CultureInfo.InvariantCulture), place, author, Now)));

    /// <summary>Changes a message in one step; null when it is not there (any more).</summary>
    internal RoomMessage? Change(PostRef post, Func<RoomMessage, RoomMessage> change)
    {
        lock (_gate)
        {
            if (_state.Find(post.Id) is not { Removed: false } stands || stands.Place != post.Place) return null;
            var changed = change(stands);
            Keep(new RoomEvent.MessageStands(changed));
            Tell();
            return changed;
        }
    }

    internal RoomPerson? Change(UserRef user, Func<RoomPerson, RoomPerson> change)
    {
        lock (_gate) return Person(user) is { } stands ? Invite(change(stands)) : null;
    }

    internal RoomChannel? Change(ChannelRef channel, Func<RoomChannel, RoomChannel> change)
    {
        lock (_gate) return Find(channel) is { } stands ? Open(change(stands)) : null;
    }

    internal T With<T>(Func<PrivateAnswers, T> change)
    {
        lock (_gate)
        {
            var result = change(_private);
            Tell();
            return result;
        }
    }

    internal PrivateAnswer Show(PrivateAnswer answer) => With(p => p.Show(answer with { After = _state.LastId }));

    internal void MarkRead(UserRef user, Place place)
    {
        lock (_gate)
        {
            if (_private.MarkSeen(user, place) | _read.Mark(user, place, _state.LastId)) Tell();
        }
    }

    internal long ReadUpTo(UserRef user, Place place) => Look(() => _read.Of(user, place));

    private static string Checked(string id) => id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? id
        : throw new ArgumentException($"'{id}' is no id: use letters, digits and hyphens");

    private T Look<T>(Func<T> at)
    {
        lock (_gate) return at();
    }

    private RoomMessage Record(Func<RoomMessage> make)
    {
        lock (_gate)
        {
            var message = make();
            Keep(new RoomEvent.MessageStands(message));
            Tell();
            return message;
        }
    }

    private void Record(Func<RoomEvent> make)
    {
        lock (_gate)
        {
            Keep(make());
            Tell();
        }
    }

    private void Keep(RoomEvent happened)
    {
        _journal?.Append(happened);
        _state.Apply(happened);
    }

    // Told under the lock, so that watchers see versions in order; they only wake somebody.
    private void Tell()
    {
        Interlocked.Increment(ref _version);
        foreach (var changed in _watchers) changed();
    }

    private sealed class Watching(Room room, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (room._gate) room._watchers.Remove(changed);
        }
    }
}
