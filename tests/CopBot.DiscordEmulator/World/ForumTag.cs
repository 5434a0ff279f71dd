namespace CopBot.DiscordEmulator.World;

/// <summary>A tag of a forum; a moderated one can only be set with MANAGE_THREADS.</summary>
public sealed record ForumTag(ulong Id, string Name, bool Moderated = false, string? EmojiName = null);
