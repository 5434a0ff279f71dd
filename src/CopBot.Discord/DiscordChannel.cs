using System.Text.Json;
using CopBot.Chat;

namespace CopBot.Discord;

/// <summary>A channel, forum or thread, as far as it matters here.</summary>
internal sealed record DiscordChannel(string Id, ChannelKind Kind, string Name)
{
    private const int RequireTagFlag = 1 << 4;

    /// <summary>The server; null in a direct conversation, and where an event does not say.</summary>
    public string? Guild { get; init; }

    /// <summary>The channel of a thread; of a channel its category.</summary>
    public string? Parent { get; init; }

    /// <summary>Who opened the thread.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether a forum takes no post without a tag.</summary>
    public bool RequiresTag { get; init; }

    /// <summary>A forum's tags.</summary>
    public IReadOnlyList<ForumTag> Tags { get; init; } = [];

    /// <summary>What it allows and denies roles and members.</summary>
    public IReadOnlyList<Overwrite> Overwrites { get; init; } = [];

    /// <summary>Whether it is a thread.</summary>
    public bool IsThread => Kind is ChannelKind.AnnouncementThread or ChannelKind.PublicThread or ChannelKind.PrivateThread;

    /// <summary>Whether each post is a thread of its own.</summary>
    public bool IsForum => Kind is ChannelKind.Forum or ChannelKind.Media;

    /// <summary>Where its messages stand.</summary>
    public Place PlaceIn(WorkspaceRef workspace) => IsThread && Parent is { } parent ? new(DiscordIds.Channel(workspace, parent), Id) : new(DiscordIds.Channel(workspace, Id));

    /// <summary>Reads a channel; null where it has no id.</summary>
    public static DiscordChannel? Read(JsonElement json, string? guild) => json.Id("id") is not { } id ? null : new(id, (ChannelKind)(json.Number("type") ?? -1), json.Text("name") ?? "")
    {
        Guild = json.Id("guild_id") ?? guild,
        Parent = json.Id("parent_id"),
        Owner = json.Id("owner_id"),
        RequiresTag = ((json.Number("flags") ?? 0) & RequireTagFlag) != 0,
        Tags = [.. json.Part("available_tags").Items().Select(t => t.Id("id") is { } tag ? new ForumTag(tag, t.Text("name") ?? "", t.Flag("moderated")) : null).OfType<ForumTag>()],
        Overwrites = [.. json.Part("permission_overwrites").Items().Select(o => new Overwrite(o.Id("id") ?? "", (DiscordPermissions)o.Permissions("allow"), (DiscordPermissions)o.Permissions("deny")))],
    };
}

/// <summary>A tag of a forum.</summary>
internal sealed record ForumTag(string Id, string Name, bool Moderated);

/// <summary>What a channel allows and denies one role or member.</summary>
internal sealed record Overwrite(string Id, DiscordPermissions Allow, DiscordPermissions Deny);

/// <summary>Kinds of channel, in Discord's numbers.</summary>
internal enum ChannelKind
{
    Unknown = -1,
    Text = 0,
    Direct = 1,
    Voice = 2,
    Category = 4,
    Announcement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    Stage = 13,
    Forum = 15,
    Media = 16,
}
