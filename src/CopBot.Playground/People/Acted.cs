using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>What came of something a person did.</summary>
/// <param name="Inbound">What was handed to the bot; null when the room itself said no. Hand it over again to deliver twice.</param>
/// <param name="Answer">What the bot answered; null when a form opened instead.</param>
public sealed record Acted(Inbound? Inbound, Answer? Answer)
{
    /// <summary>The form that opened, or opened again because something in it cannot be taken.</summary>
    public OpenForm? Form { get; init; }

    /// <summary>The private answer as it is shown to the person; null where nothing is shown.</summary>
    public PrivateAnswer? Shown { get; init; }

    /// <summary>The answer that went into the direct conversation because it must last.</summary>
    public RoomMessage? Kept { get; init; }

    /// <summary>The Home that opened.</summary>
    public Message? Home { get; init; }

    /// <summary>The message that the person wrote.</summary>
    public RoomMessage? Said { get; init; }
}

/// <summary>A form that stands open before somebody.</summary>
/// <param name="View">Its questions with what stands in them.</param>
/// <param name="Where">The place that it was opened from.</param>
/// <param name="From">The private answer whose control opened it, or null.</param>
/// <param name="AtHome">Whether it was opened from Home.</param>
public sealed record OpenForm(FormView View, Place Where, string? From = null, bool AtHome = false)
{
    /// <summary>What is wrong, by field name; empty when the form has just been opened.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
