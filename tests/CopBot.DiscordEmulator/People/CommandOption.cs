using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rules;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.People;

/// <summary>A value typed into an option of a slash command, held to what the option allows.</summary>
internal static class CommandOption
{
    public static JsonObject Value(Person person, Channel channel, JsonObject option, object value, JsonObject resolved, bool isFocused, Func<Channel, int, IReadOnlyList<string>, JsonObject> resolve)
    {
        var type = (int)option.Number("type")!;
        var name = option.Text("name")!;
        var json = new JsonObject { ["name"] = name, ["type"] = type };
        // While typing, a value may be incomplete; it is sent as text.
        if (isFocused)
        {
            json["value"] = value.ToString();
            return json;
        }
        switch (type)
        {
            case CommandRules.Text:
                var text = Choice(option, value) as string ?? throw Person.Impossible($"\"{name}\" takes text");
                if (text.Length < (option.Number("min_length") ?? 0) || text.Length > (option.Number("max_length") ?? 6000)) throw Person.Impossible($"the text for \"{name}\" is too short or too long");
                json["value"] = text;
                break;
            case CommandRules.Integer:
                var number = Convert.ToInt64(Choice(option, value), System.Globalization.CultureInfo.InvariantCulture);
                if (number < (option.Number("min_value") ?? long.MinValue) || number > (option.Number("max_value") ?? long.MaxValue)) throw Person.Impossible($"the number for \"{name}\" is out of range");
                json["value"] = number;
                break;
            case CommandRules.Decimal:
                json["value"] = Convert.ToDouble(Choice(option, value), System.Globalization.CultureInfo.InvariantCulture);
                break;
            case CommandRules.Boolean:
                json["value"] = value is bool yes ? yes : throw Person.Impossible($"\"{name}\" takes yes or no");
                break;
            default:
                var id = value is Person other ? Snowflakes.Write(other.Id) : value is Channel place ? Snowflakes.Write(place.Id) : value is Role role ? Snowflakes.Write(role.Id) : value.ToString()!;
                var select = type switch
                {
                    CommandRules.User => ComponentRules.UserSelect,
                    CommandRules.Role => ComponentRules.RoleSelect,
                    CommandRules.Channel => ComponentRules.ChannelSelect,
                    CommandRules.Mentionable => ComponentRules.MentionableSelect,
                    _ => throw Person.Impossible("attachments are not emulated as command options"),
                };
                foreach (var (kind, found) in resolve(channel, select, [id]))
                {
                    if (resolved[kind] is not JsonObject there) resolved[kind] = there = [];
                    foreach (var (key, each) in (JsonObject)found!) there[key] = each?.DeepClone();
                }
                json["value"] = id;
                break;
        }
        return json;
    }

    /// <summary>With choices only those can be taken, by name or by value.</summary>
    private static object Choice(JsonObject option, object value)
    {
        if (option.List("choices") is not { Count: > 0 } choices) return value;
        var taken = choices.Parts().FirstOrDefault(c => c.Text("name") == value.ToString() || c["value"]!.ToString() == value.ToString())
            ?? throw Person.Impossible($"no choice \"{value}\" for \"{option.Text("name")}\"");
        return taken.Text("value") as object ?? taken.Number("value") ?? (object)taken["value"]!.GetValue<double>();
    }
}
