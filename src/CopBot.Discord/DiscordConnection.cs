using CopBot.Chat;

namespace CopBot.Discord;

/// <summary>How the bot stands with Discord, for health checks, for the doctor, and for whoever must know who the bot is.</summary>
public sealed class DiscordConnection
{
    private readonly TaskCompletionSource<DiscordSelf> _self = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile DiscordState _state = new DiscordState.Connecting(null);

    /// <summary>It stands unconnected. With <paramref name="meter"/>, how it stands is measured.</summary>
    public DiscordConnection(PlatformMeter? meter = null) => meter?.Watch(DiscordIds.Platform, () => [State switch
    {
        DiscordState.Connecting => "connecting",
        DiscordState.Connected => "connected",
        DiscordState.Stopped => "stopped",
        var other => throw new NotSupportedException(other.GetType().Name),
    }]);

    /// <summary>How it stands now.</summary>
    public DiscordState State => _state;

    /// <summary>
    /// Who the bot is, as soon as Discord has said so. Throws a <see cref="PlatformException"/> of kind
    /// <see cref="FailureKind.WorkspaceStopped"/> when it never will.
    /// </summary>
    public Task<DiscordSelf> SelfAsync(CancellationToken stop) => _self.Task.WaitAsync(stop);

    internal void Connecting(string? why) => _state = new DiscordState.Connecting(why);

    /// <summary>Whether it is known already who the bot is.</summary>
    internal bool IsKnown => _self.Task.IsCompletedSuccessfully;

    internal void StandingBy() => _state = new DiscordState.Elsewhere();

    internal void Connected(DateTimeOffset since, string? caution) => _state = new DiscordState.Connected(since, caution);

    internal void Is(DiscordSelf self) => _self.TrySetResult(self);

    internal void Stopped(string why)
    {
        _state = new DiscordState.Stopped(why);
        _self.TrySetException(new PlatformException(FailureKind.WorkspaceStopped, why));
        // Nobody has to have asked.
        _ = _self.Task.Exception;
    }
}

/// <summary>Who the bot is on Discord.</summary>
/// <param name="ApplicationId">The application, under which its commands are registered.</param>
/// <param name="UserId">Its own account, whose messages are never answered.</param>
public sealed record DiscordSelf(string ApplicationId, string UserId);

/// <summary>How the bot stands with Discord.</summary>
public abstract record DiscordState
{
    private DiscordState()
    {
    }

    /// <summary>It is not connected, and tries to be.</summary>
    /// <param name="Why">What went wrong before, in a sentence; null at the start.</param>
    public sealed record Connecting(string? Why) : DiscordState;

    /// <summary>It is connected.</summary>
    /// <param name="Since">Since when.</param>
    /// <param name="Caution">What it has to do without, and what an operator can do about it; else null.</param>
    public sealed record Connected(DateTimeOffset Since, string? Caution) : DiscordState;

    /// <summary>Another process is connected; this one posts, and waits to take its place.</summary>
    public sealed record Elsewhere : DiscordState;

    /// <summary>It is not connected and will not be before somebody has done something and started it again.</summary>
    /// <param name="Why">What to do, in a sentence.</param>
    public sealed record Stopped(string Why) : DiscordState;
}
