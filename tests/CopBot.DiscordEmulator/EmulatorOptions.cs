using CopBot.DiscordEmulator.Gateway;

namespace CopBot.DiscordEmulator;

/// <summary>What the emulated Discord looks like before anybody connects.</summary>
public sealed class EmulatorOptions
{
    /// <summary>Every rule that needs time asks this clock; give a <see cref="ManualClock"/> to move it by hand.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The bot token that is accepted, without the "Bot " prefix.</summary>
    public string Token { get; init; } = "emulated-bot-token";

    /// <summary>What Hello asks for. Real servers say 41.25 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(41_250);

    /// <summary>Identifies allowed per 5 s (gateway, "Session Start Limit Object").</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Identifies allowed per 24 h; one more and the token is reset (gateway, "Identifying").</summary>
    public int IdentifiesPerDay { get; init; } = 1000;

    /// <summary>Privileged intents that are switched on in the developer portal. None by default: asking for one closes with 4014.</summary>
    public Intent PrivilegedIntents { get; init; }

    /// <summary>How many shards are needed; fewer closes with 4011.</summary>
    public int RequiredShards { get; init; } = 1;

    /// <summary>How long a dropped session can be resumed ("a few minutes").</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How many dispatched events a session keeps for replay.</summary>
    public int ReplayLength { get; init; } = 2000;

    /// <summary>Where the journal is also written, one JSON object a line; null keeps it in memory only.</summary>
    public string? JournalPath { get; init; }

    /// <summary>How many journal lines are kept in memory; older ones are forgotten.</summary>
    public int JournalLength { get; init; } = 50_000;
}
