using System.Linq.Expressions;
using CopBot.Chat;
using Microsoft.EntityFrameworkCore;
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

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(CopBotDb).Assembly);
}

/// <summary>Something that is changed as a whole: every verb that changes it calls <see cref="Changed"/>, so that of two people pressing at once the second sees what the first did.</summary>
public abstract class Aggregate
{
    /// <summary>Counts the changes; the store refuses to save over a version that it has not seen.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Called by every verb that changes anything of the aggregate or of what hangs on it.</summary>
    protected void Changed() => Version++;
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
