using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Slack;

/// <summary>
/// The app's manifest, written from <see cref="SlackNeeds"/> and from what the bot offers. The file in <c>deploy/slack</c> is
/// this, and a test compares them: a new message action is one line there.
/// </summary>
internal static class SlackManifest
{
    private const int ShortcutDescription = 150;

    /// <summary>The manifest of a bot that offers this.</summary>
    public static JsonObject Of(Offers offers) => new()
    {
        ["display_information"] = new JsonObject
        {
            ["name"] = "CopBot",
            ["description"] = "Helps a community of practice solve problems together and remember what helped.",
            ["background_color"] = "#1f4e5f",
        },
        ["features"] = new JsonObject
        {
            ["app_home"] = new JsonObject { ["home_tab_enabled"] = true, ["messages_tab_enabled"] = true, ["messages_tab_read_only_enabled"] = false },
            ["bot_user"] = new JsonObject { ["display_name"] = "CopBot", ["always_online"] = true },
            ["shortcuts"] = new JsonArray([.. SlackNeeds.Shortcuts.Select(s => Global(s, offers)), .. offers.MessageActions.Select(OnMessage)]),
            ["slash_commands"] = new JsonArray(new JsonObject
            {
                ["command"] = SlackNeeds.Command,
                ["description"] = "Ask, look things up, change your settings: /cop help shows all",
                ["usage_hint"] = "help",
                ["should_escape"] = false,
            }),
        },
        ["oauth_config"] = new JsonObject { ["scopes"] = new JsonObject { ["bot"] = List(SlackNeeds.Scopes.Select(s => s.Name)) } },
        ["settings"] = new JsonObject
        {
            ["event_subscriptions"] = new JsonObject { ["bot_events"] = List(SlackNeeds.Events) },
            ["interactivity"] = new JsonObject { ["is_enabled"] = true },
            ["org_deploy_enabled"] = false,
            ["socket_mode_enabled"] = true,
            ["token_rotation_enabled"] = false,
        },
    };

    /// <summary>The manifest as Slack's page takes it, each scope with what it is for.</summary>
    public static string Yaml(JsonObject manifest)
    {
        var yaml = new StringBuilder();
        foreach (var part in manifest) Write(yaml, part.Key, part.Value!, "");
        return yaml.ToString();
    }

    private static JsonObject Global(SlackShortcut shortcut, Offers offers) => new()
    {
        ["name"] = shortcut.Label,
        ["type"] = "global",
        ["callback_id"] = SlackNeeds.CallbackOf(shortcut),
        ["description"] = Shortening.OneLine(offers.Commands.FirstOrDefault(c => c.Words == shortcut.Words)?.Summary ?? shortcut.Label, ShortcutDescription),
    };

    private static JsonObject OnMessage(OfferedMessageAction action) => new()
    {
        ["name"] = action.Label,
        ["type"] = "message",
        ["callback_id"] = action.Name,
        ["description"] = action.Label,
    };

    private static JsonArray List(IEnumerable<string> names) => [.. names.Select(n => JsonValue.Create(n))];

    private static void Write(StringBuilder yaml, string name, JsonNode value, string indent)
    {
        yaml.Append(indent).Append(name).Append(':');
        switch (value)
        {
            case JsonObject members:
                yaml.Append('\n');
                foreach (var member in members) Write(yaml, member.Key, member.Value!, indent + "  ");
                break;
            case JsonArray items:
                yaml.Append('\n');
                foreach (var item in items) WriteItem(yaml, item!, indent + "  ");
                break;
            default:
                yaml.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder yaml, JsonNode item, string indent)
    {
        if (item is JsonObject members)
        {
            var first = true;
            foreach (var member in members)
            {
                yaml.Append(indent).Append(first ? "- " : "  ").Append(member.Key).Append(": ").Append(Scalar(member.Value!)).Append('\n');
                first = false;
            }

            return;
        }

        if (SlackNeeds.Scopes.FirstOrDefault(s => s.Name == item.GetValue<string>()) is { } scope) yaml.Append(indent).Append("# To ").Append(scope.For).Append(".\n");
        yaml.Append(indent).Append("- ").Append(Scalar(item)).Append('\n');
    }

    // A text in double quotes means in YAML what it means in JSON.
    private static string Scalar(JsonNode value) => value.GetValueKind() is JsonValueKind.String ? $"\"{value.GetValue<string>()}\"" : value.ToJsonString();
}
