using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CopBot.SlackEmulator.BlockKit;

/// <summary>One object of Block Kit JSON with its pointer, and the list where what is wrong is written down.</summary>
internal sealed class Part(JsonObject json, string pointer, List<string> errors)
{
    public JsonObject Json => json;
    public string Pointer => pointer;
    public string Type => json.Text("type") ?? "";

    public void Wrong(string what, string name = "") => errors.Add($"{what} [json-pointer:{pointer}{(name.Length == 0 ? "" : "/" + name)}]");

    public bool Has(string name) => json[name] is not null;

    public void Only(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in json)
        {
            if (name is not ("type" or "block_id") && !names.Contains(name))
                Wrong($"invalid additional property: {name}");
        }
    }

    public void Required(string name)
    {
        if (!Has(name))
            Wrong($"missing required field: {name}");
    }

    /// <summary>A plain string property.</summary>
    public void Text(string name, int most, bool required = false, int least = 1)
    {
        if (!Has(name))
        {
            if (required)
                Wrong($"missing required field: {name}");
            return;
        }

        if (json.Text(name) is not { } text)
            Wrong("must be a string", name);
        else if (text.Length < least)
            Wrong($"must be more than {least - 1} characters", name);
        else if (text.Length > most)
            Wrong($"must be less than {most + 1} characters", name);
    }

    /// <summary>A text object: plain_text, or mrkdwn as well where that is allowed.</summary>
    public void Words(string name, int most, bool mrkdwn, bool required = false)
    {
        if (!Has(name))
        {
            if (required)
                Wrong($"missing required field: {name}");
            return;
        }

        if (Child(name) is not { } text)
        {
            Wrong("must be an object", name);
            return;
        }

        TextObject(text, most, mrkdwn);
    }

    public static void TextObject(Part text, int most, bool mrkdwn)
    {
        switch (text.Type)
        {
            case "plain_text":
                text.Only("text", "emoji");
                break;
            case "mrkdwn" when mrkdwn:
                text.Only("text", "verbatim");
                break;
            default:
                text.Wrong($"unsupported type: {text.Type}", "type");
                return;
        }

        text.Text("text", most, required: true);
    }

    public void OneOf(string name, params ReadOnlySpan<string> values)
    {
        if (Has(name) && !values.Contains(json.Text(name)))
            Wrong("must be a valid enum value", name);
    }

    public void Matches(string name, Regex pattern)
    {
        if (Has(name) && (json.Text(name) is not { } text || !pattern.IsMatch(text)))
            Wrong("must match the documented format", name);
    }

    public void Number(string name, int least, int most)
    {
        if (Has(name) && (json[name] is not JsonValue value || !value.TryGetValue<int>(out var number) || number < least || number > most))
            Wrong($"must be an integer from {least} to {most}", name);
    }

    public void Flag(string name)
    {
        if (Has(name) && (json[name] is not JsonValue value || !value.TryGetValue<bool>(out _)))
            Wrong("must be a boolean", name);
    }

    public Part? Child(string name) => json.Object(name) is { } child ? new Part(child, $"{pointer}/{name}", errors) : null;

    /// <summary>The objects in an array property, after its count was checked.</summary>
    public IReadOnlyList<Part> Children(string name, int least, int most, bool required = true)
    {
        if (!Has(name))
        {
            if (required)
                Wrong($"missing required field: {name}");
            return [];
        }

        if (json.Array(name) is not { } array)
        {
            Wrong("must be an array", name);
            return [];
        }

        return Items(array, $"{pointer}/{name}", least, most, errors);
    }

    public static IReadOnlyList<Part> Items(JsonArray array, string pointer, int least, int most, List<string> errors)
    {
        if (array.Count < least)
            errors.Add($"no fewer than {least} items allowed [json-pointer:{pointer}]");
        if (array.Count > most)
            errors.Add($"no more than {most} items allowed [json-pointer:{pointer}]");
        var parts = new List<Part>();
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject item)
                parts.Add(new Part(item, $"{pointer}/{i}", errors));
            else
                errors.Add($"must be an object [json-pointer:{pointer}/{i}]");
        }

        return parts;
    }
}
