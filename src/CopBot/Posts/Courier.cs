using System.Diagnostics.CodeAnalysis;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CopBot.Posts;

/// <summary>Rings when there may be something to deliver.</summary>
internal sealed class CourierBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is ringing already.
        }
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken stop) => _rung.WaitAsync(atMost, stop);

    public void Dispose() => _rung.Dispose();
}

/// <summary>
/// Makes the platforms agree with the board: claims what is due by lease, writes down that it is about to send, sends, and
/// writes down what came of it. Killed at any instant it neither loses nor doubles a post, where the platform can tell.
/// </summary>
internal sealed partial class Courier(IServiceScopeFactory scopes, IEnumerable<IChatPlatform> platforms, Dispatcher dispatcher, SaveGate gate, TimeProvider clock, ILogger<Courier> log) : IDisposable
{
    private const int Batch = 50;
    private const int MostAttempts = 12;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);
    private readonly string _me = Guid.NewGuid().ToString("N")[..8];
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<Platform, IChatPlatform> _platforms = platforms.ToDictionary(p => p.Platform);

    /// <summary>
    /// Delivers what is due, until nothing is, or until <paramref name="stop"/>: then what was claimed is still brought to
    /// its end, so that nothing is left half-sent. Answers how many deliveries it looked at.
    /// </summary>
    public async Task<int> SettleAsync(CancellationToken stop)
    {
        using var alone = await HoldAsync(stop);
        var looked = 0;
        while (!stop.IsCancellationRequested && await ClaimAsync(CancellationToken.None) is { Count: > 0 } claimed)
        {
            looked += claimed.Count;
            // One workspace's trouble must not delay another.
            await Task.WhenAll(claimed.GroupBy(d => d.Workspace).Select(workspace => DeliverAllAsync([.. workspace], CancellationToken.None)));
        }

        return looked;
    }

    /// <summary>Waits for the round under way, and lets no other begin until disposed.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        return new Held(_one);
    }

    /// <summary>When something falls due after a moment; null when nothing does.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset after, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        return await db.Deliveries.Where(d => d.DueAt > after).OrderBy(d => d.DueAt).Select(d => d.DueAt).FirstOrDefaultAsync(stop);
    }

    public void Dispose() => _one.Dispose();

    private async Task<List<Delivery>> ClaimAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var now = clock.GetUtcNow();
        if (!await db.Deliveries.AnyAsync(d => d.DueAt <= now, stop)) return [];

        using (await gate.EnterAsync(stop))
        {
            var claimed = await scope.ServiceProvider.GetRequiredService<IEngine>().ClaimDeliveriesAsync(_me, Batch, now, now + Lease, stop);
            return [.. claimed.OrderBy(d => d.DueAt).ThenBy(d => d.Id)];
        }
    }

    private async Task DeliverAllAsync(List<Delivery> claimed, CancellationToken stop)
    {
        foreach (var delivery in claimed.Where(d => d.Reader is null)) await DeliverSafelyAsync([delivery], stop);
        // What waits for one reader goes as one message.
        foreach (var reader in claimed.Where(d => d.Reader is not null).GroupBy(d => d.Reader)) await DeliverSafelyAsync([.. reader], stop);
    }

    [SuppressMessage("Design", "CA1031", Justification = "One delivery's trouble must not stop the others; it is written down and tried again.")]
    private async Task DeliverSafelyAsync(List<Delivery> claimed, CancellationToken stop)
    {
        try
        {
            if (claimed[0].Reader is null) await DeliverAsync(claimed[0].Id, stop);
            else await DeliverPrivatelyAsync(claimed, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            foreach (var delivery in claimed)
            {
                DeliveryFailed(delivery.Key, e);
                await RecordAsync(delivery.Id, d => Postpone(d, e), CancellationToken.None);
            }
        }
    }

    private async Task DeliverPrivatelyAsync(List<Delivery> claimed, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var ready = new List<Guid>();
        var first = new List<(Guid Id, Post Post)>();
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
            var attention = scope.ServiceProvider.GetRequiredService<Attention>();
            var reader = await db.Members.FirstAsync(m => m.Id == claimed[0].Reader, stop);
            var unaskedGoes = false;
            foreach (var delivery in claimed)
            {
                var post = await db.Posts.FirstAsync(p => p.Key == delivery.Key, stop);
                if (post.Withdrawn || delivery.StandsAt is not null || delivery.AttemptedAt is not null)
                {
                    ready.Add(delivery.Id);
                    continue;
                }

                var verdict = await attention.JudgeAsync(post, reader, now, stop);
                // Several unasked ones that are due together share one place in the budget: they go as one message.
                if (verdict.When is null) await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Dropped, "useless or unwanted"), stop);
                else if (verdict.When > now) await RecordAsync(delivery.Id, d => Wait(d, verdict.When.Value), stop);
                else if (await PresentAsync(reader, delivery, stop)) first.Add((delivery.Id, post));
                unaskedGoes |= post.Class is PostClass.Unasked && verdict.When <= now;
            }
        }

        if (first.Count > 1) ready.AddRange(await MergeAsync(claimed[0], first, stop));
        else ready.AddRange(first.Select(f => f.Id));
        foreach (var id in ready) await DeliverAsync(id, stop);
    }

    /// <summary>Nobody who left a workspace receives anything: it is asked before each private message.</summary>
    private async Task<bool> PresentAsync(Member reader, Delivery delivery, CancellationToken stop)
    {
        var account = delivery.Recipient!.Value;
        UserProfile? profile;
        try
        {
            profile = await On(account.Workspace).FindUserAsync(account, stop);
        }
        catch (PlatformException e)
        {
            await RecordAsync(delivery.Id, d => Postpone(d, e), stop);
            return false;
        }

        if (profile is not null) return true;

        await RecordAsync(
            delivery.Id,
            async (db, d) =>
            {
                Settle(d, DeliveryState.Undeliverable, "its reader has left the workspace");
                if (await db.Accounts.FindAsync([account], stop) is { } left) left.Left = true;
            },
            stop);
        return false;
    }

    /// <summary>
    /// Puts several waiting posts into one message: for each a summary line and <em>Show</em>. The message is a post like
    /// any other, written down before it is sent.
    /// </summary>
    private async Task<IReadOnlyList<Guid>> MergeAsync(Delivery like, List<(Guid Id, Post Post)> waiting, CancellationToken stop)
    {
        var shown = waiting.Take(Limits.ControlsInARow * (Limits.RowsInAMessage - 1)).ToList();
        var key = $"private/{like.Reader!.Value.Value:N}/{Guid.CreateVersion7():N}";
        var unasked = shown.Any(s => s.Post.Class is PostClass.Unasked);
        var merged = MergedPrivatePosts.Render([.. shown.Select(s => s.Post)]);

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var now = clock.GetUtcNow();
        var post = new Post
        {
            Key = key,
            Audience = ChatJson.Write(Audience.To(like.Reader.Value)),
            Community = shown[0].Post.Community,
            Reader = like.Reader,
            Class = unasked ? PostClass.Unasked : PostClass.Requested,
            Message = ChatJson.Write(merged),
            Summary = merged.Summary,
            NotBefore = now,
            Revision = 1,
        };
        var delivery = new Delivery
        {
            Key = key,
            Workspace = like.Workspace,
            Recipient = like.Recipient,
            Reader = like.Reader,
            Class = post.Class,
            WantedRevision = 1,
            DueAt = now,
            LeasedBy = _me,
            LeaseUntil = now + Lease,
        };
        db.Add(post);
        db.Add(delivery);
        var ids = shown.Select(s => s.Id).ToList();
        foreach (var one in await db.Deliveries.Where(d => ids.Contains(d.Id)).ToListAsync(stop)) Settle(one, DeliveryState.Merged, null);
        using (await gate.EnterAsync(stop)) await db.SaveChangesAsync(stop);

        foreach (var rest in waiting.Skip(shown.Count)) await RecordAsync(rest.Id, d => Wait(d, now.AddMinutes(1)), stop);
        return [delivery.Id];
    }

    private async Task DeliverAsync(Guid id, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var delivery = await db.Deliveries.AsNoTracking().FirstAsync(d => d.Id == id, stop);
        var post = await db.Posts.AsNoTracking().FirstAsync(p => p.Key == delivery.Key, stop);
        var now = clock.GetUtcNow();
        if (await PausedAsync(db, delivery, stop) is { } because)
        {
            await RecordAsync(delivery.Id, d => (d.Trouble, d.DueAt, d.LeasedBy, d.LeaseUntil) = (because, now + LookAgain, null, null), stop);
            return;
        }

        try
        {
            if (post.Withdrawn) await TakeDownAsync(delivery, post, stop);
            else if (delivery.StandsAt is null) await PutUpAsync(db, delivery, post, now, stop);
            else await ReviseAsync(delivery, post, now, stop);
        }
        catch (PlatformException e)
        {
            await RecordFailureAsync(delivery, e);
            // Not every platform says that a channel was taken from us: then this refusal is how we learn of it.
            if (e.Kind is FailureKind.Gone or FailureKind.Denied && delivery is { Reader: null, Recipient: null, Parent: null, StandsAt: null, Place: { } home })
                await dispatcher.HandleAsync(new ChannelGone($"refused/{Guid.CreateVersion7():N}", home.Channel), stop);
        }
    }

    /// <summary>Why a home channel takes no posts now; what is for it waits there until a coordinator has mended it.</summary>
    private static async Task<string?> PausedAsync(CopBotDb db, Delivery delivery, CancellationToken stop)
    {
        if (delivery.Reader is not null) return null;
        var place = delivery.Place ?? await db.Deliveries.Where(d => d.Id == delivery.Parent).Select(d => d.Place).FirstOrDefaultAsync(stop);
        if (place?.Channel is not { } channel) return null;
        return await db.Set<HomeChannel>().Where(h => h.Channel == channel && h.PausedBecause != null).Select(h => h.PausedBecause).FirstOrDefaultAsync(stop);
    }

    private async Task PutUpAsync(CopBotDb db, Delivery delivery, Post post, DateTimeOffset now, CancellationToken stop)
    {
        if (delivery.AttemptedAt is null && post.UselessAfter < now)
        {
            await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Dropped, "useless by now"), stop);
            return;
        }

        if (await PlaceOfAsync(db, delivery, stop) is not { } place) return;

        var platform = On(delivery.Workspace);
        var message = ChatJson.Read<Message>(post.Message);
        var triedBefore = delivery.AttemptedAt is not null;
        var stands = triedBefore ? await platform.FindPostAsync(place, delivery.Nonce, delivery.AttemptedAt!.Value, stop) : null;
        if (stands is null)
        {
            await RecordAsync(delivery.Id, d => (d.Place, d.AttemptedAt) = (place, delivery.AttemptedAt ?? now), stop);
            if (ChatJson.Read<Audience>(post.Audience) is not Audience.Aside aside) stands = await platform.PostAsync(place, message, delivery.Nonce, stop);
            // A whisper that may have been heard is not repeated: the person can simply mention the bot again.
            else if (!triedBefore) stands = await platform.WhisperAsync(place, aside.Reader, message, delivery.Nonce, stop);
        }

        await RecordAsync(
            delivery.Id,
            d =>
            {
                (d.StandsAt, d.Place, d.AttemptedAt, d.Attempts, d.Trouble) = (stands, place, null, 0, null);
                (d.State, d.DeliveredAt) = (DeliveryState.Standing, now);
                Delivered(d, post, now);
                // What the first try left standing may hold older words.
                if (triedBefore && stands is not null) (d.DeliveredRevision, d.DueAt) = (0, now);
                if (stands is null) d.DueAt = null;
                else if (post.ThreadTitle is not null) d.DueAt = now;
            },
            stop);
    }

    private async Task ReviseAsync(Delivery delivery, Post post, DateTimeOffset now, CancellationToken stop)
    {
        var platform = On(delivery.Workspace);
        if (post.VanishesAt <= now)
        {
            await platform.RemoveAsync(delivery.StandsAt!.Value, stop);
            await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Removed, null), stop);
            return;
        }

        var thread = delivery.Thread;
        if (post.ThreadTitle is { } title && thread is null) thread = await platform.OpenThreadAsync(delivery.StandsAt!.Value, title, stop);
        if (delivery.DeliveredRevision < delivery.WantedRevision)
            await platform.ReviseAsync(delivery.StandsAt!.Value, ChatJson.Read<Message>(post.Message), delivery.Nonce, stop);
        if (delivery.ThreadRests && thread is { } open) await platform.CloseThreadAsync(open, stop);
        await RecordAsync(
            delivery.Id,
            d =>
            {
                (d.Attempts, d.Trouble, d.Thread) = (0, null, thread);
                d.ThreadRests &= d.WantedRevision > post.Revision;
                Delivered(d, post, now);
            },
            stop);
    }

    private async Task TakeDownAsync(Delivery delivery, Post post, CancellationToken stop)
    {
        var platform = On(delivery.Workspace);
        var stands = delivery.StandsAt;
        if (stands is null && delivery is { AttemptedAt: { } since, Place: { } place }) stands = await platform.FindPostAsync(place, delivery.Nonce, since, stop);
        if (stands is { } there) await platform.RemoveAsync(there, stop);
        await RecordAsync(
            delivery.Id,
            d =>
            {
                d.DeliveredRevision = post.Revision;
                Settle(d, DeliveryState.Removed, null);
                if (d.WantedRevision > post.Revision) d.DueAt = clock.GetUtcNow();
            },
            stop);
    }

    /// <summary>Opens the direct conversation or the thread that the post belongs into; null when it must wait for its parent.</summary>
    private async Task<Place?> PlaceOfAsync(CopBotDb db, Delivery delivery, CancellationToken stop)
    {
        if (delivery.Place is { } known) return known;

        var platform = On(delivery.Workspace);
        if (delivery.Recipient is { } recipient) return await platform.OpenDirectAsync(recipient, stop);

        var parent = await db.Deliveries.AsNoTracking().FirstAsync(d => d.Id == delivery.Parent, stop);
        if (parent.Thread is { } open) return open;
        if (parent.StandsAt is not { } below)
        {
            if (parent.State is DeliveryState.Waiting) await RecordAsync(delivery.Id, d => Wait(d, parent.DueAt > clock.GetUtcNow() ? parent.DueAt.Value : clock.GetUtcNow().AddSeconds(5)), stop);
            else await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Dropped, "what it belongs to does not stand there"), stop);
            return null;
        }

        var title = await db.Posts.Where(p => p.Key == parent.Key).Select(p => p.ThreadTitle).FirstAsync(stop);
        var thread = await platform.OpenThreadAsync(below, title ?? "Talk", stop);
        await RecordAsync(parent.Id, d => d.Thread = thread, stop);
        return thread;
    }

    private async Task RecordFailureAsync(Delivery delivery, PlatformException e)
    {
        DeliveryRefused(delivery.Key, e.Kind, e.Message);
        await RecordAsync(
            delivery.Id,
            async (db, d) =>
            {
                switch (e.Kind)
                {
                    case FailureKind.Gone when d.StandsAt is not null:
                        // A moderator took it away; it is not ours to put up again.
                        Settle(d, DeliveryState.Removed, e.Message);
                        break;
                    case FailureKind.Gone when d is { Parent: { } parent, Attempts: 0 } && await db.Deliveries.FindAsync([parent]) is { Thread: not null } above:
                        // The thread was removed: it is opened again once.
                        (above.Thread, d.Place, d.AttemptedAt) = (null, null, null);
                        Postpone(d, e);
                        break;
                    case FailureKind.Rejected:
                        DeliveryRejected(delivery.Key, e);
                        d.AttemptedAt = null;
                        Settle(d, d.StandsAt is null ? DeliveryState.Undeliverable : DeliveryState.Standing, e.Message);
                        break;
                    case FailureKind.Gone or FailureKind.Denied:
                        d.AttemptedAt = null;
                        Settle(d, DeliveryState.Undeliverable, e.Message);
                        break;
                    case FailureKind.NotDelivered:
                        d.AttemptedAt = null;
                        Postpone(d, e);
                        break;
                    case FailureKind.WorkspaceStopped:
                        d.AttemptedAt = null;
                        Wait(d, clock.GetUtcNow().AddHours(1));
                        var workspace = await db.Workspaces.FindAsync([d.Workspace]) ?? db.Workspaces.Add(new Workspace { Ref = d.Workspace }).Entity;
                        workspace.StoppedAt ??= clock.GetUtcNow();
                        workspace.StoppedBecause = e.Message;
                        break;
                    case FailureKind.Unknown:
                        Postpone(d, e);
                        break;
                    default:
                        throw new NotSupportedException(e.Kind.ToString());
                }
            },
            CancellationToken.None);
    }

    private Task RecordAsync(Guid id, Action<Delivery> change, CancellationToken stop) =>
        RecordAsync(
            id,
            (_, delivery) =>
            {
                change(delivery);
                return Task.CompletedTask;
            },
            stop);

    /// <summary>Changes one delivery row and nothing else; what a request wanted meanwhile is seen, not overwritten.</summary>
    private async Task RecordAsync(Guid id, Func<CopBotDb, Delivery, Task> change, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        using (await gate.EnterAsync(stop))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            var delivery = await db.Deliveries.FirstAsync(d => d.Id == id, stop);
            await change(db, delivery);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }
    }

    private static void Delivered(Delivery d, Post post, DateTimeOffset now)
    {
        d.DeliveredRevision = post.Revision;
        (d.LeasedBy, d.LeaseUntil) = (null, null);
        d.DueAt = d.WantedRevision > post.Revision || d.ThreadRests ? now : post.VanishesAt;
    }

    private static void Settle(Delivery d, DeliveryState state, string? trouble)
    {
        (d.State, d.Trouble, d.DueAt, d.LeasedBy, d.LeaseUntil) = (state, trouble, null, null, null);
        if (state is DeliveryState.Removed) (d.StandsAt, d.AttemptedAt) = (null, null);
    }

    private static void Wait(Delivery d, DateTimeOffset until) => (d.DueAt, d.LeasedBy, d.LeaseUntil) = (until, null, null);

    private void Postpone(Delivery d, Exception e)
    {
        d.Attempts++;
        d.Trouble = e.Message;
        if (d.Attempts >= MostAttempts)
        {
            Settle(d, d.StandsAt is null ? DeliveryState.Undeliverable : DeliveryState.Standing, e.Message);
            return;
        }

        // 5 s, 10 s, 20 s … at most an hour, unless the platform said how long.
        var pause = (e as PlatformException)?.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, d.Attempts - 1)));
        Wait(d, clock.GetUtcNow() + pause);
    }

    private IChatPlatform On(WorkspaceRef workspace) => _platforms.TryGetValue(workspace.Platform, out var platform)
        ? platform
        : throw new PlatformException(FailureKind.NotDelivered, $"{workspace.Platform} is not connected") { RetryAfter = TimeSpan.FromHours(1) };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The post {Key} was not delivered ({Kind}): {Reason}")]
    private partial void DeliveryRefused(string key, FailureKind kind, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The platform rejected the post {Key} as malformed; this is a bug of CopBot")]
    private partial void DeliveryRejected(string key, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The post {Key} could not be delivered")]
    private partial void DeliveryFailed(string key, Exception e);
}
