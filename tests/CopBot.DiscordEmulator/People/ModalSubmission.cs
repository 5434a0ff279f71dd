using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.People;

/// <summary>Turns a filled-in modal into the data of a MODAL_SUBMIT, as a client does and only if a client would.</summary>
internal sealed class ModalSubmission(Person person, Func<Channel, int, IReadOnlyList<string>, JsonObject> resolve)
{
    private readonly JsonObject _resolved = [];

    public JsonObject Fill(JsonObject modal, Channel channel, (string CustomId, object Value)[] answers)
    {
        var given = answers.ToDictionary(a => a.CustomId, a => a.Value, StringComparer.Ordinal);
        var components = new JsonArray();
        foreach (var top in modal.List("components").Parts())
        {
            var json = new JsonObject { ["type"] = top.Number("type"), ["id"] = top.Number("id") };
            switch (top.Number("type"))
            {
                case ComponentRules.Label:
                    json["component"] = Answer(top.Part("component")!, channel, given);
                    break;
                case ComponentRules.ActionRow:
                    json["components"] = top.List("components").Parts().Select(c => Answer(c, channel, given)).ToJson();
                    break;
            }
            components.Add(json);
        }
        var data = new JsonObject { ["custom_id"] = modal.Text("custom_id"), ["components"] = components };
        if (_resolved.Count > 0) data["resolved"] = _resolved;
        return data;
    }

    private JsonObject Answer(JsonObject input, Channel channel, Dictionary<string, object> given)
    {
        var (type, customId) = ((int)input.Number("type")!, input.Text("custom_id")!);
        var json = new JsonObject { ["type"] = type, ["id"] = input.Number("id"), ["custom_id"] = customId };
        given.TryGetValue(customId, out var value);
        var required = input.Flag("required") ?? true;
        switch (type)
        {
            case ComponentRules.TextInput:
                // A person types UTF-16; line ends are \n.
                var text = value?.ToString() ?? input.Text("value") ?? "";
                if (required && text.Length == 0) throw Person.Impossible($"\"{customId}\" is required");
                if (text.Length > (input.Number("max_length") ?? 4000) || text.Length > 0 && text.Length < (input.Number("min_length") ?? 0)) throw Person.Impossible($"the text for \"{customId}\" is too short or too long for {person.Name}");
                json["value"] = text;
                break;
            case ComponentRules.RadioGroup:
                var picked = value is null ? Defaults(input).FirstOrDefault() : Known(input, [value.ToString()!])[0];
                if (required && picked is null) throw Person.Impossible($"\"{customId}\" is required");
                json["value"] = picked;
                break;
            case ComponentRules.Checkbox:
                json["value"] = value is bool ticked ? ticked : input.Flag("default") is true;
                break;
            case ComponentRules.CheckboxGroup:
                var ticks = value is null ? Defaults(input) : Known(input, Many(value));
                if (ticks.Count < (required ? Math.Max(input.Number("min_values") ?? 1, 1) : 0) || ticks.Count > (input.Number("max_values") ?? input.List("options")!.Count))
                    throw Person.Impossible($"wrong number of ticks in \"{customId}\"");
                json["values"] = new JsonArray([.. ticks.Select(v => (JsonNode)v)]);
                break;
            case ComponentRules.FileUpload:
                if (required) throw Person.Impossible("uploading files in modals is not emulated");
                json["values"] = new JsonArray();
                break;
            default:
                var values = value is null ? Defaults(input) : Many(value);
                if (values.Count == 0 && !required) json["values"] = new JsonArray();
                else
                {
                    var chosen = Person.Chosen(input, values);
                    json["values"] = new JsonArray([.. chosen.Select(v => (JsonNode)v)]);
                    if (type != ComponentRules.StringSelect)
                        foreach (var (kind, found) in resolve(channel, type, chosen))
                        {
                            if (_resolved[kind] is not JsonObject there) _resolved[kind] = there = [];
                            foreach (var (key, each) in (JsonObject)found!) there[key] = each?.DeepClone();
                        }
                }
                break;
        }
        return json;
    }

    private static List<string> Many(object value) => value switch
    {
        string one => [one],
        Person someone => [Snowflakes.Write(someone.Id)],
        Channel place => [Snowflakes.Write(place.Id)],
        IEnumerable<string> several => [.. several],
        _ => [value.ToString()!],
    };

    private static List<string> Known(JsonObject input, List<string> values) => [.. values.Select(value =>
        input.List("options").Parts().FirstOrDefault(o => o.Text("value") == value || o.Text("label") == value)?.Text("value") ?? throw Person.Impossible($"no choice \"{value}\""))];

    private static List<string> Defaults(JsonObject input) => input.Has("default_values")
        ? [.. input.List("default_values").Parts().Select(d => d.Id("id")!.Value.ToJson())]
        : [.. input.List("options").Parts().Where(o => o.Flag("default") is true).Select(o => o.Text("value")!)];
}
