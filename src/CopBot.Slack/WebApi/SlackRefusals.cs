using System.Text.Json;
using CopBot.Chat;

namespace CopBot.Slack.WebApi;

/// <summary>What Slack's error codes mean: what became of the call, and what somebody does about it.</summary>
internal static class SlackRefusals
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> _doneAlready = ["already_reacted", "already_pinned", "no_reaction", "no_pin", "already_in_channel"];

    private static readonly Dictionary<string, string> _gone = new(StringComparer.Ordinal)
    {
        ["message_not_found"] = "The message is gone: somebody deleted it.",
        ["thread_not_found"] = "The thread is gone: somebody deleted the message above it.",
        ["user_not_found"] = "Nobody in this workspace has this account.",
        ["user_not_visible"] = "Slack does not show this account to CopBot.",
        ["users_not_found"] = "Nobody in this workspace has this account.",
        ["file_not_found"] = "The file is gone.",
        ["file_deleted"] = "The file is gone.",
        ["not_found"] = "The form is not open any more.",
        ["view_not_found"] = "The form is not open any more.",
        ["expired_trigger_id"] = "Slack takes a form only within three seconds after a press; please press again.",
        ["exchanged_trigger_id"] = "This press has opened a form already; please press again.",
        ["invalid_trigger_id"] = "Slack does not know this press any more; please press again.",
        ["expired_url"] = "The time for an answer to this press is over.",
        ["used_url"] = "This press was answered as often as Slack allows.",
    };

    private static readonly Dictionary<string, string> _denied = new(StringComparer.Ordinal)
    {
        ["not_in_channel"] = "CopBot is not in this channel: type “/invite @CopBot” there.",
        ["channel_not_found"] = "Slack does not show this channel to CopBot: it was deleted, or it is private and CopBot is not in it. If it is there, type “/invite @CopBot” in it.",
        ["invalid_channel"] = "Slack does not show this channel to CopBot: it was deleted, or it is private and CopBot is not in it. If it is there, type “/invite @CopBot” in it.",
        ["is_archived"] = "The channel is archived: unarchive it, or choose another for CopBot.",
        ["is_inactive"] = "The channel is archived or frozen: unarchive it, or choose another for CopBot.",
        ["restricted_action"] = "A setting of the workspace keeps CopBot from posting here: an admin allows apps to post in this channel (Channel settings → Permissions).",
        ["restricted_action_read_only_channel"] = "Only some people may post in this channel: an admin adds CopBot to them (Channel settings → Permissions).",
        ["restricted_action_thread_only_channel"] = "This channel takes only replies: choose another channel for CopBot.",
        ["restricted_action_non_threadable_channel"] = "This channel takes no replies in threads: allow them (Channel settings → Permissions), or choose another channel for CopBot.",
        ["restricted_action_thread_locked"] = "An admin has locked this thread.",
        ["thread_locked"] = "An admin has locked this thread.",
        ["posting_to_channel_denied"] = "CopBot may not post in this channel: invite it there, unarchive the channel, or allow apps to post (Channel settings → Permissions).",
        ["messages_tab_disabled"] = "CopBot cannot write to people directly: switch on the Messages Tab in the app's settings (App Home → Show Tabs).",
        ["not_enabled"] = "CopBot has no Home: switch on the Home Tab in the app's settings (App Home → Show Tabs).",
        ["no_permission"] = "Slack does not let CopBot do this: an admin looks at the app's permissions.",
        ["access_denied"] = "Slack does not let CopBot do this: an admin looks at the app's permissions.",
        ["app_access_restricted"] = "The workspace restricts who may use this app: an admin allows it (Manage apps).",
        ["ekm_access_denied"] = "The workspace's admins have suspended messages in this channel (Enterprise Key Management).",
        ["user_disabled"] = "This account is deactivated.",
        ["cannot_dm_bot"] = "This account is a bot's, which cannot be written to directly.",
        ["user_not_in_channel"] = "This person is not in the channel, so nothing can be shown to them there.",
        ["invalid_user_combination"] = "People of another organisation can be written to only after they share a channel with CopBot.",
        ["edit_window_closed"] = "The workspace forbids changing older messages: an admin allows message editing at any time (Settings → Message editing).",
        ["cant_update_message"] = "Slack does not let CopBot change this message: it was written by somebody else, or under another token.",
        ["cant_delete_message"] = "Slack does not let CopBot delete this message: it was written by somebody else, or the workspace forbids deleting.",
        ["message_limit_exceeded"] = "The workspace has reached its limit of messages: an admin looks at the workspace's plan.",
        ["storage_limit_reached"] = "The workspace has no room for files: an admin makes some, or looks at the workspace's plan.",
        ["file_uploads_disabled"] = "The workspace takes no files: an admin allows uploads (Settings → Permissions → File uploading).",
        ["file_uploads_except_images_disabled"] = "The workspace takes no files but images: an admin allows uploads (Settings → Permissions → File uploading).",
        ["file_upload_size_restricted"] = "The workspace does not take files of this size.",
        ["file_type_not_allowed"] = "The workspace does not take files of this kind.",
        ["blocked_file_type"] = "The workspace does not take files of this kind.",
        ["too_many_members"] = "The channel takes no more members.",
        ["too_many_pins"] = "Nothing more can be pinned in this channel: take another pin away first.",
        ["too_many_reactions"] = "Nothing more can be added to this message.",
        ["too_many_emoji"] = "Nothing more can be added to this message.",
    };

    private static readonly Dictionary<string, string> _stopped = new(StringComparer.Ordinal)
    {
        ["invalid_auth"] = "Slack does not know the token in {0}. {1}",
        ["not_authed"] = "Slack found no token in {0}. {1}",
        ["token_revoked"] = "The token in {0} was revoked. {1}",
        ["token_expired"] = "The token in {0} has expired: CopBot's app must not use token rotation. {1}",
        ["account_inactive"] = "The token in {0} belongs to an app that was removed, or to an account that was deactivated. {1}",
        ["user_removed_from_team"] = "Whoever the token in {0} belongs to was removed from the workspace. {1}",
        ["team_disabled"] = "The workspace of the token in {0} is disabled. When it is open again, restart CopBot.",
        ["org_login_required"] = "The workspace of the token in {0} is being moved into an Enterprise organisation. When that is over, restart CopBot.",
        ["team_added_to_org"] = "The workspace of the token in {0} is being moved into an Enterprise organisation. When that is over, restart CopBot.",
        ["team_access_not_granted"] = "The organisation has not given the app of {0} access to this workspace: an organisation admin does so (Manage apps); then restart CopBot.",
        ["forbidden_team"] = "The workspace of the token in {0} may not use this part of Slack's API. {1}",
        ["not_allowed_token_type"] = "{0} holds a token of another kind. {1}",
    };

    /// <summary>Whether what was asked for is so already, which is as good as done.</summary>
    public static bool IsDone(string error) => _doneAlready.Contains(error);

    /// <summary>Whether a call to this method leaves nothing behind that anybody sees, so that a lost answer may be asked for again.</summary>
    public static bool ChangesNothing(string method) => method is
        "auth.test" or "bots.info" or "team.info" or "users.info" or "users.list" or "users.conversations" or "chat.getPermalink" or "apps.connections.open"
        or "conversations.info" or "conversations.list" or "conversations.history" or "conversations.replies" or "conversations.members" or "conversations.open"
        or "files.info" or "files.getUploadURLExternal";

    /// <summary>The failure that an answer with <c>ok</c>: false is.</summary>
    public static PlatformException Of(string method, string error, JsonElement answer, SlackToken token)
    {
        var refused = new SlackError(method, error);
        // A look at what is not there is answered with "no": nobody has to invite the bot for that.
        if (error is "channel_not_found" && method is "conversations.info") return refused.As(FailureKind.Gone, _denied[error]);
        if (_stopped.TryGetValue(error, out var stopped)) return refused.As(FailureKind.WorkspaceStopped, string.Format(null, stopped, token.Key, token.Mend));
        if (_gone.TryGetValue(error, out var gone)) return refused.As(FailureKind.Gone, gone);
        if (_denied.TryGetValue(error, out var denied)) return refused.As(FailureKind.Denied, denied);
        return error switch
        {
            "missing_scope" => refused.As(FailureKind.Denied, MissingScope(method, answer, token)),
            _ when error.StartsWith("restricted_action", StringComparison.Ordinal) => refused.As(FailureKind.Denied, _denied["restricted_action"]),
            _ when error.StartsWith("slack_connect_", StringComparison.Ordinal) => refused.As(FailureKind.Denied, $"The workspace does not allow this in channels shared with other organisations ({error})."),
            "internal_error" or "fatal_error" or "service_unavailable" or "update_failed" => refused.As(
                ChangesNothing(method) ? FailureKind.NotDelivered : FailureKind.Unknown, $"Slack stumbled over {method} ({error}); whether it happened is not known."),
            "request_timeout" or "hash_conflict" => refused.As(FailureKind.NotDelivered, $"Slack did not do {method} ({error}); it can be tried again."),
            "external_channel_migrating" or "streaming_state_conflict" => refused.As(FailureKind.NotDelivered, $"Slack cannot do {method} just now ({error}).", SoonAgain),
            _ => refused.As(FailureKind.Rejected, $"Slack refused {method}: {error}{Details(answer)}. This is a fault of CopBot; please report it."),
        };
    }

    private static string MissingScope(string method, JsonElement answer, SlackToken token)
    {
        var needed = answer.Text("needed") ?? "a further scope";
        return token.OpensSockets
            ? $"The token in {token.Key} lacks {needed}. Make a new one with connections:write in Basic Information → App-Level Tokens, and restart CopBot."
            : $"CopBot needs {needed.Replace(",", " or ", StringComparison.Ordinal)} for {method}: add it to the app's bot scopes (OAuth & Permissions → Scopes) and reinstall the app.";
    }

    // Slack tells which part of the message is wrong, by its place and not by its text.
    private static string Details(JsonElement answer)
    {
        var said = string.Join("; ", answer.Object("response_metadata").Texts("messages"));
        return said.Length == 0 ? "" : $" ({said[..Math.Min(said.Length, 300)]})";
    }
}
