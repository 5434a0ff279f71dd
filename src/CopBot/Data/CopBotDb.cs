using System.Linq.Expressions;
using CopBot.Chat;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CopBot.Data;

/// <summary>
/// The one store. Handlers use it directly; each feature maps its own entities beside them and opens its sets with an
/// extension property. Instants are whole UTC microseconds, ids are Guids, refs are strings, on every database alike.
/// </summary>
/// <remarks>Compute bounds of times in C#: <c>x.AskedAt &lt; now.AddDays(-1)</c>, never <c>x.AskedAt.AddDays(1) &lt; now</c>, which no database translates.</remarks>
public abstract class CopBotDb(DbContextOptions options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        foreach (var id in typeof(CopBotDb).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterface("IId`1") is not null))
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        foreach (var @ref in typeof(PostRef).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterface("IRef`1") is not null))
            configurationBuilder.Properties(@ref).HaveConversion(typeof(RefConverter<>).MakeGenericType(@ref));
    }

    /// <summary>
    /// What this request has read or made of a kind, whether saved or not. Unlike <c>Local</c> it does not look through
    /// everything for changes first.
    /// </summary>
    public IReadOnlyList<T> Seen<T>() where T : class
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. ChangeTracker.Entries<T>().Where(e => e.State is not EntityState.Deleted).Select(e => e.Entity)];
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CopBotDb).Assembly);
        // The comparers that lists get by themselves compile a delegate at each comparison.
        foreach (var list in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType.IsGenericType && p.ClrType.GetGenericTypeDefinition() == typeof(List<>)))
            list.SetValueComparer((ValueComparer)Activator.CreateInstance(typeof(ListComparer<>).MakeGenericType(list.ClrType.GetGenericArguments()))!);
    }
}

internal sealed class ListComparer<T>() : ValueComparer<List<T>>((one, other) => Same(one, other), list => Hash(list), list => Copy(list))
{
    internal static bool Same(List<T>? one, List<T>? other) => one is null || other is null ? one == other : one.SequenceEqual(other);

    internal static int Hash(List<T> list) => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item));

    internal static List<T> Copy(List<T> list) => [.. list];
}

/// <summary>Something that is changed as a whole: every verb that changes it calls <see cref="Changed"/>, so that of two people pressing at once the second sees what the first did.</summary>
public abstract class Aggregate
{
    /// <summary>Counts the changes; the store refuses to save over a version that it has not seen.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Called by every verb that changes anything of the aggregate or of what hangs on it.</summary>
    protected void Changed() => Version++;

    /// <summary>Somebody else than its own verbs changed something of it.</summary>
    internal void Touch() => Changed();
}

internal sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, long>(
    at => at.UtcTicks / TimeSpan.TicksPerMicrosecond,
    stored => new DateTimeOffset(stored * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero));

internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, Make()) where TId : struct, IId<TId>
{
    // Expression trees may not call static abstract members, so the constructor call is built by hand.
    private static Expression<Func<Guid, TId>> Make()
    {
        var value = Expression.Parameter(typeof(Guid), "value");
        return Expression.Lambda<Func<Guid, TId>>(Expression.New(typeof(TId).GetConstructor([typeof(Guid)])!, value), value);
    }
}

internal sealed class RefConverter<TRef>() : ValueConverter<TRef, string>(r => r.ToString()!, Make()) where TRef : struct, IRef<TRef>
{
    private static Expression<Func<string, TRef>> Make()
    {
        var text = Expression.Parameter(typeof(string), "text");
        return Expression.Lambda<Func<string, TRef>>(Expression.Call(typeof(TRef).GetMethod("Parse", [typeof(string)])!, text), text);
    }
}
