using System.Text.Json;
using System.Text.RegularExpressions;
using CopBot.Chat;
using CopBot.Slack.Rendering;

namespace CopBot.Slack.Interactions;

/// <summary>What a person did in Slack, with all that is needed to answer it.</summary>
/// <param name="Inbound">The same in the bot's words.</param>
/// <param name="Ticket">Where its answer belongs.</param>
/// <param name="Trigger">What a view may be opened with, within three seconds and once; null where Slack gives none.</param>
/// <param name="View">The modal that it was done in; a form takes its place.</param>
internal sealed record SlackGesture(Gesture Inbound, SlackTicket Ticket, string? Trigger = null, string? View = null)
{
    /// <summary>Whether it was done in no place at all, so that the direct conversation has to be looked up first.</summary>
    public bool IsPlaceless => Ticket.Where.Channel.Id.Length == 0;

    /// <summary>The same, done in this place.</summary>
    public SlackGesture In(Place place)
    {
        var ticket = Ticket with { Where = place };
        return this with { Ticket = ticket, Inbound = Inbound with { Where = place, ReplyTo = ticket.Write() } };
    }
}

/// <summary>Reads gestures from what Slack sends. What cannot be read is null; nothing here throws for what a payload says.</summary>
internal static partial class SlackGestures
{
    /// <summary>A slash command.</summary>
    public static SlackGesture? Command(SlackWorkspace workspace, JsonElement payload, DateTimeOffset now)
    {
        if (payload.Id("user_id") is not { } user || payload.Id("channel_id") is not { } channel) return null;

        var ticket = new SlackTicket(new Place(new ChannelRef(workspace.Ref, channel)), now, SlackTicket.AddressOf(payload.Text("response_url")), SlackTicketFrom.There);
        var trigger = payload.Text("trigger_id");
        var id = SlackEventId.Of(workspace.Ref, "command", user, trigger ?? payload.Text("response_url") ?? payload.GetRawText());
        var words = SlackText.ToPlain(payload.Text("text") ?? "", workspace.BotUserId);
        return new SlackGesture(new CommandUsed(id, new UserRef(workspace.Ref, user), ticket.Where, ticket.Write(), words), ticket, trigger);
    }

    /// <summary>A shortcut of no message: one of the commands, from Slack's own menu.</summary>
    public static SlackGesture? Shortcut(SlackWorkspace workspace, JsonElement payload, DateTimeOffset now)
    {
        if (payload.Person(workspace) is not { } by || SlackNeeds.CommandOf(payload.Text("callback_id")) is not { } words) return null;

        var ticket = new SlackTicket(new Place(new ChannelRef(workspace.Ref, "")), now, null, SlackTicketFrom.Anywhere);
        var id = SlackEventId.Of(workspace.Ref, "shortcut", by.Id, payload.Text("action_ts"), payload.Text("trigger_id"), words);
        return new SlackGesture(new CommandUsed(id, by, ticket.Where, ticket.Write(), words), ticket, payload.Text("trigger_id"));
    }

    /// <summary>Something done to a message.</summary>
    public static SlackGesture? MessageAction(SlackWorkspace workspace, JsonElement payload, DateTimeOffset now)
    {
        var message = payload.Object("message");
        if (payload.Person(workspace) is not { } by || payload.Text("callback_id") is not { Length: > 0 } name) return null;
        if (payload.Object("channel").Id("id") is not { } channel || (payload.Ts("message_ts") ?? message.Ts("ts")) is not { } ts) return null;

        var place = SlackIds.PlaceOf(new ChannelRef(workspace.Ref, channel), ts, message.Ts("thread_ts"));
        var ticket = new SlackTicket(place, now, SlackTicket.AddressOf(payload.Text("response_url")), SlackTicketFrom.There);
        var source = new SourceMessage(
            new PostRef(place, ts),
            AuthorOf(workspace, message),
            "",
            SlackText.ToPlain(message.Text("text") ?? "", workspace.BotUserId),
            SlackIds.WrittenAt(ts) ?? now,
            // Slack does not tell the names of private conversations, which tells that they are; a group message is called after its people.
            Private: payload.Object("channel").Text("name") is "privategroup" or "directmessage" or ['m', 'p', 'd', 'm', '-', ..] || IsPrivate(place.Channel));
        var id = SlackEventId.Of(workspace.Ref, "message-action", by.Id, payload.Text("action_ts"), payload.Text("trigger_id"), name, ts);
        return new SlackGesture(new MessageActionUsed(id, by, place, ticket.Write(), name, source), ticket, payload.Text("trigger_id"));
    }

    /// <summary>What was pressed or chosen: mostly one thing, though Slack may tell of several. Link buttons carry no request and are left out.</summary>
    public static IReadOnlyList<SlackGesture>? Presses(SlackWorkspace workspace, JsonElement payload, DateTimeOffset now)
    {
        if (payload.Person(workspace) is not { } person || Pressed(workspace, payload, now) is not (var ticket, var pressed, var view)) return null;

        return [.. from action in payload.Items("actions")
                   let value = action.Text("value") ?? action.Object("selected_option").Text("value")
                   where value is not null
                   let id = SlackEventId.Of(workspace.Ref, "press", person.Id, action.Text("action_ts"), action.Text("block_id"), action.Text("action_id"), value, payload.Text("trigger_id"))
                   select new SlackGesture(new ControlUsed(id, person, ticket.Where, ticket.Write(), value, pressed), ticket, payload.Text("trigger_id"), view)];
    }

    /// <summary>A form that was sent.</summary>
    public static SlackGesture? Form(SlackWorkspace workspace, JsonElement payload)
    {
        var view = payload.Object("view");
        var (token, ticket) = SlackPrivateData.Read(view.Text("private_metadata"));
        if (payload.Person(workspace) is not { } by || ticket is null || ticket.Where.Workspace != workspace.Ref) return null;

        // Sent again after a complaint the view has the same id and hash, so the trigger tells the two apart.
        var sent = payload.Text("trigger_id") ?? view.Text("hash") + view.Object("state").Raw();
        var id = SlackEventId.Of(workspace.Ref, "form", by.Id, view.Text("id"), sent);
        return new SlackGesture(new FormSent(id, by, ticket.Where, ticket.Write(), token, SlackForms.Values(view, by.Workspace)), ticket);
    }

    /// <summary>Whether the channel is private, by its id alone: direct conversations, and private channels made before 2021.</summary>
    public static bool IsPrivate(ChannelRef channel) => channel.Id.StartsWith('G') || SlackIds.IsDirect(channel);

    /// <summary>An id of Slack's; null where something else stands.</summary>
    public static string? Id(this JsonElement element, string name) => element.Text(name) is { } id && IdOfSlack.IsMatch(id) ? id : null;

    /// <summary>The <c>ts</c> of a message; null where something else stands.</summary>
    public static string? Ts(this JsonElement element, string name) => element.Text(name) is { } ts && TsOfSlack.IsMatch(ts) ? ts : null;

    /// <summary>Somebody's account: in a shared channel they may belong to another workspace.</summary>
    public static UserRef Account(SlackWorkspace workspace, string user, string? team) =>
        // An id that begins with an E is an organisation's: then it is the account's id that counts.
        new(team is ['T', ..] && IdOfSlack.IsMatch(team) ? new WorkspaceRef(SlackWorkspace.Slack, team) : workspace.Ref, user);

    private static UserRef? Person(this JsonElement payload, SlackWorkspace workspace) =>
        payload.Object("user").Id("id") is { } user ? Account(workspace, user, payload.Object("user").Text("team_id")) : null;

    private static UserRef AuthorOf(SlackWorkspace workspace, JsonElement message) =>
        Account(workspace, message.Id("user") ?? message.Id("bot_id") ?? "USLACKBOT", message.Text("user_team") ?? message.Text("team"));

    private static (SlackTicket Ticket, PostRef? On, string? View)? Pressed(SlackWorkspace workspace, JsonElement payload, DateTimeOffset now)
    {
        var (container, view) = (payload.Object("container"), payload.Object("view"));
        if (view.Text("type") is { } kind)
        {
            if (SlackPrivateData.Read(view.Text("private_metadata")).Ticket is not { } opened || opened.Where.Workspace != workspace.Ref) return null;
            return kind is "home"
                ? (new SlackTicket(opened.Where, now, null, SlackTicketFrom.Home), null, null)
                : (opened, null, view.Text("id"));
        }

        if ((payload.Object("channel").Id("id") ?? container.Id("channel_id")) is not { } channel || container.Ts("message_ts") is not { } ts) return null;
        var whispered = container.Flag("is_ephemeral");
        var place = SlackIds.PlaceOf(new ChannelRef(workspace.Ref, channel), ts, container.Ts("thread_ts") ?? payload.Object("message").Ts("thread_ts"));
        var ticket = new SlackTicket(place, now, SlackTicket.AddressOf(payload.Text("response_url")), whispered ? SlackTicketFrom.Whispered : SlackTicketFrom.There);
        return (ticket, whispered ? null : new PostRef(place, ts), null);
    }

    private static string Raw(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined ? "" : element.GetRawText();

    [GeneratedRegex("^[A-Z0-9]{2,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex IdOfSlack { get; }

    [GeneratedRegex(@"^[0-9]{1,12}\.[0-9]{1,12}$", RegexOptions.NonBacktracking)]
    private static partial Regex TsOfSlack { get; }
}
