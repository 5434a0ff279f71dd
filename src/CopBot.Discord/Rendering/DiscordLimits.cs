namespace CopBot.Discord.Rendering;

/// <summary>What Discord takes, from its reference of messages, components and modals. Lengths are UTF-16 units, the stricter count.</summary>
internal static class DiscordLimits
{
    /// <summary>All text displays of a message together.</summary>
    public const int MessageLength = 4000;

    /// <summary>Name of a scheduled event.</summary>
    public const int EventName = 100;

    /// <summary>Description of a scheduled event.</summary>
    public const int EventDescription = 1000;

    /// <summary>Place of a scheduled event that is outside of Discord.</summary>
    public const int EventPlace = 100;

    /// <summary>Components of a message, those inside others included.</summary>
    public const int Components = 40;

    /// <summary>Buttons in an action row.</summary>
    public const int ButtonsInARow = 5;

    /// <summary>What stands on a button.</summary>
    public const int ButtonLabel = 80;

    /// <summary>The address behind a link button.</summary>
    public const int ButtonLink = 512;

    /// <summary>Label, value and description of a choice.</summary>
    public const int Choice = 100;

    /// <summary>Choices of a select.</summary>
    public const int Choices = 25;

    /// <summary>Choices of a radio or checkbox group.</summary>
    public const int ChoicesInAGroup = 10;

    /// <summary>Placeholder of a select.</summary>
    public const int SelectPlaceholder = 150;

    /// <summary>What a component carries.</summary>
    public const int CustomId = 100;

    /// <summary>Title of a modal.</summary>
    public const int ModalTitle = 45;

    /// <summary>Label of a question.</summary>
    public const int Label = 45;

    /// <summary>The quieter line below a label, and the placeholder of a text input.</summary>
    public const int Description = 100;

    /// <summary>What a text input may hold.</summary>
    public const int TextInput = 4000;

    /// <summary>People whom one message may ring.</summary>
    public const int Rings = 100;

    /// <summary>Name of a thread or forum post.</summary>
    public const int ThreadName = 100;

    /// <summary>Messages in one answer of a channel's history.</summary>
    public const int Page = 100;
}
