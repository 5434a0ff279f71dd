using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.World;

/// <summary>The four kinds of conversation.</summary>
public enum ChannelKind
{
    Public,
    Private,
    Im,
    Mpim,
}

/// <summary>A conversation with its members and messages.</summary>
public sealed class SlackChannel
{
    internal SlackChannel(string id, string name, ChannelKind kind, DateTimeOffset created)
    {
        Id = id;
        Name = name;
        Kind = kind;
        Created = created;
    }

    public string Id { get; }
    public string Name { get; internal set; }
    public ChannelKind Kind { get; }
    public DateTimeOffset Created { get; }
    public bool Archived { get; internal set; }
    public bool IsGeneral { get; internal set; }

    /// <summary>Only admins may post; an app gets restricted_action_read_only_channel.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>User ids in the order they joined.</summary>
    public List<string> Members { get; } = [];

    /// <summary>Everything that everyone sees, oldest first, replies included.</summary>
    public List<SlackMessage> Messages { get; } = [];

    /// <summary>What single members see and no API returns, oldest first.</summary>
    public List<SlackMessage> Ephemerals { get; } = [];

    internal string Word => Kind switch
    {
        ChannelKind.Public => "channel",
        ChannelKind.Private => "group",
        ChannelKind.Im => "im",
        _ => "mpim",
    };

    /// <summary>The part before the colon in scopes about this kind of conversation.</summary>
    internal string Family => Kind switch
    {
        ChannelKind.Public => "channels",
        ChannelKind.Private => "groups",
        ChannelKind.Im => "im",
        _ => "mpim",
    };

    // From the end: what people work with is what was said last.
    public SlackMessage? Find(string ts) => Messages.FindLast(message => message.Ts == ts);

    /// <summary>The replies under a message, oldest first.</summary>
    public IReadOnlyList<SlackMessage> Replies(string ts) => [.. Messages.Where(message => message.IsReply && message.ThreadTs == ts)];

    internal JsonObject ToJson(SlackUser seenBy, bool withCount)
    {
        var created = Created.ToUnixTimeSeconds();
        if (Kind == ChannelKind.Im)
        {
            var im = new JsonObject
            {
                ["id"] = Id,
                ["created"] = created,
                ["is_im"] = true,
                ["is_org_shared"] = false,
                ["user"] = Members.Find(member => member != seenBy.Id) ?? seenBy.Id,
                ["is_user_deleted"] = false,
                ["is_open"] = true,
                ["is_archived"] = false,
                ["priority"] = 0,
            };
            if (withCount)
                im["num_members"] = Members.Count;
            return im;
        }

        var channel = new JsonObject
        {
            ["id"] = Id,
            ["name"] = Name,
            ["is_channel"] = Kind == ChannelKind.Public,
            ["is_group"] = Kind == ChannelKind.Private,
            ["is_im"] = false,
            ["is_mpim"] = Kind == ChannelKind.Mpim,
            ["is_private"] = Kind != ChannelKind.Public,
            ["created"] = created,
            ["creator"] = Members.Count > 0 ? Members[0] : seenBy.Id,
            ["is_archived"] = Archived,
            ["is_general"] = IsGeneral,
            ["unlinked"] = 0,
            ["name_normalized"] = Name,
            ["is_shared"] = false,
            ["is_ext_shared"] = false,
            ["is_org_shared"] = false,
            ["is_pending_ext_shared"] = false,
            ["pending_shared"] = new JsonArray(),
            ["is_member"] = Members.Contains(seenBy.Id),
            ["updated"] = Created.ToUnixTimeMilliseconds(),
            ["topic"] = new JsonObject { ["value"] = "", ["creator"] = "", ["last_set"] = 0 },
            ["purpose"] = new JsonObject { ["value"] = "", ["creator"] = "", ["last_set"] = 0 },
            ["previous_names"] = new JsonArray(),
        };
        if (withCount)
            channel["num_members"] = Members.Count;
        return channel;
    }
}
