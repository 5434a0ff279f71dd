namespace CopBot.DiscordEmulator.World;

/// <summary>A role; the one with the guild's own id is @everyone.</summary>
public sealed class Role
{
    public required ulong Id { get; init; }

    public required string Name { get; set; }

    public Permission Permissions { get; set; }

    public int Position { get; set; }

    public bool Mentionable { get; set; }

    public bool Hoist { get; set; }

    public int Color { get; set; }

    /// <summary>The bot this role belongs to, for the role an invitation creates.</summary>
    public ulong? BotId { get; init; }
}
