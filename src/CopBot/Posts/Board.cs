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

/// <summary>Collects what a request publishes, and writes it into the unit of work when that is saved.</summary>
internal sealed class Board(CopBotDb db, TimeProvider clock) : IBoard, ISavedTogether
{
    private readonly List<Func<CancellationToken, Task>> _wanted = [];

    /// <summary>Whether anything waits to be saved.</summary>
    public bool HasWishes => _wanted.Count > 0;

    public void Publish(string key, Audience audience, Message message, PostTerms? terms = null) =>
        _wanted.Add(stop => PutUpAsync(key, audience, message, terms ?? new PostTerms(), stop));

    public void Withdraw(string key) => _wanted.Add(stop => TakeDownAsync(key, stop));

    public void CloseThread(string key) => _wanted.Add(stop => RestAsync(key, stop));

    public void MoveIn(ChannelRef from, ChannelRef to) => _wanted.Add(stop => MoveAsync(from, to, stop));

    public async Task PrepareAsync(CancellationToken stop)
    {
        foreach (var wanted in _wanted) await wanted(stop);
        _wanted.Clear();
    }

    private async Task PutUpAsync(string key, Audience audience, Message message, PostTerms terms, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var cls = audience is Audience.One ? terms.Class : PostClass.Public;
        if (cls == PostClass.Public && audience is Audience.One) cls = PostClass.Requested;
        var post = await db.Posts.FindAsync([key], stop);
        var isNew = post is null;
        post ??= db.Posts.Add(new Post { Key = key }).Entity;
        if (cls is PostClass.Unasked) message = QuietPlease.Explain(message, terms, post.Id);

        var says = ChatJson.Write(message);
        if (!isNew && !post.Withdrawn && post.Message == says) return;

        post.Audience = ChatJson.Write(audience);
        post.Community = terms.Community ?? (audience is Audience.Everyone everyone ? new CommunityId(everyone.Community) : post.Community);
        post.Reader = audience is Audience.One one ? new MemberId(one.Member) : null;
        (post.Class, post.Kind) = (cls, terms.Kind);
        (post.Message, post.Summary) = (says, terms.Summary ?? message.Summary);
        post.ThreadTitle = terms.ThreadTitle is { } title ? Shortening.OneLine(title, Limits.ThreadTitle) : null;
        post.NotBefore = terms.NotBefore ?? now;
        (post.UselessAfter, post.VanishesAt) = (terms.UselessAfter, terms.VanishesAt);
        post.Revision++;

        var deliveries = isNew ? [] : await db.Deliveries.Where(d => d.Key == key).ToListAsync(stop);
        deliveries.AddRange(db.Deliveries.Local.Where(d => d.Key == key && !deliveries.Contains(d)));
        if (deliveries.Count == 0)
        {
            await foreach (var delivery in AddressAsync(post, audience, stop)) deliveries.Add(db.Deliveries.Add(delivery).Entity);
        }

        foreach (var delivery in deliveries)
        {
            if (post.Withdrawn && delivery.State is not (DeliveryState.Waiting or DeliveryState.Standing))
            {
                (delivery.State, delivery.StandsAt, delivery.AttemptedAt, delivery.DeliveredRevision) = (DeliveryState.Waiting, null, null, 0);
                delivery.Generation++;
            }

            // Who helped may have begun to follow since, or the other way round: as what it goes out, as that it is counted.
            if (delivery.State is DeliveryState.Waiting) (delivery.Class, delivery.Kind) = (post.Class, post.Kind);
            delivery.WantedRevision = post.Revision;
            delivery.ThreadRests = false;
            if (delivery.State is DeliveryState.Waiting or DeliveryState.Standing) delivery.DueAt = delivery.State is DeliveryState.Standing ? now : post.NotBefore;
        }

        post.Withdrawn = false;
    }

    private async IAsyncEnumerable<Delivery> AddressAsync(Post post, Audience audience, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        switch (audience)
        {
            case Audience.Everyone everyone:
                var community = await db.Communities.FirstAsync(c => c.Id == new CommunityId(everyone.Community), stop);
                foreach (var home in community.Homes)
                    yield return new Delivery { Key = post.Key, Workspace = home.Channel.Workspace, Place = new Place(home.Channel), Class = post.Class };
                break;

            case Audience.One one:
                var reader = await db.Members.FirstOrDefaultAsync(m => m.Id == new MemberId(one.Member), stop)
                    ?? db.Members.Local.First(m => m.Id == new MemberId(one.Member));
                var account = reader.Accounts.Where(a => !a.Left).OrderByDescending(a => a.LastActedAt ?? DateTimeOffset.MinValue).FirstOrDefault();
                if (account is not null)
                    yield return new Delivery { Key = post.Key, Workspace = account.User.Workspace, Recipient = account.User, Reader = reader.Id, Class = post.Class, Kind = post.Kind };
                break;

            case Audience.Talk talk:
                var parents = await db.Deliveries.Where(d => d.Key == talk.Key).ToListAsync(stop);
                parents.AddRange(db.Deliveries.Local.Where(d => d.Key == talk.Key && !parents.Contains(d)));
                foreach (var parent in parents)
                    yield return new Delivery { Key = post.Key, Workspace = parent.Workspace, Parent = parent.Id, Class = post.Class };
                break;

            case Audience.Aside aside:
                yield return new Delivery { Key = post.Key, Workspace = aside.Reader.Workspace, Place = aside.Place, Recipient = aside.Reader, Class = post.Class };
                break;

            default:
                throw new NotSupportedException(audience.GetType().Name);
        }
    }

    private async Task TakeDownAsync(string key, CancellationToken stop)
    {
        if (await db.Posts.FindAsync([key], stop) is not { Withdrawn: false } post) return;

        post.Withdrawn = true;
        post.Message = "";
        post.Revision++;
        foreach (var delivery in await db.Deliveries.Where(d => d.Key == key).ToListAsync(stop))
        {
            delivery.WantedRevision = post.Revision;
            var untouched = delivery is { State: DeliveryState.Waiting, AttemptedAt: null, StandsAt: null };
            if (untouched) (delivery.State, delivery.DueAt) = (DeliveryState.Dropped, null);
            else if (delivery.State is DeliveryState.Standing or DeliveryState.Waiting) delivery.DueAt = clock.GetUtcNow();
        }
    }

    private async Task RestAsync(string key, CancellationToken stop)
    {
        foreach (var delivery in await db.Deliveries.Where(d => d.Key == key && d.State == DeliveryState.Standing).ToListAsync(stop))
        {
            delivery.ThreadRests = true;
            delivery.DueAt = clock.GetUtcNow();
        }
    }

    private async Task MoveAsync(ChannelRef from, ChannelRef to, CancellationToken stop)
    {
        var troubled = await db.Deliveries
            .Where(d => d.Workspace == from.Workspace && d.Reader == null && d.Trouble != null && d.State != DeliveryState.Dropped && d.State != DeliveryState.Removed)
            .ToListAsync(stop);
        foreach (var delivery in troubled.Where(d => d.Place is null || d.Place.Value.Channel == from))
        {
            if (delivery is { StandsAt: null, AttemptedAt: null, Place.Thread: null }) delivery.Place = new Place(to);
            delivery.State = delivery.StandsAt is null ? DeliveryState.Waiting : DeliveryState.Standing;
            (delivery.DueAt, delivery.Attempts, delivery.Trouble) = (clock.GetUtcNow(), 0, null);
        }
    }
}
