using System.Text.Json;

namespace CopBot.Discord;

/// <summary>Reads what Discord sent, where any field may be missing, null or of another kind than documented. Never throws.</summary>
internal static class Reading
{
    /// <summary>A member of an object; undefined where there is none.</summary>
    public static JsonElement Part(this JsonElement json, string name)
    {
        try
        {
            return json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : default;
        }
        catch (InvalidOperationException)
        {
            // Another member's name, which was compared, is no text.
            return default;
        }
    }

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind is JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>The values of an object, such as a map by id; none where it is no object.</summary>
    public static IEnumerable<JsonElement> Values(this JsonElement json) => json.ValueKind is JsonValueKind.Object ? json.EnumerateObject().Select(p => p.Value) : [];

    /// <summary>The members of an object whose names are texts; none where it is no object.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement json) =>
        json.ValueKind is JsonValueKind.Object ? json.EnumerateObject().Select(p => (Sound(() => p.Name), p.Value)).Where(p => p.Item1 is not null).Select(p => (p.Item1!, p.Value)) : [];

    /// <summary>A text, or null.</summary>
    public static string? AsText(this JsonElement json) => json.ValueKind is JsonValueKind.String ? Sound(json.GetString) : null;

    /// <summary>A member that is a text, or null.</summary>
    public static string? Text(this JsonElement json, string name) => json.Part(name).AsText();

    /// <summary>A member that is an id of Discord's, or null.</summary>
    public static string? Id(this JsonElement json, string name) => json.Text(name) is { } id && DiscordIds.IsId(id) ? id : null;

    /// <summary>A member that is a whole number, or null.</summary>
    public static long? Number(this JsonElement json, string name) =>
        json.Part(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>Whether a member is true.</summary>
    public static bool Flag(this JsonElement json, string name) => json.Part(name).ValueKind is JsonValueKind.True;

    /// <summary>A member that is a set of permissions, written as a decimal text.</summary>
    public static ulong Permissions(this JsonElement json, string name) => ulong.TryParse(json.Text(name), out var bits) ? bits : 0;

    // A lone half of a surrogate pair cannot be read as text.
    private static string? Sound(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
