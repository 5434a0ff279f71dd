using System.Globalization;
using System.Reflection;
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
/// Makes one person of two members, and lets an account go its own way again. Every column of the model that holds a
/// <see cref="MemberId"/> is found by its type, so that a new feature's are moved without anybody thinking of it.
/// </summary>
internal sealed class OnePerson(CopBotDb db, IBoard board, IEvents events, IEngine engine) : ISavedTogether
{
    private static readonly MethodInfo Move = typeof(OnePerson).GetMethod(nameof(MoveAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private readonly List<(MemberId Went, MemberId Stays)> _renamed = [];

    /// <summary>The columns that name a member, but for a member's own key and the accounts, which move with their person.</summary>
    public static IEnumerable<IProperty> Columns(IModel model) =>
        from type in model.GetEntityTypes()
        where type.ClrType != typeof(Member) && type.ClrType != typeof(Account)
        from property in type.GetProperties()
        where (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(MemberId)
        select property;

    /// <summary>All that <paramref name="goes"/> is and has is <paramref name="stays"/>'s from now on.</summary>
    public async Task JoinAsync(Member stays, Member goes, CancellationToken stop)
    {
        await NewsOnceAsync(goes.Id, stays.Id, stop);
        stays.TakeIn(goes);
        // Their accounts belong to whoever stays before the other member goes, and would go with it.
        db.ChangeTracker.DetectChanges();
        foreach (var column in Columns(db.Model).ToList())
            await (Task)Move.MakeGenericMethod(column.DeclaringType.ClrType).Invoke(this, [column, goes.Id, stays.Id, stop])!;

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

    private static string InKeys(MemberId member) => member.Value.ToString("N", CultureInfo.InvariantCulture);

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
        var rows = column.IsNullable
            ? db.Set<T>().Where(row => EF.Property<MemberId?>(row, column.Name) == from)
            : db.Set<T>().Where(row => EF.Property<MemberId>(row, column.Name) == from);
        await rows.LoadAsync(stop);
        // What this very request made stands here and not yet in the store.
        var moving = db.ChangeTracker.Entries<T>().Where(row => row.State is not (EntityState.Deleted or EntityState.Detached) && Equals(row.CurrentValues[column], from)).ToList();
        foreach (var row in moving)
        {
            (row.Entity as INamesPerson)?.Rename(to);
            foreach (var whole in await WholesAsync(row, stop)) whole.Touch();
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
        foreach (var above in row.Metadata.GetForeignKeys().Where(f => f.PrincipalToDependent is { IsCollection: true }))
        {
            if (await db.FindAsync(above.PrincipalEntityType.ClrType, [.. above.Properties.Select(p => row.CurrentValues[p])], stop) is { } whole)
                above.PrincipalToDependent!.GetCollectionAccessor()!.Remove(whole, row.Entity);
        }

        db.Remove(row.Entity);
        if (twin is null) db.Add((T)values.ToObject());
        else (twin as IUnites<T>)?.Unite(row.Entity);
    }

    /// <summary>The aggregates that the row is or belongs to, so that whoever changes them at this moment sees that something happened.</summary>
    private async Task<IEnumerable<Aggregate>> WholesAsync<T>(EntityEntry<T> row, CancellationToken stop) where T : class
    {
        if (row.Entity is Aggregate itself) return [itself];

        var wholes = new List<Aggregate>();
        foreach (var above in row.Metadata.GetForeignKeys().Where(f => f.PrincipalEntityType.ClrType != typeof(Member)))
        {
            if (await db.FindAsync(above.PrincipalEntityType.ClrType, [.. above.Properties.Select(p => row.CurrentValues[p])], stop) is Aggregate whole) wholes.Add(whole);
        }

        return wholes;
    }
}
