using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.BlockKit;

/// <summary>Where blocks are shown; some are allowed only here or there.</summary>
internal enum Surface
{
    Message,
    Modal,
    Home,
}

/// <summary>The limits of Block Kit's reference pages, for the blocks that the emulator draws.</summary>
internal static class BlockRules
{
    public const int MessageBlocksMax = 50;
    public const int ViewBlocksMax = 100;

    public static IReadOnlyList<string> CheckMessage(JsonArray blocks) => Check(blocks, "/blocks", MessageBlocksMax, Surface.Message);

    public static IReadOnlyList<string> Check(JsonArray blocks, string pointer, int most, Surface surface)
    {
        var errors = new List<string>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in Part.Items(blocks, pointer, 0, most, errors))
        {
            block.Text("block_id", 255, least: 0);
            if (block.Json.Text("block_id") is { Length: > 0 } id && !ids.Add(id))
                block.Wrong($"`block_id` {id} already exists", "block_id");
            CheckBlock(block, surface);
        }

        return errors;
    }

    /// <summary>All characters of a message's blocks, as msg_blocks_too_long counts them.</summary>
    public static int Length(JsonArray blocks) => blocks.Write().Length;

    /// <summary>Fills in what Slack fills in: a block_id where none was given, emoji on plain text, verbatim on mrkdwn.</summary>
    public static void Normalise(JsonArray blocks)
    {
        var number = 0;
        foreach (var block in blocks.Objects())
        {
            if (string.IsNullOrEmpty(block.Text("block_id")))
                block["block_id"] = $"auto{number}";
            number++;
            Dress(block);
        }
    }

    private static void Dress(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Dress(item);
        }
        else if (node is JsonObject json)
        {
            if (json.Text("type") == "plain_text" && json["emoji"] is null)
                json["emoji"] = true;
            else if (json.Text("type") == "mrkdwn" && json["verbatim"] is null)
                json["verbatim"] = false;
            foreach (var (_, value) in json)
                Dress(value);
        }
    }

    private static void CheckBlock(Part block, Surface surface)
    {
        switch (block.Type)
        {
            case "section":
                Section(block, surface);
                break;
            case "divider":
                block.Only();
                break;
            case "header":
                block.Only("text", "level");
                block.Words("text", 150, mrkdwn: false, required: true);
                break;
            case "actions":
                block.Only("elements");
                var used = new HashSet<string>(StringComparer.Ordinal);
                foreach (var element in block.Children("elements", 1, 25))
                {
                    ElementRules.Check(element, ElementRules.InActions, surface);
                    if (element.Json.Text("action_id") is { } id && !used.Add(id))
                        element.Wrong($"`action_id` {id} already exists", "action_id");
                }

                break;
            case "context":
                block.Only("elements");
                foreach (var element in block.Children("elements", 1, 10))
                    ContextElement(element);
                break;
            case "image":
                Image(block, titled: true);
                break;
            case "input":
                Input(block, surface);
                break;
            case "markdown" when surface == Surface.Message:
                block.Only("text");
                block.Text("text", 12_000, required: true);
                break;
            case "rich_text":
                block.Only("elements");
                foreach (var element in block.Children("elements", 0, 1000))
                {
                    if (element.Type is not ("rich_text_section" or "rich_text_list" or "rich_text_preformatted" or "rich_text_quote"))
                        element.Wrong($"unsupported type: {element.Type}", "type");
                    element.Required("elements");
                }

                break;
            default:
                block.Wrong($"unsupported type: {block.Type}", "type");
                break;
        }
    }

    private static void Section(Part block, Surface surface)
    {
        block.Only("text", "fields", "accessory", "expand");
        block.Words("text", 3000, mrkdwn: true);
        if (!block.Has("text") && !block.Has("fields"))
            block.Wrong("missing required field: text");
        if (block.Has("fields"))
        {
            foreach (var field in block.Children("fields", 1, 10))
                Part.TextObject(field, 2000, mrkdwn: true);
        }

        block.Flag("expand");
        if (block.Child("accessory") is { } accessory)
            ElementRules.Check(accessory, ElementRules.InSection, surface);
    }

    private static void Input(Part block, Surface surface)
    {
        block.Only("label", "element", "hint", "optional", "dispatch_action");
        block.Words("label", 2000, mrkdwn: false, required: true);
        block.Words("hint", 2000, mrkdwn: false);
        block.Flag("optional");
        block.Flag("dispatch_action");
        if (block.Child("element") is { } element)
            ElementRules.Check(element, ElementRules.InInput, surface);
        else
            block.Required("element");
    }

    private static void ContextElement(Part element)
    {
        if (element.Type == "image")
            Image(element, titled: false);
        else
            Part.TextObject(element, 3000, mrkdwn: true);
    }

    internal static void Image(Part image, bool titled)
    {
        if (titled)
            image.Only("image_url", "slack_file", "alt_text", "title");
        else
            image.Only("image_url", "slack_file", "alt_text");
        image.Text("image_url", 3000);
        if (image.Has("image_url") == image.Has("slack_file"))
            image.Wrong("exactly one of image_url and slack_file is needed");
        image.Text("alt_text", 2000, required: true, least: 0);
        image.Words("title", 2000, mrkdwn: false);
    }
}
