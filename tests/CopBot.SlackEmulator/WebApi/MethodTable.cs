using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>
/// Every method the emulator answers, with the rules of its reference page. A test holds the table against the specs where they are at hand.
/// </summary>
internal static class MethodTable
{
    private const string Reads = "channels:read groups:read im:read mpim:read";
    private const string Histories = "channels:history groups:history im:history mpim:history";

    public static readonly IReadOnlyDictionary<string, MethodRule> Methods = new[]
    {
        Rule("api.test", 4, true, "", "error foo", AuthMethods.Try),
        Rule("auth.test", 5, true, "", "", AuthMethods.Test),
        Rule("auth.revoke", 3, false, "", "test:b", AuthMethods.Revoke),
        Rule("apps.connections.open", 3, true, "", "", AuthMethods.OpenConnection, appToken: true),
        Rule("team.info", 3, true, "team:read", "domain team", AuthMethods.Team),
        Rule("bots.info", 3, false, "users:read", "bot team_id", AuthMethods.Bot),

        Rule("chat.postMessage", 5, true, "chat:write",
            "channel! as_user:b attachments:j blocks:j current_draft_last_updated_ts icon_emoji icon_url link_names:b markdown_text metadata:j mrkdwn:b parse reply_broadcast:b text thread_ts unfurl_links:b unfurl_media:b username",
            ChatMethods.Post),
        Rule("chat.update", 3, true, "chat:write",
            "channel! ts! as_user:b attachments:j unfurled_attachments:j blocks:j markdown_text metadata:j link_names:b parse text reply_broadcast:b file_ids:j",
            ChatMethods.Update),
        Rule("chat.delete", 3, true, "chat:write", "channel! ts! as_user:b", ChatMethods.Delete),
        Rule("chat.postEphemeral", 4, true, "chat:write",
            "channel! user! as_user:b attachments:j blocks:j icon_emoji icon_url link_names:b markdown_text metadata:j parse text thread_ts username",
            ChatMethods.PostEphemeral),
        Rule("chat.getPermalink", 5, false, "", "channel! message_ts!", ChatMethods.Permalink),

        Rule("conversations.open", 3, true, "channels:manage groups:write im:write mpim:write", "channel users return_im:b prevent_creation:b", ConversationMethods.Open),
        Rule("conversations.info", 3, false, Reads, "channel! include_locale:b include_num_members:b", ConversationMethods.Info),
        Rule("conversations.list", 2, false, Reads, "cursor exclude_archived:b limit:n team_id types", ConversationMethods.List),
        Rule("conversations.members", 4, false, Reads, "channel! cursor limit:n", ConversationMethods.Members),
        Rule("conversations.history", 3, true, Histories, "channel! cursor include_all_metadata:b inclusive:b latest limit:n oldest", ConversationMethods.History),
        Rule("conversations.replies", 3, false, Histories, "channel! ts! cursor include_all_metadata:b inclusive:b latest limit:n oldest", ConversationMethods.Replies),
        Rule("conversations.join", 3, true, "channels:join", "channel!", ConversationMethods.Join),
        Rule("conversations.leave", 3, true, "groups:write im:write mpim:write channels:write channels:manage", "channel!", ConversationMethods.Leave),
        Rule("users.conversations", 3, false, Reads, "cursor exclude_archived:b exclude_muted:b limit:n team_id types user", ConversationMethods.OfUser),

        Rule("users.info", 4, false, "users:read", "user! include_locale:b", UserMethods.Info),
        Rule("users.list", 2, false, "users:read", "cursor include_locale:b limit:n team_id", UserMethods.List),

        Rule("views.open", 4, true, "", "trigger_id interactivity_pointer view:j!", ViewMethods.Open),
        Rule("views.push", 4, true, "", "trigger_id interactivity_pointer view:j!", ViewMethods.Push),
        Rule("views.update", 4, true, "", "view_id external_id view:j! hash", ViewMethods.Update),
        Rule("views.publish", 4, true, "", "user_id! view:j! hash interactivity_pointer", ViewMethods.Publish),

        Rule("reactions.add", 3, true, "reactions:write", "channel! name! timestamp!", ReactionMethods.Add),
        Rule("reactions.remove", 2, true, "reactions:write", "name! file file_comment channel timestamp", ReactionMethods.Remove),
        Rule("reactions.get", 3, false, "reactions:read", "channel file file_comment full:b timestamp", ReactionMethods.Get),
        Rule("pins.add", 2, true, "pins:write", "channel! timestamp", ReactionMethods.Pin),
        Rule("pins.remove", 2, true, "pins:write", "channel! timestamp", ReactionMethods.Unpin),

        Rule("files.getUploadURLExternal", 4, false, "files:write", "length:n! filename! snippet_type alt_txt", FileMethods.UploadUrl),
        Rule("files.completeUploadExternal", 4, true, "files:write", "files:j! channel_id thread_ts channels initial_comment blocks:j username icon_url icon_emoji", FileMethods.Complete),
        Rule("files.info", 4, false, "files:read", "file! count:n cursor limit:n page:n", FileMethods.Info),
    }.ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    private static MethodRule Rule(string name, int tier, bool json, string scopes, string arguments, Func<ApiCall, JsonObject> answer, bool appToken = false) =>
        new(name, tier, json, appToken, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), MethodRule.Parse(arguments), answer);
}
