using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.DiscordEmulator.Rest;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>Application commands (interactions/application-commands).</summary>
internal static partial class CommandRules
{
    public const int Subcommand = 1, Group = 2, Text = 3, Integer = 4, Boolean = 5, User = 6, Channel = 7, Role = 8, Mentionable = 9, Decimal = 10, Attachment = 11;

    /// <summary>"All names, descriptions and values together: 8000 characters."</summary>
    private const int LongestCommand = 8000;

    /// <summary>INTEGER is between -2^53 and 2^53.</summary>
    private const long Far = 1L << 53;

    private static readonly Rule Localized = (value, form) =>
    {
        if (value is not JsonObject) form.Complain("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    };

    private static readonly (string, Rule)[] Common =
    [
        ("id", Shape.Id), ("name_localizations", Localized), ("description_localizations", Localized), ("default_member_permissions", Shape.Id), ("dm_permission", Shape.Bool), ("nsfw", Shape.Bool),
        ("type", Shape.OneOf(1, 2, 3)), ("integration_types", Shape.List(Shape.OneOf(0, 1), 2)), ("contexts", Shape.List(Shape.OneOf(0, 1, 2), 3)), ("description", Shape.Text(100)),
        ("options", Shape.List(Shape.Anything, 25)), ("default_permission", Shape.Bool),
    ];

    private static readonly Rule Whole = Shape.Of([.. Common, ("name!", Shape.Text(32, 1))]);
    private static readonly Rule Part = Shape.Of([.. Common, ("name", Shape.Text(32, 1))]);

    private static readonly Rule Option = Shape.Of(
        ("type!", Shape.Number(1, 11)), ("name!", Shape.Text(32, 1)), ("name_localizations", Localized), ("description!", Shape.Text(100, 1)), ("description_localizations", Localized), ("required", Shape.Bool),
        ("choices", Shape.List(Shape.Of(("name!", Shape.Text(100, 1)), ("name_localizations", Localized), ("value!", Shape.Anything)), 25)), ("options", Shape.List(Shape.Anything, 25)),
        ("channel_types", Shape.List(Shape.Number(0, 16), 20)), ("min_value", Shape.Anything), ("max_value", Shape.Anything), ("min_length", Shape.Number(0, 6000)), ("max_length", Shape.Number(1, 6000)),
        ("autocomplete", Shape.Bool));

    /// <summary>Checks one command; <paramref name="partial"/> for PATCH.</summary>
    public static void Check(JsonNode? node, Form form, bool partial = false)
    {
        if (node is null)
        {
            form.Complain("BASE_TYPE_REQUIRED", "This field is required");
            return;
        }
        (partial ? Part : Whole)(node, form);
        if (!form.IsClean) return;
        var command = (JsonObject)node;
        var type = command.Number("type") ?? 1;
        if (type == 1)
        {
            if (command.Text("name") is { } name && !IsName(name)) form.At("name").Complain("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
            if (!partial && string.IsNullOrEmpty(command.Text("description"))) form.At("description").Complain("BASE_TYPE_REQUIRED", "This field is required");
        }
        else
        {
            if (!string.IsNullOrEmpty(command.Text("description"))) form.At("description").Complain("APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_DISALLOWED", "Context menu commands cannot have description");
            if (command.List("options") is { Count: > 0 }) form.At("options").Complain("APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_DISALLOWED", "Context menu commands cannot have options");
        }
        if (command.List("options") is { } options) Options(options, form.At("options"), depth: 0);
        if (form.IsClean && Length(command) > LongestCommand) form.Complain("APPLICATION_COMMAND_TOO_LARGE", $"Command exceeds maximum size ({LongestCommand})");
    }

    /// <summary>A command name: lower case where the script has case, 1 to 32 letters, digits, hyphens, underscores, apostrophes.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name) && string.Equals(name, name.ToLowerInvariant(), StringComparison.Ordinal);

    private static void Options(JsonArray options, Form form, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (optionalSeen, nested, plain) = (false, false, false);
        for (var i = 0; i < options.Count; i++)
        {
            var at = form.At(i);
            if (options[i] is not { } node)
            {
                at.Complain("BASE_TYPE_REQUIRED", "This field is required");
                continue;
            }
            Option(node, at);
            if (!at.IsClean) continue;
            var option = (JsonObject)node;
            var type = option.Number("type")!.Value;
            if (!IsName(option.Text("name")!)) at.At("name").Complain("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
            if (!names.Add(option.Text("name")!)) at.At("name").Complain("APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option names must be unique");
            if (type is Subcommand or Group)
            {
                nested = true;
                // A group holds subcommands, a subcommand holds values; nothing nests deeper.
                if (depth >= 2 || type == Group && depth > 0) at.At("type").Complain("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option type is not allowed here");
                if (type == Group && option.List("options") is not { Count: > 0 }) at.At("options").Complain("BASE_TYPE_REQUIRED", "This field is required");
                if (option.List("options") is { } inner) Options(inner, at.At("options"), type == Group ? 1 : 2);
                continue;
            }
            plain = true;
            if (depth == 1) at.At("type").Complain("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds only sub-commands");
            if (option.List("options") is { Count: > 0 }) at.At("options").Complain("APPLICATION_COMMAND_OPTIONS_NESTED", "Only sub-commands and groups have options");
            if (option.Flag("required") is true && optionalSeen) at.Complain("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optionalSeen |= option.Flag("required") is not true;
            Values(option, type, at);
        }
        if (nested && plain) form.Complain("APPLICATION_COMMAND_OPTIONS_MIXED", "Sub-commands cannot stand beside other options");
    }

    private static void Values(JsonObject option, long type, Form form)
    {
        var choices = option.List("choices").Parts().ToList();
        var mayChoose = type is Text or Integer or Decimal;
        if (choices.Count > 0 && !mayChoose) form.At("choices").Complain("APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices are for text and numbers");
        if (option.Flag("autocomplete") is true && (!mayChoose || choices.Count > 0)) form.At("autocomplete").Complain("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "Autocomplete is for text and numbers without choices");
        foreach (var choice in choices)
        {
            var fits = type switch
            {
                Text => choice.Text("value") is { Length: <= 100 },
                Integer => choice.Number("value") is >= -Far and <= Far,
                _ => choice["value"] is JsonValue number && number.GetValueKind() is System.Text.Json.JsonValueKind.Number,
            };
            if (!fits) form.At("choices").Complain("APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE", $"Choice \"{choice.Text("name")}\" has a value that does not fit its option");
        }
        if (choices.Select(c => c.Text("name")).Distinct(StringComparer.Ordinal).Count() != choices.Count) form.At("choices").Complain("APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED", "Choice names must be unique");
        if (type is not (Integer or Decimal) && (option.Given("min_value") || option.Given("max_value"))) form.At("min_value").Complain("APPLICATION_COMMAND_OPTIONS_VALUE_LIMIT", "Only numbers have a smallest and largest value");
        if (type is not Text && (option.Given("min_length") || option.Given("max_length"))) form.At("min_length").Complain("APPLICATION_COMMAND_OPTIONS_LENGTH_LIMIT", "Only text has a length");
        if (type is not Channel && option.Given("channel_types")) form.At("channel_types").Complain("APPLICATION_COMMAND_OPTIONS_CHANNEL_TYPES", "Only channel options have channel types");
    }

    private static int Length(JsonObject item) =>
        (item.Text("name")?.Length ?? 0) + (item.Text("description")?.Length ?? 0) + (item.Text("value")?.Length ?? 0)
        + item.List("options").Parts().Sum(Length) + item.List("choices").Parts().Sum(Length);

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
