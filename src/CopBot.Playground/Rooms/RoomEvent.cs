using System.Text.Json.Serialization;

namespace CopBot.Playground;

/// <summary>One line of the journal. Each says how something stands now, so folding is replacing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(PersonStands), "person")]
[JsonDerivedType(typeof(ChannelStands), "channel")]
[JsonDerivedType(typeof(MessageStands), "message")]
internal abstract record RoomEvent
{
    /// <summary>The room is empty. Message ids go on where they were, so that no old ref ever names a new message.</summary>
    public sealed record Begun(long LastId) : RoomEvent;

    public sealed record PersonStands(RoomPerson Person) : RoomEvent;

    public sealed record ChannelStands(RoomChannel Channel) : RoomEvent;

    public sealed record MessageStands(RoomMessage Message) : RoomEvent;
}
