namespace CopBot.DiscordEmulator.World;

/// <summary>What one channel allows or denies one role (<see cref="ForMember"/> false) or one member.</summary>
public sealed record Overwrite(ulong Id, bool ForMember, Permission Allow, Permission Deny);
