using CopBot.Chat;

namespace CopBot.Slack;

/// <summary>How it stands with one pair of tokens.</summary>
public enum SlackState
{
    /// <summary>Not reached yet, or lost a moment ago; it is being tried.</summary>
    Connecting,

    /// <summary>A socket is open and greeted.</summary>
    Connected,

    /// <summary>Given up until somebody mends it and restarts the bot.</summary>
    Stopped,
}

/// <summary>How it stands with one pair of tokens, for health checks and the doctor.</summary>
/// <param name="Setting">Where the pair is configured.</param>
/// <param name="State">How it stands.</param>
/// <param name="Workspace">Which workspace it is; null while Slack has not told.</param>
/// <param name="Why">Where it is not connected: what is wrong and what to do, in words; else null.</param>
public sealed record SlackStatus(string Setting, SlackState State, WorkspaceRef? Workspace, string? Why);

/// <summary>Tells how it stands with the connections to Slack.</summary>
public interface ISlackStates
{
    /// <summary>One for each configured pair, in that order.</summary>
    IReadOnlyList<SlackStatus> States { get; }

    /// <summary>Calls back once for each pair that is given up from now on.</summary>
    void WhenStopped(Action<SlackStatus> tell);
}
