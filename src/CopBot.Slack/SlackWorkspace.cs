using CopBot.Chat;
using CopBot.Slack.WebApi;

namespace CopBot.Slack;

/// <summary>A workspace that a token pair reaches, as <c>auth.test</c> told it.</summary>
/// <param name="Ref">Which it is: <c>slack/T1</c>.</param>
/// <param name="Url">Its address, for links: <c>https://house.slack.com/</c>.</param>
/// <param name="AppId">The app's id, <c>A…</c>.</param>
/// <param name="BotUserId">The bot's own account, <c>U…</c>, whose messages are never answered.</param>
/// <param name="BotId">The bot's own id as an author, <c>B…</c>.</param>
/// <param name="Web">Its Web API.</param>
internal sealed record SlackWorkspace(WorkspaceRef Ref, Uri Url, string AppId, string BotUserId, string BotId, ISlackWeb Web)
{
    /// <summary>The platform's name in refs.</summary>
    public static readonly Platform Slack = new("slack");
}

/// <summary>The workspaces that are connected now.</summary>
internal interface ISlackWorkspaces
{
    /// <summary>
    /// The workspace that this ref belongs to. Throws a <see cref="PlatformException"/> of kind
    /// <see cref="FailureKind.WorkspaceStopped"/> where its token was revoked or the app removed, and of kind
    /// <see cref="FailureKind.NotDelivered"/> where it is configured and could not be reached yet.
    /// </summary>
    SlackWorkspace Of(WorkspaceRef workspace);

    /// <summary>Ends one workspace's work: its token was revoked or the app removed. The others go on.</summary>
    void Stop(WorkspaceRef workspace, string why);
}
