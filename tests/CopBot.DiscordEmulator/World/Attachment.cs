namespace CopBot.DiscordEmulator.World;

/// <summary>A file sent with a message.</summary>
public sealed record Attachment(ulong Id, string Filename, string? Description, string? ContentType, byte[] Bytes);
