using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CopBot.SlackEmulator.World;

/// <summary>A message in a channel, or an ephemeral one that only <see cref="OnlyFor"/> sees.</summary>
public sealed partial class SlackMessage
{
    internal SlackMessage(string ts, SlackChannel channel)
    {
        Ts = ts;
        Channel = channel;
    }

    public string Ts { get; }
    public SlackChannel Channel { get; }
    public string? ThreadTs { get; internal set; }
    public string UserId { get; internal set; } = "";
    public string? BotId { get; internal set; }
    public string? AppId { get; internal set; }
    public string? BotName { get; internal set; }
    public string TeamId { get; internal set; } = "";
    public string? Subtype { get; internal set; }
    public string Text { get; internal set; } = "";
    public JsonArray? Blocks { get; internal set; }
    public JsonArray? Attachments { get; internal set; }
    public JsonObject? Metadata { get; internal set; }
    public string? EditedTs { get; internal set; }
    public string? EditedBy { get; internal set; }

    /// <summary>The only reader of an ephemeral message; null for a message that everyone in the channel sees.</summary>
    public string? OnlyFor { get; internal set; }

    /// <summary>Emoji name to the ids of those who reacted, in order.</summary>
    public Dictionary<string, List<string>> Reactions { get; } = new(StringComparer.Ordinal);

    public List<SlackFile> Files { get; } = [];
    public bool Pinned { get; internal set; }

    /// <summary>The thread this message starts is locked to replies.</summary>
    public bool ThreadLocked { get; internal set; }

    /// <summary>What each person has chosen in this message's menus so far, in the shape of state.values.</summary>
    internal Dictionary<string, JsonObject> Chosen { get; } = new(StringComparer.Ordinal);

    internal bool IsReply => ThreadTs is not null && ThreadTs != Ts;

    /// <summary>
    /// Who this message notifies: user ids, subteam ids and the words channel, here and everyone. Plain text blocks ring nobody;
    /// mrkdwn, rich text and the top-level text do.
    /// </summary>
    public IReadOnlyList<string> Rings
    {
        get
        {
            var spoken = new List<string> { Text };
            Gather(Blocks, spoken);
            Gather(Attachments, spoken);
            return [.. spoken.SelectMany(text => Mention().Matches(text)).Select(match => match.Groups["who"].Value).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>All the words a reader sees, in order: block texts when there are blocks, otherwise the text.</summary>
    public string Words
    {
        get
        {
            if (Blocks is not { Count: > 0 })
                return Text;
            var words = new List<string>();
            GatherWords(Blocks, words);
            return string.Join('\n', words);
        }
    }

    internal JsonObject ToJson(bool withMetadata = false, IReadOnlyList<SlackMessage>? replies = null)
    {
        var message = new JsonObject { ["type"] = "message" };
        if (Subtype is not null)
            message["subtype"] = Subtype;
        message["user"] = UserId;
        message["text"] = Text;
        message["ts"] = Ts;
        message["team"] = TeamId;
        if (BotId is not null)
        {
            message["bot_id"] = BotId;
            message["app_id"] = AppId;
            message["bot_profile"] = new JsonObject { ["id"] = BotId, ["app_id"] = AppId, ["name"] = BotName, ["deleted"] = false, ["team_id"] = TeamId };
        }

        if (Blocks is { Count: > 0 })
            message["blocks"] = Blocks.Copy();
        if (Attachments is { Count: > 0 })
            message["attachments"] = Attachments.Copy();
        if (EditedTs is not null)
            message["edited"] = new JsonObject { ["user"] = EditedBy, ["ts"] = EditedTs };
        if (withMetadata && Metadata is not null)
            message["metadata"] = Metadata.Copy();
        if (Files.Count > 0)
            message["files"] = new JsonArray([.. Files.Select(file => file.ToJson())]);
        if (Reactions.Count > 0)
        {
            message["reactions"] = new JsonArray([.. Reactions.Select(reaction => new JsonObject
            {
                ["name"] = reaction.Key,
                ["users"] = Json.List(reaction.Value),
                ["count"] = reaction.Value.Count,
            })]);
        }

        if (IsReply)
        {
            message["thread_ts"] = ThreadTs;
            message["parent_user_id"] = Channel.Find(ThreadTs!)?.UserId;
        }

        if (replies is { Count: > 0 })
        {
            var users = replies.Select(reply => reply.UserId).Distinct(StringComparer.Ordinal).ToArray();
            message["thread_ts"] = Ts;
            message["reply_count"] = replies.Count;
            message["reply_users_count"] = users.Length;
            message["reply_users"] = Json.List(users);
            message["latest_reply"] = replies[^1].Ts;
            message["is_locked"] = ThreadLocked;
            message["subscribed"] = UserId.Length > 0 && BotId is not null;
        }

        return message;
    }

    private static void Gather(JsonNode? node, List<string> spoken)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                    Gather(item, spoken);
                break;
            case JsonObject { } told when told.Text("type") == "plain_text":
                break;
            case JsonObject { } told when told.Text("type") == "mrkdwn" || told.Text("type") == "markdown":
                spoken.Add(told.Text("text") ?? "");
                break;
            case JsonObject { } told when told.Text("type") == "user" && told.Text("user_id") is { } user:
                spoken.Add($"<@{user}>");
                break;
            case JsonObject { } told when told.Text("type") == "usergroup" && told.Text("usergroup_id") is { } group:
                spoken.Add($"<!subteam^{group}>");
                break;
            case JsonObject { } told when told.Text("type") == "broadcast" && told.Text("range") is { } range:
                spoken.Add($"<!{range}>");
                break;
            case JsonObject told:
                foreach (var (_, value) in told)
                    Gather(value, spoken);
                break;
        }
    }

    private static void GatherWords(JsonNode? node, List<string> words)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                GatherWords(item, words);
        }
        else if (node is JsonObject told)
        {
            if (told.Text("type") is "plain_text" or "mrkdwn" or "markdown" or "text" && told.Text("text") is { } text)
                words.Add(text);
            else
                foreach (var (name, value) in told.Where(pair => pair.Key is not ("confirm" or "placeholder")))
                    GatherWords(value, words);
        }
    }

    [GeneratedRegex(@"<(?:@(?<who>[UW][A-Z0-9]+)|!subteam\^(?<who>[A-Z0-9]+)|!(?<who>channel|here|everyone))(?:\|[^>]*)?>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mention();
}
