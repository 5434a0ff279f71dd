using System.Reflection;
using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CopBot.Communities;

/// <summary>
/// Every row that names a member, wherever in the model: the columns are found by their type, so that a new feature's are
/// found without anybody thinking of it.
/// </summary>
internal sealed class NamedRows(CopBotDb db)
{
    /// <summary>The columns that name a member, but for a member's own key and the accounts, which go with their person.</summary>
    public static IEnumerable<IProperty> Columns(IModel model) =>
        from type in model.GetEntityTypes()
        where type.ClrType != typeof(Member) && type.ClrType != typeof(Account)
        from property in type.GetProperties()
        where (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(MemberId)
        select property;

    /// <summary>Calls a generic method of <paramref name="of"/> with the type of the column's rows.</summary>
    public static Task CallAsync(object of, string method, IProperty column, params object[] more) =>
        (Task)of.GetType().GetMethod(method, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)!.MakeGenericMethod(column.DeclaringType.ClrType).Invoke(of, [column, .. more])!;

    /// <summary>The rows whose column names the member, also those that this very request made.</summary>
    public async Task<IReadOnlyList<EntityEntry<T>>> OfAsync<T>(IProperty column, MemberId member, CancellationToken stop) where T : class
    {
        await Naming<T>(column, member).LoadAsync(stop);
        // What this very request made stands here and not yet in the store.
        return [.. db.ChangeTracker.Entries<T>().Where(row => row.State is not (EntityState.Deleted or EntityState.Detached) && Equals(row.CurrentValues[column], member))];
    }

    /// <summary>The stored rows whose column names the member.</summary>
    public IQueryable<T> Naming<T>(IProperty column, MemberId member) where T : class => column.IsNullable
        ? db.Set<T>().Where(row => EF.Property<MemberId?>(row, column.Name) == member)
        : db.Set<T>().Where(row => EF.Property<MemberId>(row, column.Name) == member);

    /// <summary>The aggregates that the row is or belongs to count a change, so that whoever changes them at this moment sees that something happened.</summary>
    public async Task TouchAsync<T>(EntityEntry<T> row, CancellationToken stop) where T : class
    {
        if (row.Entity is Aggregate itself)
        {
            itself.Touch();
            return;
        }

        foreach (var above in row.Metadata.GetForeignKeys().Where(f => f.PrincipalEntityType.ClrType != typeof(Member)))
        {
            if (await AboveAsync(above, row, stop) is Aggregate whole) whole.Touch();
        }
    }

    /// <summary>Removes the row, also from the list that it hangs in.</summary>
    public async Task RemoveAsync<T>(EntityEntry<T> row, CancellationToken stop) where T : class
    {
        foreach (var above in row.Metadata.GetForeignKeys().Where(f => f.PrincipalToDependent is { IsCollection: true }))
        {
            if (await AboveAsync(above, row, stop) is { } whole) above.PrincipalToDependent!.GetCollectionAccessor()!.Remove(whole, row.Entity);
        }

        db.Remove(row.Entity);
    }

    private ValueTask<object?> AboveAsync<T>(IForeignKey above, EntityEntry<T> row, CancellationToken stop) where T : class =>
        db.FindAsync(above.PrincipalEntityType.ClrType, [.. above.Properties.Select(p => row.CurrentValues[p])], stop);
}
