using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Posts;

/// <summary>
/// Where posts are put up. What is published here is saved together with the rest of the request, or not at all; the
/// courier then makes the platforms agree. Publishing the same key twice is the right thing to do.
/// </summary>
public interface IBoard
{
    /// <summary>Puts up a post, or revises the one under this key. The same words again change nothing.</summary>
    void Publish(string key, Audience audience, Message message, PostTerms? terms = null);

    /// <summary>Takes a post away; one that was not delivered yet leaves no trace. A key without a post is no error.</summary>
    void Withdraw(string key);

    /// <summary>Lets the talk below a post rest; <see cref="Publish"/> of the post wakes it.</summary>
    void CloseThread(string key);

    /// <summary>
    /// A home channel takes posts again (<paramref name="from"/> and <paramref name="to"/> are the same), or another was
    /// chosen: what waited for it goes up there now. What stands already stays where it is.
    /// </summary>
    void MoveIn(ChannelRef from, ChannelRef to);

    /// <summary>A community lives in a workspace no longer: what waits for it there never goes up. What stands there stays.</summary>
    void MoveOut(CommunityId community, WorkspaceRef from);
}

/// <summary>The terms on which a post is delivered. The defaults fit a public post.</summary>
public sealed record PostTerms
{
    /// <summary>The community that it belongs to; needed for private posts, whose reader's hours may be the community's.</summary>
    public CommunityId? Community { get; init; }

    /// <summary>How a private post may interrupt.</summary>
    public PostClass Class { get; init; } = PostClass.Requested;

    /// <summary>For unasked posts: the kind, as <em>Less of this</em> knows it, such as <c>news of advice</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>For unasked posts: why you got this, in a sentence.</summary>
    public Text? Why { get; init; }

    /// <summary>The line that stands for it in a merged message; by default the message's own summary.</summary>
    public string? Summary { get; init; }

    /// <summary>Not delivered before this. News of a status waits a minute, so that an undo leaves no trace.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Dropped when it could not be delivered by then.</summary>
    public DateTimeOffset? UselessAfter { get; init; }

    /// <summary>Taken away again at this time.</summary>
    public DateTimeOffset? VanishesAt { get; init; }

    /// <summary>What the thread below it is called; it is opened with the post. Null where nobody is expected to talk below.</summary>
    public string? ThreadTitle { get; init; }

    /// <summary>Terms of a private message that was asked for.</summary>
    public static PostTerms Requested(CommunityId community) => new() { Community = community };

    /// <summary>Terms of an unasked private message.</summary>
    public static PostTerms Unasked(CommunityId community, string kind, Text why, DateTimeOffset uselessAfter) =>
        new() { Community = community, Class = PostClass.Unasked, Kind = kind, Why = why, UselessAfter = uselessAfter };
}

/// <summary>
/// Collects what a request publishes, and writes it when that is saved: posts with the rest of the request, deliveries
/// inside its transaction, because the courier changes them all the time and what it wrote must be seen, not overwritten.
/// </summary>
internal sealed class Board(CopBotDb db, IEngine engine, TimeProvider clock) : IBoard, ISavedTogether
{
    private readonly List<Func<CancellationToken, Task>> _wanted = [];
    private readonly List<Func<CancellationToken, Task>> _toDeliver = [];

    /// <summary>Whether anything waits to be saved.</summary>
    public bool HasWishes => _wanted.Count > 0;

    public void Publish(string key, Audience audience, Message message, PostTerms? terms = null) =>
        _wanted.Add(stop => PutUpAsync(key, audience, message, terms ?? new PostTerms(), stop));

    public void Withdraw(string key) => _wanted.Add(stop => TakeDownAsync(key, stop));

    /// <summary>Makes a post say something else where it stands, and nothing but that: its terms stay, and nobody who has not got it gets it sooner.</summary>
    public void Reword(Post post, Message message, string summary)
    {
        (post.Message, post.Summary) = (ChatJson.Write(message), summary);
        post.Revision++;
        _toDeliver.Add(async stop =>
        {
            foreach (var delivery in await OfAsync(post.Key, stop))
            {
                delivery.WantedRevision = post.Revision;
                if (delivery is { State: DeliveryState.Standing, StandsAt: not null }) Hurry(delivery, clock.GetUtcNow());
            }
        });
    }

    public void CloseThread(string key) => OfDeliveries(stop => LetRestAsync(key, stop));

    public void MoveIn(ChannelRef from, ChannelRef to) => OfDeliveries(stop => MoveAsync(from, to, stop));

    public void MoveOut(CommunityId community, WorkspaceRef from) => OfDeliveries(stop => LeaveAsync(community, from, stop));

    public async Task PrepareAsync(CancellationToken stop)
    {
        foreach (var wanted in _wanted) await wanted(stop);
        _wanted.Clear();
    }

    public async Task WriteAsync(CancellationToken stop)
    {
        if (_toDeliver.Count == 0) return;

        foreach (var deliver in _toDeliver) await deliver(stop);
        _toDeliver.Clear();
        await db.SaveChangesAsync(stop);
    }

    private void OfDeliveries(Func<CancellationToken, Task> wanted) => _wanted.Add(_ =>
    {
        _toDeliver.Add(wanted);
        return Task.CompletedTask;
    });

    private async Task PutUpAsync(string key, Audience audience, Message message, PostTerms terms, CancellationToken stop)
    {
        var cls = audience switch { Audience.One => terms.Class, Audience.Few => PostClass.BetweenFew, _ => PostClass.Public };
        if (cls == PostClass.Public && audience is Audience.One) cls = PostClass.Requested;
        var post = await db.PostAsync(key, stop);
        var isNew = post is null;
        post ??= db.Posts.Add(new Post { Key = key }).Entity;
        if (cls is PostClass.Unasked) message = QuietPlease.Explain(message, terms, post.Id);

        var says = ChatJson.Write(message);
        if (!isNew && !post.Withdrawn && post.Message == says) return;

        post.Audience = ChatJson.Write(audience);
        post.Community = terms.Community ?? (audience is Audience.Everyone everyone ? new CommunityId(everyone.Community) : post.Community);
        post.Reader = audience is Audience.One one ? new MemberId(one.Member) : null;
        (post.Class, post.Kind) = (cls, terms.Kind);
        (post.Message, post.Summary) = (says, Shortening.OneLine(terms.Summary ?? message.Summary, Limits.HeadingLength));
        post.ThreadTitle = terms.ThreadTitle is { } title ? Shortening.OneLine(title, Limits.ThreadTitle) : null;
        post.NotBefore = terms.NotBefore ?? clock.GetUtcNow();
        (post.UselessAfter, post.VanishesAt) = (terms.UselessAfter, terms.VanishesAt);
        post.Revision++;

        var again = post.Withdrawn;
        post.Withdrawn = false;
        _toDeliver.Add(s => WantAsync(post, audience, again, s));
    }

    /// <summary>Says to each delivery what is wanted now; the first time, says where the post is to stand.</summary>
    private async Task WantAsync(Post post, Audience audience, bool again, CancellationToken stop)
    {
        var deliveries = await OfAsync(post.Key, stop);
        if (deliveries.Count == 0)
        {
            await foreach (var delivery in AddressAsync(post, audience, stop)) deliveries.Add(db.Deliveries.Add(delivery).Entity);
        }

        foreach (var delivery in deliveries)
        {
            delivery.WantedRevision = post.Revision;
            delivery.ThreadRests = false;
            switch (delivery.State)
            {
                // What a moderator took away is not ours to put up again, and Show shows the newest words by itself.
                case DeliveryState.Removed or DeliveryState.Merged when !again:
                // A whisper cannot be revised, and is not repeated.
                case DeliveryState.Standing when delivery.StandsAt is null:
                    break;
                case DeliveryState.Removed or DeliveryState.Merged or DeliveryState.Dropped:
                    delivery.StartAfresh(post.NotBefore);
                    break;
                case DeliveryState.Undeliverable:
                    delivery.TryAgain(post.NotBefore);
                    break;
                case DeliveryState.Waiting or DeliveryState.Standing:
                    Hurry(delivery, delivery.State is DeliveryState.Standing ? clock.GetUtcNow() : post.NotBefore);
                    break;
                default:
                    throw new NotSupportedException(delivery.State.ToString());
            }
        }
    }

    /// <summary>It is due then; but where the platform asked for a pause, or keeps failing, that is waited for.</summary>
    private static void Hurry(Delivery delivery, DateTimeOffset dueAt)
    {
        if (delivery.DueAt is null) delivery.TryAgain(dueAt);
        else if (delivery.Trouble is null || delivery.DueAt < dueAt) delivery.DueAt = dueAt;
    }

    private async Task<List<Delivery>> OfAsync(string key, CancellationToken stop)
    {
        var deliveries = await engine.HoldDeliveriesAsync(key, stop);
        // What the same request published a moment ago is not in the store yet.
        deliveries.AddRange(db.Seen<Delivery>().Where(d => d.Key == key && !deliveries.Contains(d)));
        return deliveries;
    }

    private async IAsyncEnumerable<Delivery> AddressAsync(Post post, Audience audience, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        switch (audience)
        {
            case Audience.Everyone everyone:
                var community = await db.CommunityAsync(new CommunityId(everyone.Community), stop);
                foreach (var home in community.Homes)
                    yield return new Delivery { Key = post.Key, Workspace = home.Channel.Workspace, Place = new Place(home.Channel), Class = post.Class };
                break;

            case Audience.One one:
                // Somebody who is gone is written to no more.
                var reader = await db.Members.FirstOrDefaultAsync(m => m.Id == new MemberId(one.Member), stop);
                var account = reader?.Accounts.Where(a => !a.Left).OrderByDescending(a => a.User == one.At).ThenByDescending(a => a.LastActedAt ?? DateTimeOffset.MinValue).FirstOrDefault();
                if (account is not null)
                    yield return new Delivery { Key = post.Key, Workspace = account.User.Workspace, Recipient = account.User, Reader = account.Member, Class = post.Class, Kind = post.Kind };
                break;

            case Audience.Talk talk:
                foreach (var parent in await ParentsAsync(talk.Key, stop))
                    yield return new Delivery { Key = post.Key, Workspace = parent.Workspace, Parent = parent.Id, Class = post.Class };
                break;

            case Audience.Aside aside:
                yield return new Delivery { Key = post.Key, Workspace = aside.Reader.Workspace, Place = aside.Place, Recipient = aside.Reader, Class = post.Class };
                break;

            case Audience.Spot spot:
                yield return new Delivery { Key = post.Key, Workspace = spot.Place.Workspace, Place = spot.Place, Class = post.Class };
                break;

            case Audience.Few few:
                yield return new Delivery { Key = post.Key, Workspace = few.Beside.Workspace, Class = post.Class };
                break;

            default:
                throw new NotSupportedException(audience.GetType().Name);
        }
    }

    /// <summary>Where the post above stands or will stand. Where its community lives no longer nobody is written to any more.</summary>
    private async Task<IEnumerable<Delivery>> ParentsAsync(string key, CancellationToken stop)
    {
        var parents = await OfAsync(key, stop);
        if (await db.PostAsync(key, stop) is not { Community: { } id } || await db.FindCommunityAsync(id, stop) is not { } community) return parents;
        return parents.Where(p => community.Workspaces.Exists(w => w.Workspace == p.Workspace));
    }

    private async Task TakeDownAsync(string key, CancellationToken stop)
    {
        if (await db.PostAsync(key, stop) is not { Withdrawn: false } post) return;

        post.Withdrawn = true;
        (post.Message, post.Summary, post.ThreadTitle) = ("", "", null);
        // Who talked there with whom is kept no longer than what they talked about.
        if (ChatJson.Read<Audience>(post.Audience) is Audience.Few few) post.Audience = ChatJson.Write<Audience>(few with { People = [] });
        post.Revision++;
        _toDeliver.Add(s => WantGoneAsync(post, s));
    }

    /// <summary>The courier settles it, also what was never sent: only it knows whether something is on its way.</summary>
    private async Task WantGoneAsync(Post post, CancellationToken stop)
    {
        foreach (var delivery in await OfAsync(post.Key, stop))
        {
            delivery.WantedRevision = post.Revision;
            if (delivery.State is DeliveryState.Standing or DeliveryState.Waiting or DeliveryState.Undeliverable) Hurry(delivery, clock.GetUtcNow());
        }
    }

    private async Task LetRestAsync(string key, CancellationToken stop)
    {
        foreach (var delivery in (await OfAsync(key, stop)).Where(d => d.State is DeliveryState.Standing or DeliveryState.Waiting))
        {
            delivery.ThreadRests = true;
            if (delivery.State is DeliveryState.Standing) Hurry(delivery, clock.GetUtcNow());
        }
    }

    /// <summary>Only what nobody has begun with: what may be on its way is written down where it arrives.</summary>
    private Task<int> LeaveAsync(CommunityId community, WorkspaceRef from, CancellationToken stop) => db.Deliveries
        .Where(d => d.Workspace == from && d.Reader == null && d.StandsAt == null && d.AttemptedAt == null && d.LeasedBy == null && db.Set<Post>().Any(p => p.Key == d.Key && p.Community == community))
        .ExecuteDeleteAsync(stop);

    private async Task MoveAsync(ChannelRef from, ChannelRef to, CancellationToken stop)
    {
        var troubled = await db.Deliveries
            .Where(d => d.Workspace == from.Workspace && d.Reader == null && d.Trouble != null && d.State != DeliveryState.Dropped && d.State != DeliveryState.Removed)
            .ToListAsync(stop);
        foreach (var delivery in troubled.Where(d => d.Place is null || d.Place.Value.Channel == from))
        {
            if (delivery is { StandsAt: null, AttemptedAt: null, Place.Thread: null }) delivery.Place = new Place(to);
            delivery.TryAgain(clock.GetUtcNow());
        }
    }
}
