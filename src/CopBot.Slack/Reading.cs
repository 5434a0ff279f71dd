using System.Text.Json;

namespace CopBot.Slack;

/// <summary>Reads what Slack sends without believing it: what is missing, null or of another kind is simply not there.</summary>
internal static class Reading
{
    /// <summary>The text of this name, or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        SoundText(element.Member(name));

    /// <summary>The object of this name, or an empty element.</summary>
    public static JsonElement Object(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } found ? found : default;

    /// <summary>Whether the value of this name is true.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Member(name).ValueKind is JsonValueKind.True;

    /// <summary>The items of the list of this name; none where there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The texts in the list of this name.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name) => element.Items(name).Select(SoundText).OfType<string>();

    /// <summary>The whole number of this name, or null.</summary>
    public static int? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    /// <summary>The members of an object; none of anything else.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Object ? element.EnumerateObject() : [];

    /// <summary>What the bytes say, or null where they are not JSON. It stays when the bytes are gone.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    // A lone half of a pair cannot be read as text.
    private static string? SoundText(JsonElement text)
    {
        try
        {
            return text.ValueKind is JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
