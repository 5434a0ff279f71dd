namespace CopBot.Discord.Gateway;

/// <summary>What Discord is asked to tell. Their numbers are Discord's.</summary>
[Flags]
internal enum Intents
{
    None = 0,
    Guilds = 1 << 0,
    GuildMessages = 1 << 9,

    /// <summary>What people write. Privileged: without the switch in the developer portal, asking for it is refused with 4014.</summary>
    MessageContent = 1 << 15,
}
