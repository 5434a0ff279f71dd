using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>
/// One person in the room, and what they can do there. Every act is handed to the bot as on a real platform, its answer is
/// put where that person sees it, and comes back for tests to look at. Pass <c>eventId</c> to deliver the same act twice.
/// </summary>
public sealed class Persona(Room room, IInbox inbox, UserRef user)
{
    /// <summary>Their account.</summary>
    public UserRef Ref => user;

    /// <summary>How they stand in the room now.</summary>
    public RoomPerson Person => room.Person(user) ?? throw new InvalidOperationException($"Nobody called {user.Id} was ever in the room");

    /// <summary>Their direct conversation with the bot.</summary>
    public Place Direct => Room.DirectWith(user);

    /// <summary>
    /// Writes a message. One that starts with <c>@CopBot</c>, or stands in the direct conversation, speaks to the bot; of any
    /// other the bot is told that it was written, and what it says only where the channel is listening.
    /// </summary>
    public async Task<Acted> SayAsync(Place place, string words, string? eventId = null, CancellationToken stop = default)
    {
        if (WhyNot(place) is { } no) return new Acted(null, no);
        if (string.IsNullOrWhiteSpace(words)) return new Acted(null, RoomRefusals.Empty);
        if (words.Length > PlaygroundLimits.TypedLength) return new Acted(null, RoomRefusals.TooLong(words.Length));

        // Sent again after a failure it is the same message.
        var said = (eventId is null ? null : room.In(place).LastOrDefault(m => m.EventId == eventId))
            ?? room.Write(place, user, m => m with { Words = Mentions.WholeCharacters(words), Rang = Mentions.In(room, place, words), EventId = eventId });
        if (place.Thread is { } top) room.Change(new PostRef(new Place(place.Channel), top), m => m with { ThreadClosed = false });

        var addressed = Mentions.WithoutTheBot(said.Words) ?? (Room.DirectOf(place.Channel) is null ? null : said.Words);
        var text = addressed ?? (room.Find(place.Channel) is { Listening: true, WithoutBot: false } ? said.Words : "");
        var id = eventId ?? NewEventId();
        Inbound inbound = addressed is null ? new MessageSeen(id, Source(said, text)) : new Mentioned(id, Source(said, text));
        if (room.Find(place.Channel) is { WithoutBot: true }) return new Acted(null, Answer.Nothing) { Said = said };

        var answer = await inbox.AnswerAsync(inbound, stop);
        return Replies.Give(room, Ticket.For(place), user, inbound, answer) with { Said = said };
    }

    /// <summary>Types <c>/cop</c> and these words.</summary>
    public Task<Acted> CommandAsync(Place place, string words, string? eventId = null, CancellationToken stop = default)
    {
        if (WhyNot(place) is { } no) return Task.FromResult(new Acted(null, no));
        var ticket = Ticket.For(place);
        return ActAsync(new CommandUsed(eventId ?? NewEventId(), user, place, ticket.Write(), words.Trim()), ticket, stop);
    }

    /// <summary>Presses a button, or makes a choice in a menu, on a message. <paramref name="seenAt"/> is where they look at it, if not where it stands.</summary>
    public Task<Acted> PressAsync(string action, PostRef on, Place? seenAt = null, string? eventId = null, CancellationToken stop = default)
    {
        var ticket = Ticket.For(seenAt ?? on.Place);
        return ActAsync(new ControlUsed(eventId ?? NewEventId(), user, on.Place, ticket.Write(), action, on), ticket, stop);
    }

    /// <summary>Presses a button, or makes a choice in a menu, on a private answer.</summary>
    public async Task<Acted> PressAsync(string action, PrivateAnswer on, string? eventId = null, CancellationToken stop = default)
    {
        var ticket = Ticket.For(on.Place, on.Id, on.AtHome);
        var acted = await ActAsync(new ControlUsed(eventId ?? NewEventId(), user, on.Place, ticket.Write(), action), ticket, stop);
        return on.AtHome ? await WithHomeAsync(acted, stop) : acted;
    }

    /// <summary>
    /// Presses a button, or makes a choice in a menu, on a private answer that the room may have forgotten since: it can
    /// still stand on somebody's screen, as on Slack.
    /// </summary>
    public Task<Acted> PressPrivateAsync(string action, string privateAnswer, Place seenAt, string? eventId = null, CancellationToken stop = default)
    {
        if (room.PrivateTo(user).FirstOrDefault(a => a.Id == privateAnswer) is { } on) return PressAsync(action, on, eventId, stop);
        var ticket = Ticket.For(seenAt);
        return ActAsync(new ControlUsed(eventId ?? NewEventId(), user, seenAt, ticket.Write(), action), ticket, stop);
    }

    /// <summary>Presses a button, or makes a choice in a menu, in their Home, which is then drawn again.</summary>
    public async Task<Acted> PressAtHomeAsync(string action, string? eventId = null, CancellationToken stop = default)
    {
        var ticket = Ticket.For(Direct, atHome: true);
        var acted = await ActAsync(new ControlUsed(eventId ?? NewEventId(), user, Direct, ticket.Write(), action), ticket, stop);
        return await WithHomeAsync(acted, stop);
    }

    /// <summary>Uses a message action, named by its route, on a message.</summary>
    public Task<Acted> UseMessageActionAsync(string name, PostRef on, string? eventId = null, CancellationToken stop = default)
    {
        if (room.Find(on) is not { Removed: false } message) return Task.FromResult(new Acted(null, RoomRefusals.MessageGone));
        var ticket = Ticket.For(on.Place);
        return ActAsync(new MessageActionUsed(eventId ?? NewEventId(), user, on.Place, ticket.Write(), name, Source(message, PlaygroundText.Plain(message))), ticket, stop);
    }

    /// <summary>Opens their Home.</summary>
    public Task<Acted> OpenHomeAsync(string? eventId = null, CancellationToken stop = default)
    {
        room.With(p => p.ClearHome(user));
        return DrawHomeAsync(eventId, stop);
    }

    /// <summary>Sends a form that stands open. When something in it cannot be taken, the form comes back with what was typed.</summary>
    public async Task<Acted> SubmitAsync(OpenForm form, FormValues values, string? eventId = null, CancellationToken stop = default)
    {
        var ticket = Ticket.For(form.Where, form.From, form.AtHome);
        var inbound = new FormSent(eventId ?? NewEventId(), user, form.Where, ticket.Write(), form.View.Token, values);
        // Before it is known whether the answer comes later, since then it may come before we know.
        room.With(p => p.Typed(ticket.Id, values));
        var answer = await inbox.AnswerAsync(inbound, stop);
        if (answer is not Answer.Later) room.With(p => p.Settle(ticket.Id));
        if (answer is Answer.Invalid invalid)
            return new Acted(inbound, answer) { Form = form with { View = form.View with { Values = values }, Wrong = invalid.Why } };

        var acted = Replies.Give(room, ticket, user, inbound, answer);
        return form.AtHome ? await WithHomeAsync(acted, stop) : acted;
    }

    /// <summary>Sends a form filled in as a record: <c>anna.SubmitAsync(new ProblemForm { Title = "…" }, practice.Place)</c>.</summary>
    public Task<Acted> SubmitAsync(IForm form, Place where, string? eventId = null, CancellationToken stop = default)
    {
        var view = FormSchema.View(form);
        return SubmitAsync(new OpenForm(view, where), view.Values, eventId, stop);
    }

    /// <summary>Changes what they wrote. The bot is not told: no platform's edit matters to it.</summary>
    public Acted Edit(PostRef message, string words)
    {
        if (room.Find(message) is not { Removed: false } stands) return new Acted(null, RoomRefusals.MessageGone);
        if (stands.Author != user) return new Acted(null, RoomRefusals.NotYours);
        if (string.IsNullOrWhiteSpace(words)) return new Acted(null, RoomRefusals.Empty);
        if (words.Length > PlaygroundLimits.TypedLength) return new Acted(null, RoomRefusals.TooLong(words.Length));
        return new Acted(null, Answer.Nothing)
        {
            Said = room.Change(message, m => m with { Words = Mentions.WholeCharacters(words), Revision = m.Revision + 1, ChangedAt = room.Now }),
        };
    }

    /// <summary>Takes a message away: their own, or, when they run the workspace, anybody's.</summary>
    public async Task<Acted> DeleteAsync(PostRef message, string? eventId = null, CancellationToken stop = default)
    {
        if (room.Find(message) is not { Removed: false } stands) return new Acted(null, RoomRefusals.MessageGone);
        if (stands.Author != user && !Person.RunsWorkspace) return new Acted(null, RoomRefusals.NotYours);
        room.Change(message, m => m with { Removed = true, ChangedAt = room.Now });
        return await TellAsync(new MessageDeleted(eventId ?? NewEventId(), message), stop);
    }

    /// <summary>Leaves the workspace.</summary>
    public Task<Acted> LeaveAsync(string? eventId = null, CancellationToken stop = default)
    {
        room.Change(user, p => p with { Left = true });
        return TellAsync(new MemberLeft(eventId ?? NewEventId(), user), stop);
    }

    /// <summary>Comes back into the workspace.</summary>
    public void Return() => room.Change(user, p => p with { Left = false });

    /// <summary>Lets the bot write to them directly, or no longer.</summary>
    public void CloseDirect(bool closed = true) => room.Change(user, p => p with { DirectClosed = closed });

    /// <summary>Looks at a place: nothing there is unread any more.</summary>
    public void MarkRead(Place place) => room.MarkRead(user, place);

    /// <summary>Puts a private answer away.</summary>
    public bool Dismiss(string privateAnswer) => room.With(p => p.Dismiss(user, privateAnswer));

    /// <summary>Archives a channel, or opens it again. The bot is told that it is gone.</summary>
    public async Task<Acted> ArchiveAsync(ChannelRef channel, bool archived = true, string? eventId = null, CancellationToken stop = default)
    {
        if (!Person.RunsWorkspace) return new Acted(null, RoomRefusals.NotRunning);
        room.Change(channel, c => c with { Archived = archived });
        return archived ? await TellAsync(new ChannelGone(eventId ?? NewEventId(), channel), stop) : new Acted(null, Answer.Nothing);
    }

    /// <summary>Takes the bot out of a channel, or lets it in again. The bot is told that the channel is gone.</summary>
    public async Task<Acted> RemoveBotAsync(ChannelRef channel, bool removed = true, string? eventId = null, CancellationToken stop = default)
    {
        if (!Person.RunsWorkspace) return new Acted(null, RoomRefusals.NotRunning);
        room.Change(channel, c => c with { WithoutBot = removed });
        return removed ? await TellAsync(new ChannelGone(eventId ?? NewEventId(), channel), stop) : new Acted(null, Answer.Nothing);
    }

    private static string NewEventId() => "playground-" + Guid.CreateVersion7().ToString("N", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Acted> ActAsync(Gesture gesture, Ticket ticket, CancellationToken stop)
    {
        if (!inbox.Opens(gesture)) return Replies.Give(room, ticket, user, gesture, await inbox.AnswerAsync(gesture, stop));

        var opened = await inbox.OpenAsync(gesture, stop);
        return opened.Form is { } form
            ? new Acted(gesture, null) { Form = new OpenForm(form, ticket.At, ticket.Pressed, ticket.AtHome) }
            : Replies.Give(room, ticket, user, gesture, opened.Instead ?? Answer.Nothing);
    }

    // Home is drawn again after anything on it was answered, so that no feature has to know that it was pressed there.
    private async Task<Acted> WithHomeAsync(Acted acted, CancellationToken stop) =>
        acted.Form is null ? acted with { Home = (await DrawHomeAsync(null, stop)).Home } : acted;

    private async Task<Acted> DrawHomeAsync(string? eventId, CancellationToken stop)
    {
        var ticket = Ticket.ForOpeningHome(user);
        var inbound = new HomeOpened(eventId ?? NewEventId(), user, Direct, ticket.Write());
        return Replies.Give(room, ticket, user, inbound, await inbox.AnswerAsync(inbound, stop));
    }

    private async Task<Acted> TellAsync(Inbound happened, CancellationToken stop) => new(happened, await inbox.AnswerAsync(happened, stop));

    private SourceMessage Source(RoomMessage message, string text)
    {
        var secret = Room.DirectOf(message.Place.Channel) is not null || room.Find(message.Place.Channel) is { Private: true };
        return new SourceMessage(message.Post, message.Author, room.Person(message.Author)?.Name ?? message.Author.Id, text, message.SentAt, secret);
    }

    private Refusal? WhyNot(Place place)
    {
        if (Person.Left) return RoomRefusals.YouLeft;
        if (!room.IsSeenBy(Person, place)) return RoomRefusals.NotSeen;
        if (room.Find(place.Channel) is { Archived: true }) return RoomRefusals.Archived;
        return place.Thread is { } top && room.Find(new PostRef(new Place(place.Channel), top)) is not { Removed: false } ? RoomRefusals.MessageGone : null;
    }
}
