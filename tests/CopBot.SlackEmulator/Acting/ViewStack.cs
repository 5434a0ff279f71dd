using System.Globalization;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.BlockKit;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Acting;

/// <summary>What lies open before a person: at most three modals, each with a hash that changes at every edit.</summary>
internal static class ViewStack
{
    public const int Most = 3;

    public static SlackView Put(EmulatedSlack emulator, Installation owner, SlackUser viewer, JsonObject content)
    {
        var stack = owner.Workspace.Stack(viewer);
        var view = new SlackView(emulator.Ids.Next("V"), "modal", owner, viewer);
        if (stack.Count > 0)
        {
            view.PreviousId = stack[^1].Id;
            view.RootId = stack[0].Id;
        }

        Change(emulator, view, content);
        stack.Add(view);
        return view;
    }

    public static void Change(EmulatedSlack emulator, SlackView view, JsonObject content)
    {
        if (content.Array("blocks") is { } blocks)
            BlockRules.Normalise(blocks);
        view.Content = content;
        view.Errors.Clear();
        view.Hash = string.Create(CultureInfo.InvariantCulture, $"{emulator.Clock.GetUtcNow().ToUnixTimeSeconds()}.{emulator.Ids.Count():x8}");
        view.Values = Forms.Carry(Forms.Initial(content.Array("blocks")), view.Values);
    }

    public static bool Taken(SlackWorkspace workspace, string externalId, SlackView? except) =>
        workspace.Modals.Values.SelectMany(stack => stack).Concat(workspace.Homes.Values).Any(view => view != except && view.Content.Text("external_id") == externalId);
}
