using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>The people of the room, ready to act: <c>people.As("anna").CommandAsync(practice.Place, "ask")</c>.</summary>
public sealed class PlaygroundPeople(Room room, IInbox inbox)
{
    /// <summary>Somebody by their id.</summary>
    public Persona As(string id) => new(room, inbox, Room.User(id));

    /// <summary>Somebody by their account.</summary>
    public Persona As(UserRef user) => new(room, inbox, user);

    /// <summary>Lets somebody in and hands them over.</summary>
    public Persona Invite(RoomPerson person) => As(room.Invite(person).Ref);
}
