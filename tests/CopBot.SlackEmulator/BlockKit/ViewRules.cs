using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.BlockKit;

/// <summary>The limits of modals and Home tabs.</summary>
internal static class ViewRules
{
    public static IReadOnlyList<string> Check(JsonObject told, string type)
    {
        var errors = new List<string>();
        var view = new Part(told, "/view", errors);
        if (view.Type != type)
            view.Wrong($"must be a view of type {type}", "type");
        if (type == "home")
            view.Only("blocks", "private_metadata", "callback_id", "external_id");
        else
            view.Only("blocks", "private_metadata", "callback_id", "external_id", "title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled");
        view.Text("private_metadata", 3000, least: 0);
        view.Text("callback_id", 255, least: 0);
        view.Text("external_id", 255, least: 0);
        view.Flag("clear_on_close");
        view.Flag("notify_on_close");
        if (type == "modal")
        {
            view.Words("title", 24, mrkdwn: false, required: true);
            view.Words("submit", 24, mrkdwn: false);
            view.Words("close", 24, mrkdwn: false);
        }

        if (told.Array("blocks") is not { } blocks)
        {
            view.Wrong("missing required field: blocks");
            return errors;
        }

        errors.AddRange(BlockRules.Check(blocks, "/view/blocks", BlockRules.ViewBlocksMax, type == "home" ? Surface.Home : Surface.Modal));
        // docs: "submit … is required when an input block is within the blocks array".
        if (type == "modal" && !view.Has("submit") && blocks.Objects().Any(block => block.Text("type") == "input"))
            view.Wrong("missing required field: submit");
        return errors;
    }
}
