namespace CopBot.Slack;

/// <summary>
/// What the app asks of a workspace: the one table that the manifest, the start-up check and the guide agree with.
/// </summary>
internal static class SlackNeeds
{
    private const string ShortcutPrefix = "cop:";

    /// <summary>The one slash command.</summary>
    public const string Command = "/cop";

    /// <summary>The method that opens group messages; direct messages too, for which another scope is enough.</summary>
    public const string OpenGroup = "conversations.open";

    /// <summary>The scopes of the bot's token, each with what it is for and what is lost without it.</summary>
    public static IReadOnlyList<SlackScope> Scopes { get; } =
    [
        new("app_mentions:read", "notice when somebody mentions CopBot", "mentions stay unanswered", ["app_mention"]),
        new("channels:history", "see that somebody replied below a post of CopBot, and find a post again after a broken connection (what people write is not kept)", "replies in threads go unnoticed, and a post may stand twice", ["message.channels"], ["conversations.history", "conversations.replies"]),
        new("channels:read", "know a public channel's name, and whether it was archived", "CopBot cannot live in public channels", ["channel_archive", "channel_deleted", "channel_left", "member_left_channel"], ["conversations.info", "users.conversations"]),
        new("chat:write", "post, change and take back its own messages", "CopBot cannot say anything", [], ["chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral"]),
        new("commands", "offer /cop and the shortcuts", "CopBot cannot be asked for anything"),
        new("files:write", "send exports and calendar files", "exports and calendar files are not sent", [], ["files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"]),
        new("groups:history", "do the same as channels:history in private channels that CopBot was invited to", "replies there go unnoticed, and a post may stand twice", ["message.groups"], ["conversations.history", "conversations.replies"]),
        new("groups:read", "do the same as channels:read for private channels that CopBot was invited to", "CopBot cannot live in private channels", ["group_archive", "group_deleted", "group_left", "member_left_channel"], ["conversations.info", "users.conversations"]),
        new("im:history", "find a direct message again after a broken connection", "a direct message may come twice", ["message.im"], ["conversations.history", "conversations.replies"]),
        new("im:write", "write to one person", "private answers and reminders are lost", [], ["conversations.open"]),
        new("mpim:history", "do the same as channels:history in the group messages that CopBot opened", "answers in private are not noticed, and a post may stand twice", ["message.mpim"], ["conversations.history", "conversations.replies"]),
        new("mpim:write", "bring whoever asks and a helper together where nobody else reads", "nobody can ask for only helpers to see it", [], [OpenGroup]),
        new("users:read", "know names and time zones, and who left", "everybody is called Somebody, in the community's zone, and those who left are still written to", ["user_change"], ["users.info"]),
    ];

    /// <summary>Events that need no scope.</summary>
    public static IReadOnlyList<string> FreeEvents { get; } = ["app_home_opened", "app_uninstalled", "tokens_revoked"];

    /// <summary>Methods that need no scope, or that of the gesture before.</summary>
    public static IReadOnlyList<string> FreeMethods { get; } = ["auth.test", "views.open", "views.publish", "views.update"];

    /// <summary>Commands that Slack's own menu offers as well, by the words after <c>/cop</c>.</summary>
    public static IReadOnlyList<SlackShortcut> Shortcuts { get; } =
    [
        new("ask", "Ask for help"),
        new("home", "My CopBot"),
    ];

    /// <summary>Every event that is subscribed to.</summary>
    public static IReadOnlyList<string> Events => [.. Scopes.SelectMany(s => s.Events).Concat(FreeEvents).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The command that a shortcut stands for; null where it stands for none.</summary>
    public static string? CommandOf(string? callbackId) =>
        callbackId is not null && callbackId.StartsWith(ShortcutPrefix, StringComparison.Ordinal) ? callbackId[ShortcutPrefix.Length..].Replace('-', ' ') : null;

    /// <summary>The name under which a command's shortcut comes back.</summary>
    public static string CallbackOf(SlackShortcut shortcut) => ShortcutPrefix + shortcut.Words.Replace(' ', '-');
}

/// <summary>A scope of the bot's token.</summary>
/// <param name="Name">What Slack calls it.</param>
/// <param name="For">What CopBot does with it.</param>
/// <param name="Without">What is lost where it was not granted.</param>
/// <param name="Events">The events that it lets come.</param>
/// <param name="Methods">The methods that it lets be called.</param>
internal sealed record SlackScope(string Name, string For, string Without, IReadOnlyList<string> Events, IReadOnlyList<string> Methods)
{
    /// <summary>What is so where it was not granted, and how to mend it.</summary>
    public string Lacking(string token) => $"{token} lacks the scope {Name}, without which {Without}. Add it in OAuth & Permissions → Scopes → Bot Token Scopes, and install the app again.";

    public SlackScope(string name, string @for, string without, IReadOnlyList<string>? events = null)
        : this(name, @for, without, events ?? [], [])
    {
    }
}

/// <summary>A command that stands in Slack's menu of shortcuts.</summary>
internal sealed record SlackShortcut(string Words, string Label);
