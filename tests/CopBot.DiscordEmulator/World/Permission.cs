namespace CopBot.DiscordEmulator.World;

/// <summary>Permission bits (topics/permissions, "Bitwise Permission Flags"); those the emulator asks about.</summary>
[Flags]
public enum Permission : ulong
{
    None = 0,
    CreateInstantInvite = 1UL << 0,
    KickMembers = 1UL << 1,
    BanMembers = 1UL << 2,
    Administrator = 1UL << 3,
    ManageChannels = 1UL << 4,
    ManageGuild = 1UL << 5,
    AddReactions = 1UL << 6,
    ViewAuditLog = 1UL << 7,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    SendTtsMessages = 1UL << 12,
    ManageMessages = 1UL << 13,
    EmbedLinks = 1UL << 14,
    AttachFiles = 1UL << 15,
    ReadMessageHistory = 1UL << 16,
    MentionEveryone = 1UL << 17,
    UseExternalEmojis = 1UL << 18,
    Connect = 1UL << 20,
    Speak = 1UL << 21,
    ChangeNickname = 1UL << 26,
    ManageNicknames = 1UL << 27,
    ManageRoles = 1UL << 28,
    ManageWebhooks = 1UL << 29,
    UseApplicationCommands = 1UL << 31,
    ManageEvents = 1UL << 33,
    ManageThreads = 1UL << 34,
    CreatePublicThreads = 1UL << 35,
    CreatePrivateThreads = 1UL << 36,
    SendMessagesInThreads = 1UL << 38,
    ModerateMembers = 1UL << 40,
    CreateEvents = 1UL << 44,
    SendPolls = 1UL << 49,
    UseExternalApps = 1UL << 50,
    PinMessages = 1UL << 51,

    /// <summary>What an owner or administrator holds: every bit up to the highest known one.</summary>
    All = (1UL << 53) - 1,

    /// <summary>What the emulator gives @everyone, close to a new server's defaults.</summary>
    Everyone = CreateInstantInvite | AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | UseExternalEmojis | Connect | Speak
        | ChangeNickname | UseApplicationCommands | CreatePublicThreads | CreatePrivateThreads | SendMessagesInThreads | SendPolls | CreateEvents,
}
