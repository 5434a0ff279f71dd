using CopBot.Chat;
using CopBot.Discord.Rendering;

namespace CopBot.Discord.Interactions;

/// <summary>
/// How a gesture can still be answered: all that is needed, so that an answer finds its place after a restart. Whoever holds
/// the token speaks as the bot for fifteen minutes, so it is in no log and in no message of an exception.
/// </summary>
internal sealed record Ticket(string Application, string Interaction, string Token, TicketKind Kind, bool Direct)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else.</summary>
    public static Ticket? TryRead(string text) =>
        text.Split(' ') is [var application, var interaction, var token, [var kind, .. var direct]]
        && DiscordIds.IsId(application) && DiscordIds.IsId(interaction) && Enum.IsDefined((TicketKind)kind)
            ? new(application, interaction, token, (TicketKind)kind, direct == "d")
            : null;

    /// <summary>The ticket as the bot keeps it.</summary>
    public string Write() => $"{Application} {Interaction} {Token} {(char)Kind}{(Direct ? "d" : "")}";

    /// <summary>Where the first response goes.</summary>
    public string Callback => $"/interactions/{Interaction}/{Token}/callback";

    /// <summary>Where what follows goes.</summary>
    public string Webhook => $"/webhooks/{Application}/{Token}";

    /// <summary>The private answer that stands already, or, after a press, the message that was pressed.</summary>
    public string Original => $"{Webhook}/messages/@original";

    /// <summary>Whether Discord takes nothing any more for this gesture.</summary>
    public bool HasExpired(DateTimeOffset now) => now - DiscordIds.MadeAt(Interaction) > Life;

    /// <summary>How an answer to it is drawn.</summary>
    public Setting In(WorkspaceRef workspace) => Setting.DirectIn(workspace, Direct);

    /// <inheritdoc/>
    public override string ToString() => $"interaction {Interaction}";
}

/// <summary>What was done, as far as it decides how Discord lets us answer.</summary>
internal enum TicketKind
{
    /// <summary>A command, or a form that a command opened: the answer is a private message of its own.</summary>
    Asked = 'c',

    /// <summary>A press on a post, or a form that it opened: what was pressed stays, the answer is a private message below.</summary>
    Pressed = 'p',

    /// <summary>The same on a private answer, which can be replaced.</summary>
    PressedPrivately = 'e',
}
