namespace CopBot.DiscordEmulator.World;

/// <summary>What a thread has beyond a channel.</summary>
public sealed class ThreadFacts
{
    public required ulong OwnerId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool Archived { get; set; }

    public bool Locked { get; set; }

    public bool Invitable { get; set; } = true;

    /// <summary>Minutes without activity until it archives itself: 60, 1440, 4320 or 10080.</summary>
    public int AutoArchiveMinutes { get; set; } = 4320;

    public DateTimeOffset ArchiveTimestamp { get; set; }

    public DateTimeOffset LastActivity { get; set; }

    public List<ulong> AppliedTags { get; } = [];

    public Dictionary<ulong, DateTimeOffset> Members { get; } = [];

    public int MessageCount { get; set; }

    public int TotalSent { get; set; }
}
