using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CopBot.Chat;

/// <summary>The one way in which messages, answers and inbound events are written into the store.</summary>
public static class ChatJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Stored, never put into a page: letters of every script stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes a value. A case of a closed family is written as one, however its variable is typed, so that the family reads it back.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Family<T>.Type, Options);

    /// <summary>Reads a value that <see cref="Write"/> wrote.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, Family<T>.Type, Options) switch
    {
        T value => value,
        var other => throw new JsonException($"A {typeof(T).Name} was expected, not {other?.GetType().Name ?? "null"}"),
    };

    /// <summary>Only the root of a family knows the names of its cases.</summary>
    private static class Family<T>
    {
        public static readonly Type Type = RootOf(typeof(T)) ?? typeof(T);

        private static Type? RootOf(Type? type) =>
            type is null || type.IsDefined(typeof(JsonPolymorphicAttribute), inherit: false) ? type : RootOf(type.BaseType);
    }
}
