using System.Runtime.CompilerServices;
using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CopBot.Tests.Data;

/// <summary>Rows for every table of the model, also of features that are not written yet: filled with whatever fits, and pointing to one another.</summary>
internal sealed class AnyRows(IModel model, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<IEntityType, List<object>> _made = [];

    /// <summary>Adds some rows of each kind.</summary>
    public void AddTo(CopBotDb db, int each)
    {
        foreach (var type in model.GetEntityTypes()) Make(type, each);
        foreach (var row in _made.Values.SelectMany(rows => rows)) db.Add(row);
    }

    private List<object> Make(IEntityType type, int each)
    {
        if (_made.TryGetValue(type, out var rows)) return rows;
        var above = type.GetForeignKeys().Where(f => f.PrincipalEntityType != type).ToDictionary(f => f, f => Make(f.PrincipalEntityType, each));
        return _made[type] = [.. Enumerable.Range(0, each).Select(n => Row(type, n, above))];
    }

    private object Row(IEntityType type, int n, Dictionary<IForeignKey, List<object>> above)
    {
        var row = RuntimeHelpers.GetUninitializedObject(type.ClrType);
        foreach (var list in type.ClrType.GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance).Where(f => f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(List<>)))
            list.SetValue(row, Activator.CreateInstance(list.FieldType));
        foreach (var property in type.GetProperties())
        {
            var to = above.FirstOrDefault(f => f.Key.Properties.Contains(property));
            // The last row leaves empty what may be.
            var value = to.Key is { } key ? key.PrincipalKey.Properties[key.Properties.ToList().IndexOf(property)].GetGetter().GetClrValue(to.Value[n % to.Value.Count])
                : property.IsNullable && n == 0 ? null
                : Value(property.ClrType, property.GetMaxLength());
            property.FieldInfo!.SetValue(row, value);
        }

        return row;
    }

    private object? Value(Type type, int? longest = null)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Shortening.To($"{_random.NextInt64():x16} Käse für 東京 🐝 'so' \"so\"\n\tund so", longest ?? 60);
        if (type == typeof(Guid)) return NewGuid();
        if (type == typeof(bool)) return _random.Next(2) == 1;
        if (type == typeof(int)) return _random.Next();
        if (type == typeof(long)) return _random.NextInt64();
        if (type == typeof(DateOnly)) return DateOnly.FromDayNumber(700_000 + _random.Next(50_000));
        if (type == typeof(TimeOnly)) return new TimeOnly(_random.Next(24), _random.Next(60));
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(_random.NextInt64(1L << 50));
        if (type.IsEnum) return Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length));
        if (type == typeof(WorkspaceRef)) return new WorkspaceRef(new Platform("slack"), Word());
        if (type == typeof(ChannelRef)) return new ChannelRef((WorkspaceRef)Value(typeof(WorkspaceRef))!, Word());
        if (type == typeof(UserRef)) return new UserRef((WorkspaceRef)Value(typeof(WorkspaceRef))!, Word());
        if (type == typeof(Place)) return new Place((ChannelRef)Value(typeof(ChannelRef))!, Word());
        if (type == typeof(PostRef)) return new PostRef((Place)Value(typeof(Place))!, Word());
        if (type.GetInterface("IId`1") is not null) return Activator.CreateInstance(type, NewGuid());
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            var list = (System.Collections.IList)Activator.CreateInstance(type)!;
            for (var i = _random.Next(4); i > 0; i--) list.Add(Value(type.GetGenericArguments()[0]));
            return list;
        }

        // A record that is kept as a whole.
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault() ?? throw new NotSupportedException($"Say here what a row may hold of {type.Name}");
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType))]);
    }

    private string Word() => _random.NextInt64().ToString("x");

    private Guid NewGuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
