using System.Globalization;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>One call whose token, scopes and arguments have passed; the method's own rules come next.</summary>
internal sealed class ApiCall(EmulatedSlack emulator, MethodRule rule, SlackApp? app, Installation? installation, IReadOnlyDictionary<string, JsonNode?> arguments)
{
    public EmulatedSlack Emulator => emulator;
    public MethodRule Rule => rule;
    public SlackApp App => app ?? installation!.App;
    public Installation Installation => installation!;
    public SlackWorkspace Workspace => installation!.Workspace;
    public SlackUser Bot => installation!.Bot;
    public IReadOnlyDictionary<string, JsonNode?> Arguments => arguments;
    public bool SignedIn => installation is not null;

    public bool Has(string name) => arguments.GetValueOrDefault(name) is not null;

    public string? Text(string name) => arguments.GetValueOrDefault(name).AsText();

    public bool Flag(string name) => arguments.GetValueOrDefault(name) switch
    {
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        { } node => node.AsText() is "true" or "1",
        _ => false,
    };

    public int? Number(string name) => arguments.GetValueOrDefault(name) switch
    {
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        { } node when int.TryParse(node.AsText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A JSON argument, whether it came as an object or as text; null when absent or not JSON (see <see cref="Unreadable"/>).</summary>
    public JsonNode? Node(string name) => arguments.GetValueOrDefault(name) switch
    {
        null => null,
        JsonValue value when value.AsText() is { } text => text.Length == 0 ? null : Json.TryParse(text),
        var node => node,
    };

    public bool Unreadable(string name) => Has(name) && Text(name) is not "" && Node(name) is null;

    /// <summary>The conversation named by an argument, if the bot can see it: public, or one it is in.</summary>
    public SlackChannel? Channel(string name = "channel") =>
        Workspace.Channel(Text(name)) is { } channel && (channel.Kind == ChannelKind.Public || channel.Members.Contains(Bot.Id)) ? channel : null;

    /// <summary>The refusal when the scope for this kind of conversation is not granted.</summary>
    public JsonObject? Lacks(SlackChannel channel, string right) => Lacks($"{channel.Family}:{right}");

    public JsonObject? Lacks(string scope) =>
        Installation.Scopes.Contains(scope) ? null : Answers.MissingScope(scope, Installation.Scopes);
}

/// <summary>Answers in the shape that all methods share.</summary>
internal static class Answers
{
    public static JsonObject Done(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in fields)
            answer[name] = value;
        return answer;
    }

    public static JsonObject Done(string name, JsonNode? value) => new() { ["ok"] = true, [name] = value };

    public static JsonObject Refused(string error) => new() { ["ok"] = false, ["error"] = error };

    public static JsonObject Refused(string error, IEnumerable<string> messages)
    {
        var answer = Refused(error);
        answer["response_metadata"] = new JsonObject { ["messages"] = Json.List(messages.Select(message => "[ERROR] " + message)) };
        return answer;
    }

    /// <summary>Invalid blocks come with their reasons twice, as Slack sends them.</summary>
    public static JsonObject InvalidBlocks(IReadOnlyList<string> errors)
    {
        var answer = Refused("invalid_blocks", errors);
        answer["errors"] = Json.List(errors);
        return answer;
    }

    public static JsonObject MissingScope(string needed, IEnumerable<string> provided)
    {
        var answer = Refused("missing_scope");
        answer["needed"] = needed;
        answer["provided"] = string.Join(',', provided);
        return answer;
    }

    public static JsonObject Warned(JsonObject answer, string warning)
    {
        answer["warning"] = answer.Text("warning") is { } earlier ? $"{earlier},{warning}" : warning;
        var about = answer.Object("response_metadata");
        if (about is null)
            answer["response_metadata"] = about = [];
        if (about["warnings"] is not JsonArray warnings)
            about["warnings"] = warnings = [];
        warnings.Add(warning);
        return answer;
    }
}
