namespace CopBot.Discord;

/// <summary>Permissions, in Discord's bits; those that the bot needs or looks at.</summary>
[Flags]
internal enum DiscordPermissions : ulong
{
    None = 0,
    Administrator = 1UL << 3,
    ManageGuild = 1UL << 5,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    AttachFiles = 1UL << 15,
    ReadMessageHistory = 1UL << 16,
    CreatePublicThreads = 1UL << 35,
    CreatePrivateThreads = 1UL << 36,
    SendMessagesInThreads = 1UL << 38,
    CreateEvents = 1UL << 44,
    All = Administrator | ManageGuild | ViewChannel | SendMessages | AttachFiles | ReadMessageHistory | CreatePublicThreads | CreatePrivateThreads | SendMessagesInThreads | CreateEvents,
}

/// <summary>What the bot asks for, and why. The invitation in <c>deploy/discord/README.md</c> holds their sum.</summary>
internal static class DiscordNeeds
{
    /// <summary>Each permission as Discord's settings call it.</summary>
    public static readonly IReadOnlyDictionary<DiscordPermissions, string> Names = new Dictionary<DiscordPermissions, string>
    {
        [DiscordPermissions.ViewChannel] = "View Channel",
        [DiscordPermissions.SendMessages] = "Send Messages",
        [DiscordPermissions.AttachFiles] = "Attach Files",
        [DiscordPermissions.ReadMessageHistory] = "Read Message History",
        [DiscordPermissions.CreatePublicThreads] = "Create Public Threads",
        [DiscordPermissions.CreatePrivateThreads] = "Create Private Threads",
        [DiscordPermissions.SendMessagesInThreads] = "Send Messages in Threads",
        [DiscordPermissions.CreateEvents] = "Create Events",
    };

    /// <summary>All of them.</summary>
    public static readonly DiscordPermissions Everything = Names.Keys.Aggregate((sum, each) => sum | each);

    /// <summary>What a forum's settings call a permission, where that is something else.</summary>
    public static string InForums(string name) => name switch
    {
        "Send Messages" => "Create Posts",
        "Send Messages in Threads" => "Send Messages in Posts",
        _ => name,
    };

    /// <summary>What is missing, by name, in the order of the list.</summary>
    public static IReadOnlyList<string> Missing(DiscordPermissions may, DiscordPermissions needed) =>
        [.. Names.Where(n => needed.HasFlag(n.Key) && !may.HasFlag(n.Key)).Select(n => n.Value)];
}
