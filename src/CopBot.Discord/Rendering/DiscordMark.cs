using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace CopBot.Discord.Rendering;

/// <summary>
/// The twelve characters beside an action in a <c>custom_id</c>: a sign and one id of Discord's, which the press does not tell.
/// Names of actions begin with a letter, so a mark cannot be mistaken for one.
/// </summary>
internal readonly record struct DiscordMark(char Sign, ulong Id)
{
    /// <summary>A sign and eight bytes in base64.</summary>
    public const int Length = 12;

    private const char Workspace = '@';
    private const char Reader = '~';

    /// <summary>Whether only one person may press what bears it.</summary>
    public bool IsReader => Sign is Reader;

    /// <summary>The mark of what stands in a direct conversation, where Discord tells no server.</summary>
    public static DiscordMark OfWorkspace(string guild) => new(Workspace, ulong.Parse(guild, CultureInfo.InvariantCulture));

    /// <summary>The mark of what is whispered to one person.</summary>
    public static DiscordMark OfReader(string user) => new(Reader, ulong.Parse(user, CultureInfo.InvariantCulture));

    /// <summary>The mark that something begins with, and what follows it.</summary>
    public static DiscordMark? Read(string customId, out string rest)
    {
        rest = customId;
        Span<byte> id = stackalloc byte[sizeof(ulong)];
        if (customId.Length < Length || customId[0] is not (Workspace or Reader)
            || !Base64Url.IsValid(customId.AsSpan(1, Length - 1))
            || !Base64Url.TryDecodeFromChars(customId.AsSpan(1, Length - 1), id, out var written) || written != sizeof(ulong))
            return null;
        rest = customId[Length..];
        return new(customId[0], BinaryPrimitives.ReadUInt64BigEndian(id));
    }

    /// <summary>The mark as it is written.</summary>
    public override string ToString()
    {
        Span<byte> id = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(id, Id);
        return Sign + Base64Url.EncodeToString(id);
    }
}
