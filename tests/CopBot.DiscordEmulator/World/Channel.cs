namespace CopBot.DiscordEmulator.World;

/// <summary>A channel, thread, forum, category or direct conversation.</summary>
public sealed class Channel
{
    /// <summary>PINNED: a forum post that stays on top and does not archive itself.</summary>
    public const int PinnedFlag = 1 << 1;

    /// <summary>REQUIRE_TAG: posts need a tag.</summary>
    public const int RequireTagFlag = 1 << 4;

    public required ulong Id { get; init; }

    public required ChannelKind Kind { get; init; }

    public Guild? Guild { get; init; }

    /// <summary>The person on the other side, in a direct conversation with the bot.</summary>
    public User? Recipient { get; init; }

    public Channel? Parent { get; set; }

    public string Name { get; set; } = "";

    public string? Topic { get; set; }

    public int Position { get; set; }

    public int Flags { get; set; }

    public bool Nsfw { get; set; }

    public int RateLimitPerUser { get; set; }

    public int DefaultAutoArchiveMinutes { get; set; } = 4320;

    public List<Overwrite> Overwrites { get; } = [];

    public List<ForumTag> Tags { get; } = [];

    public ThreadFacts? Thread { get; init; }

    public SortedDictionary<ulong, Message> Messages { get; } = [];

    public ulong? LastMessageId { get; set; }

    public DateTimeOffset? LastPinAt { get; set; }

    public bool IsThread => Thread is not null;

    public bool IsForum => Kind is ChannelKind.Forum or ChannelKind.Media;

    /// <summary>False for forums and categories: messages cannot be sent there (50008).</summary>
    public bool HoldsMessages => !IsForum && Kind is not ChannelKind.Category;

    /// <summary>Messages everyone can see; ephemeral ones live with their reader.</summary>
    public IEnumerable<Message> PublicMessages => Messages.Values.Where(m => m.OnlyFor is null);
}
