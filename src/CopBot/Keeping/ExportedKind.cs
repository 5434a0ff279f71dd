using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CopBot.Keeping;

/// <summary>
/// A kind of row as it is exported: its columns in a fixed order, each row one JSON object, the rows in the order of their ids.
/// The same on every database, so that two stores of equal content give the same bytes.
/// </summary>
internal sealed class ExportedKind
{
    /// <summary>How the JSON is written: over lines, and letters of every script readable.</summary>
    public static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IEntityType _type;

    private ExportedKind(IEntityType type, IReadOnlyList<IProperty> columns) => (_type, Columns) = (type, columns);

    /// <summary>What it is called.</summary>
    public string Name => _type.GetTableName()!;

    /// <summary>The type of its rows.</summary>
    public Type Type => _type.ClrType;

    /// <summary>The columns, the key first.</summary>
    public IReadOnlyList<IProperty> Columns { get; }

    /// <summary>Every kind that is exported; only what the community shares where <paramref name="shared"/>.</summary>
    public static IReadOnlyList<ExportedKind> Of(IModel model, bool shared = false) =>
    [
        .. from type in model.GetEntityTypes().OrderBy(t => t.GetTableName(), StringComparer.Ordinal)
           where !type.ClrType.IsDefined(typeof(NotExportedAttribute))
           let columns = type.GetProperties()
               .Where(p => !Is<NotExportedAttribute>(p) && (!shared || type.ClrType.IsDefined(typeof(SharedAttribute)) || Is<SharedAttribute>(p)))
               .OrderByDescending(p => p.IsPrimaryKey())
               .ThenBy(p => p.Name, StringComparer.Ordinal)
               .ToList()
           where columns.Count > 0
           select new ExportedKind(type, columns),
    ];

    /// <summary>The columns that name a member.</summary>
    public IEnumerable<IProperty> OfMembers => Columns.Where(c => TypeOf(c) == typeof(MemberId));

    /// <summary>The rows, in order.</summary>
    public IAsyncEnumerable<object> RowsAsync(CopBotDb db, CancellationToken stop) => Call<IAsyncEnumerable<object>>(nameof(AllAsync), db, stop);

    /// <summary>The rows that name a member, in order.</summary>
    public async Task<IReadOnlyList<object>> RowsOfAsync(CopBotDb db, NamedRows rows, MemberId member, CancellationToken stop)
    {
        if (Type == typeof(Member)) return await db.Members.AsNoTracking().IgnoreAutoIncludes().Where(m => m.Id == member).ToListAsync<object>(stop);
        if (Type == typeof(Account)) return await db.Accounts.AsNoTracking().Where(a => a.Member == member).ToListAsync<object>(stop);
        var found = new List<object>();
        foreach (var column in OfMembers) found.AddRange(await Call<Task<List<object>>>(nameof(NamingAsync), rows, column, member, stop));
        return [.. found.DistinctBy(KeyOf, StringComparer.Ordinal).OrderBy(KeyOf, StringComparer.Ordinal)];
    }

    /// <summary>The value of a column in a row.</summary>
    public static object? ValueOf(IProperty column, object row) => column.GetGetter().GetClrValue(row);

    /// <summary>Writes a row.</summary>
    public void Write(Utf8JsonWriter json, object row)
    {
        json.WriteStartObject();
        foreach (var column in Columns)
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(column.Name));
            Write(json, column, ValueOf(column, row));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IProperty column, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool yes: json.WriteBooleanValue(yes); break;
            case int number: json.WriteNumberValue(number); break;
            // What is stored as JSON is written as what it is.
            case string { Length: > 0 } stored when column.DeclaringType.ClrType == typeof(Post) && column.Name is nameof(Post.Message) or nameof(Post.Audience): WriteRaw(json, stored); break;
            case IEnumerable<object> or IEnumerable<Guid>:
                json.WriteStartArray();
                foreach (var item in (System.Collections.IEnumerable)value) json.WriteStringValue(Text(item));
                json.WriteEndArray();
                break;
            case var _ when column.GetValueConverter() is { ProviderClrType: var stored } converter && stored == typeof(string) && !value.GetType().IsValueType:
                WriteRaw(json, (string)converter.ConvertToProvider(value)!);
                break;
            default: json.WriteStringValue(Text(value)); break;
        }
    }

    /// <summary>Written anew, since databases may store the same JSON in other words.</summary>
    private static void WriteRaw(Utf8JsonWriter json, string stored)
    {
        using var parsed = JsonDocument.Parse(stored);
        parsed.RootElement.WriteTo(json);
    }

    private static string Text(object value) => value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        _ when GuidOf(value) is { } id => id.ToString("D"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static Guid? GuidOf(object? value) => value switch
    {
        Guid id => id,
        not null when value.GetType().GetInterface("IId`1") is not null => (Guid)value.GetType().GetProperty("Value")!.GetValue(value)!,
        _ => null,
    };

    private static bool IsGuid(IProperty column) => TypeOf(column) is var type && (type == typeof(Guid) || type.GetInterface("IId`1") is not null);

    private static Type TypeOf(IProperty column) => Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType;

    private static bool Is<TAttribute>(IProperty column) where TAttribute : Attribute => column.PropertyInfo?.IsDefined(typeof(TAttribute)) is true;

    private string KeyOf(object row) => string.Join('\n', _type.FindPrimaryKey()!.Properties.Select(p => ValueOf(p, row) is { } value ? Text(value) : ""));

    /// <summary>
    /// Databases agree on the order of ids, not on that of words. So they put the rows into the order of the ids in the key
    /// (or of an id that is a row's own), and what these leave undecided is decided here.
    /// </summary>
    private async IAsyncEnumerable<object> AllAsync<T>(CopBotDb db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop) where T : class
    {
        List<IProperty> ids = [.. _type.FindPrimaryKey()!.Properties.Where(IsGuid)];
        if (ids.Count == 0) ids = [.. _type.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties).FirstOrDefault(p => p.All(IsGuid)) ?? []];
        var all = ids.Aggregate(db.Set<T>().AsNoTracking().IgnoreAutoIncludes(), OrderedBy);

        var together = new List<object>();
        await foreach (var row in all.AsAsyncEnumerable().WithCancellation(stop))
        {
            if (together.Count > 0 && ids.Exists(id => !Equals(ValueOf(id, together[0]), ValueOf(id, row))))
            {
                foreach (var one in together.OrderBy(KeyOf, StringComparer.Ordinal)) yield return one;
                together.Clear();
            }

            together.Add(row);
        }

        foreach (var one in together.OrderBy(KeyOf, StringComparer.Ordinal)) yield return one;
    }

    private static IQueryable<T> OrderedBy<T>(IQueryable<T> rows, IProperty id) where T : class
    {
        var row = Expression.Parameter(typeof(T), "row");
        var key = Expression.Lambda(Expression.Call(typeof(EF), nameof(EF.Property), [id.ClrType], row, Expression.Constant(id.Name)), row);
        var then = rows.Expression.Type.IsAssignableTo(typeof(IOrderedQueryable<T>)) ? nameof(Queryable.ThenBy) : nameof(Queryable.OrderBy);
        return rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), then, [typeof(T), id.ClrType], rows.Expression, Expression.Quote(key)));
    }

    private static async Task<List<object>> NamingAsync<T>(NamedRows rows, IProperty column, MemberId member, CancellationToken stop) where T : class =>
        [.. await rows.Naming<T>(column, member).AsNoTracking().IgnoreAutoIncludes().ToListAsync(stop)];

    private TResult Call<TResult>(string method, params object[] arguments) =>
        (TResult)typeof(ExportedKind).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)!.MakeGenericMethod(Type).Invoke(this, arguments)!;
}
