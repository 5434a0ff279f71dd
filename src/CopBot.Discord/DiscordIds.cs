using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;

namespace CopBot.Discord;

/// <summary>How Discord's ids stand in refs, and what can be read from them.</summary>
internal static class DiscordIds
{
    /// <summary>The sign of a direct conversation's channel, which Discord itself ascribes to no server.</summary>
    public const char DirectSign = '@';

    /// <summary>The platform's name.</summary>
    public static readonly Platform Platform = new("discord");

    private const long Epoch = 1_420_070_400_000;

    /// <summary>A server.</summary>
    public static WorkspaceRef Guild(string id) => new(Platform, id);

    /// <summary>Somebody's account in a server.</summary>
    public static UserRef User(WorkspaceRef guild, string id) => new(guild, id);

    /// <summary>A channel of a server.</summary>
    public static ChannelRef Channel(WorkspaceRef guild, string id) => new(guild, id);

    /// <summary>The direct conversation with somebody of a server.</summary>
    public static ChannelRef Direct(WorkspaceRef guild, string id) => new(guild, DirectSign + id);

    /// <summary>Whether a channel is a direct conversation.</summary>
    public static bool IsDirect(ChannelRef channel) => channel.Id.StartsWith(DirectSign);

    /// <summary>The channel's own id at Discord.</summary>
    public static string Bare(ChannelRef channel) => channel.Id.TrimStart(DirectSign);

    /// <summary>The id under which Discord keeps the messages of a place: the thread's, if it is one.</summary>
    public static string Bare(Place place) => place.Thread ?? Bare(place.Channel);

    /// <summary>Whether a text is an id of Discord's.</summary>
    public static bool IsId(string? text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>When something was made, which its id tells.</summary>
    public static DateTimeOffset MadeAt(string id) =>
        ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number >> 22) + Epoch) : DateTimeOffset.UnixEpoch;

    /// <summary>The least id of what was made at a moment.</summary>
    public static ulong LeastAt(DateTimeOffset at) => (ulong)Math.Max(0, at.ToUnixTimeMilliseconds() - Epoch) << 22;

    /// <summary>
    /// A post's nonce as the numeric id of its first component, which Discord lets us choose and gives back with the message.
    /// Discord numbers the other components from one, so ours are far above.
    /// </summary>
    public static int NumberOf(string nonce)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(nonce));
        return 0x4000_0000 | (BitConverter.ToInt32(hash) & 0x3FFF_FFFF);
    }
}
