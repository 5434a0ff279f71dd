using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.WebApi;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Acting;

/// <summary>
/// One person at Slack's own client: types, presses, fills in and reads, within what that client allows. A thing nobody could do there
/// throws <see cref="InvalidOperationException"/>: the test is wrong, not the app.
/// </summary>
public sealed partial class Person
{
    private readonly EmulatedSlack _emulator;
    private readonly Interactions _interactions;

    internal Person(EmulatedSlack emulator, SlackWorkspace workspace, SlackUser user)
    {
        _emulator = emulator;
        Workspace = workspace;
        User = user;
        _interactions = new Interactions(emulator, workspace, user);
    }

    public SlackWorkspace Workspace { get; }
    public SlackUser User { get; }

    /// <summary>
    /// Types a message. What is typed is escaped as Slack's client does, and @handle, #channel and @channel of things that exist become
    /// mentions; <paramref name="asWire"/> sends the text as it stands.
    /// </summary>
    public SlackMessage Types(SlackChannel channel, string text, string? threadTs = null, bool broadcast = false, bool asWire = false)
    {
        lock (_emulator.Gate)
        {
            Must(!User.Deleted, "is deactivated");
            Must(channel.Members.Contains(User.Id), $"is not in #{channel.Name}");
            Must(!channel.Archived, "cannot post into an archived channel");
            var message = new SlackMessage(Workspace.NextTs(), channel)
            {
                UserId = User.Id,
                TeamId = User.TeamId,
                Text = asWire ? text : Typed(text),
                ThreadTs = threadTs is null ? null : channel.Find(threadTs)?.ThreadTs ?? threadTs,
                Subtype = broadcast ? "thread_broadcast" : null,
            };
            channel.Messages.Add(message);
            Journal("types", text);
            _emulator.Feed.Posted(message);
            return message;
        }
    }

    /// <summary>Opens the direct message with the app and types there.</summary>
    public SlackMessage TypesTo(Installation app, string text) => Types(Direct(app), text);

    /// <summary>The direct message with the app's bot.</summary>
    public SlackChannel Direct(Installation app)
    {
        lock (_emulator.Gate)
        {
            return Workspace.Direct([app.Bot, User]).Channel;
        }
    }

    public void Edits(SlackMessage message, string text)
    {
        lock (_emulator.Gate)
        {
            Must(message.UserId == User.Id, "can edit only their own message");
            var before = message.ToJson();
            message.Text = Typed(text);
            message.EditedTs = Workspace.NextTs();
            message.EditedBy = User.Id;
            Journal("edits", message.Ts);
            _emulator.Feed.Changed(message, before);
        }
    }

    public void Deletes(SlackMessage message)
    {
        lock (_emulator.Gate)
        {
            Must(message.UserId == User.Id || User.IsAdmin, "can delete only their own message");
            Journal("deletes", message.Ts);
            _emulator.Feed.Delete(message);
        }
    }

    public void Joins(SlackChannel channel)
    {
        lock (_emulator.Gate)
        {
            Must(channel.Kind == ChannelKind.Public, "can join only public channels");
            Journal("joins", channel.Id);
            _emulator.Feed.Join(Workspace, channel, User);
        }
    }

    public void Leaves(SlackChannel channel)
    {
        lock (_emulator.Gate)
        {
            Journal("leaves", channel.Id);
            _emulator.Feed.Leave(Workspace, channel, User);
        }
    }

    public void Reacts(SlackMessage message, string emoji)
    {
        lock (_emulator.Gate)
        {
            Must(_emulator.Feed.React(message, emoji, User.Id), "reacted so already");
        }
    }

    /// <summary>Uses a slash command in a channel. Slack has none in threads.</summary>
    public Task<Outcome> Uses(string command, SlackChannel channel, string text = "") => _interactions.Command(command, channel, text, Typed(text));

    /// <summary>Presses a button, or picks from a menu, under a message; named by its action_id or by the words on it.</summary>
    public Task<Outcome> Presses(SlackMessage message, string action, JsonNode? answer = null) => _interactions.Press(message, action, answer);

    /// <summary>The same in the Home tab or the open modal.</summary>
    public Task<Outcome> Presses(SlackView view, string action, JsonNode? answer = null) => _interactions.Press(view, action, answer);

    /// <summary>Sends an action that no screen shows: a forged value, a message long changed, another person's private message.</summary>
    public Task<Outcome> Forges(SlackMessage message, JsonObject action) => _interactions.Forge(message, action);

    /// <summary>Asks an external menu for its options while typing.</summary>
    public Task<Outcome> LooksFor(SlackView view, string action, string typed) => _interactions.Suggest(view, action, typed);

    /// <summary>Fills in a field of the open modal, named by action_id or block_id. A field that dispatches acts at once.</summary>
    public Task<Outcome> Fills(string field, JsonNode? answer) => _interactions.Fill(OpenView ?? throw Nothing("has no modal open"), field, answer);

    /// <summary>Submits the open modal. What Slack's client itself would complain about is not sent.</summary>
    public Task<Outcome> Submits() => _interactions.Submit(OpenView ?? throw Nothing("has no modal open"));

    /// <summary>Closes the open modal, or all of them.</summary>
    public Task<Outcome> Closes(bool all = false) => _interactions.Close(OpenView ?? throw Nothing("has no modal open"), all);

    public Task<Outcome> UsesShortcut(string callbackId) => _interactions.GlobalShortcut(callbackId);

    public Task<Outcome> UsesShortcut(string callbackId, SlackMessage message) => _interactions.MessageShortcut(callbackId, message);

    /// <summary>Opens the app's Home or Messages tab.</summary>
    public void OpensHome(Installation app, string tab = "home") => _interactions.OpenHome(app, tab);

    /// <summary>The modal on top, or null.</summary>
    public SlackView? OpenView => _emulator.Still(() => Workspace.Stack(User).LastOrDefault());

    /// <summary>All open modals, the top one last.</summary>
    public IReadOnlyList<SlackView> OpenViews => _emulator.Still<IReadOnlyList<SlackView>>(() => [.. Workspace.Stack(User)]);

    /// <summary>The app's Home tab as this person has it, or null when none was published.</summary>
    public SlackView? Home(Installation app) => _emulator.Still(() => Workspace.Homes.GetValueOrDefault((app.App.Id, User.Id)));

    /// <summary>What this person sees in a channel, oldest first: everyone's messages outside threads and their own private ones.</summary>
    public IReadOnlyList<SlackMessage> Sees(SlackChannel channel) => _emulator.Still<IReadOnlyList<SlackMessage>>(() =>
        MayRead(channel)
            ? [.. channel.Messages.Where(message => !message.IsReply || message.Subtype == "thread_broadcast").Concat(channel.Ephemerals.Where(one => one.OnlyFor == User.Id && one.ThreadTs is null)).OrderBy(message => message.Ts, StringComparer.Ordinal)]
            : []);

    /// <summary>The thread under a message, its root first, with this person's private replies.</summary>
    public IReadOnlyList<SlackMessage> SeesThread(SlackMessage root) => _emulator.Still<IReadOnlyList<SlackMessage>>(() =>
        MayRead(root.Channel)
            ? [root, .. root.Channel.Replies(root.Ts).Concat(root.Channel.Ephemerals.Where(one => one.OnlyFor == User.Id && one.ThreadTs == root.Ts)).OrderBy(message => message.Ts, StringComparer.Ordinal)]
            : []);

    /// <summary>Only what others do not see here.</summary>
    public IReadOnlyList<SlackMessage> SeesPrivately(SlackChannel channel) =>
        _emulator.Still<IReadOnlyList<SlackMessage>>(() => [.. channel.Ephemerals.Where(one => one.OnlyFor == User.Id)]);

    private bool MayRead(SlackChannel channel) => channel.Kind == ChannelKind.Public || channel.Members.Contains(User.Id);

    // Slack's client escapes the three signs first, so nothing typed can become a mention unless it names something that exists.
    private string Typed(string text)
    {
        var escaped = text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        escaped = AtSign().Replace(escaped, match => match.Groups["name"].Value switch
        {
            "channel" or "here" or "everyone" => $"<!{match.Groups["name"].Value}>",
            var name when Workspace.Users.Find(user => user.Handle == name) is { } user => $"<@{user.Id}>",
            _ => match.Value,
        });
        return Hash().Replace(escaped, match => Workspace.Channels.Find(channel => channel.Name == match.Groups["name"].Value) is { Name.Length: > 0 } channel
            ? $"<#{channel.Id}|{channel.Name}>"
            : match.Value);
    }

    private void Must(bool good, string why)
    {
        if (!good)
            throw Nothing(why);
    }

    private InvalidOperationException Nothing(string why) => new($"{User.Handle} {why}.");

    private void Journal(string what, string about) =>
        _emulator.Journal.Write("act", new JsonObject { ["who"] = User.Handle, ["what"] = what, ["about"] = about });

    [GeneratedRegex(@"(?<![\w<&])@(?<name>[a-z0-9._\-]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AtSign();

    [GeneratedRegex(@"(?<![\w<&])#(?<name>[a-z0-9_\-]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hash();
}

/// <summary>What became of something a person did.</summary>
/// <param name="End">Acknowledged in time, timed out, or no socket to send it to.</param>
/// <param name="Answer">What the acknowledgement carried.</param>
/// <param name="Shown">The error that Slack shows the person, in Slack's words; null when it went well.</param>
/// <param name="After">The emulator's time from sending to acknowledgement.</param>
public sealed record Outcome(DeliveryEnd End, JsonNode? Answer, string? Shown, TimeSpan After)
{
    /// <summary>Slack's own client stopped it and nothing was sent.</summary>
    public static Outcome NotSent(string shown) => new(DeliveryEnd.Acknowledged, null, shown, TimeSpan.Zero);
}
