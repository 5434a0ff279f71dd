using System.Text.Json;
using System.Text.Json.Nodes;

namespace CopBot.Slack.SocketMode;

/// <summary>One delivery over a socket.</summary>
/// <param name="Id">What is sent back to acknowledge it. Another try of the same event has another id.</param>
/// <param name="Type"><c>events_api</c>, <c>slash_commands</c> or <c>interactive</c>; others may come.</param>
/// <param name="Payload">What happened; the same JSON that Slack would send over HTTP.</param>
/// <param name="AcceptsPayload">Whether the acknowledgement may carry an answer.</param>
internal sealed record Envelope(string Id, string Type, JsonElement Payload, bool AcceptsPayload);

/// <summary>Takes what the socket delivers.</summary>
internal interface IEnvelopes
{
    /// <summary>
    /// Takes one delivery of this workspace. When this returns it is durable and is acknowledged, with what is returned where
    /// that is not null. Never throws for what an envelope says; a cancelled <paramref name="stop"/> or a failure leaves it
    /// unacknowledged, so that Slack sends it again.
    /// </summary>
    Task<JsonObject?> TakeAsync(SlackWorkspace workspace, Envelope envelope, CancellationToken stop);
}
