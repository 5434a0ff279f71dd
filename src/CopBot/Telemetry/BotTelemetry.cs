using System.Diagnostics;
using CopBot.Chat;

namespace CopBot.Telemetry;

/// <summary>The names under which the bot measures and traces; whoever listens asks for them. While nobody does, both cost nothing.</summary>
public static class BotTelemetry
{
    /// <summary>The bot's own name: of its meter, and of the source of its traces.</summary>
    public const string Name = "CopBot";

    /// <summary>All meters: the bot's, and that of the adapters.</summary>
    public static IReadOnlyList<string> Meters { get; } = [Name, PlatformMeter.Name];

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>
    /// Begins a span, or nothing while nobody wants traces. It has no parent: what came over a page of ours would hang below
    /// a span that is not exported.
    /// </summary>
    internal static Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal)
    {
        if (!Source.HasListeners()) return null;

        Activity.Current = null;
        return Source.StartActivity(name, kind);
    }
}
