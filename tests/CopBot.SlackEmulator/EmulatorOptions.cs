namespace CopBot.SlackEmulator;

/// <summary>How one emulator behaves. The defaults are Slack's documented numbers; a test changes one to see its edge sooner.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The clock behind every rule that needs time. Use a <see cref="MovableClock"/> to move it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A file that gets the journal, one JSON object a line; none is written when null.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Whether the journal keeps everything or violations alone, for runs of many thousand presses that are timed.</summary>
    public bool KeepsJournal { get; init; } = true;

    /// <summary>Slack ignores arguments it does not know; refusing them catches our slips in spelling.</summary>
    public bool RefuseUnknownArguments { get; init; } = true;

    /// <summary>Whether tiers and the limit of one message a second a channel are applied.</summary>
    public bool RateLimits { get; init; } = true;

    /// <summary>Messages a channel takes in a short burst before the pace of one a second holds (docs: "short bursts" are allowed).</summary>
    public int PostBurst { get; init; } = 5;

    /// <summary>How long an app has to acknowledge an envelope (docs: 3 seconds).</summary>
    public TimeSpan AckWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a trigger_id lives (docs: 3 seconds).</summary>
    public TimeSpan TriggerLives { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a response_url lives (docs: 30 minutes, 5 uses).</summary>
    public TimeSpan ResponseUrlLives { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often the server pings an open socket.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a socket lives before Slack refreshes it; never by itself when null, since tests move the clock by days. A client that adds
    /// debug_reconnects=true to the address gets six minutes (docs: Socket Mode, "debug_reconnects").
    /// </summary>
    public TimeSpan? SocketLives { get; init; }

    /// <summary>How long a socket stays open after a disconnect frame that announces a refresh.</summary>
    public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromSeconds(10);
}
