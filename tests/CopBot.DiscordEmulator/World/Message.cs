using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.World;

/// <summary>A message as the server keeps it.</summary>
public sealed class Message
{
    public const int SuppressEmbeds = 1 << 2;
    public const int HasThread = 1 << 5;
    public const int Ephemeral = 1 << 6;
    public const int Loading = 1 << 7;
    public const int SuppressNotifications = 1 << 12;
    public const int ComponentsV2 = 1 << 15;

    public required ulong Id { get; init; }

    public required Channel Channel { get; init; }

    public required User Author { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Message type: 0 default, 18 thread created, 19 reply, 20 slash command, 21 thread starter, 23 context menu command.</summary>
    public int Kind { get; init; }

    public string Content { get; set; } = "";

    public JsonArray Embeds { get; set; } = [];

    public JsonArray Components { get; set; } = [];

    public List<Attachment> Attachments { get; } = [];

    public int Flags { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>Set for an ephemeral message: nobody else sees it, nor does the bot over its channel routes.</summary>
    public User? OnlyFor { get; init; }

    public List<User> Mentions { get; } = [];

    public List<ulong> MentionedRoles { get; } = [];

    public bool MentionsEveryone { get; set; }

    /// <summary>Whom the message rang when it was sent. Edits never ring.</summary>
    public IReadOnlyList<User> Rang { get; set; } = [];

    public Message? RepliesTo { get; init; }

    /// <summary>The id replied to, kept when that message is gone.</summary>
    public ulong? ReplyId { get; init; }

    public JsonNode? Nonce { get; init; }

    public ulong? WebhookId { get; init; }

    public JsonObject? Interaction { get; init; }

    public JsonObject? InteractionMetadata { get; init; }

    public Channel? StartedThread { get; set; }

    /// <summary>Who reacted, by emoji.</summary>
    public Dictionary<string, List<ulong>> Reactions { get; } = new(StringComparer.Ordinal);

    public bool IsLoading => (Flags & Loading) != 0;
}
