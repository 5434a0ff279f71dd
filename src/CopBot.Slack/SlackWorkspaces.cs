using CopBot.Chat;
using CopBot.Slack.WebApi;
using Microsoft.Extensions.Logging;

namespace CopBot.Slack;

/// <summary>
/// The configured workspaces and how it stands with each. It only remembers; <see cref="SocketMode.SlackConnections"/>
/// connects them. What happens to one never touches another.
/// </summary>
internal sealed partial class SlackWorkspaces : ISlackWorkspaces, ISlackStates
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private readonly ILogger _log;
    private readonly List<Action<SlackStatus>> _listeners = [];

    public SlackWorkspaces(SlackOptions options, SlackHttp http, TimeProvider clock, ILogger<SlackWorkspaces> log, PlatformMeter? meter = null)
    {
        _log = log;
        Pairs = [.. options.Workspaces.Select(tokens => Pair(tokens, options, http, clock, meter))];
        meter?.Watch(SlackWorkspace.Slack, () => States.Select(s => s.State switch
        {
            SlackState.Connecting => "connecting",
            SlackState.Connected => "connected",
            SlackState.Stopped => "stopped",
            _ => throw new NotSupportedException(s.State.ToString()),
        }));
    }

    public IReadOnlyList<SlackPair> Pairs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SlackStatus> States
    {
        get
        {
            lock (_gate) return [.. Pairs.Select(pair => pair.Status)];
        }
    }

    /// <inheritdoc/>
    public void WhenStopped(Action<SlackStatus> tell)
    {
        lock (_gate) _listeners.Add(tell);
    }

    /// <inheritdoc/>
    public SlackWorkspace Of(WorkspaceRef workspace)
    {
        lock (_gate)
        {
            if (Find(workspace) is { } pair) return pair.IsStopped ? throw Over(pair.Why!) : pair.Workspace!;
            // A workspace is known once Slack has told whose token it is: until then it may be any of these.
            if (Pairs.Any(p => p is { Workspace: null, IsStopped: false }))
                throw new PlatformException(FailureKind.NotDelivered, "Slack has not been reached yet; CopBot goes on trying.") { RetryAfter = LookAgain };
            var unknown = Pairs.Where(p => p is { Workspace: null, IsStopped: true }).Select(p => p.Why).ToList();
            throw Over(unknown.Count > 0 ? string.Join(" ", unknown) : $"No tokens are configured for the workspace {workspace.Id}.");
        }
    }

    /// <inheritdoc/>
    public void Stop(WorkspaceRef workspace, string why)
    {
        SlackPair? pair;
        lock (_gate) pair = Find(workspace);
        if (pair is not null) Stop(pair, why);
    }

    /// <summary>Gives a pair up: nothing is sent with its token any more.</summary>
    public void Stop(SlackPair pair, string why)
    {
        SlackStatus status;
        Action<SlackStatus>[] listeners;
        lock (_gate)
        {
            if (pair.IsStopped) return;
            (pair.State, pair.Why) = (SlackState.Stopped, why);
            (status, listeners) = (pair.Status, [.. _listeners]);
        }

        pair.Web.Stop(why);
        WorkspaceStopped(pair.Tokens.Setting, pair.Workspace?.Ref.ToString() ?? "unknown", why);
        pair.End();
        foreach (var tell in listeners) tell(status);
    }

    /// <summary>Slack told which workspace this is. False where another pair serves it already: then this one is given up.</summary>
    public bool Meet(SlackPair pair, SlackWorkspace workspace)
    {
        SlackPair? other;
        lock (_gate)
        {
            other = Find(workspace.Ref);
            if (other is null) pair.Workspace = workspace;
        }

        if (other is null || other == pair) return true;
        Stop(pair, $"{pair.Tokens.Setting} and {other.Tokens.Setting} hold tokens of the same workspace, {workspace.Url.Host}. Only {other.Tokens.Setting} is used; take the other away.");
        return false;
    }

    /// <summary>It is connected, or not for this reason.</summary>
    public void Say(SlackPair pair, SlackState state, string? why)
    {
        lock (_gate)
        {
            if (!pair.IsStopped) (pair.State, pair.Why) = (state, why);
        }
    }

    private SlackPair? Find(WorkspaceRef workspace) => Pairs.FirstOrDefault(pair => pair.Workspace?.Ref == workspace);

    private SlackPair Pair(SlackTokens tokens, SlackOptions options, SlackHttp http, TimeProvider clock, PlatformMeter? meter)
    {
        SlackPair? pair = null;
        var web = new SlackWeb(http.Client, options, new SlackToken(tokens.BotToken, tokens.Setting, OpensSockets: false), clock) { OnStopped = why => Stop(pair!, why), Meter = meter };
        return pair = new SlackPair(tokens, web);
    }

    private static PlatformException Over(string why) => new(FailureKind.WorkspaceStopped, why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Slack ({Setting}, workspace {Workspace}) is given up until CopBot is restarted. {Why}")]
    private partial void WorkspaceStopped(string setting, string workspace, string why);
}
