using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.BlockKit;
using CopBot.SlackEmulator.World;
using static CopBot.SlackEmulator.WebApi.Answers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Modals and Home tabs.</summary>
internal static class ViewMethods
{
    public static JsonObject Open(ApiCall call)
    {
        var (trigger, refusal) = call.Emulator.Triggers.Exchange(call.Text("trigger_id"), call.Installation);
        if (refusal is not null)
            return refusal;
        if (Read(call, "modal", out var wrong) is not { } content)
            return wrong!;
        var stack = call.Workspace.Stack(trigger!.User);
        // A second open replaces nothing: it lies on top and counts towards the three.
        if (stack.Count >= ViewStack.Most)
            return Refused("push_limit_reached");
        var view = ViewStack.Put(call.Emulator, call.Installation, trigger.User, content);
        return Done("view", view.ToJson());
    }

    public static JsonObject Push(ApiCall call)
    {
        var (trigger, refusal) = call.Emulator.Triggers.Exchange(call.Text("trigger_id"), call.Installation);
        if (refusal is not null)
            return refusal;
        if (Read(call, "modal", out var wrong) is not { } content)
            return wrong!;
        var stack = call.Workspace.Stack(trigger!.User);
        // docs: pushing needs a trigger from within an open modal.
        if (trigger.ViewId is null || !stack.Exists(view => view.Id == trigger.ViewId))
            return Refused("not_found");
        if (stack.Count >= ViewStack.Most)
            return Refused("push_limit_reached");
        var view = ViewStack.Put(call.Emulator, call.Installation, trigger.User, content);
        return Done("view", view.ToJson());
    }

    public static JsonObject Update(ApiCall call)
    {
        if (!call.Has("view_id") && !call.Has("external_id"))
            return Refused("invalid_arguments", ["missing required field: view_id"]);
        var open = call.Workspace.Modals.Values.SelectMany(stack => stack).Concat(call.Workspace.Homes.Values);
        var view = open.FirstOrDefault(found => found.Owner == call.Installation
            && (call.Text("view_id") is { } id ? found.Id == id : found.Content.Text("external_id") == call.Text("external_id")));
        if (view is null)
            return Refused("not_found");
        if (Read(call, view.Type, out var wrong, view) is not { } content)
            return wrong!;
        if (call.Text("hash") is { Length: > 0 } hash && hash != view.Hash)
            return Refused("hash_conflict");
        ViewStack.Change(call.Emulator, view, content);
        return Done("view", view.ToJson());
    }

    public static JsonObject Publish(ApiCall call)
    {
        if (call.Workspace.Users.Find(user => user.Id == call.Text("user_id")) is not { Deleted: false } viewer)
            return Refused("invalid_arguments", ["invalid `user_id`"]);
        if (!call.App.HomeTab)
            return Refused("not_enabled");
        var known = call.Workspace.Homes.GetValueOrDefault((call.App.Id, viewer.Id));
        if (Read(call, "home", out var wrong, known) is not { } content)
            return wrong!;
        if (call.Text("hash") is { Length: > 0 } hash && hash != known?.Hash)
            return Refused("hash_conflict");
        if (known is null)
        {
            known = new SlackView(call.Emulator.Ids.Next("V"), "home", call.Installation, viewer);
            call.Workspace.Homes[(call.App.Id, viewer.Id)] = known;
        }

        ViewStack.Change(call.Emulator, known, content);
        return Done("view", known.ToJson());
    }

    private static JsonObject? Read(ApiCall call, string type, out JsonObject? refusal, SlackView? replaces = null)
    {
        refusal = null;
        if (call.Node("view") is not JsonObject told)
        {
            refusal = Refused("invalid_arguments", ["failed to match all allowed schemas [json-pointer:/view]"]);
            return null;
        }

        // docs: "the provided view is greater than 250kb".
        if (told.Write().Length > 250_000)
        {
            refusal = Refused("view_too_large");
            return null;
        }

        var errors = ViewRules.Check(told, type);
        if (errors.Count > 0)
        {
            refusal = Refused("invalid_arguments", errors);
            return null;
        }

        if (told.Text("external_id") is { Length: > 0 } external && ViewStack.Taken(call.Workspace, external, replaces))
        {
            refusal = Refused("duplicate_external_id");
            return null;
        }

        return told.Copy();
    }
}
