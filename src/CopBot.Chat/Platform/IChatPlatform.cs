namespace CopBot.Chat;

/// <summary>
/// A chat platform, as the bot uses it. Few members, none optional and no capability flags: each adapter renders the nearest
/// honest equivalent itself. Every call may throw <see cref="PlatformException"/>, whose kind tells the courier what to do next.
/// </summary>
public interface IChatPlatform
{
    /// <summary>Which platform this is; refs with this name belong to it.</summary>
    Platform Platform { get; }

    /// <summary>
    /// Posts a message. <paramref name="nonce"/>, at most <see cref="Limits.NonceLength"/> characters, is the same on each try
    /// for the same post, and is written into it, so that <see cref="FindPostAsync"/> can find it. In a forum a post is a
    /// thread of its own, called by <see cref="Message.Summary"/>.
    /// </summary>
    /// <remarks>
    /// After an unknown outcome the platform may hand back what the first try posted, with what it said then: revise it
    /// before believing that it says <paramref name="message"/>.
    /// </remarks>
    Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop);

    /// <summary>
    /// After a post whose outcome is unknown: looks for a message with this nonce, not older than <paramref name="since"/>.
    /// Null means that it is not there and may be posted again.
    /// </summary>
    Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop);

    /// <summary>
    /// Makes the post say something else. It rings nobody. Works on old posts and in archived threads.
    /// <paramref name="nonce"/> is the one it was posted with; saying the same twice does no harm.
    /// </summary>
    Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop);

    /// <summary>Takes a post away. One that is gone already is no error.</summary>
    Task RemoveAsync(PostRef post, CancellationToken stop);

    /// <summary>
    /// The place below a post where its talk stands; opened if there is none yet. A post that stands in a thread already
    /// (all posts of a forum do), or in a direct conversation, gives the place that it stands in.
    /// </summary>
    Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop);

    /// <summary>Lets the talk rest, where the platform can: the thread is archived, never locked.</summary>
    Task CloseThreadAsync(Place thread, CancellationToken stop);

    /// <summary>The direct conversation with somebody.</summary>
    Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop);

    /// <summary>
    /// A place that only these people and the bot see, for them to talk with each other: made beside a channel of theirs, and
    /// called by <paramref name="title"/> where such places have names. Nobody else is let in later. Where two of these
    /// places have the same people, the platform may give the same place for both.
    /// </summary>
    /// <param name="beside">The channel that it belongs to. <see cref="ChannelProfile.NoPrivate"/> says whether it can be.</param>
    /// <param name="people">Who; all of the channel's workspace.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="nonce">That of the post which is to stand there first: how the place is known again.</param>
    /// <param name="triedSince">
    /// When an earlier try began whose outcome is unknown: then what it left behind is looked for, so that it is made once;
    /// null at the first try.
    /// </param>
    /// <param name="stop">Ends the call.</param>
    Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop);

    /// <summary>
    /// Says something in a channel to one person, unasked. Where only that person sees it, null comes back: it cannot be
    /// revised and is gone with the session. Where the platform cannot be private there, it posts the same before everybody,
    /// lets only that person press its buttons, and returns it so that it can be taken away again: after the press or ten
    /// minutes. So <paramref name="message"/> is one line that is nobody's business, with its buttons
    /// (<see cref="Limits.BrokenAsWhisper"/>); what only one person may read goes into the direct conversation.
    /// </summary>
    /// <remarks>It cannot be found again: after an unknown outcome it is not whispered a second time.</remarks>
    Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop);

    /// <summary>
    /// Gives the answer to a gesture that was answered with <see cref="Answer.Follows"/>. Call it also for
    /// <see cref="Answer.Nothing"/>: where the person sees that the bot is thinking, this ends it. Falls back to the direct
    /// conversation when the ticket has expired; throws <see cref="FailureKind.Denied"/> when that is closed too.
    /// </summary>
    Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop);

    /// <summary>Sends a file.</summary>
    Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop);

    /// <summary>Who somebody is; null when they are not in that workspace (any more).</summary>
    Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop);

    /// <summary>What a channel is; null when the bot cannot see it (any more).</summary>
    Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop);

    /// <summary>Where a reader finds a post.</summary>
    Uri LinkTo(PostRef post);
}

/// <summary>A file to send.</summary>
public sealed record ChatFile(string Name, string MediaType, ReadOnlyMemory<byte> Content, Text Says);

/// <summary>What a platform knows of a user.</summary>
/// <param name="User">Whose account it is.</param>
/// <param name="Name">What they are called there.</param>
/// <param name="Zone">Their IANA zone, or null where the platform does not tell.</param>
/// <param name="Locale">Their locale, such as <c>en-GB</c>, or null.</param>
/// <param name="IsBot">Whether it is an app.</param>
/// <param name="RunsWorkspace">Whether they may set the bot up: a Slack admin or owner, or Discord's Manage Server.</param>
public sealed record UserProfile(UserRef User, string Name, string? Zone, string? Locale, bool IsBot, bool RunsWorkspace);

/// <summary>What a platform knows of a channel.</summary>
/// <param name="Channel">Which it is.</param>
/// <param name="Name">What it is called, without a sign in front.</param>
/// <param name="Private">Whether only invited people see it.</param>
/// <param name="CanPost">Whether the bot may post there now; false in an archived channel, or one that it is not in.</param>
/// <param name="Fix">Where it may not: what a coordinator does about it, in the platform's own terms; else null.</param>
/// <param name="NoPrivate">Where no private place can be opened beside it: why, and what a coordinator does about it, in the platform's own terms; else null.</param>
public sealed record ChannelProfile(ChannelRef Channel, string Name, bool Private, bool CanPost, string? Fix = null, string? NoPrivate = null);

/// <summary>Why a platform did not do what it was asked. <see cref="Kind"/> tells the courier what to do next.</summary>
public sealed class PlatformException : Exception
{
    /// <summary>A failure without words.</summary>
    public PlatformException()
        : this(FailureKind.Unknown, "The platform failed")
    {
    }

    /// <summary>A failure of unknown outcome.</summary>
    public PlatformException(string message)
        : this(FailureKind.Unknown, message)
    {
    }

    /// <summary>A failure of unknown outcome.</summary>
    public PlatformException(string message, Exception inner)
        : this(FailureKind.Unknown, message, inner)
    {
    }

    /// <summary>A failure of a known kind; <paramref name="message"/> says in words what to do, and holds no secret.</summary>
    public PlatformException(FailureKind kind, string message, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    /// <summary>What is known of the outcome.</summary>
    public FailureKind Kind { get; }

    /// <summary>How long the platform asked to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What is known after a failed call.</summary>
public enum FailureKind
{
    /// <summary>It may have happened or not: look before trying again.</summary>
    Unknown,

    /// <summary>It did not happen; try again, after <see cref="PlatformException.RetryAfter"/> where given.</summary>
    NotDelivered,

    /// <summary>What it was to be done to is gone: the post, the thread or the channel.</summary>
    Gone,

    /// <summary>It will not be allowed until somebody changes something: a permission, a closed direct conversation.</summary>
    Denied,

    /// <summary>The workspace no longer lets the bot in at all: a revoked token, an app that was removed.</summary>
    WorkspaceStopped,

    /// <summary>The platform will never take this as it is, so trying again is useless: a fault of ours, which nobody in the workspace can mend.</summary>
    Rejected,
}
