using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Somebody in the room.</summary>
/// <param name="Id">Short and stable, such as <c>anna</c>; letters, digits and hyphens.</param>
/// <param name="Name">What they are called.</param>
public sealed record RoomPerson(string Id, string Name)
{
    /// <summary>Their IANA zone; null where they never said.</summary>
    public string? Zone { get; init; }

    /// <summary>Their locale, such as <c>en-GB</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>What they do in the story, such as <c>coordinator</c>: shown in the page, unknown to the bot.</summary>
    public string? Part { get; init; }

    /// <summary>Whether they may set the bot up.</summary>
    public bool RunsWorkspace { get; init; }

    /// <summary>Whether it is an app.</summary>
    public bool IsBot { get; init; }

    /// <summary>Whether they have left the workspace.</summary>
    public bool Left { get; init; }

    /// <summary>Whether they let the bot write to them directly.</summary>
    public bool DirectClosed { get; init; }

    /// <summary>Their account, as the bot knows it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public UserRef Ref => Room.User(Id);
}

/// <summary>A channel of the room.</summary>
/// <param name="Id">Short and stable, such as <c>practice</c>; letters, digits and hyphens.</param>
/// <param name="Name">What it is called, without a sign in front.</param>
public sealed record RoomChannel(string Id, string Name)
{
    /// <summary>One line on what it is for.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whether only <see cref="Members"/> see it.</summary>
    public bool Private { get; init; }

    /// <summary>The ids of those who see a private channel.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Whether nobody can write there any more.</summary>
    public bool Archived { get; init; }

    /// <summary>Whether the bot was taken out of it.</summary>
    public bool WithoutBot { get; init; }

    /// <summary>Whether no private place can be opened beside it, as in a forum elsewhere.</summary>
    public bool WithoutPrivate { get; init; }

    /// <summary>The mark of the post that a private place was opened for; null for an ordinary channel.</summary>
    public string? OpenedFor { get; init; }

    /// <summary>Whether the bot is given the words of ordinary messages.</summary>
    public bool Listening { get; init; }

    /// <summary>The channel, as the bot knows it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ChannelRef Ref => Room.Channel(Id);

    /// <summary>The channel as a place to write.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Place Place => new(Ref);

    /// <summary>What people call it: only a channel that everybody may read goes by its sign.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Called => Private ? Name : $"#{Name}";

    /// <summary>Whether somebody sees it.</summary>
    public bool IsSeenBy(RoomPerson person) => !Private || Members.Contains(person.Id, StringComparer.Ordinal);
}
