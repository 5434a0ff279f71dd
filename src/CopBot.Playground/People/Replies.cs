using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Puts answers where the person who acted sees them.</summary>
internal static class Replies
{
    /// <summary>Shows what was answered at once. A form that cannot be taken is opened again by whoever sent it.</summary>
    public static Acted Give(Room room, Ticket ticket, UserRef to, Inbound? inbound, Answer answer)
    {
        var acted = new Acted(inbound, answer);
        return answer switch
        {
            Answer.Done or Answer.Invalid => acted,
            Answer.Later => acted with { Shown = Wait(room, ticket, to) },
            Answer.Reply home when ticket.From is TicketFrom.OpeningHome => acted with { Home = room.With(p => p.ShowHome(to, home.Message)) },
            Answer.Replace home when ticket.From is TicketFrom.OpeningHome => acted with { Home = room.With(p => p.ShowHome(to, home.Message)) },
            Answer.Reply { Lasts: true } lasting => Last(room, ticket, to, acted, lasting.Message),
            Answer.Reply reply => acted with { Shown = Show(room, ticket, to, reply.Message) },
            Answer.Replace replace => acted with { Shown = Replace(room, ticket, to, replace.Message) },
            Refusal refusal => acted with { Shown = Show(room, ticket, to, refusal.Why) },
            _ => throw new NotSupportedException(answer.GetType().Name),
        };
    }

    /// <summary>Shows what was answered later, in place of "working on it".</summary>
    public static void GiveLate(Room room, Ticket ticket, UserRef to, Answer answer)
    {
        var typed = room.With(p =>
        {
            p.Dismiss(to, ticket.Id);
            return p.Settle(ticket.Id);
        });
        if (answer is Answer.Invalid invalid) Show(room, ticket, to, Message.Of(invalid.InWords(typed).SelectMany(m => m.Blocks)));
        else Give(room, ticket, to, null, answer);
    }

    private static PrivateAnswer? Wait(Room room, Ticket ticket, UserRef to) => room.With(p => p.IsSettled(ticket.Id)
        ? null
        : room.Show(new PrivateAnswer(ticket.Id, to, ticket.At, Message.Say($"Working on it…"), room.Now) { Waiting = true, AtHome = ticket.AtHome }));

    private static PrivateAnswer Show(Room room, Ticket ticket, UserRef to, Message message) =>
        room.Show(new PrivateAnswer(ticket.Id, to, ticket.At, message, room.Now) { AtHome = ticket.AtHome });

    private static PrivateAnswer Replace(Room room, Ticket ticket, UserRef to, Message message) =>
        (ticket.Pressed is { } pressed ? room.With(p => p.Replace(to, pressed, message)) : null) ?? Show(room, ticket, to, message);

    private static Acted Last(Room room, Ticket ticket, UserRef to, Acted acted, Message message)
    {
        if (Keep(room, ticket, to, message) is not { } kept)
            return acted with { Shown = Show(room, ticket, to, Message.Of([new Footnote($"{Sentences.DirectIsClosed}"), .. message.Blocks])) };
        return ticket.At == kept.Place && !ticket.AtHome
            ? acted with { Kept = kept }
            : acted with { Kept = kept, Shown = Show(room, ticket, to, [new Paragraph($"{Sentences.KeptInDirect}"), new Controls([new LinkButton("Show it", PlaygroundPlatform.LinkInside(kept.Post))])]) };
    }

    // The same late answer may be given twice, after a restart; its ticket tells.
    private static RoomMessage? Keep(Room room, Ticket ticket, UserRef to, Message message)
    {
        var direct = Room.DirectWith(to);
        if (room.In(direct).FirstOrDefault(m => m.Nonce == ticket.Id) is { } already) return already;
        return room.Person(to) is { Left: false, DirectClosed: false }
            ? room.Write(direct, Room.Bot, m => m with { Shows = message, Nonce = ticket.Id })
            : null;
    }
}
