using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CopBot.Data.Copying;

/// <summary>A table of the model, as it is copied: in the order of its key, which is the same on every database.</summary>
internal abstract class CopiedTable
{
    /// <summary>What it is called in the database.</summary>
    public required string Name { get; init; }

    /// <summary>All tables of a community: what a row points to comes before it.</summary>
    public static IReadOnlyList<CopiedTable> Of(IModel model)
    {
        var ordered = new List<IEntityType>();
        foreach (var type in model.GetEntityTypes().OrderBy(t => t.Name, StringComparer.Ordinal)) Add(type);
        return [.. ordered.Where(t => !t.ClrType.IsDefined(typeof(OfProcessesAttribute))).Select(Make)];

        void Add(IEntityType type)
        {
            if (ordered.Contains(type)) return;
            foreach (var above in type.GetForeignKeys().Select(f => f.PrincipalEntityType).Where(above => above != type)) Add(above);
            ordered.Add(type);
        }
    }

    /// <summary>How many rows it has.</summary>
    public abstract Task<int> CountAsync(CopBotDb db, CancellationToken stop);

    /// <summary>Copies what is not there yet.</summary>
    public abstract Task CopyAsync(CopBotDb from, CopBotDb to, CancellationToken stop);

    /// <summary>Compares both row by row: how many, a digest over all, and what is not the same; null when everything is.</summary>
    public abstract Task<(int Rows, string Digest, string? Differs)> CompareAsync(CopBotDb one, CopBotDb other, CancellationToken stop);

    private static CopiedTable Make(IEntityType type)
    {
        var hidden = type.GetProperties().FirstOrDefault(p => p.IsShadowProperty());
        if (hidden is not null) throw new NotSupportedException($"{type.Name}.{hidden.Name} is no property of the class, so a copy would lose it");
        return (CopiedTable)Activator.CreateInstance(typeof(CopiedTable<>).MakeGenericType(type.ClrType), BindingFlags.Instance | BindingFlags.Public, null, [type], CultureInfo.InvariantCulture)!;
    }
}

/// <summary>Marks an entity that belongs to the running processes and not to the community; it is never copied.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OfProcessesAttribute : Attribute;

internal sealed class CopiedTable<T> : CopiedTable where T : class
{
    private readonly IReadOnlyList<IProperty> _key;
    private readonly IReadOnlyList<IProperty> _columns;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public CopiedTable(IEntityType type)
    {
        Name = type.GetTableName()!;
        _key = type.FindPrimaryKey()!.Properties;
        _columns = [.. type.GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    public override Task<int> CountAsync(CopBotDb db, CancellationToken stop) => db.Set<T>().IgnoreAutoIncludes().CountAsync(stop);

    public override async Task CopyAsync(CopBotDb from, CopBotDb to, CancellationToken stop)
    {
        // Rows are written in the order of the key, so what is there are the first ones.
        var there = await CountAsync(to, stop);
        await foreach (var rows in InOrder(from).Skip(there).AsAsyncEnumerable().Chunk(Copy.Batch).WithCancellation(stop))
        {
            to.AddRange(rows);
            await to.SaveChangesAsync(stop);
            to.ChangeTracker.Clear();
        }
    }

    public override async Task<(int Rows, string Digest, string? Differs)> CompareAsync(CopBotDb one, CopBotDb other, CancellationToken stop)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var those = InOrder(other).AsAsyncEnumerable().GetAsyncEnumerator(stop);
        var rows = 0;
        await foreach (var row in InOrder(one).AsAsyncEnumerable().WithCancellation(stop))
        {
            var digest = DigestOf(row);
            if (!await those.MoveNextAsync() || !digest.AsSpan().SequenceEqual(DigestOf(those.Current))) return (rows, "", $"The row {KeyOf(row)} of {Name}");
            all.AppendData(digest);
            rows++;
        }

        return await those.MoveNextAsync() ? (rows, "", $"The row {KeyOf(those.Current)} of {Name}") : (rows, Convert.ToHexStringLower(all.GetHashAndReset())[..16], null);
    }

    private IQueryable<T> InOrder(CopBotDb db)
    {
        IQueryable<T> rows = db.Set<T>().AsNoTracking().IgnoreAutoIncludes();
        var by = nameof(Queryable.OrderBy);
        foreach (var property in _key)
        {
            var row = Expression.Parameter(typeof(T), "row");
            var value = Expression.Lambda(Expression.Call(typeof(EF), nameof(EF.Property), [property.ClrType], row, Expression.Constant(property.Name)), row);
            rows = rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), by, [typeof(T), property.ClrType], rows.Expression, Expression.Quote(value)));
            by = nameof(Queryable.ThenBy);
        }

        return rows;
    }

    private byte[] DigestOf(T row) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(_columns.Select(c => ValueOf(c, row))));

    private string KeyOf(T row) => string.Join(", ", _key.Select(k => ValueOf(k, row)));

    private static object? ValueOf(IProperty property, T row) => property.GetGetter().GetClrValue(row);
}
