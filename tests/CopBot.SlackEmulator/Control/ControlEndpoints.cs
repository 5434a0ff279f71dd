using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Acting;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.World;
using Microsoft.AspNetCore.Http;

namespace CopBot.SlackEmulator.Control;

/// <summary>
/// Lets another process act as people and read what they see: POST /control/{verb} with JSON, named things by id, handle or name.
/// A thing that cannot be done answers 409 with the reason.
/// </summary>
internal sealed class ControlEndpoints(EmulatedSlack emulator)
{
    public async Task Answer(HttpContext context, string verb)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync();
            var told = Json.TryParse(text.Length == 0 ? "{}" : text) as JsonObject ?? throw new InvalidOperationException("The body must be a JSON object.");
            var answer = await Do(verb, new Wish(emulator, told));
            if (answer is null)
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            await Write(context, answer ?? new JsonObject { ["error"] = $"There is no {verb} here." });
        }
        catch (InvalidOperationException impossible)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await Write(context, new JsonObject { ["error"] = impossible.Message });
        }
    }

    public Task ShowJournal(HttpContext context) => Write(context, new JsonArray([.. emulator.Journal.Entries.Select(entry => (JsonNode)entry.Entry.Copy())]));

    private async Task<JsonObject?> Do(string verb, Wish wish) => verb.Split('/')[0] switch
    {
        "person" => await Act(verb["person/".Length..], wish),
        "sees" => See(wish),
        "admin" => Administer(verb["admin/".Length..], wish),
        "socket" => Socket(verb["socket/".Length..], wish),
        "faults" => Plan(verb, wish),
        "setup" => Setup(wish),
        "clock" => Advance(wish),
        "violations" => new JsonObject { ["violations"] = Json.List(emulator.Journal.Violations), ["lost"] = Json.List(emulator.Sockets.Lost) },
        _ => null,
    };

    private static async Task<JsonObject?> Act(string what, Wish wish)
    {
        var person = wish.Person();
        switch (what)
        {
            case "types":
                return wish.Show(person.Types(wish.Channel(), wish.Text("text") ?? "", wish.Text("thread_ts"), wish.Flag("broadcast"), wish.Flag("as_wire")));
            case "types_to_app":
                return wish.Show(person.TypesTo(wish.App(), wish.Text("text") ?? ""));
            case "edits":
                person.Edits(wish.Message(), wish.Text("text") ?? "");
                return [];
            case "deletes":
                person.Deletes(wish.Message());
                return [];
            case "joins":
                person.Joins(wish.Channel());
                return [];
            case "leaves":
                person.Leaves(wish.Channel());
                return [];
            case "reacts":
                person.Reacts(wish.Message(), wish.Text("emoji") ?? "");
                return [];
            case "opens_home":
                person.OpensHome(wish.App(), wish.Text("tab") ?? "home");
                return [];
            case "uses":
                return wish.Show(await person.Uses(wish.Text("command") ?? "", wish.Channel(), wish.Text("text") ?? ""));
            case "presses":
                return wish.Show(wish.Text("view") is not null
                    ? await person.Presses(wish.View(), wish.Text("action") ?? "", wish.Node("answer"))
                    : await person.Presses(wish.Message(), wish.Text("action") ?? "", wish.Node("answer")));
            case "forges":
                return wish.Show(await person.Forges(wish.Message(), wish.Node("action") as JsonObject ?? []));
            case "looks_for":
                return wish.Show(await person.LooksFor(wish.View(), wish.Text("action") ?? "", wish.Text("text") ?? ""));
            case "fills":
                return wish.Show(await person.Fills(wish.Text("field") ?? "", wish.Node("answer")));
            case "submits":
                return wish.Show(await person.Submits());
            case "closes":
                return wish.Show(await person.Closes(wish.Flag("all")));
            case "shortcut":
                return wish.Show(wish.Text("ts") is null
                    ? await person.UsesShortcut(wish.Text("callback_id") ?? "")
                    : await person.UsesShortcut(wish.Text("callback_id") ?? "", wish.Message()));
            default:
                return null;
        }
    }

    private JsonObject See(Wish wish)
    {
        var person = wish.Person();
        var seen = new JsonObject();
        if (wish.Text("channel") is not null)
            seen["messages"] = Messages(wish.Text("thread_ts") is { } thread ? person.SeesThread(wish.Message(thread)) : person.Sees(wish.Channel()));
        if (wish.HasApp())
        {
            seen["direct"] = Messages(person.Sees(person.Direct(wish.App())));
            seen["home"] = person.Home(wish.App())?.ToJson();
        }

        seen["view"] = person.OpenView?.ToJson();
        seen["views"] = person.OpenViews.Count;
        var errors = new JsonObject();
        foreach (var (block, error) in person.OpenView?.Errors ?? [])
            errors[block] = error;
        seen["view_errors"] = errors;
        return seen;
    }

    private JsonObject? Administer(string what, Wish wish)
    {
        var admin = emulator.Admin;
        switch (what)
        {
            case "archive":
                admin.Archive(wish.Workspace(), wish.Channel());
                return [];
            case "unarchive":
                admin.Unarchive(wish.Workspace(), wish.Channel());
                return [];
            case "invite":
                admin.Invite(wish.Workspace(), wish.Channel(), wish.User());
                return [];
            case "remove":
                admin.Remove(wish.Workspace(), wish.Channel(), wish.User());
                return [];
            case "deactivate":
                admin.Deactivate(wish.Workspace(), wish.User());
                return [];
            case "delete_message":
                admin.DeleteMessage(wish.Message());
                return [];
            case "revoke_token":
                admin.RevokeToken(wish.App());
                return [];
            case "restore_token":
                wish.App().TokenError = null;
                return [];
            case "uninstall":
                admin.Uninstall(wish.App(), wish.Flag("tokens_first"));
                return [];
            case "disable_socket_mode":
                admin.DisableSocketMode(wish.App().App);
                return [];
            case "enable_socket_mode":
                wish.App().App.SocketMode = true;
                return [];
            case "raw":
                _ = admin.SendRaw(wish.App().App, wish.Text("type") ?? "events_api", wish.Node("payload") as JsonObject ?? [], wish.Flag("accepts_response_payload"));
                return [];
            default:
                return null;
        }
    }

    private JsonObject? Socket(string what, Wish wish)
    {
        var open = emulator.Sockets.Open(wish.App().App);
        foreach (var socket in wish.Flag("all") ? open : open.Take(1))
        {
            switch (what)
            {
                case "disconnect":
                    socket.Disconnect(wish.Text("reason") ?? "warning");
                    break;
                case "kill":
                    socket.Kill();
                    break;
                case "close":
                    socket.Close(wish.Number("code") ?? 1000);
                    break;
                case "deaf":
                    socket.GoDeaf();
                    break;
                case "send":
                    socket.SendText(wish.Text("text") ?? "");
                    break;
                case "count" or "hold" or "release" or "release_reversed":
                    break;
                default:
                    return null;
            }
        }

        if (what == "hold")
            emulator.Sockets.Hold = true;
        else if (what.StartsWith("release", StringComparison.Ordinal))
            emulator.Sockets.Release(reversed: what == "release_reversed");
        return new JsonObject { ["sockets"] = Json.List(emulator.Sockets.Open(wish.App().App).Where(socket => socket.Greeted).Select(socket => socket.Name)) };
    }

    private JsonObject? Plan(string verb, Wish wish)
    {
        var faults = emulator.Faults;
        if (verb == "faults/clear")
        {
            faults.Clear();
            return [];
        }

        if (verb != "faults")
            return null;
        faults.DuplicateEnvelopes += wish.Number("duplicate_envelopes") ?? 0;
        faults.SocketsWithoutHello += wish.Number("sockets_without_hello") ?? 0;
        faults.DeadSocketUrls += wish.Number("dead_socket_urls") ?? 0;
        WebFault? fault = wish.Text("kind") switch
        {
            null => null,
            "rate_limited" => new WebFault.RateLimited(wish.Number("retry_after"), wish.Text("spelling") ?? "ratelimited", wish.Flag("html")),
            "status" => new WebFault.Status(wish.Number("code") ?? 503),
            "answer_lost" => new WebFault.AnswerLost(),
            "reset" => new WebFault.Reset(),
            "slow" => new WebFault.Slow(TimeSpan.FromMilliseconds(wish.Number("milliseconds") ?? 1000)),
            "refused" => new WebFault.Refused(wish.Text("error") ?? "internal_error", wish.Flag("applied")),
            "garbled" => new WebFault.Garbled(wish.Text("body") ?? "<html>"),
            var unknown => throw new InvalidOperationException($"There is no fault {unknown}."),
        };
        if (fault is not null)
            faults.Next(wish.Text("method") ?? "*", fault, wish.Number("times") ?? 1, wish.Text("workspace") is null ? null : wish.Workspace());
        return [];
    }

    /// <summary>Builds a house in one request: people, channels, an app with its commands, shortcuts, events and scopes.</summary>
    private JsonObject Setup(Wish wish)
    {
        var workspace = emulator.AddWorkspace(wish.Text("domain") ?? "house");
        foreach (var person in wish.Node("people").Objects())
            workspace.AddUser(person.Text("handle") ?? "someone", person.Text("name"), person.Text("tz") ?? "UTC", person.Flag("admin")).Locale = person.Text("locale") ?? "en-US";
        var app = emulator.Apps.FirstOrDefault(known => known.Id == wish.Text("reuse_app")) ?? emulator.AddApp(wish.Text("app_name") ?? "CopBot");
        app.Commands.AddRange(Texts(wish.Node("commands")).Where(name => !app.Commands.Exists(known => known.Name == name)).Select(name => new SlashCommand(name)));
        app.Events.UnionWith(Texts(wish.Node("events")));
        app.Shortcuts.AddRange(wish.Node("shortcuts").Objects().Select(one => new Shortcut(one.Text("callback_id") ?? "", one.Text("name") ?? "", one.Flag("message"))));
        var installation = emulator.Install(app, workspace, Texts(wish.Node("scopes")));
        foreach (var channel in wish.Node("channels").Objects())
        {
            var members = Texts(channel.Array("members")).Select(name => workspace.User(name) ?? throw new InvalidOperationException($"There is no {name}."));
            workspace.AddChannel(channel.Text("name") ?? "channel", channel.Flag("private") ? ChannelKind.Private : ChannelKind.Public, [.. members]);
        }

        var ids = new JsonObject();
        foreach (var user in workspace.Users)
            ids[user.Handle] = user.Id;
        var channels = new JsonObject();
        foreach (var channel in workspace.Channels)
            channels[channel.Name] = channel.Id;
        return new JsonObject
        {
            ["workspace"] = workspace.Id,
            ["app_id"] = app.Id,
            ["bot_token"] = installation.BotToken,
            ["app_token"] = app.AppToken,
            ["bot_id"] = installation.BotId,
            ["bot_user"] = installation.Bot.Id,
            ["users"] = ids,
            ["channels"] = channels,
            ["api_url"] = emulator.ApiUrl.ToString(),
        };
    }

    private JsonObject Advance(Wish wish)
    {
        if (emulator.Clock is not MovableClock clock)
            throw new InvalidOperationException("This emulator runs on a clock that cannot be moved.");
        clock.Advance(TimeSpan.FromSeconds(wish.Number("seconds") ?? 0));
        return new JsonObject { ["now"] = clock.GetUtcNow().ToString("O") };
    }

    private JsonArray Messages(IReadOnlyList<SlackMessage> messages) => emulator.Still(() => new JsonArray([.. messages.Select(message =>
    {
        var json = message.ToJson(withMetadata: true);
        json["only_for"] = message.OnlyFor;
        json["rings"] = Json.List(message.Rings);
        json["words"] = message.Words;
        return json;
    })]));

    private static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray array ? array.Select(item => item.AsText() ?? "") : [];

    private static async Task Write(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Write());
    }
}
