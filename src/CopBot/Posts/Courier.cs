using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Processes;
using CopBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CopBot.Posts;

/// <summary>
/// Makes the platforms agree with the board: claims what is due by lease, writes down that it is about to send, sends, and
/// writes down what came of it. Killed at any instant it neither loses nor doubles a post, where the platform can tell.
/// </summary>
internal sealed partial class Courier(IServiceScopeFactory scopes, IEnumerable<IChatPlatform> platforms, Dispatcher dispatcher, ThisProcess process, ILeases leases, RealTime real, SaveGate gate, BotMeter meter, TimeProvider clock, ILogger<Courier> log) : IDisposable
{
    private const int Batch = 50;
    private const int MostAttempts = 12;
    private const int MostRecordings = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);
    private static readonly TimeSpan ReaderIsBusy = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait where another process serves the workspace, which most likely takes this along.</summary>
    private static readonly TimeSpan LaneIsBusy = TimeSpan.FromMilliseconds(250);

    /// <summary>Whoever was held up for so long between saying that they send and sending must not: they may have been taken for dead.</summary>
    private static readonly TimeSpan SendsWithin = TimeSpan.FromSeconds(8);

    /// <summary>How long a post lets an earlier one of the same place go first, which the platform did not take yet.</summary>
    private static readonly TimeSpan LetsGoFirst = TimeSpan.FromMinutes(1);
    private readonly string _me = process.Name;
    private readonly ConcurrentDictionary<WorkspaceRef, SemaphoreSlim> _lanes = new();
    private readonly SemaphoreSlim _door = new(1, 1);
    private readonly ConcurrentDictionary<MemberId, byte> _writingTo = new();
    private readonly ConcurrentDictionary<WorkspaceRef, byte> _stopped = new();
    private readonly Dictionary<Platform, IChatPlatform> _platforms = platforms.ToDictionary(p => p.Platform);

    /// <summary>
    /// Delivers what is due, until nothing is, or until <paramref name="stop"/>: then what was claimed is still brought to
    /// its end, so that nothing is left half-sent. Answers how many deliveries it looked at.
    /// </summary>
    public async Task<int> SettleAsync(CancellationToken stop)
    {
        for (var looked = 0; ;)
        {
            var due = await DueAsync(stop);
            var lanes = await Task.WhenAll(due.Select(workspace => DeliverAsync(workspace, stop)));
            looked += lanes.Sum();
            // What another round has claimed is due to nobody else, and has not arrived: only when it has is all settled.
            if (lanes.Sum() == 0 && !await OthersAsync(stop)) return looked;
        }
    }

    /// <summary>The workspaces in which something is due.</summary>
    public async Task<IReadOnlyList<WorkspaceRef>> DueAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        var due = new List<WorkspaceRef>();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        await foreach (var workspace in DueIn.On(db)(db, now).WithCancellation(stop)) due.Add(workspace);
        return due;
    }

    // The courier's own questions are asked so often that they are compiled once.
    private static readonly Compiled<Func<CopBotDb, DateTimeOffset, IAsyncEnumerable<WorkspaceRef>>> DueIn = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, DateTimeOffset now) => db.Set<Delivery>().Where(d => d.DueAt <= now && (d.LeaseUntil == null || d.LeaseUntil <= now)).Select(d => d.Workspace).Distinct()));

    private static readonly Compiled<Func<CopBotDb, WorkspaceRef, DateTimeOffset, CancellationToken, Task<bool>>> AnyDueIn = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, WorkspaceRef workspace, DateTimeOffset now, CancellationToken stop) => db.Set<Delivery>().Any(d => d.Workspace == workspace && d.DueAt <= now)));

    /// <summary>Delivers what is due in one workspace, so that its trouble does not delay another. Answers how many deliveries it looked at.</summary>
    public async Task<int> DeliverAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        using var alone = await EnterAsync(workspace, stop);
        // In order at each place, also where several processes run.
        await using var lane = await leases.HoldAsync($"lane/{workspace}", stop);
        if (lane is null)
        {
            await Task.Delay(LaneIsBusy, TimeProvider.System, stop);
            return 0;
        }

        var looked = 0;
        // What was claimed is brought to its end, also when told to stop: nothing is left half-sent.
        while (!stop.IsCancellationRequested && await ClaimAsync(workspace, CancellationToken.None) is { Count: > 0 } claimed)
        {
            looked += claimed.Count;
            await DeliverAllAsync(claimed, CancellationToken.None);
        }

        return looked;
    }

    /// <summary>Waits for the rounds under way, and lets no other begin until disposed.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken stop)
    {
        await _door.WaitAsync(stop);
        var held = new List<IDisposable> { new Held(_door) };
        foreach (var lane in _lanes.Values)
        {
            await lane.WaitAsync(CancellationToken.None);
            held.Add(new Held(lane));
        }

        return new HeldTogether(held);
    }

    /// <summary>When something is due next, after this moment; null when all is as wanted. What somebody else works on is due when their lease ends.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset after, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        return await db.Deliveries.Where(d => d.DueAt != null)
            .Select(d => d.LeaseUntil != null && d.LeaseUntil > d.DueAt ? d.LeaseUntil : d.DueAt)
            .Where(due => due > after)
            .OrderBy(due => due)
            .FirstOrDefaultAsync(stop);
    }

    public void Dispose() => _door.Dispose();

    /// <summary>Waits for the rounds under way; whether there was any.</summary>
    private async Task<bool> OthersAsync(CancellationToken stop)
    {
        var any = false;
        foreach (var lane in _lanes.Values.Where(lane => lane.CurrentCount == 0))
        {
            await lane.WaitAsync(stop);
            lane.Release();
            any = true;
        }

        return any;
    }

    /// <summary>Through the door, which <see cref="HoldAsync"/> shuts, into the workspace's lane.</summary>
    private async Task<IDisposable> EnterAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        await _door.WaitAsync(stop);
        var lane = _lanes.GetOrAdd(workspace, static _ => new SemaphoreSlim(1, 1));
        _door.Release();
        await lane.WaitAsync(stop);
        return new Held(lane);
    }

    private async Task<List<Delivery>> ClaimAsync(WorkspaceRef workspace, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var now = clock.GetUtcNow();
        if (!await AnyDueIn.On(db)(db, workspace, now, stop)) return [];

        using (await gate.EnterAsync(stop))
        {
            var claimed = await scope.ServiceProvider.GetRequiredService<IEngine>().ClaimDeliveriesAsync(_me, workspace, Batch, now, now + Lease, stop);
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
                // Of what was claimed together some may be settled already.
                await RecordAsync(delivery.Id, d => _ = d.LeasedBy == _me && Postpone(d, e), CancellationToken.None);
            }
        }
    }

    private async Task DeliverPrivatelyAsync(List<Delivery> claimed, CancellationToken stop)
    {
        var reader = claimed[0].Reader!.Value;
        if (!_writingTo.TryAdd(reader, 0))
        {
            // They are being written to in another workspace; the budget must see that first.
            foreach (var delivery in claimed) await RecordAsync(delivery.Id, d => Wait(d, clock.GetUtcNow() + ReaderIsBusy), stop);
            return;
        }

        try
        {
            await using var alone = await leases.HoldAsync($"reader/{reader.Value:N}", stop);
            if (alone is not null)
            {
                foreach (var id in await ChooseAsync(claimed, reader, stop)) await DeliverAsync(id, stop);
                return;
            }

            // The same by another process.
            foreach (var delivery in claimed) await RecordAsync(delivery.Id, d => Wait(d, clock.GetUtcNow() + ReaderIsBusy), stop);
        }
        finally
        {
            _writingTo.TryRemove(reader, out _);
        }
    }

    /// <summary>Lets attention decide which of these may go now, and puts those that waited into one message.</summary>
    private async Task<IReadOnlyList<Guid>> ChooseAsync(List<Delivery> claimed, MemberId id, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var attention = scope.ServiceProvider.GetRequiredService<Attention>();
        var now = clock.GetUtcNow();
        if (await db.Members.FirstOrDefaultAsync(m => m.Id == id, stop) is not { } reader)
        {
            // They became one person with somebody else since it was claimed: it is theirs now.
            foreach (var delivery in claimed) await RecordAsync(delivery.Id, d => IsAnothers(d, id, now), stop);
            return [];
        }

        var go = new List<Guid>();
        var together = new List<(Guid Id, Post Post)>();
        var leftOver = new List<Guid>();
        foreach (var delivery in claimed)
        {
            var post = await db.Posts.FirstAsync(p => p.Key == delivery.Key, stop);
            if (post.Withdrawn || delivery.StandsAt is not null || delivery.AttemptedAt is not null)
            {
                go.Add(delivery.Id);
                continue;
            }

            var verdict = await attention.JudgeAsync(post, reader, now, stop);
            var standsForOthers = MergedPrivatePosts.Is(post);
            if (verdict.When is null && standsForOthers) await UnmergeAsync(delivery.Id, post, stop);
            else if (verdict.When is null) await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Dropped, "useless or unwanted"), stop);
            else if (verdict.When > now) await RecordAsync(delivery.Id, d => Wait(d, verdict.When.Value), stop);
            else if (!await PresentAsync(reader, delivery, post, stop)) continue;
            // What belongs to this moment has not waited, so it is not put among what has.
            else if (post.Class is PostClass.AtOnce) go.Add(delivery.Id);
            else if (standsForOthers) leftOver.Add(delivery.Id);
            // Several unasked ones that are due together share one place in the budget: they go as one message.
            else together.Add((delivery.Id, post));
        }

        if (leftOver.Count > 0)
        {
            // It goes first, as it is, and the others when the budget has seen it.
            foreach (var later in leftOver.Skip(1).Concat(together.Select(t => t.Id))) await RecordAsync(later, d => Wait(d, now + ReaderIsBusy), stop);
            return [.. go, leftOver[0]];
        }

        go.AddRange(together.Count > 1 ? [await MergeAsync(claimed[0], together, stop)] : together.Select(t => t.Id));
        return go;
    }

    /// <summary>Nobody who left a workspace receives anything there: it is asked before each private message.</summary>
    private async Task<bool> PresentAsync(Member reader, Delivery delivery, Post post, CancellationToken stop)
    {
        var account = delivery.Recipient!.Value;
        try
        {
            if (await On(account.Workspace).FindUserAsync(account, stop) is not null) return true;
        }
        catch (PlatformException e)
        {
            await RecordFailureAsync(delivery, post, e);
            return false;
        }

        var elsewhere = reader.Accounts.Where(a => !a.Left && a.User != account).OrderByDescending(a => a.LastActedAt ?? DateTimeOffset.MinValue).FirstOrDefault();
        await RecordAsync(
            delivery.Id,
            async (db, d) =>
            {
                if (await db.Accounts.FindAsync([account], stop) is { } left) left.Left = true;
                if (elsewhere is null)
                {
                    Settle(d, DeliveryState.Undeliverable, "its reader has left the workspace");
                    return;
                }

                (d.Workspace, d.Recipient, d.Place) = (elsewhere.User.Workspace, elsewhere.User, null);
                Wait(d, clock.GetUtcNow());
            },
            stop);
        return false;
    }

    /// <summary>
    /// Puts several waiting posts into one message: for each a summary line and <em>Show</em>. The message is a post like
    /// any other, written down before it is sent.
    /// </summary>
    private async Task<Guid> MergeAsync(Delivery like, List<(Guid Id, Post Post)> waiting, CancellationToken stop)
    {
        var shown = waiting.Take(MergedPrivatePosts.Most).ToList();
        var unasked = shown.Any(s => s.Post.Class is PostClass.Unasked);
        var merged = MergedPrivatePosts.Render([.. shown.Select(s => s.Post)]);
        var now = clock.GetUtcNow();
        var post = new Post
        {
            Key = $"{MergedPrivatePosts.KeyPrefix}{like.Reader!.Value.Value:N}/{Guid.CreateVersion7():N}",
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
            Key = post.Key,
            Workspace = like.Workspace,
            Recipient = like.Recipient,
            Reader = like.Reader,
            Class = post.Class,
            WantedRevision = 1,
            DueAt = now,
            LeasedBy = _me,
            LeaseUntil = now + Lease,
        };

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var engine = scope.ServiceProvider.GetRequiredService<IEngine>();
        var ids = shown.Select(s => s.Id).Order().ToList();
        using (await gate.EnterAsync(stop))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            db.Add(post);
            db.Add(delivery);
            foreach (var id in ids)
            {
                if (await engine.HoldDeliveryAsync(id, stop) is not { } one) continue;
                Settle(one, DeliveryState.Merged, null);
                one.DeliveredAt = now;
            }

            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }

        foreach (var rest in waiting.Skip(shown.Count)) await RecordAsync(rest.Id, d => Wait(d, now.AddMinutes(1)), stop);
        return delivery.Id;
    }

    /// <summary>Gives up a message that stood for several and was never sent: each of them is looked at again by itself.</summary>
    private Task UnmergeAsync(Guid id, Post post, CancellationToken stop) => RecordAsync(
        id,
        async (db, d) =>
        {
            var now = clock.GetUtcNow();
            Settle(d, DeliveryState.Dropped, "unwanted as one message");
            foreach (var one in await db.Deliveries.Where(o => o.Reader == d.Reader && o.State == DeliveryState.Merged && o.DeliveredAt == post.NotBefore).ToListAsync(stop))
            {
                (one.State, one.DeliveredAt) = (DeliveryState.Waiting, null);
                Wait(one, now);
            }
        },
        stop);

    private static readonly Compiled<Func<CopBotDb, Guid, CancellationToken, Task<(Delivery Delivery, Post Post, bool Stopped)>>> DueOne = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, Guid id, CancellationToken stop) => db.Set<Delivery>().AsNoTracking().Where(d => d.Id == id)
            .Join(db.Set<Post>().AsNoTracking(), d => d.Key, p => p.Key, (d, p) => new ValueTuple<Delivery, Post, bool>(d, p, db.Set<Workspace>().Any(w => w.Ref == d.Workspace && w.StoppedAt != null)))
            .First()));

    private async Task DeliverAsync(Guid id, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        var read = real.Clock.GetTimestamp();
        var (delivery, post, stopped) = await DueOne.On(db)(db, id, stop);
        // Whoever was held up for long may have been taken for dead: then it is another's.
        if (IsLost(delivery)) return;
        if (stopped) _stopped.TryAdd(delivery.Workspace, 0);
        var now = clock.GetUtcNow();
        if (await PausedAsync(db, delivery, stop) is { } because)
        {
            await RecordAsync(delivery.Id, d => (d.Trouble, d.DueAt, d.LeasedBy, d.LeaseUntil) = (because, now + LookAgain, null, null), stop);
            return;
        }

        using var watch = meter.Delivery(delivery.Workspace.Platform, post.Withdrawn ? "take_down" : delivery.StandsAt is null ? "put_up" : "revise", post.Key);
        try
        {
            if (post.Withdrawn) await TakeDownAsync(delivery, post, stop);
            else if (delivery.StandsAt is null) await PutUpAsync(db, delivery, post, now, stop);
            else await ReviseAsync(delivery, post, now, read, stop);
            watch.Outcome = PlatformMeter.Done;
        }
        catch (PlatformException e)
        {
            watch.Outcome = PlatformMeter.WordOf(e.Kind);
            await RecordFailureAsync(delivery, post, e);
            // Not every platform says that a channel was taken from us: then this refusal is how we learn of it.
            if (e.Kind is FailureKind.Gone or FailureKind.Denied && post.Class is not PostClass.BetweenFew && delivery is { Reader: null, Recipient: null, Parent: null, StandsAt: null, Place: { } home })
                await dispatcher.HandleAsync(new ChannelGone($"refused/{Guid.CreateVersion7():N}", home.Channel), stop);
        }
    }

    private static readonly Compiled<Func<CopBotDb, ChannelRef, CancellationToken, Task<string?>>> PauseOf = new(() => EF.CompileAsyncQuery(
        (CopBotDb db, ChannelRef channel, CancellationToken stop) => db.Set<HomeChannel>().Where(h => h.Channel == channel && h.PausedBecause != null).Select(h => h.PausedBecause).FirstOrDefault()));

    /// <summary>Why a home channel takes no posts now; what is for it waits there until a coordinator has mended it.</summary>
    private static async Task<string?> PausedAsync(CopBotDb db, Delivery delivery, CancellationToken stop)
    {
        if (delivery.Reader is not null) return null;
        var place = delivery.Place ?? await db.Deliveries.Where(d => d.Id == delivery.Parent).Select(d => d.Place).FirstOrDefaultAsync(stop);
        if (place?.Channel is not { } channel) return null;
        return await PauseOf.On(db)(db, channel, stop);
    }

    private async Task PutUpAsync(CopBotDb db, Delivery delivery, Post post, DateTimeOffset now, CancellationToken stop)
    {
        var triedBefore = delivery.AttemptedAt is not null;
        if (!triedBefore && (post.UselessAfter < now || post.VanishesAt <= now))
        {
            await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Dropped, "useless by now"), stop);
            return;
        }

        if (await PlaceOfAsync(db, delivery, post, now, stop) is not { } place) return;
        if (await EarlierOneAsync(db, delivery, place, now, stop) is { } until)
        {
            await RecordAsync(delivery.Id, d => Wait(d, until), stop);
            return;
        }

        var stands = triedBefore ? await On(delivery.Workspace).FindPostAsync(place, delivery.Nonce, delivery.AttemptedAt!.Value, stop) : null;
        if (stands is null && triedBefore && delivery.Reader is not null)
        {
            // It was never sent. Since then night may have come, or a Stop: it is judged again as if it had not been tried.
            await RecordAsync(delivery.Id, d => NotSent(d, now), stop);
            return;
        }

        var sentAt = stands is null ? now : delivery.AttemptedAt!.Value;
        if (stands is null)
        {
            var mine = false;
            var begun = real.Clock.GetTimestamp();
            await RecordAsync(delivery.Id, d => mine = Begin(d, post, place, now), stop);
            if (!mine) return;
            stands = await SendAsync(delivery, post, place, triedBefore, begun, stop);
        }

        // From here on nothing stops it: what stands must be written down.
        await RecordSuccessAsync(
            delivery.Id,
            d =>
            {
                // Whoever took it over meanwhile has found it by its mark.
                if (d.StandsAt is not null && d.LeasedBy != _me) return;
                (d.StandsAt, d.Place, d.AttemptedAt, d.State, d.DeliveredAt) = (stands, place, null, DeliveryState.Standing, sentAt);
                Delivered(d, post, now);
                // What the first try left standing may hold older words.
                if (triedBefore && stands is not null) (d.DeliveredRevision, d.DueAt) = (0, now);
                if (stands is null) d.DueAt = null;
                else if (post.ThreadTitle is not null) d.DueAt = now;
            });
    }

    private void MustBeInTime(long begun)
    {
        if (real.Clock.GetElapsedTime(begun) > SendsWithin) throw new PlatformException(FailureKind.NotDelivered, "this process was held up before it could send");
    }

    /// <summary>Posts, or whispers. When it is certain that nothing stands there, that is written down before anything else.</summary>
    private async Task<PostRef?> SendAsync(Delivery delivery, Post post, Place place, bool triedBefore, long begun, CancellationToken stop)
    {
        var platform = On(delivery.Workspace);
        var message = ChatJson.Read<Message>(post.Message);
        try
        {
            MustBeInTime(begun);
            if (ChatJson.Read<Audience>(post.Audience) is not Audience.Aside aside) return await platform.PostAsync(place, message, delivery.Nonce, stop);
            // A whisper that may have been heard is not repeated: the person can simply mention the bot again.
            return triedBefore ? null : await platform.WhisperAsync(place, aside.Reader, message, delivery.Nonce, stop);
        }
        catch (PlatformException e) when (e.Kind is not FailureKind.Unknown)
        {
            await RecordAsync(delivery.Id, d => d.AttemptedAt = IsLost(d) ? d.AttemptedAt : null, CancellationToken.None);
            throw;
        }
    }

    /// <summary>When an earlier post of the same place is tried again, if that is soon: they are to stand in order.</summary>
    private static async Task<DateTimeOffset?> EarlierOneAsync(CopBotDb db, Delivery delivery, Place place, DateTimeOffset now, CancellationToken stop)
    {
        var soon = now + LetsGoFirst;
        var failing = await db.Deliveries
            .Where(d => d.Place == place && d.State == DeliveryState.Waiting && d.DueAt > now && d.DueAt <= soon && d.Trouble != null)
            .Select(d => new { d.Id, d.DueAt })
            .ToListAsync(stop);
        return failing.Where(d => d.Id.CompareTo(delivery.Id) < 0).Max(d => d.DueAt);
    }

    private async Task ReviseAsync(Delivery delivery, Post post, DateTimeOffset now, long read, CancellationToken stop)
    {
        var platform = On(delivery.Workspace);
        if (post.VanishesAt <= now)
        {
            await platform.RemoveAsync(delivery.StandsAt!.Value, stop);
            await RecordSuccessAsync(delivery.Id, d => Settle(d, DeliveryState.Dropped, "its time is over"));
            return;
        }

        var thread = delivery.Thread;
        if (post.ThreadTitle is { } title && thread is null) thread = await platform.OpenThreadAsync(delivery.StandsAt!.Value, title, stop);
        if (delivery.DeliveredRevision < delivery.WantedRevision)
        {
            // Newer words may stand there by now.
            MustBeInTime(read);
            await platform.ReviseAsync(delivery.StandsAt!.Value, ChatJson.Read<Message>(post.Message), delivery.Nonce, stop);
        }

        if (delivery.ThreadRests && thread is { } open) await RestAsync(platform, open, stop);
        await RecordSuccessAsync(
            delivery.Id,
            d =>
            {
                d.Thread = thread;
                // One that was wished for meanwhile is still to come.
                if (delivery.ThreadRests) d.ThreadRests = false;
                Delivered(d, post, now);
            });
    }

    private static async Task RestAsync(IChatPlatform platform, Place thread, CancellationToken stop)
    {
        try
        {
            await platform.CloseThreadAsync(thread, stop);
        }
        catch (PlatformException e) when (e.Kind is FailureKind.Gone)
        {
            // Somebody removed the thread; the post above it stands.
        }
    }

    private async Task TakeDownAsync(Delivery delivery, Post post, CancellationToken stop)
    {
        var stands = delivery.StandsAt;
        if (stands is null && delivery is { AttemptedAt: { } since, Place: { } place }) stands = await On(delivery.Workspace).FindPostAsync(place, delivery.Nonce, since, stop);
        if (stands is { } there) await On(delivery.Workspace).RemoveAsync(there, stop);
        await RecordAsync(
            delivery.Id,
            d =>
            {
                if (IsLost(d)) return;
                var due = d.DueAt;
                Settle(d, DeliveryState.Removed, null);
                d.DeliveredRevision = post.Revision;
                // It was published again while it was being taken away.
                if (d.WantedRevision > post.Revision) d.StartAfresh(due ?? clock.GetUtcNow());
            },
            CancellationToken.None);
    }

    /// <summary>Opens the direct conversation or the thread that the post belongs into; null when it must wait for its parent.</summary>
    private async Task<Place?> PlaceOfAsync(CopBotDb db, Delivery delivery, Post post, DateTimeOffset now, CancellationToken stop)
    {
        if (delivery.Place is { } known) return known;
        if (ChatJson.Read<Audience>(post.Audience) is Audience.Few few) return await OpenPrivateAsync(delivery, post, few, now, stop);

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

    /// <summary>
    /// Opens the place in which a few talk. As with a post, it is written down before that it is about to be opened, so that
    /// what an earlier try left behind is looked for; null where it cannot be.
    /// </summary>
    private async Task<Place?> OpenPrivateAsync(Delivery delivery, Post post, Audience.Few few, DateTimeOffset now, CancellationToken stop)
    {
        var platform = On(delivery.Workspace);
        foreach (var person in few.People)
        {
            if (await platform.FindUserAsync(person, stop) is not null) continue;
            await RecordAsync(delivery.Id, d => Settle(d, DeliveryState.Undeliverable, "somebody who was to talk there has left the workspace"), stop);
            return null;
        }

        var (mine, begun) = (false, real.Clock.GetTimestamp());
        await RecordAsync(delivery.Id, d => mine = Begin(d, post, place: null, now), stop);
        if (!mine) return null;
        MustBeInTime(begun);
        var opened = await platform.OpenPrivateAsync(few.Beside, few.People, post.ThreadTitle ?? post.Summary, delivery.Nonce, delivery.AttemptedAt, stop);
        await RecordAsync(delivery.Id, d => d.Place = IsLost(d) ? d.Place : opened, CancellationToken.None);
        return opened;
    }

    private async Task RecordFailureAsync(Delivery delivery, Post post, PlatformException e)
    {
        DeliveryRefused(delivery.Key, e.Kind, e.Message);
        await RecordAsync(
            delivery.Id,
            async (db, d) =>
            {
                if (IsLost(d)) return;
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
                        GiveUp(d, e);
                        break;
                    case FailureKind.Gone or FailureKind.Denied:
                        GiveUp(d, e);
                        break;
                    case FailureKind.NotDelivered or FailureKind.Unknown:
                        Postpone(d, e);
                        break;
                    case FailureKind.WorkspaceStopped:
                        d.Trouble = e.Message;
                        Wait(d, clock.GetUtcNow().AddHours(1));
                        var workspace = await db.Workspaces.FindAsync([d.Workspace]) ?? db.Workspaces.Add(new Workspace { Ref = d.Workspace }).Entity;
                        workspace.StoppedAt ??= clock.GetUtcNow();
                        workspace.StoppedBecause = e.Message;
                        break;
                    default:
                        throw new NotSupportedException(e.Kind.ToString());
                }

                // What was published while this was on its way is another matter.
                if (d is { DueAt: null, State: DeliveryState.Undeliverable or DeliveryState.Standing } && d.WantedRevision > post.Revision) d.TryAgain(clock.GetUtcNow());
            },
            CancellationToken.None);
    }

    /// <summary>The platform took something, so whatever was wrong with the post or its workspace is mended.</summary>
    private Task RecordSuccessAsync(Guid id, Action<Delivery> change) => RecordAsync(
        id,
        async (db, d) =>
        {
            if (IsLost(d)) return;
            (d.Attempts, d.Trouble) = (0, null);
            change(d);
            if (!_stopped.TryRemove(d.Workspace, out _)) return;
            await db.Workspaces.Where(w => w.Ref == d.Workspace && w.StoppedAt != null)
                .ExecuteUpdateAsync(set => set.SetProperty(w => w.StoppedAt, (DateTimeOffset?)null).SetProperty(w => w.StoppedBecause, (string?)null).SetProperty(w => w.RemovedAt, (DateTimeOffset?)null));
        },
        CancellationToken.None);

    private Task RecordAsync(Guid id, Action<Delivery> change, CancellationToken stop) =>
        RecordAsync(
            id,
            (_, delivery) =>
            {
                change(delivery);
                return Task.CompletedTask;
            },
            stop);

    /// <summary>
    /// Changes one delivery row and nothing else; what a request wanted meanwhile is seen, not overwritten. Tried again where
    /// another transaction or a lost connection was in the way: what happened on the platform must be written down.
    /// </summary>
    private async Task RecordAsync(Guid id, Func<CopBotDb, Delivery, Task> change, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RecordOnceAsync(id, change, stop);
                return;
            }
            catch (Exception e) when (attempt < MostRecordings && (e.IsConflict() || e.IsLostConnection()))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), TimeProvider.System, stop);
            }
        }
    }

    private async Task RecordOnceAsync(Guid id, Func<CopBotDb, Delivery, Task> change, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        using (await gate.EnterAsync(stop))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            // Gone when its reader was forgotten while it was under way.
            if (await scope.ServiceProvider.GetRequiredService<IEngine>().HoldDeliveryAsync(id, stop) is not { } delivery) return;
            await change(db, delivery);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }
    }

    /// <summary>
    /// Writes down that it is about to be sent. False for whoever lost the lease meanwhile, and when something else is wanted
    /// by now: then that is looked at afresh.
    /// </summary>
    private bool Begin(Delivery d, Post post, Place? place, DateTimeOffset now)
    {
        if (d.LeasedBy != _me) return false;
        if (d.WantedRevision != post.Revision)
        {
            (d.LeasedBy, d.LeaseUntil) = (null, null);
            return false;
        }

        (d.Place, d.AttemptedAt, d.LeaseUntil) = (place, d.AttemptedAt ?? now, clock.GetUtcNow() + Lease);
        return true;
    }

    /// <summary>Whether somebody else works on it by now: what comes of it is theirs to write down.</summary>
    private bool IsLost(Delivery d) => d.LeasedBy is { } holder && holder != _me;

    private static void Delivered(Delivery d, Post post, DateTimeOffset now)
    {
        d.DeliveredRevision = post.Revision;
        (d.LeasedBy, d.LeaseUntil) = (null, null);
        d.DueAt = d.WantedRevision > post.Revision || d.ThreadRests ? now : post.VanishesAt;
    }

    private static void Settle(Delivery d, DeliveryState state, string? trouble)
    {
        (d.State, d.Trouble, d.DueAt, d.LeasedBy, d.LeaseUntil) = (state, trouble, null, null, null);
        if (state is DeliveryState.Removed or DeliveryState.Dropped) (d.StandsAt, d.Thread, d.AttemptedAt) = (null, null, null);
    }

    private static void Wait(Delivery d, DateTimeOffset until) => (d.DueAt, d.LeasedBy, d.LeaseUntil) = (until, null, null);

    private void NotSent(Delivery d, DateTimeOffset now)
    {
        if (IsLost(d)) return;
        d.AttemptedAt = null;
        Wait(d, now);
    }

    private static void IsAnothers(Delivery d, MemberId was, DateTimeOffset now)
    {
        if (d.Reader == was) Settle(d, DeliveryState.Undeliverable, "its reader is no longer known");
        else Wait(d, now);
    }

    private static void GiveUp(Delivery d, Exception e) => Settle(d, d.StandsAt is null ? DeliveryState.Undeliverable : DeliveryState.Standing, e.Message);

    private bool Postpone(Delivery d, Exception e)
    {
        // A platform that says how long to wait has not failed.
        var asked = (e as PlatformException)?.RetryAfter;
        if (asked is null) d.Attempts++;
        d.Trouble = e.Message;
        if (d.Attempts >= MostAttempts) GiveUp(d, e);
        // 5 s, 10 s, 20 s … at most an hour, unless the platform said how long.
        else Wait(d, clock.GetUtcNow() + (asked ?? TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, d.Attempts - 1)))));
        return true;
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
