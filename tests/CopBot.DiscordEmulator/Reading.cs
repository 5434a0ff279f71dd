using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator;

/// <summary>Short ways to read a JSON object whose shape has been checked before.</summary>
internal static class Reading
{
    public static bool Has(this JsonObject from, string name) => from.ContainsKey(name);

    public static bool Given(this JsonObject from, string name) => from[name] is not null;

    public static string? Text(this JsonObject from, string name) =>
        from[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static long? Number(this JsonObject from, string name) => from[name].AsNumber();

    public static bool? Flag(this JsonObject from, string name) => from[name] is JsonValue value
        ? value.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
        : null;

    public static ulong? Id(this JsonObject from, string name) => from[name].AsId();

    public static JsonArray? List(this JsonObject from, string name) => from[name] as JsonArray;

    public static JsonObject? Part(this JsonObject from, string name) => from[name] as JsonObject;

    public static DateTimeOffset? Instant(this JsonObject from, string name) =>
        DateTimeOffset.TryParse(from.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    public static long? AsNumber(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number
        && number is >= long.MinValue and <= long.MaxValue
        ? (long)number
        : null;

    public static ulong? AsId(this JsonNode? node) => node is JsonValue value
        && (value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.GetValueKind() is JsonValueKind.Number ? value.ToJsonString() : null) is { } text
        && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : null;

    public static IEnumerable<ulong> Ids(this JsonArray? list) => list is null ? [] : list.Select(AsId).OfType<ulong>();

    public static IEnumerable<JsonObject> Parts(this JsonArray? list) => list is null ? [] : list.OfType<JsonObject>();

    public static JsonArray ToJson(this IEnumerable<JsonObject> items) => new([.. items]);

    public static JsonArray ToJson(this IEnumerable<ulong> ids) => new([.. ids.Select(id => (JsonNode)Snowflakes.Write(id))]);

    public static JsonNode? ToJson(this ulong? id) => id is { } known ? Snowflakes.Write(known) : null;

    public static string ToJson(this ulong id) => Snowflakes.Write(id);

    public static string ToJson(this DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    public static JsonNode? ToJson(this DateTimeOffset? at) => at is { } known ? known.ToJson() : null;
}
