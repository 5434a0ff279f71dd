using CopBot.Dispatch;
using CopBot.Posts;
using CopBot.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data;

/// <summary>A part of a request that is saved in the same transaction as the rest.</summary>
internal interface ISavedTogether
{
    /// <summary>Puts what was wanted into the context, reading what it needs.</summary>
    Task PrepareAsync(CancellationToken stop);

    /// <summary>Writes what the context cannot hold, inside the transaction.</summary>
    Task WriteAsync(CancellationToken stop) => Task.CompletedTask;

    /// <summary>Does what can only follow once everything is committed. May be lost in a crash.</summary>
    Task AfterAsync(CancellationToken stop) => Task.CompletedTask;
}

/// <summary>
/// Saves everything a request did, once: state, posts, search index and the mark that its event was handled commit
/// together or not at all. Then the courier is woken, and
/// the sweeps where something is due at once.
/// </summary>
internal sealed class UnitOfWork(CopBotDb db, Events events, IEnumerable<ISavedTogether> parts, SaveGate gate, CourierBell bell, SweepBell sweeps, TimeProvider clock)
{
    /// <summary>
    /// Saves. <paramref name="mark"/> writes inside the transaction and answers false to undo everything: another delivery
    /// of the same event was first.
    /// </summary>
    /// <exception cref="DbUpdateException">Somebody else changed the same thing; start again with fresh eyes.</exception>
    public async Task<bool> SaveAsync(Func<CopBotDb, Task<bool>>? mark, CancellationToken stop)
    {
        await events.SettleAsync(stop);
        foreach (var part in parts) await part.PrepareAsync(stop);

        var now = clock.GetUtcNow();
        var dueAtOnce = db.Seen<IFallsDue>().Any(thing => thing.DueAt <= now);
        using (await gate.EnterAsync(stop))
        {
            // Once begun it is finished: a commit broken off because its caller went away may or may not have been made, and
            // saves nobody any time.
            stop.ThrowIfCancellationRequested();
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            if (mark is not null && !await mark(db))
            {
                await transaction.RollbackAsync(CancellationToken.None);
                return false;
            }

            await db.SaveChangesAsync(CancellationToken.None);
            foreach (var part in parts) await part.WriteAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        // It is saved, so nothing may look as if it were not.
        foreach (var part in parts) await part.AfterAsync(CancellationToken.None);
        bell.Ring();
        if (dueAtOnce) sweeps.Ring();
        return true;
    }
}

/// <summary>
/// One writer at a time per process on SQLite; PostgreSQL takes many at once. Not for correctness, which the database sees to: for the slow tail that its
/// retries have (measured with eight writers: from 230 ms to 10 ms at worst).
/// </summary>
internal sealed class SaveGate(bool oneAtATime) : IDisposable
{
    private readonly SemaphoreSlim _one = new(oneAtATime ? 1 : int.MaxValue);

    public async Task<IDisposable> EnterAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        return new Held(_one);
    }

    public void Dispose() => _one.Dispose();
}

/// <summary>A gate that somebody stands in until disposed.</summary>
internal sealed class Held(SemaphoreSlim one) : IDisposable
{
    public void Dispose() => one.Release();
}

/// <summary>Several gates that somebody stands in until disposed.</summary>
internal sealed class HeldTogether(IReadOnlyList<IDisposable> held) : IDisposable
{
    public void Dispose()
    {
        foreach (var one in held) one.Dispose();
    }
}
