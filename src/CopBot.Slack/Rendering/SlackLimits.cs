namespace CopBot.Slack.Rendering;

/// <summary>
/// What Slack takes, after escaping, from its own block types (@slack/types 3.2.0). Where its libraries disagree, the
/// smaller number.
/// </summary>
internal static class SlackLimits
{
    /// <summary>Blocks of a message.</summary>
    public const int MessageBlocks = 50;

    /// <summary>Blocks of a modal or of Home.</summary>
    public const int ViewBlocks = 100;

    /// <summary>Text of a section.</summary>
    public const int SectionText = 3000;

    /// <summary>Fields of a section.</summary>
    public const int SectionFields = 10;

    /// <summary>Text of one field.</summary>
    public const int FieldText = 2000;

    /// <summary>A header.</summary>
    public const int HeaderText = 150;

    /// <summary>One element of a context block: Slack names no number, so the one of a section.</summary>
    public const int ContextText = 3000;

    /// <summary>Elements of a context block.</summary>
    public const int ContextElements = 10;

    /// <summary>Label of a button.</summary>
    public const int ButtonText = 75;

    /// <summary>Label or description of an option; also the text of its value.</summary>
    public const int OptionText = 75;

    /// <summary>Options shown as radio buttons or check boxes.</summary>
    public const int BoxOptions = 10;

    /// <summary>What stands in an empty menu or input.</summary>
    public const int Placeholder = 150;

    /// <summary>Address of a link button.</summary>
    public const int LinkAddress = 3000;

    /// <summary>Title of a modal, and its submit and close buttons.</summary>
    public const int ModalTitle = 24;

    /// <summary>Label or hint of an input.</summary>
    public const int InputLabel = 2000;

    /// <summary>What a text input takes.</summary>
    public const int InputText = 3000;

    /// <summary>What an app may write unseen into a view.</summary>
    public const int PrivateMetadata = 3000;

    /// <summary>People in a group message besides whoever opens it (conversations.open: "1 to 8 users", and with the bot nine).</summary>
    public const int GroupMessagePeople = 8;

    /// <summary>
    /// All blocks of a message together, written as JSON. Slack refuses a message over some 12,000 characters
    /// (<c>msg_blocks_too_long</c>: undocumented, met in the field, and nobody says what is counted, so everything is);
    /// prose beyond this is shortened, and there is room for the button to read on.
    /// </summary>
    public const int MessageLength = 11_300;

    /// <summary>The text beside the blocks, for notifications and screen readers: Slack recommends at most 4,000.</summary>
    public const int FallbackText = 4000;

    /// <summary>One complaint at a field: Slack names no number, so what a reader takes in.</summary>
    public const int FieldError = 300;
}
