namespace CopBot.DiscordEmulator.World;

/// <summary>An account: a person or a bot.</summary>
public sealed class User
{
    public required ulong Id { get; init; }

    public required string Name { get; set; }

    public string? DisplayName { get; set; }

    public bool IsBot { get; init; }

    /// <summary>True when this person refuses messages from server members: sending answers 50007.</summary>
    public bool RefusesDirectMessages { get; set; }

    public string Locale { get; set; } = "en-US";
}
