using CopBot.Slack.WebApi;

namespace CopBot.Slack;

/// <summary>One configured pair of tokens and what became of it. Only <see cref="SlackWorkspaces"/> changes it.</summary>
internal sealed class SlackPair(SlackTokens tokens, SlackWeb web)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlackTokens Tokens { get; } = tokens;

    public SlackWeb Web { get; } = web;

    /// <summary>Which workspace it is, once Slack has told.</summary>
    public SlackWorkspace? Workspace { get; set; }

    public SlackState State { get; set; }

    public string? Why { get; set; }

    /// <summary>Completes when the pair is given up.</summary>
    public Task Ended => _ended.Task;

    public bool IsStopped => State == SlackState.Stopped;

    public SlackStatus Status => new(Tokens.Setting, State, Workspace?.Ref, Why);

    public void End() => _ended.TrySetResult();
}
