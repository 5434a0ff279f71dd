using System.Text.Json;

namespace CopBot.Discord.Gateway;

/// <summary>One payload of the gateway.</summary>
/// <param name="Op">What kind it is.</param>
/// <param name="Data">Its <c>d</c>, a copy that may be kept.</param>
/// <param name="Sequence">Its number among the dispatches of the session.</param>
/// <param name="Name">A dispatch's name.</param>
internal sealed record Frame(int Op, JsonElement Data, long? Sequence, string? Name)
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;

    /// <summary>Reads a payload; null where it is none.</summary>
    public static Frame? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("op", out var op) || op.ValueKind is not JsonValueKind.Number || !op.TryGetInt32(out var number)) return null;
            return new Frame(
                number,
                root.TryGetProperty("d", out var data) ? data.Clone() : default,
                root.TryGetProperty("s", out var s) && s.ValueKind is JsonValueKind.Number && s.TryGetInt64(out var sequence) ? sequence : null,
                root.TryGetProperty("t", out var t) && t.ValueKind is JsonValueKind.String ? t.GetString() : null);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string in it that is no text, such as half of a surrogate pair.
            return null;
        }
    }
}

/// <summary>Reads what the gateway alone tells.</summary>
internal static class Reading
{
    /// <summary>A member that is a number, whole or not; or null.</summary>
    public static double? Number(this JsonElement of, string name) =>
        of.Part(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}
