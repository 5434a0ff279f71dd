using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Rest;

namespace CopBot.DiscordEmulator.Rules;

/// <summary>Message components, the old kind (action rows) and the new (IS_COMPONENTS_V2); components/reference.</summary>
internal static class ComponentRules
{
    public const int ActionRow = 1, Button = 2, StringSelect = 3, TextInput = 4, UserSelect = 5, RoleSelect = 6, MentionableSelect = 7, ChannelSelect = 8, Section = 9,
        TextDisplay = 10, Thumbnail = 11, MediaGallery = 12, File = 13, Separator = 14, Container = 17, Label = 18, FileUpload = 19, RadioGroup = 21, CheckboxGroup = 22, Checkbox = 23;

    /// <summary>"Messages allow up to 40 total components"; nested ones count.</summary>
    public const int MostInV2 = 40;

    private const int MostRows = 5;

    /// <summary>All text displays of a message share this many characters.</summary>
    private const int MostText = 4000;

    private static readonly int[] InsideContainer = [ActionRow, TextDisplay, Section, MediaGallery, Separator, File];
    private static readonly int[] TopLevelV2 = [.. InsideContainer, Container];
    private static readonly int[] Selects = [StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect];

    private static readonly Rule Emoji = Shape.Of(("id", Shape.Id), ("name", Shape.Text(32)), ("animated", Shape.Bool));
    private static readonly Rule Media = Shape.Of(("url!", Shape.Url(2048)));

    internal static readonly Rule Option = Shape.Of(("label!", Shape.Text(100, 1)), ("value!", Shape.Text(100, 1)), ("description", Shape.Text(100)), ("emoji", Emoji), ("default", Shape.Bool));

    /// <summary>Checks a message's components and returns them as the server keeps them: with ids and defaults filled in.</summary>
    public static JsonArray Check(JsonArray given, bool v2, Form form)
    {
        var kept = (JsonArray)given.DeepClone();
        if (!v2 && kept.Count > MostRows) form.Complain("BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {MostRows} in length.");
        for (var i = 0; i < kept.Count; i++) Each(kept[i], v2 ? TopLevelV2 : [ActionRow], form.At(i));
        if (!form.IsClean) return kept;

        var all = Everything(kept).ToList();
        if (v2 && all.Count > MostInV2) form.Complain("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", $"The total number of components cannot exceed {MostInV2}");
        if (all.Where(c => c.Number("type") == TextDisplay).Sum(c => c.Text("content")!.Length) > MostText)
            form.Complain("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", $"The total displayable text size cannot exceed {MostText}");
        Unique(all, form);
        return kept;
    }

    /// <summary>Every component, parents before children.</summary>
    public static IEnumerable<JsonObject> Everything(JsonArray? components)
    {
        foreach (var component in components.Parts())
        {
            yield return component;
            foreach (var inner in Everything(component.List("components"))) yield return inner;
            foreach (var name in new[] { "accessory", "component" })
                if (component.Part(name) is { } single)
                    yield return single;
        }
    }

    /// <summary>Complains about a repeated custom_id or id, and numbers the components without an id ("generated sequentially if left empty").</summary>
    public static void Unique(List<JsonObject> all, Form form)
    {
        foreach (var twice in all.Select(c => c.Text("custom_id")).OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            form.Complain("COMPONENT_CUSTOM_ID_DUPLICATED", $"Component custom id cannot be duplicated: {twice.Key}");
        var taken = all.Select(c => c.Number("id") ?? 0).Where(id => id != 0).ToList();
        if (taken.Distinct().Count() != taken.Count) form.Complain("COMPONENT_ID_DUPLICATED", "Component id must be unique within the message");
        var next = 1L;
        foreach (var component in all.Where(c => c.Number("id") is null or 0))
        {
            while (taken.Contains(next)) next++;
            component["id"] = next++;
        }
    }

    /// <summary>The rule for the inside of a select; the same in messages and modals, but for <c>required</c>, which is for modals.</summary>
    internal static Rule Select(int type, params (string Name, Rule Rule)[] more)
    {
        (string, Rule)[] common =
        [
            ("type!", Shape.OneOf(type)), ("id", Shape.Number(0, int.MaxValue)), ("custom_id!", Shape.Text(100, 1)), ("placeholder", Shape.Text(150)),
            ("min_values", Shape.Number(0, 25)), ("max_values", Shape.Number(1, 25)), ("disabled", Shape.Bool),
        ];
        var own = type switch
        {
            StringSelect => ("options!", Shape.List(Option, 25, 1)),
            _ => ("default_values", Shape.List(Shape.Of(("id!", Shape.Id), ("type!", Shape.Text(10))), 25)),
        };
        var fields = common.Append(own).Concat(more);
        if (type == ChannelSelect) fields = fields.Append(("channel_types", Shape.List(Shape.Number(0, 16), 16)));
        return Shape.Of([.. fields]).Then((value, form) =>
        {
            var select = (JsonObject)value;
            var (least, most) = (select.Number("min_values") ?? 1, select.Number("max_values") ?? 1);
            if (least > most) form.At("min_values").Complain("SELECT_COMPONENT_MIN_VALUES", "min_values must not be above max_values");
            if (type != StringSelect) return;
            var options = select.List("options").Parts().ToList();
            if (options.Select(o => o.Text("value")).Distinct(StringComparer.Ordinal).Count() != options.Count)
                form.At("options").Complain("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
            if (most > options.Count) form.At("max_values").Complain("SELECT_COMPONENT_MAX_VALUES", "max_values must not be above the number of options");
            if (options.Count(o => o.Flag("default") is true) > most) form.At("options").Complain("SELECT_COMPONENT_DEFAULTS", "More defaults than max_values");
        });
    }

    private static void Each(JsonNode? node, int[] allowed, Form form)
    {
        if (node is not JsonObject component || component.Number("type") is not { } type)
        {
            form.At("type").Complain("BASE_TYPE_REQUIRED", "This field is required");
            return;
        }
        if (!allowed.Contains((int)type))
        {
            form.At("type").Complain("UNION_TYPE_CHOICES", $"Value of field \"type\" must be one of ({string.Join(", ", allowed)}).");
            return;
        }
        RuleFor((int)type)(component, form);
        if (!form.IsClean) return;
        switch (type)
        {
            case ActionRow: Row(component, form.At("components")); break;
            case Button: ButtonStyle(component, form); break;
            case Section:
                Children(component, form, [TextDisplay]);
                Each(component["accessory"], [Button, Thumbnail], form.At("accessory"));
                break;
            case Container:
                Children(component, form, InsideContainer);
                Default(component, "accent_color", null);
                Default(component, "spoiler", false);
                break;
            case Separator:
                Default(component, "divider", true);
                Default(component, "spacing", 1);
                break;
            case MediaGallery:
                foreach (var item in component.List("items").Parts())
                {
                    Resolve(item.Part("media")!);
                    Default(item, "description", null);
                    Default(item, "spoiler", false);
                }
                break;
            case Thumbnail:
                Resolve(component.Part("media")!);
                Default(component, "description", null);
                Default(component, "spoiler", false);
                break;
            case File:
                if (component.Part("file")!.Text("url")?.StartsWith("attachment://", StringComparison.Ordinal) is not true) form.At("file").Complain("FILE_URL", "Only attachment:// is supported.");
                Resolve(component.Part("file")!);
                component["name"] = component.Part("file")!.Text("url")!.Split('/')[^1];
                component["size"] = 0;
                Default(component, "spoiler", false);
                break;
            case StringSelect or UserSelect or RoleSelect or MentionableSelect or ChannelSelect:
                Default(component, "min_values", 1);
                Default(component, "max_values", 1);
                break;
        }
        foreach (var empty in component.Where(p => p.Value is null && p.Key is not ("accent_color" or "description")).Select(p => p.Key).ToList()) component.Remove(empty);
    }

    private static Rule RuleFor(int type) => type switch
    {
        ActionRow => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("components!", Shape.List(Shape.Anything, 5, 1))),
        Button => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("style!", Shape.Number(1, 6)), ("label", Shape.Text(80)), ("emoji", Emoji),
            ("custom_id", Shape.Text(100, 1)), ("sku_id", Shape.Id), ("url", Shape.Url(512)), ("disabled", Shape.Bool)),
        Section => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("components!", Shape.List(Shape.Anything, 3, 1)), ("accessory!", Shape.Anything)),
        TextDisplay => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("content!", Shape.Text(MostText, 1))),
        Thumbnail => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("media!", Media), ("description", Shape.Text(1024)), ("spoiler", Shape.Bool)),
        MediaGallery => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)),
            ("items!", Shape.List(Shape.Of(("media!", Media), ("description", Shape.Text(1024)), ("spoiler", Shape.Bool)), 10, 1))),
        File => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("file!", Media), ("spoiler", Shape.Bool), ("name", Shape.Anything), ("size", Shape.Anything)),
        Separator => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("divider", Shape.Bool), ("spacing", Shape.OneOf(1, 2))),
        Container => Shape.Of(("type!", Shape.Anything), ("id", Shape.Number(0, int.MaxValue)), ("components!", Shape.List(Shape.Anything, MostInV2, 1)),
            ("accent_color", Shape.Number(0, 0xFFFFFF)), ("spoiler", Shape.Bool)),
        _ => Select(type),
    };

    private static void Row(JsonObject row, Form form)
    {
        var children = row.List("components")!;
        for (var i = 0; i < children.Count; i++) Each(children[i], [Button, .. Selects], form.At(i));
        if (form.IsClean && children.Count > 1 && children.Parts().Any(c => c.Number("type") != Button))
            form.Complain("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
    }

    private static void Children(JsonObject parent, Form form, int[] allowed)
    {
        var children = parent.List("components")!;
        for (var i = 0; i < children.Count; i++) Each(children[i], allowed, form.At("components").At(i));
    }

    /// <summary>"Styles also define what fields are valid for a button" (components/reference, "Button").</summary>
    private static void ButtonStyle(JsonObject button, Form form)
    {
        var style = button.Number("style");
        var (customId, url, sku) = (button.Given("custom_id"), button.Given("url"), button.Given("sku_id"));
        var fits = style switch
        {
            5 => url && !customId && !sku,
            6 => sku && !customId && !url && !button.Given("label") && !button.Given("emoji"),
            _ => customId && !url && !sku,
        };
        if (!fits) form.Complain("BUTTON_STYLE_FIELDS", style switch { 5 => "A link button needs a url and takes no custom_id", 6 => "A premium button needs a sku_id only", _ => "A custom id is required, a url or sku id is not allowed" });
        else if (style != 6 && string.IsNullOrEmpty(button.Text("label")) && !button.Given("emoji")) form.Complain("BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required");
    }

    private static void Default(JsonObject component, string name, JsonNode? value)
    {
        if (component[name] is null) component[name] = value;
    }

    /// <summary>A media item as the server gives it back (components/reference, "Unfurled Media Item").</summary>
    private static void Resolve(JsonObject media)
    {
        if (media.Has("proxy_url")) return;
        var url = media.Text("url")!;
        if (url.StartsWith("attachment://", StringComparison.Ordinal)) media["url"] = url = "https://cdn.example/" + url["attachment://".Length..];
        media["id"] = "1";
        media["proxy_url"] = url;
    }
}
