using System.Globalization;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.BlockKit;

namespace CopBot.SlackEmulator.Acting;

/// <summary>How a person fills in elements, in the shape of state.values.</summary>
internal static class Forms
{
    /// <summary>Every element that keeps a value, with the block it sits in.</summary>
    public static IEnumerable<(JsonObject Block, JsonObject Element)> Elements(JsonArray? blocks)
    {
        foreach (var block in blocks.Objects())
        {
            if (block.Object("element") is { } element)
                yield return (block, element);
            if (block.Object("accessory") is { } accessory)
                yield return (block, accessory);
            if (block.Text("type") != "actions")
                continue;
            foreach (var action in block.Array("elements").Objects())
                yield return (block, action);
        }
    }

    public static JsonObject Initial(JsonArray? blocks)
    {
        var values = new JsonObject();
        foreach (var (block, element) in Elements(blocks).Where(pair => ElementRules.KeepsState(pair.Element.Text("type"))))
        {
            if (string.IsNullOrEmpty(element.Text("action_id")))
                element["action_id"] = "auto";
            var id = block.Text("block_id")!;
            if (values[id] is not JsonObject inBlock)
                values[id] = inBlock = [];
            inBlock[element.Text("action_id")!] = State(element, element[InitialName(element.Text("type")!)]?.DeepClone());
        }

        return values;
    }

    /// <summary>docs: input survives views.update while block_id and action_id stay the same.</summary>
    public static JsonObject Carry(JsonObject fresh, JsonObject before)
    {
        foreach (var (block, actions) in fresh)
        {
            foreach (var (action, state) in actions!.AsObject().ToArray())
            {
                if (before.Object(block).Object(action) is { } kept && kept.Text("type") == state.Text("type"))
                    actions.AsObject()[action] = kept.DeepClone();
            }
        }

        return fresh;
    }

    /// <summary>The state after a person answers; an option is chosen by its value or by the words they see.</summary>
    public static JsonObject Fill(JsonObject element, JsonNode? answer)
    {
        var type = element.Text("type")!;
        return type switch
        {
            "static_select" or "radio_buttons" or "overflow" or "external_select" => State(element, answer is null ? null : Option(element, answer)),
            "multi_static_select" or "checkboxes" or "multi_external_select" => State(element, new JsonArray([.. Many(answer).Select(one => Option(element, one))])),
            "multi_users_select" or "multi_conversations_select" or "multi_channels_select" => State(element, new JsonArray([.. Many(answer).Select(one => one.DeepClone())])),
            "datetimepicker" => State(element, answer is JsonValue value && value.TryGetValue<long>(out var at) ? at : answer is null ? null : long.Parse(answer.AsText()!, CultureInfo.InvariantCulture)),
            _ => State(element, answer?.DeepClone()),
        };
    }

    /// <summary>What Slack's own client says before it sends anything, by block_id.</summary>
    public static IReadOnlyDictionary<string, string> Complaints(JsonObject content, JsonObject values)
    {
        var complaints = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var block in content.Array("blocks").Objects().Where(block => block.Text("type") == "input"))
        {
            var element = block.Object("element")!;
            var id = block.Text("block_id")!;
            var value = values.Object(id).Object(element.Text("action_id")!)?[ValueName(element.Text("type")!)];
            var text = value.AsText();
            var empty = value is null || text?.Length == 0 || value is JsonArray { Count: 0 };
            if (empty && !block.Flag("optional"))
                complaints[id] = "Please complete this required field.";
            else if (text is { Length: > 0 } && TooShortOrLong(element, text) is { } complaint)
                complaints[id] = complaint;
        }

        return complaints;
    }

    public static string ValueName(string type) => type switch
    {
        "static_select" or "radio_buttons" or "overflow" or "external_select" => "selected_option",
        "multi_static_select" or "checkboxes" or "multi_external_select" => "selected_options",
        "users_select" => "selected_user",
        "multi_users_select" => "selected_users",
        "conversations_select" => "selected_conversation",
        "multi_conversations_select" => "selected_conversations",
        "channels_select" => "selected_channel",
        "multi_channels_select" => "selected_channels",
        "datepicker" => "selected_date",
        "timepicker" => "selected_time",
        "datetimepicker" => "selected_date_time",
        "rich_text_input" => "rich_text_value",
        "file_input" => "files",
        _ => "value",
    };

    private static string InitialName(string type) => ValueName(type) switch
    {
        "value" or "rich_text_value" => "initial_value",
        "files" => "no_initial_files",
        var name => "initial_" + name["selected_".Length..],
    };

    private static JsonObject State(JsonObject element, JsonNode? value)
    {
        var type = element.Text("type")!;
        var name = ValueName(type);
        // The plural names hold lists: nothing chosen is an empty list, not null.
        if (value is null && name.EndsWith('s'))
            value = new JsonArray();
        return new JsonObject { ["type"] = type, [name] = value };
    }

    private static JsonNode Option(JsonObject element, JsonNode answer)
    {
        // An external select's choice came from the app's own suggestions and arrives whole.
        if (answer is JsonObject whole)
            return whole.DeepClone();
        var wanted = answer.AsText();
        var offered = element.Array("options").Objects().Concat(element.Array("option_groups").Objects().SelectMany(group => group.Array("options").Objects()));
        var found = offered.FirstOrDefault(option => option.Text("value") == wanted || option.Object("text").Text("text") == wanted);
        return found?.DeepClone() ?? throw new InvalidOperationException($"There is no option '{wanted}' in {element.Text("action_id")}.");
    }

    private static IEnumerable<JsonNode> Many(JsonNode? answer) => answer switch
    {
        null => [],
        JsonArray many => many.OfType<JsonNode>(),
        _ => [answer],
    };

    private static string? TooShortOrLong(JsonObject element, string text)
    {
        if (element["min_length"] is JsonValue least && text.Length < least.GetValue<int>())
            return $"This field needs at least {least} characters.";
        if (element["max_length"] is JsonValue most && text.Length > most.GetValue<int>())
            return $"This field takes at most {most} characters.";
        if (element.Text("type") == "plain_text_input" && text.Length > 3000)
            return "This field takes at most 3000 characters.";
        return element.Text("type") == "number_input" && !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _) ? "Enter a number." : null;
    }
}
