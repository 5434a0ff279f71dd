using System.Text.Json;

namespace CopBot.Slack.SocketMode;

/// <summary>What came over a socket.</summary>
internal abstract record Frame
{
    private Frame()
    {
    }

    /// <summary>Slack is ready to deliver.</summary>
    /// <param name="AppId">The app that the socket belongs to.</param>
    /// <param name="Sockets">How many of that app's sockets are open, this one among them.</param>
    public sealed record Hello(string? AppId, int? Sockets) : Frame;

    /// <summary>Slack wants this socket closed: soon, or at once.</summary>
    public sealed record Disconnect(string Reason) : Frame;

    /// <summary>Something to take and to acknowledge.</summary>
    public sealed record Delivery(Envelope Envelope) : Frame;

    /// <summary>Something to acknowledge that nobody here can take.</summary>
    /// <param name="Id">What is sent back.</param>
    /// <param name="What">Why not, in words.</param>
    public sealed record Pointless(string Id, string What) : Frame;

    /// <summary>Something to pass over.</summary>
    /// <param name="What">Why, in words.</param>
    public sealed record Strange(string What) : Frame;

    /// <summary>Reads a frame; whatever it holds, this does not throw.</summary>
    public static Frame Read(ReadOnlyMemory<byte> utf8)
    {
        if (Reading.Parse(utf8) is not { ValueKind: JsonValueKind.Object } frame) return new Strange("a frame that is no JSON object");
        var type = frame.Text("type");
        switch (type)
        {
            case "hello":
                return new Hello(frame.Object("connection_info").Text("app_id"), frame.Number("num_connections"));
            case "disconnect":
                return new Disconnect(frame.Text("reason") ?? "no reason");
            default:
                if (frame.Text("envelope_id") is not { Length: > 0 } id) return new Strange($"a frame of type {Short(type)} without an envelope_id");
                if (type is not ("events_api" or "slash_commands" or "interactive")) return new Pointless(id, $"an envelope of type {Short(type)}");
                if (frame.Object("payload") is not { ValueKind: JsonValueKind.Object } payload) return new Pointless(id, $"an envelope of type {type} without a payload");
                return new Delivery(new Envelope(id, type, payload, frame.Flag("accepts_response_payload")));
        }
    }

    private static string Short(string? type) => type is null ? "nothing" : type.Length > 40 ? type[..40] + "…" : type;
}
