using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Discord.Rendering;

/// <summary>Turns a form into a modal, and what was sent back into values.</summary>
internal static class DiscordForms
{
    /// <summary>How a day is typed, since Discord has no field for one.</summary>
    public const string DayHint = "As year-month-day, such as 2026-11-21";

    /// <summary>How a day with its time is typed.</summary>
    public const string MomentHint = "As year-month-day hour:minute, such as 2026-11-21 14:30";

    private const int StringSelect = 3, TextInput = 4, UserSelect = 5, Label = 18, RadioGroup = 21, CheckboxGroup = 22;
    private const int OneLine = 1, ManyLines = 2;

    // Roomier than any day, so that one written "the day after tomorrow" is said to be wrong instead of being cut.
    private const int DayLength = 100;

    /// <summary>The data of a modal: its questions, what stands in them, and the token that comes back.</summary>
    public static JsonObject Modal(FormView form, Setting setting) => new()
    {
        ["custom_id"] = setting.Marked(form.Token),
        ["title"] = Shortening.OneLine(form.Title, DiscordLimits.ModalTitle),
        ["components"] = new JsonArray([.. form.Fields.Select(f => Draw(f, form.Values.GetValueOrDefault(f.Name) ?? [], setting.Here))]),
    };

    /// <summary>What was typed and chosen, from the components of a sent modal.</summary>
    public static FormValues Read(JsonElement components, WorkspaceRef here)
    {
        var values = new FormValues();
        foreach (var top in components.Items())
        {
            // Labels hold one input each, the rows of older modals a list of them.
            foreach (var input in top.Part("components").Items().Append(top.Part("component")))
            {
                if (input.Text("custom_id") is not { } name) continue;
                var given = Given(input).Where(v => v.Length > 0).Select(v => input.Number("type") is UserSelect ? DiscordIds.User(here, v).ToString() : v).ToArray();
                if (given.Length > 0) values[name] = given;
            }
        }

        return values;
    }

    private static IEnumerable<string> Given(JsonElement input) =>
        input.Part("values") is { ValueKind: JsonValueKind.Array } many ? many.Items().Select(v => v.AsText()).OfType<string>() : input.Text("value") is { } one ? [one] : [];

    private static JsonObject Draw(FormField field, IReadOnlyList<string> values, WorkspaceRef here)
    {
        var drawn = new JsonObject { ["type"] = Label, ["label"] = Shortening.To(field.Label, DiscordLimits.Label) };
        if (Hint(field) is { } hint) drawn["description"] = Shortening.To(hint, DiscordLimits.Description);
        drawn["component"] = Input(field, values, here);
        return drawn;
    }

    private static string? Hint(FormField field) => (field.Hint, Typed(field)) switch
    {
        (null or "", var typed) => typed,
        (var hint, null) => hint,
        var (hint, typed) when $"{hint} {typed}".Length <= DiscordLimits.Description => $"{hint} {typed}",
        // Then only the placeholder says how.
        var (hint, _) => hint,
    };

    private static string? Typed(FormField field) => field.Kind switch
    {
        FieldKind.Day => DayHint,
        FieldKind.Moment => MomentHint,
        _ => null,
    };

    private static JsonObject Input(FormField field, IReadOnlyList<string> values, WorkspaceRef here) => field.Kind switch
    {
        FieldKind.Line => Text(field, values, OneLine, field.MaxLength),
        FieldKind.Lines => Text(field, values, ManyLines, field.MaxLength),
        FieldKind.Day or FieldKind.Moment => Text(field, values, OneLine, DayLength),
        // A radio group needs two choices.
        FieldKind.OneOf when field.Choices.Count is >= 2 and <= DiscordLimits.ChoicesInAGroup => Group(RadioGroup, field, values.Take(1)),
        FieldKind.OneOf => Select(field, values.Take(1), most: 1),
        FieldKind.SomeOf when field.Choices.Count <= DiscordLimits.ChoicesInAGroup => Ticked(Group(CheckboxGroup, field, values), field),
        FieldKind.SomeOf => Select(field, values, field.Choices.Count),
        FieldKind.Member => Member(field, values, here),
        _ => throw new NotSupportedException(field.Kind.ToString()),
    };

    private static JsonObject Text(FormField field, IReadOnlyList<string> values, int style, int longest)
    {
        var most = Math.Min(longest, DiscordLimits.TextInput);
        var input = new JsonObject { ["type"] = TextInput, ["custom_id"] = field.Name, ["style"] = style, ["required"] = field.Required, ["max_length"] = most };
        if (Typed(field) is { } typed) input["placeholder"] = typed;
        // Discord opens no modal whose text is too long for its field.
        if (values is [{ Length: > 0 } value, ..] && value.Length <= most) input["value"] = value;
        return input;
    }

    private static JsonObject Group(int type, FormField field, IEnumerable<string> chosen) =>
        new() { ["type"] = type, ["custom_id"] = field.Name, ["required"] = field.Required, ["options"] = Options(field, chosen) };

    private static JsonObject Ticked(JsonObject group, FormField field)
    {
        group["min_values"] = field.Required ? 1 : 0;
        group["max_values"] = field.Choices.Count;
        return group;
    }

    private static JsonObject Select(FormField field, IEnumerable<string> chosen, int most)
    {
        var select = Group(StringSelect, field, chosen);
        select["min_values"] = field.Required ? 1 : 0;
        select["max_values"] = Math.Min(most, DiscordLimits.Choices);
        return select;
    }

    private static JsonObject Member(FormField field, IReadOnlyList<string> values, WorkspaceRef here)
    {
        var select = new JsonObject { ["type"] = UserSelect, ["custom_id"] = field.Name, ["required"] = field.Required, ["min_values"] = field.Required ? 1 : 0, ["max_values"] = 1 };
        if (values is [var value, ..] && MemberOf(value, here) is { } id)
            select["default_values"] = new JsonArray(new JsonObject { ["id"] = id, ["type"] = "user" });
        return select;
    }

    private static string? MemberOf(string value, WorkspaceRef here)
    {
        try
        {
            return UserRef.Parse(value) is var user && user.Workspace == here && DiscordIds.IsId(user.Id) ? user.Id : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonArray Options(FormField field, IEnumerable<string> chosen)
    {
        var picked = chosen.ToHashSet(StringComparer.Ordinal);
        return new JsonArray([.. field.Choices.Take(DiscordLimits.Choices).Select(choice =>
        {
            var option = new JsonObject { ["label"] = Shortening.To(choice.Label, DiscordLimits.Choice), ["value"] = choice.Value };
            if (picked.Contains(choice.Value)) option["default"] = true;
            return (JsonNode)option;
        })]);
    }
}
