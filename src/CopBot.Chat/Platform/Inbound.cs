using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>
/// Something that happened on a platform, as its adapter hands it over. Every one may come twice, late or out of order;
/// <paramref name="EventId"/> is the same each time, and unlike any other's, on any platform. Adapters resolve nothing that
/// the event does not say (that would cost the 3 seconds); the bot asks <see cref="IChatPlatform.FindUserAsync"/> when it needs to know.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(CommandUsed), "command")]
[JsonDerivedType(typeof(ControlUsed), "control")]
[JsonDerivedType(typeof(FormSent), "form")]
[JsonDerivedType(typeof(MessageActionUsed), "message-action")]
[JsonDerivedType(typeof(HomeOpened), "home")]
[JsonDerivedType(typeof(Mentioned), "mentioned")]
[JsonDerivedType(typeof(MessageSeen), "message")]
[JsonDerivedType(typeof(MessageDeleted), "message-deleted")]
[JsonDerivedType(typeof(MemberLeft), "member-left")]
[JsonDerivedType(typeof(ChannelGone), "channel-gone")]
[JsonDerivedType(typeof(WorkspaceGone), "workspace-gone")]
public abstract record Inbound(string EventId)
{
    /// <summary>Where it happened. Not always where its person is from: a shared channel has guests of other workspaces.</summary>
    [JsonIgnore]
    public abstract WorkspaceRef Workspace { get; } // Each override repeats the attribute: the serializer does not inherit it.
}

/// <summary>
/// What a person did and is told the answer of. <paramref name="ReplyTo"/> is the adapter's own ticket for an answer that
/// comes later; the bot stores it and hands it back, and never looks inside. It lets its holder speak as the bot for some
/// minutes, so it is never logged and goes when the gesture is answered.
/// </summary>
public abstract record Gesture(string EventId, UserRef By, Place Where, string ReplyTo) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => Where.Workspace;
}

/// <summary>Somebody typed <c>/cop</c> and <paramref name="Words"/>.</summary>
public sealed record CommandUsed(string EventId, UserRef By, Place Where, string ReplyTo, string Words) : Gesture(EventId, By, Where, ReplyTo);

/// <summary>Somebody pressed a button or chose from a menu. <paramref name="On"/> is the post that it stands on; null on a private answer and on Home.</summary>
public sealed record ControlUsed(string EventId, UserRef By, Place Where, string ReplyTo, string Action, PostRef? On = null) : Gesture(EventId, By, Where, ReplyTo);

/// <summary>Somebody sent a form.</summary>
public sealed record FormSent(string EventId, UserRef By, Place Where, string ReplyTo, string Token, FormValues Values) : Gesture(EventId, By, Where, ReplyTo);

/// <summary>Somebody chose a message action, named by its route.</summary>
public sealed record MessageActionUsed(string EventId, UserRef By, Place Where, string ReplyTo, string Name, SourceMessage Message) : Gesture(EventId, By, Where, ReplyTo);

/// <summary>
/// Somebody's Home is to be drawn; the answer is what it shows. Adapters send it when Home was opened, and again after
/// anything on it was pressed and answered, so that no feature has to know that it was pressed there. <c>Where</c> is the
/// direct conversation.
/// </summary>
public sealed record HomeOpened(string EventId, UserRef By, Place Where, string ReplyTo) : Gesture(EventId, By, Where, ReplyTo);

/// <summary>
/// Somebody mentioned the bot in a channel. The words are those without the mention. No gesture: it is answered through
/// <see cref="IChatPlatform.WhisperAsync"/>.
/// </summary>
public sealed record Mentioned(string EventId, SourceMessage Message) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => Message.Post.Place.Workspace;
}

/// <summary>
/// A message was written. Of ordinary messages only thread, author and time are looked at, and only under the bot's own
/// posts, so adapters leave <see cref="SourceMessage.Text"/> empty unless a coordinator turned listening on there.
/// </summary>
public sealed record MessageSeen(string EventId, SourceMessage Message) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => Message.Post.Place.Workspace;
}

/// <summary>A message was deleted, by whomever; also when it went with its thread, as a forum post does.</summary>
public sealed record MessageDeleted(string EventId, PostRef Post) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => Post.Place.Workspace;
}

/// <summary>Somebody left the workspace or was deactivated.</summary>
public sealed record MemberLeft(string EventId, UserRef User) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => User.Workspace;
}

/// <summary>A channel was archived or deleted, or the bot was taken out of it.</summary>
public sealed record ChannelGone(string EventId, ChannelRef Channel) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => Channel.Workspace;
}

/// <summary>The bot was removed from a workspace.</summary>
public sealed record WorkspaceGone(string EventId, WorkspaceRef Removed) : Inbound(EventId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override WorkspaceRef Workspace => Removed;
}

/// <summary>A message that somebody wrote in the chat.</summary>
/// <param name="Post">Where it stands.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="AuthorName">What they are called there; empty where the event does not say.</param>
/// <param name="Text">What it says, as plain words without the platform's markup; empty where the platform or the community's settings do not give it.</param>
/// <param name="SentAt">When it was written.</param>
/// <param name="Private">Whether it stands in a private channel or a direct conversation.</param>
public sealed record SourceMessage(PostRef Post, UserRef Author, string AuthorName, string Text, DateTimeOffset SentAt, bool Private = false);
