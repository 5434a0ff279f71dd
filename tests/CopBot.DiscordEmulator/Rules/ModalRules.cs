using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;
using static CopBot.DiscordEmulator.Rules.ComponentRules;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>Modals: labels around inputs, text displays, and the older action row with one text input (components/using-modal-components).</summary>
internal static class ModalRules
{
    private static readonly int[] InsideLabel = [TextInput, StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect, FileUpload, RadioGroup, CheckboxGroup, Checkbox];

    private static readonly Rule Frame = Shape.Of(("custom_id!", Shape.Text(100, 1)), ("title!", Shape.Text(45, 1)), ("components!", Shape.List(Shape.Anything, 5, 1)));

    private static readonly Rule GroupOption = Shape.Of(("value!", Shape.Text(100, 1)), ("label!", Shape.Text(100, 1)), ("description", Shape.Text(100)), ("default", Shape.Bool));

    /// <summary>Checks a modal and returns it as a person's client gets it, with ids.</summary>
    public static JsonObject Check(JsonObject given, Form form)
    {
        var modal = (JsonObject)given.DeepClone();
        Frame(modal, form);
        if (!form.IsClean) return modal;
        var tops = modal.List("components")!;
        for (var i = 0; i < tops.Count; i++) Top(tops[i], form.At("components").At(i));
        if (form.IsClean) Unique([.. Everything(tops)], form.At("components"));
        return modal;
    }

    private static void Top(JsonNode? node, Form form)
    {
        switch ((node as JsonObject)?.Number("type"))
        {
            case ActionRow:
                Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("components!", Shape.List(Input(TextInput, labelled: true), 1, 1)))(node!, form);
                break;
            case TextDisplay:
                Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("content!", Shape.Text(4000, 1)))(node!, form);
                break;
            case Label:
                Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("label!", Shape.Text(45, 1)), ("description", Shape.Text(100, 1)), ("component!", Shape.Anything))(node!, form);
                if (!form.IsClean) return;
                if ((node as JsonObject)!.Part("component") is not { } inner || inner.Number("type") is not { } type || !InsideLabel.Contains((int)type))
                    form.At("component").At("type").Complain("UNION_TYPE_CHOICES", $"Value of field \"type\" must be one of ({string.Join(", ", InsideLabel)}).");
                else Input((int)type, labelled: false)(inner, form.At("component"));
                break;
            default:
                form.At("type").Complain("UNION_TYPE_CHOICES", $"Value of field \"type\" must be one of ({ActionRow}, {TextDisplay}, {Label}).");
                break;
        }
    }

    private static Rule Input(int type, bool labelled) => type switch
    {
        // The label belongs to the Label around it; only the deprecated action row needs its own.
        TextInput => Shape.Of([.. Common(type), ("style!", Shape.OneOf(1, 2)), labelled ? ("label!", Shape.Text(45, 1)) : ("label", NotInLabel), ("min_length", Shape.Number(0, 4000)),
            ("max_length", Shape.Number(1, 4000)), ("required", Shape.Bool), ("value", Shape.Text(4000)), ("placeholder", Shape.Text(100))]).Then(Lengths),
        FileUpload => Shape.Of([.. Common(type), ("min_values", Shape.Number(0, 10)), ("max_values", Shape.Number(1, 10)), ("required", Shape.Bool)]),
        RadioGroup => Shape.Of([.. Common(type), ("options!", Shape.List(GroupOption, 10, 2)), ("required", Shape.Bool)]),
        CheckboxGroup => Shape.Of([.. Common(type), ("options!", Shape.List(GroupOption, 10, 1)), ("min_values", Shape.Number(0, 10)), ("max_values", Shape.Number(1, 10)), ("required", Shape.Bool)]),
        Checkbox => Shape.Of([.. Common(type), ("default", Shape.Bool)]),
        _ => Select(type, ("required", Shape.Bool)).Then(NotDisabled),
    };

    private static (string, Rule)[] Common(int type) => [("type!", Shape.OneOf(type)), ("id", Shape.Number(0, int.MaxValue)), ("custom_id!", Shape.Text(100, 1))];

    private static readonly Rule NotInLabel = (_, form) => form.Complain("COMPONENT_LABEL", "A text input inside a Label takes no label of its own");

    /// <summary>"Using disabled … in a modal will result in an error" (components/reference, "String Select").</summary>
    private static readonly Rule NotDisabled = (value, form) =>
    {
        if (((JsonObject)value).Flag("disabled") is true) form.At("disabled").Complain("COMPONENT_DISABLED", "A select in a modal cannot be disabled");
    };

    private static readonly Rule Lengths = (value, form) =>
    {
        var input = (JsonObject)value;
        if (input.Number("min_length") > input.Number("max_length")) form.At("min_length").Complain("TEXT_INPUT_LENGTHS", "min_length must not be above max_length");
        if (input.Text("value") is { } text && text.Length > (input.Number("max_length") ?? 4000)) form.At("value").Complain("BASE_TYPE_MAX_LENGTH", "The value is longer than max_length");
    };
}
