using System.Globalization;
using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Holds the arguments of a call against the method's rule.</summary>
internal static class Arguments
{
    /// <summary>Returns what is wrong, in Slack's words; fills <paramref name="good"/> with the arguments that are present.</summary>
    public static IReadOnlyList<string> Check(MethodRule rule, IReadOnlyDictionary<string, JsonNode?> given, Dictionary<string, JsonNode?> good, bool refuseUnknown)
    {
        var wrong = new List<string>();
        foreach (var argument in rule.Arguments)
        {
            var value = given.GetValueOrDefault(argument.Name);
            if (value is null || (argument.Required && value.AsText() is ""))
            {
                if (argument.Required)
                    wrong.Add($"missing required field: {argument.Name}");
                continue;
            }

            if (Misfit(argument.Kind, value) is { } misfit)
                wrong.Add($"{misfit} [json-pointer:/{argument.Name}]");
            else
                good[argument.Name] = value;
        }

        if (refuseUnknown)
        {
            // Bolt's listeners send team_id with every call, and Slack takes it everywhere for the sake of organisation-wide installs.
            var known = rule.Arguments.Select(argument => argument.Name).Append("team_id").ToHashSet(StringComparer.Ordinal);
            // Stricter than Slack, which ignores them: a misspelt argument would otherwise do nothing and say nothing.
            wrong.AddRange(given.Keys.Where(name => !known.Contains(name)).Select(name => $"unknown argument: {name}"));
        }

        return wrong;
    }

    private static string? Misfit(ArgumentKind kind, JsonNode value) => kind switch
    {
        ArgumentKind.Text => value.AsText() is null ? "must be a string" : null,
        ArgumentKind.Flag => IsFlag(value) ? null : "must be a boolean",
        ArgumentKind.Number => IsNumber(value) ? null : "must be an integer",
        _ => null,
    };

    private static bool IsFlag(JsonNode value) =>
        (value is JsonValue flag && flag.TryGetValue<bool>(out _)) || value.AsText() is "true" or "false" or "1" or "0";

    private static bool IsNumber(JsonNode value) =>
        (value is JsonValue number && number.TryGetValue<int>(out _)) || int.TryParse(value.AsText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
}
