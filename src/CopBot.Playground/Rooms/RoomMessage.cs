using System.Text.Json.Serialization;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>
/// One message in the room: a person's words, or a post of the bot with the message it shows. It never changes; an edit or
/// a revision puts a new record in its place.
/// </summary>
public sealed record RoomMessage(string Id, Place Place, UserRef Author, DateTimeOffset SentAt)
{
    /// <summary>What a person typed; empty for the bot's posts.</summary>
    public string Words { get; init; } = "";

    /// <summary>What the bot's post shows; null for a person's words.</summary>
    public Message? Shows { get; init; }

    /// <summary>The file that came with it, or null.</summary>
    public ChatFile? File { get; init; }

    /// <summary>What the bot marked its post with; null for a person's words and for lasting answers.</summary>
    public string? Nonce { get; init; }

    /// <summary>What its author's page called the sending, so that sending it again is no second message; or null.</summary>
    public string? EventId { get; init; }

    /// <summary>How often the post was revised, or the words edited.</summary>
    public int Revision { get; init; }

    /// <summary>When it last changed; null while it stands as it was sent.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Whom its mentions rang when it was sent. Later revisions ring nobody.</summary>
    public IReadOnlyList<UserRef> Rang { get; init; } = [];

    /// <summary>Whether it was taken away.</summary>
    public bool Removed { get; init; }

    /// <summary>The title of the thread below it; null while nobody opened one.</summary>
    public string? ThreadTitle { get; init; }

    /// <summary>Whether the talk below it rests.</summary>
    public bool ThreadClosed { get; init; }

    /// <summary>The message, as the bot knows it.</summary>
    [JsonIgnore]
    public PostRef Post => new(Place, Id);

    /// <summary>The place below it.</summary>
    [JsonIgnore]
    public Place Thread => Place.Thread is null ? new Place(Place.Channel, Id) : Place;

    /// <summary>The action behind a button or choice of the post, found by what stands on it.</summary>
    /// <exception cref="InvalidOperationException">There is no such label; the message lists those there are.</exception>
    public string ActionOf(string label) => Labels.ActionOf(Shows, label);
}

/// <summary>
/// What only one person sees at a place: an answer or a whisper. Like on Slack it is gone when the playground restarts, so
/// it is never written into the journal.
/// </summary>
public sealed record PrivateAnswer(string Id, UserRef To, Place Place, Message Shows, DateTimeOffset SentAt)
{
    /// <summary>Whether it only says that the answer is still on its way.</summary>
    public bool Waiting { get; init; }

    /// <summary>Whether it is shown in that person's Home instead of at the place.</summary>
    public bool AtHome { get; init; }

    /// <summary>How often another message took its place.</summary>
    public int Revision { get; init; }

    /// <summary>The id of the last message that stood in the room when it came.</summary>
    internal long After { get; init; }

    /// <summary>Whether that person has looked at the place since.</summary>
    internal bool Seen { get; init; }

    /// <summary>The action behind a button or choice of it, found by what stands on it.</summary>
    /// <exception cref="InvalidOperationException">There is no such label; the message lists those there are.</exception>
    public string ActionOf(string label) => Labels.ActionOf(Shows, label);
}

internal static class Labels
{
    public static string ActionOf(Message? message, string label)
    {
        var all = message is null ? [] : Of(message).ToArray();
        return all.FirstOrDefault(l => l.Label == label).Action
            ?? throw new InvalidOperationException($"There is no '{label}'; there is: {string.Join(", ", all.Select(l => l.Label))}");
    }

    public static IEnumerable<(string Label, string Action)> Of(Message message) => message.AllControls
        .Concat(message.Blocks.OfType<Prose>().Select(p => p.ReadOn).OfType<Control>())
        .SelectMany(c => c switch
        {
            Button b => [(b.Label, b.Action)],
            Menu m => m.Choices.Select(choice => (choice.Label, choice.Action)),
            _ => Array.Empty<(string, string)>(),
        });
}
