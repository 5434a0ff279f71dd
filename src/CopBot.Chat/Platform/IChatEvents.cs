namespace CopBot.Chat;

/// <summary>
/// A platform that keeps a list of events of its own beside its channels. Not every platform has one, so a feature asks for
/// those that are there and does without where none is: everything that matters stands in a post too. Every call may throw
/// <see cref="PlatformException"/>.
/// </summary>
public interface IChatEvents
{
    /// <summary>Which platform this is.</summary>
    Platform Platform { get; }

    /// <summary>
    /// Puts an event into the workspace's list, or makes the one that is <paramref name="known"/> say this. After an unknown
    /// outcome nobody knows it: it is looked for by its key first, so that it never stands there twice. Throws
    /// <see cref="FailureKind.Gone"/> when the known one was taken away by hand.
    /// </summary>
    /// <returns>What it is known by there.</returns>
    Task<string> PutEventAsync(WorkspaceRef workspace, ChatEvent happening, string? known, CancellationToken stop);

    /// <summary>Calls an event off, so that whoever marked it hears of it. One that is gone or over is no error.</summary>
    Task CallOffEventAsync(WorkspaceRef workspace, string known, CancellationToken stop);

    /// <summary>When an event begins and what it is called there now; null when it is gone or was called off there.</summary>
    Task<ChatEventSeen?> FindEventAsync(WorkspaceRef workspace, string known, CancellationToken stop);
}

/// <summary>An event in a platform's own list.</summary>
/// <param name="Key">Names it; written into its description, so that it can be found again. No secret.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Says">What it is about.</param>
/// <param name="Place">Where it is; a platform that needs one says "see the channel" where it is empty.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
public sealed record ChatEvent(string Key, string Title, string Says, string Place, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>How an event stands in a platform's own list.</summary>
public sealed record ChatEventSeen(string Title, DateTimeOffset StartsAt);
