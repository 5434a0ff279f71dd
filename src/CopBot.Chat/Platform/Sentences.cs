namespace CopBot.Chat;

/// <summary>
/// The few sentences that an adapter says by itself, because no handler was asked. They stand here so that every platform
/// says the same, and so that they can be translated with the rest.
/// </summary>
public static class Sentences
{
    /// <summary>Shown where a <see cref="Answer.Keep"/> was asked for, with the link to it.</summary>
    public const string KeptInDirect = "I have put it into our direct conversation, so that you find it again.";

    /// <summary>Shown above a <see cref="Answer.Keep"/> that could not be kept.</summary>
    public const string DirectIsClosed = "I could not send you this directly, so it stands here for now. Please copy what you want to keep, or allow direct messages in this workspace and ask again.";

    /// <summary>Shown to others who press a whisper's buttons.</summary>
    public const string NotYours = "This was said to somebody else. Use /cop to start one of your own.";

    /// <summary>Shown when nothing was taken, because the bot could not store it in time.</summary>
    public const string TryAgain = "I am busy just now and have not taken this yet. Please try again in a moment.";

    /// <summary>Shown in a form that opens before its questions are known.</summary>
    public const string Loading = "One moment…";
}
