using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.World;

/// <summary>A modal or a Home tab as one person has it before them.</summary>
public sealed class SlackView
{
    internal SlackView(string id, string type, Installation owner, SlackUser viewer)
    {
        Id = id;
        Type = type;
        Owner = owner;
        Viewer = viewer;
        RootId = id;
    }

    public string Id { get; }
    public string Type { get; }
    public SlackUser Viewer { get; }
    public string Hash { get; internal set; } = "";
    public string? PreviousId { get; internal set; }
    public string RootId { get; internal set; }

    /// <summary>What the app sent: title, blocks, private_metadata and so on.</summary>
    public JsonObject Content { get; internal set; } = [];

    /// <summary>block_id to action_id to what is filled in, in the shape of state.values.</summary>
    public JsonObject Values { get; internal set; } = [];

    /// <summary>Errors shown in the view, by block_id.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    internal Installation Owner { get; }

    public string? CallbackId => Content.Text("callback_id");
    public string Title => Content.Object("title").Text("text") ?? "";

    internal JsonObject ToJson()
    {
        var view = new JsonObject
        {
            ["id"] = Id,
            ["team_id"] = Viewer.TeamId,
            ["type"] = Type,
            ["blocks"] = Content.Array("blocks")?.Copy(),
            ["private_metadata"] = Content.Text("private_metadata") ?? "",
            ["callback_id"] = Content.Text("callback_id") ?? "",
            ["state"] = new JsonObject { ["values"] = Values.Copy() },
            ["hash"] = Hash,
            ["title"] = Content.Object("title")?.Copy() ?? new JsonObject { ["type"] = "plain_text", ["text"] = "View Title", ["emoji"] = true },
            ["clear_on_close"] = Content.Flag("clear_on_close"),
            ["notify_on_close"] = Content.Flag("notify_on_close"),
            ["close"] = Content.Object("close")?.Copy(),
            ["submit"] = Content.Object("submit")?.Copy(),
            ["previous_view_id"] = PreviousId,
            ["root_view_id"] = RootId,
            ["app_id"] = Owner.App.Id,
            ["external_id"] = Content.Text("external_id") ?? "",
            ["app_installed_team_id"] = Owner.Workspace.Id,
            ["bot_id"] = Owner.BotId,
        };
        return view;
    }
}
