using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>
/// How the bot writes into the room. It fails as honestly as Slack and Discord do, and does not notice a post that is sent
/// twice: that is the courier's care, and tests rely on seeing it.
/// </summary>
public sealed class PlaygroundPlatform(Room room, PlaygroundOptions options) : IChatPlatform
{
    // Searched further back than asked, as on the real platforms, whose clocks differ from ours.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public Platform Platform => Room.Platform;

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        Takes(nonce, Limits.Broken(message));
        return Write(place, m => m with { Shows = message, Nonce = nonce, Rang = Mentions.In(room, place, message) }, stop);
    }

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(room.In(place).FirstOrDefault(m => m.Nonce == nonce && m.SentAt >= since - ClocksDiffer)?.Post);
    }

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Takes(nonce, Limits.Broken(message));
        MayWrite(new Place(post.Place.Channel));
        _ = room.Change(post, m => m with { Shows = message, Nonce = nonce, Revision = m.Revision + 1, ChangedAt = room.Now })
            ?? throw Gone("The post was taken away.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(PostRef post, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        room.Change(post, m => m with { Removed = true, ChangedAt = room.Now });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        MayWrite(new Place(post.Place.Channel));
        // A reply and a direct conversation have no thread of their own: the talk stays where it is.
        if (post.Place.Thread is not null || Room.DirectOf(post.Place.Channel) is not null) return Task.FromResult(post.Place);
        var top = room.Change(post, m => m with { ThreadTitle = m.ThreadTitle ?? title, ThreadClosed = false });
        return Task.FromResult(top?.Thread ?? throw Gone("The post was taken away, and its thread with it."));
    }

    /// <inheritdoc/>
    public Task CloseThreadAsync(Place thread, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (thread.Thread is { } top) room.Change(new PostRef(new Place(thread.Channel), top), m => m with { ThreadClosed = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return room.Person(user) is { Left: false }
            ? Task.FromResult(Room.DirectWith(user))
            : throw Gone("This person is not in the workspace.");
    }

    /// <inheritdoc/>
    public Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        MayWrite(new Place(beside));
        if (room.Find(beside) is { WithoutPrivate: true }) throw Denied("No private place can be opened beside that channel.");
        if (people.Any(p => room.Person(p) is not { Left: false })) throw Gone("One of these people is not in the workspace.");
        var found = triedSince is null ? null : room.Channels.FirstOrDefault(c => c.OpenedFor == nonce);
        return Task.FromResult(found?.Place ?? room.OpenPrivate(people, Shortening.OneLine(title, Limits.ThreadTitle), nonce).Place);
    }

    /// <inheritdoc/>
    public Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Takes(nonce, Limits.BrokenAsWhisper(message));
        MayWrite(place);
        if (room.Person(to) is not { Left: false } person) throw Gone("This person is not in the workspace.");
        if (!room.IsSeenBy(person, place)) throw Denied("This person does not see that channel.");
        room.Show(new PrivateAnswer(Ticket.For(place).Id, to, place, message, room.Now));
        return Task.FromResult<PostRef?>(null);
    }

    /// <inheritdoc/>
    public Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (room.Person(to) is not { Left: false } person) throw Gone("This person is not in the workspace.");
        var ticket = Ticket.TryRead(replyTo) is { } read && room.IsSeenBy(person, read.At) ? read : null;
        if (ticket is null && person.DirectClosed) throw Denied("The answer's place is gone, and this person does not take direct messages from the bot.");
        ticket ??= Ticket.For(Room.DirectWith(to));
        Replies.GiveLate(room, ticket, to, answer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop) =>
        Write(place, m => m with { Shows = Message.Say(file.Says), File = file, Nonce = nonce, Rang = Mentions.In(room, place, Message.Say(file.Says)) }, stop);

    /// <inheritdoc/>
    public Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop) =>
        Task.FromResult(room.Person(user) is { Left: false } p ? new UserProfile(p.Ref, p.Name, p.Zone, p.Locale, p.IsBot, p.RunsWorkspace) : null);

    /// <inheritdoc/>
    public Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop)
    {
        if (Room.DirectOf(channel) is { } owner)
            return Task.FromResult(room.Person(owner) is { Left: false } p ? new ChannelProfile(channel, p.Name, Private: true, !p.DirectClosed) : null);
        return Task.FromResult(room.Find(channel) is { } c && !(c.Private && c.WithoutBot)
            ? new ChannelProfile(channel, c.Name, c.Private, !c.Archived && !c.WithoutBot, c.Archived ? "Open the channel again, or choose another." : c.WithoutBot ? "Invite CopBot into the channel, or choose another." : null, c.WithoutPrivate ? "This channel takes no private places." : null)
            : null);
    }

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => new(options.Address, LinkInside(post));

    internal static Uri LinkInside(PostRef post) => new($"{PlaygroundServices.Path}#{post}", UriKind.Relative);

    private static void Takes(string nonce, IEnumerable<string> broken)
    {
        if (nonce.Length > Limits.NonceLength) throw new PlatformException(FailureKind.Rejected, $"A nonce of {nonce.Length}, at most {Limits.NonceLength}");
        if (broken.FirstOrDefault() is { } why) throw new PlatformException(FailureKind.Rejected, why);
    }

    private static PlatformException Gone(string why) => new(FailureKind.Gone, why);

    private static PlatformException Denied(string why) => new(FailureKind.Denied, why);

    private Task<PostRef> Write(Place place, Func<RoomMessage, RoomMessage> fill, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        MayWrite(place);
        return Task.FromResult(room.Write(place, Room.Bot, fill).Post);
    }

    private void MayWrite(Place place)
    {
        if (place.Workspace != Room.Workspace) throw new PlatformException(FailureKind.WorkspaceStopped, $"There is no workspace {place.Workspace} in the playground.");
        if (Room.DirectOf(place.Channel) is { } owner)
        {
            if (room.Person(owner) is not { Left: false } person) throw Gone("This person is not in the workspace.");
            if (person.DirectClosed) throw Denied("This person does not take direct messages from the bot.");
        }
        else
        {
            if (room.Find(place.Channel) is not { } channel) throw Gone("There is no such channel.");
            if (channel.Archived) throw Denied("The channel is archived. Open it again, or choose another.");
            if (channel.WithoutBot) throw Denied("The bot is not in that channel. Invite it, or choose another.");
        }

        if (place.Thread is { } top && room.Find(new PostRef(new Place(place.Channel), top)) is not { Removed: false })
            throw Gone("The message that the thread hangs from was taken away.");
    }
}
