using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.SlackEmulator.BlockKit;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Acting;

/// <summary>Turns what a person does into the payload that Slack sends, and shows them what comes of it.</summary>
internal sealed partial class Interactions(EmulatedSlack emulator, SlackWorkspace workspace, SlackUser user)
{
    private const string Trouble = "We had some trouble connecting. Try again?";

    public async Task<Outcome> Command(string name, SlackChannel channel, string text, string escaped)
    {
        var (installation, command) = workspace.Installations
            .SelectMany(one => one.App.Commands.Select(known => (one, known)))
            .FirstOrDefault(pair => pair.known.Name == name);
        if (installation is null || !installation.Scopes.Contains("commands"))
            return Outcome.NotSent($"{name} is not a valid command. In Slack, all messages that start with the \"/\" character are interpreted as commands.");
        JsonObject payload;
        lock (emulator.Gate)
        {
            payload = new JsonObject
            {
                ["token"] = "verification-token",
                ["team_id"] = workspace.Id,
                ["team_domain"] = workspace.Domain,
                ["channel_id"] = channel.Id,
                ["channel_name"] = channel.Kind switch { ChannelKind.Im => "directmessage", ChannelKind.Private => "privategroup", _ => channel.Name },
                ["user_id"] = user.Id,
                ["user_name"] = user.Handle,
                ["command"] = name,
                ["text"] = command.EscapesMentions ? Named().Replace(escaped, Handle) : text,
                ["api_app_id"] = installation.App.Id,
                ["is_enterprise_install"] = "false",
                ["response_url"] = emulator.ResponseUrls.Issue(installation, channel, user, null, command: true),
                ["trigger_id"] = emulator.Triggers.Issue(installation, user),
            };
        }

        var outcome = await Send(installation, "slash_commands", payload, takesPayload: true, "command " + name);
        if (outcome.End == DeliveryEnd.TimedOut)
            return outcome with { Shown = $"{name} failed with the error \"operation_timeout\"" };
        if (outcome.End == DeliveryEnd.NoSocket)
            return outcome with { Shown = $"{name} failed with the error \"dispatch_failed\"" };
        if (outcome.Answer is not JsonObject { Count: > 0 } answer)
            return outcome;
        lock (emulator.Gate)
        {
            var refusal = ResponseUrls.Show(installation, channel, user, null, answer, emulator);
            return refusal is null ? outcome : Broken(outcome, $"The answer to {name} was not shown: {refusal.Text("error")}", $"{name} failed with the error \"dispatch_unknown_error\"");
        }
    }

    public Task<Outcome> Press(SlackMessage message, string action, JsonNode? answer)
    {
        JsonObject payload;
        lock (emulator.Gate)
        {
            if (message.OnlyFor is not null && message.OnlyFor != user.Id)
                throw new InvalidOperationException($"{user.Handle} does not see that message.");
            if (message.Channel.Kind != ChannelKind.Public && !message.Channel.Members.Contains(user.Id))
                throw new InvalidOperationException($"{user.Handle} is not in that conversation.");
            var (block, element) = Find(message.Blocks, action);
            if (ElementRules.KeepsState(element.Text("type")))
                State(message)[block.Text("block_id")!]![element.Text("action_id")!] = Forms.Fill(element, answer);
            payload = OnMessage(message, Action(message.Blocks, action, answer));
        }

        return Send(Owner(message), "interactive", payload, takesPayload: false, "press " + action);
    }

    public Task<Outcome> Forge(SlackMessage message, JsonObject action)
    {
        JsonObject payload;
        lock (emulator.Gate)
        {
            payload = OnMessage(message, action.Copy());
        }

        return Send(Owner(message), "interactive", payload, takesPayload: false, "forge");
    }

    public Task<Outcome> Press(SlackView view, string action, JsonNode? answer)
    {
        JsonObject payload;
        lock (emulator.Gate)
        {
            MustBeOpen(view);
            var (block, element) = Find(view.Content.Array("blocks"), action);
            if (ElementRules.KeepsState(element.Text("type")))
                view.Values[block.Text("block_id")!]![element.Text("action_id")!] = Forms.Fill(element, answer);
            payload = InView(view, Action(view.Content.Array("blocks"), action, answer));
        }

        return Send(view.Owner, "interactive", payload, takesPayload: false, "press " + action);
    }

    public async Task<Outcome> Fill(SlackView view, string field, JsonNode? answer)
    {
        lock (emulator.Gate)
        {
            var (block, element) = Find(view.Content.Array("blocks"), field);
            view.Values[block.Text("block_id")!]![element.Text("action_id")!] = Forms.Fill(element, answer);
            if (block.Text("type") == "input" && !block.Flag("dispatch_action"))
                return new Outcome(DeliveryEnd.Acknowledged, null, null, TimeSpan.Zero);
        }

        return await Press(view, field, answer);
    }

    public Task<Outcome> Suggest(SlackView view, string action, string typed)
    {
        JsonObject payload;
        lock (emulator.Gate)
        {
            MustBeOpen(view);
            var (block, element) = Find(view.Content.Array("blocks"), action);
            payload = Common(view.Owner, "block_suggestion");
            payload["action_id"] = element.Text("action_id");
            payload["block_id"] = block.Text("block_id");
            payload["value"] = typed;
            payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
            payload["view"] = view.ToJson();
        }

        return Send(view.Owner, "interactive", payload, takesPayload: true, "look for " + typed);
    }

    public async Task<Outcome> Submit(SlackView view)
    {
        JsonObject payload;
        lock (emulator.Gate)
        {
            MustBeOpen(view);
            view.Errors.Clear();
            if (view.Content.Object("submit") is null)
                throw new InvalidOperationException("That modal has no submit button.");
            foreach (var (block, complaint) in Forms.Complaints(view.Content, view.Values))
                view.Errors[block] = complaint;
            if (view.Errors.Count > 0)
                return Outcome.NotSent(string.Join(' ', view.Errors.Values));
            payload = Common(view.Owner, "view_submission");
            payload["trigger_id"] = emulator.Triggers.Issue(view.Owner, user, view.Id);
            payload["view"] = view.ToJson();
            payload["response_urls"] = new JsonArray();
        }

        var outcome = await Send(view.Owner, "interactive", payload, takesPayload: true, "submit");
        lock (emulator.Gate)
        {
            if (outcome.End == DeliveryEnd.Acknowledged)
            {
                outcome = Submitted(view, outcome);
            }
            else
            {
                view.Errors[""] = Trouble;
                outcome = outcome with { Shown = Trouble };
            }
        }

        emulator.Noticed();
        return outcome;
    }

    public async Task<Outcome> Close(SlackView view, bool all)
    {
        JsonObject payload;
        bool tells;
        lock (emulator.Gate)
        {
            MustBeOpen(view);
            var stack = workspace.Stack(user);
            var cleared = all || view.Content.Flag("clear_on_close");
            tells = view.Content.Flag("notify_on_close");
            payload = Common(view.Owner, "view_closed");
            payload["view"] = view.ToJson();
            payload["is_cleared"] = cleared;
            if (cleared)
                stack.Clear();
            else
                stack.Remove(view);
        }

        return tells ? await Send(view.Owner, "interactive", payload, takesPayload: false, "close") : new Outcome(DeliveryEnd.Acknowledged, null, null, TimeSpan.Zero);
    }

    public Task<Outcome> GlobalShortcut(string callbackId)
    {
        var installation = WithShortcut(callbackId, onMessage: false);
        JsonObject payload;
        lock (emulator.Gate)
        {
            payload = Common(installation, "shortcut");
            payload["action_ts"] = workspace.NextTs();
            payload["callback_id"] = callbackId;
            payload["trigger_id"] = emulator.Triggers.Issue(installation, user);
        }

        return Send(installation, "interactive", payload, takesPayload: false, "shortcut " + callbackId);
    }

    public Task<Outcome> MessageShortcut(string callbackId, SlackMessage message)
    {
        var installation = WithShortcut(callbackId, onMessage: true);
        JsonObject payload;
        lock (emulator.Gate)
        {
            payload = Common(installation, "message_action");
            payload["action_ts"] = workspace.NextTs();
            payload["callback_id"] = callbackId;
            payload["trigger_id"] = emulator.Triggers.Issue(installation, user);
            payload["response_url"] = emulator.ResponseUrls.Issue(installation, message.Channel, user, null, command: false);
            payload["message_ts"] = message.Ts;
            payload["channel"] = Place(message.Channel);
            payload["message"] = message.ToJson();
        }

        return Send(installation, "interactive", payload, takesPayload: false, "shortcut " + callbackId);
    }

    public void OpenHome(Installation app, string tab)
    {
        lock (emulator.Gate)
        {
            var told = new JsonObject { ["type"] = "app_home_opened", ["user"] = user.Id, ["channel"] = workspace.Direct([app.Bot, user]).Channel.Id, ["tab"] = tab, ["event_ts"] = workspace.NextTs() };
            if (tab == "home" && workspace.Homes.GetValueOrDefault((app.App.Id, user.Id)) is { } home)
                told["view"] = home.ToJson();
            emulator.Journal.Write("act", new JsonObject { ["who"] = user.Handle, ["what"] = "opens home" });
            emulator.Feed.Send(app, "app_home_opened", null, told);
        }
    }

    private Outcome Submitted(SlackView view, Outcome outcome)
    {
        var stack = workspace.Stack(user);
        var answer = outcome.Answer as JsonObject;
        switch (answer.Text("response_action"))
        {
            case null:
                stack.Remove(view);
                return outcome;
            case "clear":
                stack.Clear();
                return outcome;
            case "errors":
                var inputs = view.Content.Array("blocks").Objects().Where(block => block.Text("type") == "input").Select(block => block.Text("block_id")).ToHashSet(StringComparer.Ordinal);
                if (answer.Object("errors") is not { Count: > 0 } errors || errors.Any(error => !inputs.Contains(error.Key) || error.Value.AsText() is not { Length: > 0 }))
                    return Refused(view, outcome, "response_action errors must name the block_id of an input and say something");
                foreach (var (block, error) in errors)
                    view.Errors[block] = error.AsText()!;
                return outcome with { Shown = string.Join(' ', view.Errors.Values) };
            case "update" or "push":
                var content = answer.Object("view");
                var wrong = content is null ? ["missing required field: view"] : ViewRules.Check(content, "modal");
                if (wrong.Count > 0)
                    return Refused(view, outcome, $"response_action {answer.Text("response_action")}: {wrong[0]}");
                if (answer.Text("response_action") == "update")
                    ViewStack.Change(emulator, view, content!.Copy());
                else if (stack.Count >= ViewStack.Most)
                    return Refused(view, outcome, "response_action push: at most three views");
                else
                    ViewStack.Put(emulator, view.Owner, user, content!.Copy());
                return outcome;
            case var unknown:
                return Refused(view, outcome, $"response_action {unknown} is not known");
        }
    }

    private Outcome Refused(SlackView view, Outcome outcome, string why)
    {
        view.Errors[""] = Trouble;
        return Broken(outcome, why, Trouble);
    }

    private Outcome Broken(Outcome outcome, string why, string shown)
    {
        emulator.Journal.Violation(why);
        return outcome with { Shown = shown };
    }

    private async Task<Outcome> Send(Installation installation, string type, JsonObject payload, bool takesPayload, string what)
    {
        emulator.Journal.Write("act", new JsonObject { ["who"] = user.Handle, ["what"] = what });
        var outcome = await emulator.Sockets.Send(installation.App, type, payload, takesPayload);
        // A warning triangle beside the button is all that Slack shows.
        return new Outcome(outcome.End, outcome.Payload, outcome.End == DeliveryEnd.Acknowledged ? null : "This didn't work. Try again?", outcome.After);
    }

    private JsonObject Common(Installation installation, string type) => new()
    {
        ["type"] = type,
        ["team"] = new JsonObject { ["id"] = workspace.Id, ["domain"] = workspace.Domain },
        ["user"] = new JsonObject { ["id"] = user.Id, ["username"] = user.Handle, ["name"] = user.Handle, ["team_id"] = user.TeamId },
        ["api_app_id"] = installation.App.Id,
        ["token"] = "verification-token",
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
    };

    private JsonObject OnMessage(SlackMessage message, JsonObject action)
    {
        var installation = Owner(message);
        var payload = Common(installation, "block_actions");
        var ephemeral = message.OnlyFor is not null;
        payload["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = message.Ts, ["channel_id"] = message.Channel.Id, ["is_ephemeral"] = ephemeral };
        if (message.ThreadTs is not null)
            payload["container"]!["thread_ts"] = message.ThreadTs;
        payload["trigger_id"] = emulator.Triggers.Issue(installation, user);
        payload["channel"] = Place(message.Channel);
        // Nothing may be read back from an ephemeral message, so its content is not sent along.
        if (!ephemeral)
            payload["message"] = message.ToJson(replies: message.Channel.Replies(message.Ts));
        payload["state"] = new JsonObject { ["values"] = State(message).Copy() };
        payload["response_url"] = emulator.ResponseUrls.Issue(installation, message.Channel, user, message, command: false);
        action["action_ts"] = workspace.NextTs();
        payload["actions"] = new JsonArray(action);
        return payload;
    }

    // Each person keeps their own choices in a message, as long as its menus stay the same.
    private JsonObject State(SlackMessage message)
    {
        var fresh = Forms.Initial(message.Blocks);
        return message.Chosen[user.Id] = Forms.Carry(fresh, message.Chosen.GetValueOrDefault(user.Id) ?? []);
    }

    private JsonObject InView(SlackView view, JsonObject action)
    {
        var payload = Common(view.Owner, "block_actions");
        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
        payload["trigger_id"] = emulator.Triggers.Issue(view.Owner, user, view.Id);
        payload["view"] = view.ToJson();
        action["action_ts"] = workspace.NextTs();
        payload["actions"] = new JsonArray(action);
        return payload;
    }

    private static JsonObject Action(JsonArray? blocks, string name, JsonNode? answer)
    {
        var (block, element) = Find(blocks, name);
        var type = element.Text("type")!;
        var action = new JsonObject { ["type"] = type, ["action_id"] = element.Text("action_id"), ["block_id"] = block.Text("block_id") };
        if (type == "button")
        {
            action["text"] = element.Object("text")?.Copy();
            if (element.Text("value") is { } value)
                action["value"] = value;
            return action;
        }

        var state = Forms.Fill(element, answer);
        action[Forms.ValueName(type)] = state[Forms.ValueName(type)]?.DeepClone();
        return action;
    }

    private static (JsonObject Block, JsonObject Element) Find(JsonArray? blocks, string name)
    {
        var all = Forms.Elements(blocks).ToArray();
        var found = all.FirstOrDefault(pair => pair.Element.Text("action_id") == name);
        if (found.Element is null)
            found = all.FirstOrDefault(pair => pair.Block.Text("block_id") == name);
        if (found.Element is null)
            found = all.FirstOrDefault(pair => pair.Element.Object("text").Text("text") == name);
        if (found.Element is null)
            throw new InvalidOperationException($"There is nothing called '{name}' here, only: {string.Join(", ", all.Select(pair => pair.Element.Text("action_id")))}.");
        return found;
    }

    private Installation Owner(SlackMessage message) => workspace.Installations.Find(one => one.BotId == message.BotId)
        ?? throw new InvalidOperationException("That message is not from an app, so nothing in it can be pressed.");

    private Installation WithShortcut(string callbackId, bool onMessage) =>
        workspace.Installations.Find(one => one.Scopes.Contains("commands") && one.App.Shortcuts.Exists(shortcut => shortcut.CallbackId == callbackId && shortcut.OnMessage == onMessage))
        ?? throw new InvalidOperationException($"No installed app has the shortcut {callbackId}.");

    private void MustBeOpen(SlackView view)
    {
        if (view.Type == "modal" && workspace.Stack(user).LastOrDefault() != view)
            throw new InvalidOperationException("That modal is not on top.");
        if (view.Viewer != user)
            throw new InvalidOperationException("That is another person's view.");
    }

    private static JsonObject Place(SlackChannel channel) => new()
    {
        ["id"] = channel.Id,
        ["name"] = channel.Kind switch { ChannelKind.Im => "directmessage", ChannelKind.Private => "privategroup", _ => channel.Name },
    };

    private string Handle(Match match) => string.Create(CultureInfo.InvariantCulture, $"<@{match.Groups["id"].Value}|{workspace.User(match.Groups["id"].Value)?.Handle}>");

    [GeneratedRegex("<@(?<id>[A-Z0-9]+)>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
