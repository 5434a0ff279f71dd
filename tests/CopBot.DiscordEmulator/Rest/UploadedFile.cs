namespace CopBot.DiscordEmulator.Rest;

/// <summary>A part named <c>files[n]</c> of a multipart body.</summary>
internal sealed record UploadedFile(int Number, string Filename, string? ContentType, byte[] Bytes);
