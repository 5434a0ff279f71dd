namespace CopBot.DiscordEmulator.World;

/// <summary>Channel types (resources/channel, "Channel Types").</summary>
public enum ChannelKind
{
    Text = 0,
    Direct = 1,
    Voice = 2,
    Category = 4,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    Stage = 13,
    Forum = 15,
    Media = 16,
}
