using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>What the room itself does not let people do, in words.</summary>
internal static class RoomRefusals
{
    public static readonly Refusal YouLeft = new("room-left", $"You have left this workspace. Come back first: the button is beside your name.");
    public static readonly Refusal NotSeen = new("room-not-seen", $"There is no such place for you here.");
    public static readonly Refusal Archived = new("room-archived", $"This channel is archived, so nobody can write here any more.");
    public static readonly Refusal MessageGone = new("room-message-gone", $"This message is no longer there.");
    public static readonly Refusal NotYours = new("room-not-yours", $"Only its author can change this message.");
    public static readonly Refusal NotRunning = new("room-not-running", $"Only somebody who runs the workspace can do this.");
    public static readonly Refusal Empty = new("room-empty", $"There is nothing to send yet. Please write something first.");

    public static Refusal TooLong(int length) =>
        new("room-too-long", $"At most {PlaygroundLimits.TypedLength} characters fit into one message; this has {length}. Please send it in parts.");
}
