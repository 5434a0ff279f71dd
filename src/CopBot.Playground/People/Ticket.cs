using System.Globalization;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>
/// Where the answer to a gesture belongs. It is handed to the bot as <see cref="Gesture.ReplyTo"/> and says all that is
/// needed, so that an answer still finds its place after a restart.
/// </summary>
/// <param name="Id">Unlike any other's; also the id of the "working on it" line.</param>
/// <param name="At">Where the person was looking when they acted.</param>
/// <param name="Pressed">The private answer whose control was pressed, or null.</param>
/// <param name="From">Which part of the page they acted in.</param>
internal sealed record Ticket(string Id, Place At, string? Pressed = null, TicketFrom From = TicketFrom.There)
{
    public bool AtHome => From is not TicketFrom.There;

    public static Ticket For(Place at, string? pressed = null, bool atHome = false) =>
        new(Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture), at, pressed, atHome ? TicketFrom.Home : TicketFrom.There);

    public static Ticket ForOpeningHome(UserRef user) => For(Room.DirectWith(user)) with { From = TicketFrom.OpeningHome };

    public static Ticket? TryRead(string text)
    {
        var parts = text.Split(' ');
        if (parts.Length != 4 || !Enum.TryParse<TicketFrom>(parts[3], out var from)) return null;
        try
        {
            return new Ticket(parts[0], Place.Parse(parts[1]), parts[2] == "-" ? null : parts[2], from);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public string Write() => $"{Id} {At} {Pressed ?? "-"} {From}";
}

/// <summary>Which part of the page somebody acted in.</summary>
internal enum TicketFrom
{
    There,
    Home,
    OpeningHome,
}
