namespace CopBot.DiscordEmulator.World;

/// <summary>A user in one guild.</summary>
public sealed class Member
{
    public required User User { get; init; }

    public required Guild Guild { get; init; }

    public string? Nick { get; set; }

    public HashSet<ulong> Roles { get; } = [];

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Until when the member is timed out: only seeing and reading history remain (topics/permissions, "Permissions for Timed Out Members").</summary>
    public DateTimeOffset? TimedOutUntil { get; set; }
}
