namespace CopBot.Chat;

/// <summary>
/// Tells how it stands with a platform while the bot runs: whether it is connected, and what the bot may not do there. An
/// adapter adds one beside its <see cref="IChatPlatform"/>; one that can only be there needs none.
/// </summary>
public interface IPlatformStanding
{
    /// <summary>The platform that it tells of.</summary>
    Platform Platform { get; }

    /// <summary>How it stands with one workspace; what is wrong says how to mend it. Never throws for what the platform does, and tells no secret.</summary>
    Task<IReadOnlyList<Finding>> LookAsync(WorkspaceRef workspace, CancellationToken stop);
}
