using CopBot.Chat;

namespace CopBot.Slack;

/// <summary>How it stands with Slack while the bot runs: the connection, and the scopes that were not granted.</summary>
internal sealed class SlackStanding(SlackWorkspaces workspaces) : IPlatformStanding
{
    /// <inheritdoc/>
    public Platform Platform => SlackWorkspace.Slack;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> LookAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        // One that Slack has not told of yet may be any of them.
        var pair = workspaces.Pairs.FirstOrDefault(p => p.Workspace?.Ref == workspace) ?? workspaces.Pairs.FirstOrDefault(p => p.Workspace is null);
        return Task.FromResult<IReadOnlyList<Finding>>(pair is null ? [Finding.Wrong($"No tokens are configured for this Slack workspace ({workspace.Id}). Set Slack:BotToken and Slack:AppToken, and start CopBot again.")] : [Connection(pair), .. Scopes(pair)]);
    }

    private static Finding Connection(SlackPair pair) => pair.State switch
    {
        SlackState.Connected => Finding.Fine("Slack is connected."),
        SlackState.Connecting => Finding.Notable($"Slack is being connected. {pair.Why}".TrimEnd()),
        SlackState.Stopped => Finding.Wrong($"Slack is given up until CopBot is started again. {pair.Why}".TrimEnd()),
        _ => throw new NotSupportedException(pair.State.ToString()),
    };

    private static IEnumerable<Finding> Scopes(SlackPair pair) => pair.Web.GrantedScopes is not { } granted ? [] : SlackNeeds.Scopes
        .Where(s => !granted.Contains(s.Name))
        .Select(s => Finding.Wrong(s.Lacking("The bot's token")));
}
