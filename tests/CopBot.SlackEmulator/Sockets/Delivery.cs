using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Sockets;

/// <summary>How the sending of one payload ended.</summary>
public enum DeliveryEnd
{
    Acknowledged,
    TimedOut,
    NoSocket,
}

/// <summary>The end of a delivery and what the acknowledgement carried.</summary>
public sealed record DeliveryOutcome(DeliveryEnd End, JsonNode? Payload, TimeSpan After);

/// <summary>A payload on its way to an app: the same one over all its attempts.</summary>
internal sealed class Delivery(SlackApp app, string type, JsonObject payload, bool takesPayload, DateTimeOffset begun)
{
    public SlackApp App => app;
    public string Type => type;
    public JsonObject Payload => payload;
    public bool TakesPayload => takesPayload;
    public DateTimeOffset Begun => begun;

    /// <summary>Only events are sent again; a person at a button is told that it did not work.</summary>
    public bool Retries => type == "events_api";

    public int Attempt { get; set; }
    public ITimer? Timer { get; set; }
    public TaskCompletionSource<DeliveryOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
