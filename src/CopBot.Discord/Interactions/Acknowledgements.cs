using System.Collections.Concurrent;
using CopBot.Chat;

namespace CopBot.Discord.Interactions;

/// <summary>Measures how long each interaction waited for its first response. Remembers nothing of one that is answered.</summary>
internal sealed class Acknowledgements(TimeProvider clock, PlatformMeter? meter = null)
{
    private readonly ConcurrentDictionary<string, long> _came = new(StringComparer.Ordinal);

    /// <summary>It is being answered from now on. False while it is already.</summary>
    public bool Begin(Ticket ticket) => _came.TryAdd(ticket.Interaction, clock.GetTimestamp());

    /// <summary>Discord took the first response, or let us know that it was too late.</summary>
    public void Responded(Ticket ticket, FirstResponse response)
    {
        // A response to what another process took was measured there, or never.
        if (response is not FirstResponse.TakenBefore && _came.TryGetValue(ticket.Interaction, out var came))
            meter?.Acknowledged(DiscordIds.Platform, clock.GetElapsedTime(came), inTime: response is FirstResponse.Taken);
    }

    /// <summary>It is answered, or never will be.</summary>
    public void End(Ticket ticket) => _came.TryRemove(ticket.Interaction, out _);
}
