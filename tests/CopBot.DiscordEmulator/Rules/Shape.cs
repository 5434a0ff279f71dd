using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>
/// Rules for the shape of a body. Stricter than Discord in one way on purpose: a field that is not documented is refused
/// (UNKNOWN_FIELD), where Discord silently ignores it, so that a mis-cased name cannot pass unnoticed.
/// </summary>
internal static class Shape
{
    public static readonly Rule Anything = (_, _) => { };

    public static readonly Rule Bool = (value, form) =>
    {
        if (value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)) form.Complain("BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
    };

    /// <summary>A field that official clients send with its default where it means nothing (discord.js 14: tts, enforce_nonce). Anything else is refused.</summary>
    public static readonly Rule Idle = (value, form) =>
    {
        if (value.GetValueKind() is not JsonValueKind.False) form.Complain("UNKNOWN_FIELD", "This field is not documented here.");
    };

    public static readonly Rule Id = (value, form) =>
    {
        if (value.AsId() is null) form.Complain("NUMBER_TYPE_COERCE", "Value is not snowflake.");
    };

    public static readonly Rule Instant = (value, form) =>
    {
        if (new JsonObject { ["at"] = value.DeepClone() }.Instant("at") is null) form.Complain("DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.");
    };

    /// <summary>Length in UTF-16 code units, the strictest way to count.</summary>
    public static Rule Text(int max, int min = 0) => (value, form) =>
    {
        if (value.GetValueKind() is not JsonValueKind.String)
        {
            form.Complain("STRING_TYPE_CONVERT", "Could not interpret as string.");
            return;
        }
        var text = value.GetValue<string>();
        if (text.Length > max && min > 0) form.Complain("BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");
        else if (text.Length > max) form.Complain("BASE_TYPE_MAX_LENGTH", $"Must be {max} or fewer in length.");
        else if (min > 0 && text.Length == 0) form.Complain("BASE_TYPE_REQUIRED", "This field is required");
        else if (text.Length < min) form.Complain("BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");
    };

    public static Rule Url(int max) => (value, form) =>
    {
        Text(max)(value, form);
        if (value.GetValueKind() is JsonValueKind.String && !(Uri.TryCreate(value.GetValue<string>(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "discord" or "attachment"))
            form.Complain("URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').");
    };

    public static Rule Number(long min, long max) => (value, form) =>
    {
        if (value.AsNumber() is not { } number) form.Complain("NUMBER_TYPE_COERCE", "Value is not int.");
        else if (number < min) form.Complain("NUMBER_TYPE_MIN", $"int value should be greater than or equal to {min}.");
        else if (number > max) form.Complain("NUMBER_TYPE_MAX", $"int value should be less than or equal to {max}.");
    };

    public static Rule OneOf(params long[] choices) => (value, form) =>
    {
        if (value.AsNumber() is not { } number || !choices.Contains(number)) form.Complain("BASE_TYPE_CHOICES", $"Value must be one of {{{string.Join(", ", choices)}}}.");
    };

    public static Rule List(Rule item, int max, int min = 0) => (value, form) =>
    {
        if (value is not JsonArray list)
        {
            form.Complain("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return;
        }
        if (list.Count > max || list.Count < min) form.Complain("BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");
        for (var i = 0; i < list.Count; i++)
            if (list[i] is { } each) item(each, form.At(i));
            else form.At(i).Complain("BASE_TYPE_REQUIRED", "This field is required");
    };

    /// <summary>An object with these fields and no others. A name that ends in <c>!</c> is required.</summary>
    public static Rule Of(params (string Name, Rule Rule)[] fields)
    {
        var known = fields.ToDictionary(f => f.Name.TrimEnd('!'), f => f.Rule, StringComparer.Ordinal);
        var required = fields.Where(f => f.Name.EndsWith('!')).Select(f => f.Name.TrimEnd('!')).ToList();
        return (value, form) =>
        {
            if (value is not JsonObject given)
            {
                form.Complain("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
                return;
            }
            foreach (var name in required.Where(name => given[name] is null)) form.At(name).Complain("BASE_TYPE_REQUIRED", "This field is required");
            foreach (var (name, each) in given)
                if (!known.TryGetValue(name, out var rule)) form.At(name).Complain("UNKNOWN_FIELD", "This field is not documented here.");
                else if (each is not null) rule(each, form.At(name));
        };
    }

    /// <summary>One rule after the other; the second only when the first had nothing to say.</summary>
    public static Rule Then(this Rule first, Rule second) => (value, form) =>
    {
        first(value, form);
        if (form.IsClean) second(value, form);
    };

    public static void Check(JsonNode? body, Rule rule)
    {
        var form = new Form();
        if (body is null) throw Refused.BadForm();
        rule(body, form);
        form.ThrowIfDirty();
    }
}
