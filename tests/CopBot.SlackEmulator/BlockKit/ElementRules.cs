using System.Text.RegularExpressions;

namespace CopBot.SlackEmulator.BlockKit;

/// <summary>The limits of interactive elements.</summary>
internal static partial class ElementRules
{
    /// <summary>@slack/types says 75, the Python SDK 150; the emulator takes the smaller so that both are served.</summary>
    public const int OptionValueMax = 75;

    private static readonly string[] _selects =
    [
        "static_select", "external_select", "users_select", "conversations_select", "channels_select",
        "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
    ];

    private static readonly string[] _pickers = ["datepicker", "timepicker", "radio_buttons", "checkboxes"];

    public static readonly HashSet<string> InSection = new([.. _selects, .. _pickers, "button", "image", "overflow"], StringComparer.Ordinal);

    public static readonly HashSet<string> InActions = new([.. _selects, .. _pickers, "button", "overflow", "datetimepicker"], StringComparer.Ordinal);

    public static readonly HashSet<string> InInput = new(
        [.. _selects, .. _pickers, "datetimepicker", "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"],
        StringComparer.Ordinal);

    /// <summary>Elements whose current value is in state.values.</summary>
    public static bool KeepsState(string? type) => type is not (null or "button" or "overflow" or "image");

    public static void Check(Part element, HashSet<string> allowed, Surface surface)
    {
        if (!allowed.Contains(element.Type) || (element.Type == "file_input" && surface != Surface.Modal))
        {
            element.Wrong($"unsupported type: {element.Type}", "type");
            return;
        }

        if (element.Type == "image")
        {
            BlockRules.Image(element, titled: false);
            return;
        }

        element.Text("action_id", 255);
        Confirm(element);
        switch (element.Type)
        {
            case "button":
                Button(element);
                break;
            case "overflow":
                element.Only("action_id", "confirm", "options");
                Options(element, "options", 1, 5, mrkdwn: false, urls: true);
                break;
            case "radio_buttons":
                element.Only("action_id", "confirm", "options", "initial_option", "focus_on_load");
                Options(element, "options", 1, 10, mrkdwn: true);
                Initial(element);
                break;
            case "checkboxes":
                element.Only("action_id", "confirm", "options", "initial_options", "focus_on_load");
                Options(element, "options", 1, 10, mrkdwn: true);
                Initial(element);
                break;
            case "datepicker":
                element.Only("action_id", "confirm", "initial_date", "placeholder", "focus_on_load");
                element.Matches("initial_date", Day());
                break;
            case "timepicker":
                element.Only("action_id", "confirm", "initial_time", "placeholder", "focus_on_load", "timezone");
                element.Matches("initial_time", Time());
                break;
            case "datetimepicker":
                element.Only("action_id", "confirm", "initial_date_time", "focus_on_load");
                element.Number("initial_date_time", 1_000_000_000, int.MaxValue);
                break;
            case "plain_text_input":
                element.Only("action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load");
                element.Number("min_length", 0, 3000);
                element.Number("max_length", 1, 3000);
                element.Text("initial_value", 3000, least: 0);
                element.Flag("multiline");
                break;
            case "email_text_input" or "url_text_input":
                element.Only("action_id", "placeholder", "initial_value", "dispatch_action_config", "focus_on_load");
                break;
            case "number_input":
                element.Only("action_id", "placeholder", "initial_value", "is_decimal_allowed", "min_value", "max_value", "dispatch_action_config", "focus_on_load");
                element.Required("is_decimal_allowed");
                break;
            case "rich_text_input":
                element.Only("action_id", "placeholder", "initial_value", "dispatch_action_config", "focus_on_load");
                break;
            case "file_input":
                element.Only("action_id", "filetypes", "max_files");
                element.Number("max_files", 1, 10);
                break;
            default:
                Select(element);
                break;
        }

        element.Flag("focus_on_load");
        element.Words("placeholder", 150, mrkdwn: false);
    }

    private static void Button(Part element)
    {
        element.Only("action_id", "confirm", "text", "url", "value", "style", "accessibility_label");
        element.Words("text", 75, mrkdwn: false, required: true);
        element.Text("url", 3000);
        element.Text("value", 2000);
        element.OneOf("style", "primary", "danger");
        element.Text("accessibility_label", 75);
    }

    private static void Select(Part element)
    {
        var multi = element.Type.StartsWith("multi_", StringComparison.Ordinal);
        var kind = multi ? element.Type["multi_".Length..] : element.Type;
        string[] common = multi ? ["action_id", "confirm", "placeholder", "focus_on_load", "max_selected_items"] : ["action_id", "confirm", "placeholder", "focus_on_load"];
        string[] own = kind switch
        {
            "static_select" => ["options", "option_groups", multi ? "initial_options" : "initial_option"],
            "external_select" => ["min_query_length", multi ? "initial_options" : "initial_option"],
            "users_select" => [multi ? "initial_users" : "initial_user"],
            "conversations_select" => [multi ? "initial_conversations" : "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"],
            _ => [multi ? "initial_channels" : "initial_channel", "response_url_enabled"],
        };
        element.Only([.. common, .. own]);
        element.Number("max_selected_items", 1, 1000);
        if (kind != "static_select")
            return;
        if (element.Has("options") == element.Has("option_groups"))
            element.Wrong("exactly one of options and option_groups is needed");
        if (element.Has("options"))
            Options(element, "options", 1, 100, mrkdwn: false);
        if (element.Has("option_groups"))
        {
            foreach (var group in element.Children("option_groups", 1, 100))
            {
                group.Only("label", "options");
                group.Words("label", 75, mrkdwn: false, required: true);
                Options(group, "options", 1, 100, mrkdwn: false);
            }
        }

        Initial(element);
    }

    private static void Options(Part element, string name, int least, int most, bool mrkdwn, bool urls = false)
    {
        foreach (var option in element.Children(name, least, most))
        {
            if (urls)
                option.Only("text", "value", "description", "url");
            else
                option.Only("text", "value", "description");
            option.Words("text", 75, mrkdwn, required: true);
            option.Text("value", OptionValueMax, required: true);
            option.Words("description", 75, mrkdwn);
            option.Text("url", 3000);
        }
    }

    // An initial choice must be one of the options, word for word.
    private static void Initial(Part element)
    {
        var offered = element.Json.Array("options").Objects()
            .Concat(element.Json.Array("option_groups").Objects().SelectMany(group => group.Array("options").Objects()))
            .Select(option => option.Text("value")).ToHashSet(StringComparer.Ordinal);
        if (element.Json.Object("initial_option") is { } one && !offered.Contains(one.Text("value")))
            element.Wrong("must be one of the provided options", "initial_option");
        if (element.Has("initial_options") && (element.Json.Array("initial_options") is not { Count: > 0 } many || many.Any(option => !offered.Contains(option.Text("value")))))
            element.Wrong("must be one of the provided options", "initial_options");
    }

    private static void Confirm(Part element)
    {
        if (element.Child("confirm") is not { } confirm)
            return;
        confirm.Only("title", "text", "confirm", "deny", "style");
        confirm.Words("title", 100, mrkdwn: false, required: true);
        confirm.Words("text", 300, mrkdwn: true, required: true);
        confirm.Words("confirm", 30, mrkdwn: false, required: true);
        confirm.Words("deny", 30, mrkdwn: false, required: true);
        confirm.OneOf("style", "primary", "danger");
    }

    [GeneratedRegex(@"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Day();

    [GeneratedRegex(@"^([01]\d|2[0-3]):[0-5]\d$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
