using System.Globalization;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>How the room stands: the fold of its journal. Not thread-safe; the room holds its lock.</summary>
internal sealed class RoomState
{
    private readonly Dictionary<string, int> _where = new(StringComparer.Ordinal);

    public List<RoomPerson> People { get; } = [];

    public List<RoomChannel> Channels { get; } = [];

    public List<RoomMessage> Messages { get; } = [];

    /// <summary>Positions in <see cref="Messages"/> of what stands at a place.</summary>
    public Dictionary<Place, List<int>> Places { get; } = [];

    public long LastId { get; private set; }

    public void Apply(RoomEvent happened)
    {
        switch (happened)
        {
            case RoomEvent.Begun begun:
                People.Clear();
                Channels.Clear();
                Messages.Clear();
                Places.Clear();
                _where.Clear();
                LastId = Math.Max(LastId, begun.LastId);
                break;

            case RoomEvent.PersonStands { Person: var person }:
                Put(People, person, p => p.Id == person.Id);
                break;

            case RoomEvent.ChannelStands { Channel: var channel }:
                Put(Channels, channel, c => c.Id == channel.Id);
                break;

            case RoomEvent.MessageStands { Message: var message }:
                Put(message);
                break;

            default:
                throw new NotSupportedException(happened.GetType().Name);
        }
    }

    public RoomMessage? Find(string id) => _where.TryGetValue(id, out var at) ? Messages[at] : null;

    private static void Put<T>(List<T> all, T one, Predicate<T> same)
    {
        var at = all.FindIndex(same);
        if (at < 0) all.Add(one);
        else all[at] = one;
    }

    private void Put(RoomMessage message)
    {
        if (_where.TryGetValue(message.Id, out var at))
        {
            Messages[at] = message;
            return;
        }

        _where[message.Id] = Messages.Count;
        if (!Places.TryGetValue(message.Place, out var there)) Places[message.Place] = there = [];
        there.Add(Messages.Count);
        Messages.Add(message);
        LastId = Math.Max(LastId, long.Parse(message.Id, CultureInfo.InvariantCulture));
    }
}
