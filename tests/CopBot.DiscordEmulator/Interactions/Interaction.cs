using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;

namespace CopBot.DiscordEmulator.Interactions;

/// <summary>Interaction types.</summary>
public enum InteractionKind
{
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// <summary>What a person started and how the bot has answered so far. Await <see cref="Answered"/> instead of polling.</summary>
public sealed class Interaction
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Interaction() { }

    public ulong Id { get; internal init; }
    public string Token { get; internal init; } = "";
    public InteractionKind Kind { get; internal init; }
    public User By { get; internal init; } = null!;
    public Channel Channel { get; internal init; } = null!;
    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>The message whose component was used, or from whose component the modal came.</summary>
    public Message? Source { get; internal init; }

    /// <summary>The callback type of the first response; null while there is none.</summary>
    public int? FirstResponse { get; internal set; }

    /// <summary>The response message, be it loading or final.</summary>
    public Message? Original { get; internal set; }

    /// <summary>The modal it opened for the person.</summary>
    public JsonObject? Modal { get; internal set; }

    /// <summary>What autocomplete suggested.</summary>
    public JsonArray? Choices { get; internal set; }

    /// <summary>Messages sent after the first response.</summary>
    public List<Message> Followups { get; } = [];

    /// <summary>True when 3 s went by without a response: the person sees "The application did not respond".</summary>
    public bool Failed { get; internal set; }

    internal bool WaitsForDeferred { get; set; }

    internal JsonObject Payload { get; init; } = [];

    internal JsonObject? Metadata { get; init; }

    internal string Name { get; init; } = "";

    /// <summary>Ends with the first response, whatever it is.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Ends when the person sees something final: a message, a modal, choices; not a loading state.</summary>
    public Task Shown => _shown.Task;

    internal void MarkAnswered(bool final)
    {
        _answered.TrySetResult();
        if (final) _shown.TrySetResult();
    }
}
