using System.Globalization;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CopBot.Communities;

/// <summary>
/// Two members turned out to be one person. Everything that named <paramref name="Went"/> names <paramref name="Stays"/> by
/// now; features settle what one person cannot be or have twice. Look for both in the store, which is not saved yet.
/// </summary>
public sealed record BecameOnePerson(MemberId Stays, MemberId Went) : IEvent;

/// <summary>A person lost one of their accounts to itself, so texts name them differently.</summary>
public sealed record AccountWentItsOwnWay(MemberId Person, UserRef Account) : IEvent;

/// <summary>A row that one person can have only once: of two, what both hold is kept in the one that stays.</summary>
internal interface IUnites<in T>
{
    /// <summary>Takes over from the other.</summary>
    void Unite(T other);
}

/// <summary>A row that names a person in words which no column holds.</summary>
internal interface INamesPerson
{
    /// <summary>They are somebody else's words now.</summary>
    void Rename(MemberId now);
}

/// <summary>
/// Makes one person of two members, and lets an account go its own way again. Every row that names a member is found
/// (<see cref="NamedRows"/>), so that a new feature's are moved without anybody thinking of it.
/// </summary>
internal sealed class OnePerson(CopBotDb db, NamedRows rows, IBoard board, IEvents events, IEngine engine) : ISavedTogether
{
    private readonly List<(MemberId Went, MemberId Stays)> _renamed = [];

    /// <summary>All that <paramref name="goes"/> is and has is <paramref name="stays"/>'s from now on.</summary>
    public async Task JoinAsync(Member stays, Member goes, CancellationToken stop)
    {
        await NewsOnceAsync(goes.Id, stays.Id, stop);
        stays.TakeIn(goes);
        // Their accounts belong to whoever stays before the other member goes, and would go with it.
        db.ChangeTracker.DetectChanges();
        foreach (var column in NamedRows.Columns(db.Model).ToList()) await NamedRows.CallAsync(this, nameof(MoveAsync), column, goes.Id, stays.Id, stop);

        db.Remove(goes);
        _renamed.Add((goes.Id, stays.Id));
        events.Raise(new BecameOnePerson(stays.Id, goes.Id));
    }

    /// <summary>The account is a person of its own from now on; null where it is not theirs, or their only one.</summary>
    public async Task<Member?> LetGoAsync(Member person, UserRef account, CancellationToken stop)
    {
        if (person.LetGo(account) is not { } alone) return null;

        db.Add(alone);
        // What waits for them is not for whoever has that account.
        var next = person.Accounts.Where(a => !a.Left).MaxBy(a => a.LastActedAt ?? DateTimeOffset.MinValue)?.User;
        foreach (var waiting in await db.Deliveries.Where(d => d.Reader == person.Id && d.Recipient == account && d.State == DeliveryState.Waiting && d.AttemptedAt == null).ToListAsync(stop))
        {
            if (next is { } other) (waiting.Recipient, waiting.Workspace, waiting.Place) = (other, other.Workspace, null);
            else (waiting.State, waiting.DueAt) = (DeliveryState.Undeliverable, null);
        }

        events.Raise(new AccountWentItsOwnWay(person.Id, account));
        return alone;
    }

    public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

    /// <summary>Where a post's key names its reader it is called by the other name, so that it is still found and revised.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        foreach (var (went, stays) in _renamed) await engine.RenamePostsAsync(InKeys(went), InKeys(stays), stop);
        _renamed.Clear();
    }

    /// <summary>How a post's key names its reader.</summary>
    internal static string InKeys(MemberId member) => member.Value.ToString("N", CultureInfo.InvariantCulture);

    /// <summary>The same news for both, of which one was not sent yet, is sent once.</summary>
    private async Task NewsOnceAsync(MemberId goes, MemberId stays, CancellationToken stop)
    {
        var waiting = await db.Posts
            .Where(p => p.Reader == goes && !p.Withdrawn && db.Set<Delivery>().Any(d => d.Key == p.Key && d.State == DeliveryState.Waiting && d.AttemptedAt == null))
            .Select(p => p.Key)
            .ToListAsync(stop);
        foreach (var key in waiting)
        {
            var same = key.Replace(InKeys(goes), InKeys(stays), StringComparison.Ordinal);
            if (same != key && await db.Posts.AnyAsync(p => p.Key == same && !p.Withdrawn, stop)) board.Withdraw(key);
        }
    }

    private async Task MoveAsync<T>(IProperty column, MemberId from, MemberId to, CancellationToken stop) where T : class
    {
        foreach (var row in await rows.OfAsync<T>(column, from, stop))
        {
            (row.Entity as INamesPerson)?.Rename(to);
            await rows.TouchAsync(row, stop);
            if (column.IsKey()) await ReplaceAsync(row, column, to, stop);
            else row.Property(column.Name).CurrentValue = to;
        }
    }

    /// <summary>A key never changes: the row is made anew, or united with the one that the person has already.</summary>
    private async Task ReplaceAsync<T>(EntityEntry<T> row, IProperty column, MemberId to, CancellationToken stop) where T : class
    {
        var values = row.CurrentValues.Clone();
        values[column] = to;
        var key = row.Metadata.FindPrimaryKey()!.Properties.Select(p => values[p]).ToArray();
        var twin = await db.Set<T>().FindAsync(key, stop);
        await rows.RemoveAsync(row, stop);
        if (twin is null) db.Add((T)values.ToObject());
        else (twin as IUnites<T>)?.Unite(row.Entity);
    }
}
