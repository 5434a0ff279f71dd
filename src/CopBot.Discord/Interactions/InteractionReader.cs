using System.Globalization;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Rendering;

namespace CopBot.Discord.Interactions;

/// <summary>Turns what Discord tells of an interaction into a gesture. Asks nothing: that would cost the three seconds.</summary>
internal sealed class InteractionReader(Offers offers, DiscordPlaces places)
{
    private const int Command = 2, Component = 3, Autocomplete = 4, Submission = 5;
    private const int ChatCommand = 1, MessageCommand = 3;
    private const int Subcommand = 1, Group = 2;

    /// <summary>The gesture, or why there is none.</summary>
    public ReadInteraction Read(JsonElement json)
    {
        if (json.Id("id") is not { } id || json.Id("application_id") is not { } application || json.Text("token") is not { Length: > 0 } token) return ReadInteraction.Not("an interaction without id, application or token");
        var data = json.Part("data");
        var type = json.Number("type");
        var mark = DiscordMark.Read(data.Text("custom_id") ?? "", out var customId);
        var source = json.Part("message");
        var direct = json.Id("guild_id") is null;
        var kind = source.ValueKind is not JsonValueKind.Object ? TicketKind.Asked : IsPrivate(source) ? TicketKind.PressedPrivately : TicketKind.Pressed;
        var ticket = new Ticket(application, id, token, kind, direct);

        if (type is Autocomplete) return ReadInteraction.Not("a word to be completed, which no command of ours asks for");
        var user = direct ? json.Part("user") : json.Part("member").Part("user");
        if ((json.Id("guild_id") ?? (mark is { IsReader: false } of ? of.Id.ToString(CultureInfo.InvariantCulture) : null)) is not { } guild) return ReadInteraction.Not("a direct conversation that tells no server", ticket);
        if (user.Id("id") is not { } by || json.Id("channel_id") is not { } channel) return ReadInteraction.Not("an interaction without a person or a channel", ticket);

        var workspace = DiscordIds.Guild(guild);
        var who = DiscordIds.User(workspace, by);
        var where = direct ? new Place(DiscordIds.Direct(workspace, channel)) : PlaceOf(json.Part("channel"), workspace, channel);
        if (mark is { IsReader: true } reader && reader.Id.ToString(CultureInfo.InvariantCulture) != by) return new ReadInteraction(null, who, ticket, "somebody else's whisper") { IsNotTheirs = true };

        var gesture = type switch
        {
            Command => ReadCommand(data, EventId(id), who, where, ticket.Write(), IsPrivate(where, json.Part("channel"))),
            Component => ReadPress(data, source, customId, EventId(id), who, where, ticket),
            Submission => new FormSent(EventId(id), who, where, ticket.Write(), customId, DiscordForms.Read(data.Part("components"), workspace)),
            _ => null,
        };
        return gesture is null
            ? new ReadInteraction(null, who, ticket, $"an interaction of type {type}, data type {data.Number("type")}")
            : new ReadInteraction(gesture, who, ticket, null)
            {
                Typed = gesture is FormSent { Values: var values } ? values : [],
                Whisper = mark is { IsReader: true } && gesture is ControlUsed { On: { } on } ? on : null,
                Menu = gesture is ControlUsed && data.Part("values").ValueKind is JsonValueKind.Array ? source.Id("id") : null,
            };
    }

    private static string EventId(string interaction) => $"discord/interaction/{interaction}";

    private static bool IsPrivate(JsonElement message) => ((message.Number("flags") ?? 0) & DiscordMessages.Ephemeral) != 0;

    private Place PlaceOf(JsonElement channel, WorkspaceRef workspace, string id) =>
        // The event tells the channel and, of a thread, its parent; where it does not, what was heard before.
        (DiscordChannel.Read(channel, workspace.Id) is { Kind: not ChannelKind.Unknown } told && (!told.IsThread || told.Parent is not null) ? told : places.Heard(id))?.PlaceIn(workspace)
        ?? new Place(DiscordIds.Channel(workspace, id));

    private static ControlUsed? ReadPress(JsonElement data, JsonElement source, string customId, string eventId, UserRef who, Place where, Ticket ticket)
    {
        var action = data.Part("values").Items().FirstOrDefault().AsText() ?? (data.Part("values").ValueKind is JsonValueKind.Array ? "" : customId);
        if (action.Length == 0) return null;
        PostRef? on = ticket.Kind is TicketKind.Pressed && source.Id("id") is { } message ? new PostRef(where, message) : null;
        return new ControlUsed(eventId, who, where, ticket.Write(), action, on);
    }

    private Gesture? ReadCommand(JsonElement data, string eventId, UserRef who, Place where, string replyTo, bool isPrivate)
    {
        switch (data.Number("type") ?? ChatCommand)
        {
            case ChatCommand:
                return new CommandUsed(eventId, who, where, replyTo, string.Join(' ', Words(data.Part("options")).Where(w => w.Length > 0)));

            case MessageCommand:
                var label = data.Text("name");
                if (offers.MessageActions.FirstOrDefault(a => a.Label == label)?.Name is not { } name) return null;
                var message = data.Part("resolved").Part("messages").Values().FirstOrDefault(m => m.Id("id") == data.Id("target_id"));
                return message.Id("id") is { } id && message.Part("author").Id("id") is not null
                    ? new MessageActionUsed(eventId, who, where, replyTo, name, MessageReader.Source(message, id, PlaceOfTarget(message, where), isPrivate))
                    : null;

            default:
                return null;
        }
    }

    /// <summary>A message stands where it was used, except the one above a thread, which can be seen from inside.</summary>
    private static Place PlaceOfTarget(JsonElement message, Place where) =>
        message.Id("channel_id") is { } channel && where.Thread is not null && channel == where.Channel.Id ? new Place(where.Channel) : where;

    /// <summary>Whether not everybody sees a place. What was never heard of counts as private: nothing of it is shown elsewhere.</summary>
    private bool IsPrivate(Place place, JsonElement told) => (ChannelKind)(told.Number("type") ?? -1) is ChannelKind.PrivateThread || !places.IsHeardToBePublic(place);

    private static IEnumerable<string> Words(JsonElement options)
    {
        foreach (var option in options.Items())
        {
            if (option.Number("type") is Subcommand or Group)
            {
                yield return option.Text("name") ?? "";
                foreach (var word in Words(option.Part("options"))) yield return word;
            }
            else
            {
                yield return option.Text("value")?.Trim() ?? "";
            }
        }
    }
}

/// <summary>What an interaction turned out to be.</summary>
/// <param name="Gesture">What the person did; null where there is nothing to hand over.</param>
/// <param name="By">Who did it.</param>
/// <param name="Ticket">How it can be answered; null where it cannot.</param>
/// <param name="Why">Why there is no gesture.</param>
internal sealed record ReadInteraction(Gesture? Gesture, UserRef By, Ticket? Ticket, string? Why)
{
    /// <summary>Whether it is another person's to press.</summary>
    public bool IsNotTheirs { get; init; }

    /// <summary>What was typed into the form.</summary>
    public FormValues Typed { get; init; } = [];

    /// <summary>The whisper that was pressed, which goes now.</summary>
    public PostRef? Whisper { get; init; }

    /// <summary>The message whose menu was used, since a menu keeps its choice on screen.</summary>
    public string? Menu { get; init; }

    /// <summary>Nothing that can be handed over.</summary>
    public static ReadInteraction Not(string why, Ticket? ticket = null) => new(null, default, ticket, why);
}
