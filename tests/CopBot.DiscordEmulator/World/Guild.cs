namespace CopBot.DiscordEmulator.World;

/// <summary>A server ("guild") with its roles, members, channels and events.</summary>
public sealed class Guild
{
    public required ulong Id { get; init; }

    public required string Name { get; set; }

    public ulong OwnerId { get; set; }

    public string Locale { get; set; } = "en-US";

    /// <summary>True during an outage: GUILD_DELETE with <c>unavailable</c> was sent and every request answers as if it were gone.</summary>
    public bool Unavailable { get; set; }

    public SortedDictionary<ulong, Role> Roles { get; } = [];

    public Dictionary<ulong, Member> Members { get; } = [];

    /// <summary>Channels and threads.</summary>
    public SortedDictionary<ulong, Channel> Channels { get; } = [];

    public SortedDictionary<ulong, ScheduledEvent> Events { get; } = [];

    public Role Everyone => Roles[Id];

    public IEnumerable<Channel> Threads => Channels.Values.Where(c => c.IsThread);

    public Member? MemberOf(User user) => Members.GetValueOrDefault(user.Id);
}
