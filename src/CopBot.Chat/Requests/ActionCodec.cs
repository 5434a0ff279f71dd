using System.Buffers.Text;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace CopBot.Chat;

/// <summary>
/// Writes a request into the short string that a button, a choice or a form carries, and reads it back:
/// <c>problem-offer:9kX…</c>. Values stand in the order of declaration, so new ones go to the end and have a default:
/// a button posted a year ago then still reads.
/// </summary>
/// <remarks>
/// Kinds: ids (a Guid in 22 characters), strings, whole numbers, yes/no, enumerations, days, moments (whole seconds), each
/// also nullable. What is read was held by strangers: <see cref="TryDecode"/> answers false, it never throws.
/// </remarks>
public sealed class ActionCodec
{
    private const char Between = ':';
    private static readonly ConcurrentDictionary<Type, Shape> Shapes = new();
    private readonly Dictionary<string, Type> _types;

    /// <summary>A codec that reads these types of request.</summary>
    /// <exception cref="ArgumentException">Two types share a name, or one has none.</exception>
    public ActionCodec(IEnumerable<Type> types) => _types = types.ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The route's name of a request type.</summary>
    public static string NameOf(Type type) =>
        type.GetCustomAttribute<RouteAttribute>()?.Name ?? throw new ArgumentException($"{type.Name} has no [Action], [Form] or [Command] name");

    /// <summary>Writes an action, or the part of a form that is carried unseen.</summary>
    /// <exception cref="InvalidOperationException">It does not fit into <see cref="Limits.ActionLength"/>: carry an id instead of content.</exception>
    public static string Encode(IRequest request)
    {
        var shape = Shapes.GetOrAdd(request.GetType(), Shape.Of);
        var text = shape.Name + string.Concat(shape.Values.Select(v => Between + v.Write(v.Property.GetValue(request))));
        return text.Length <= Limits.ActionLength
            ? text
            : throw new InvalidOperationException($"{shape.Name} takes {text.Length} characters, at most {Limits.ActionLength}: carry an id instead of content");
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; false for anything else.</summary>
    public bool TryDecode(string? text, out IRequest request)
    {
        request = null!;
        if (text is null || text.Length > Limits.ActionLength) return false;

        var parts = text.Split(Between);
        return _types.TryGetValue(parts[0], out var type) && Shapes.GetOrAdd(type, Shape.Of).TryRead(parts.AsSpan(1), out request);
    }

    /// <summary>The type of request that a written action names, without reading its values; null for an unknown name.</summary>
    public Type? TypeOf(string? text) => text is null ? null : _types.GetValueOrDefault(text.Split(Between, 2)[0]);

    private sealed record Value(PropertyInfo Property, ParameterInfo? Parameter, Func<object?, string> Write, Func<string, object?> Read)
    {
        /// <summary>The compiler stores the default of a nullable enumeration as its bare number.</summary>
        public object? Default => Parameter?.DefaultValue is { } value && Nullable.GetUnderlyingType(Property.PropertyType) is { IsEnum: true } kind ? Enum.ToObject(kind, value) : Parameter?.DefaultValue;
    }

    private sealed class Shape(string name, ConstructorInfo constructor, Value[] values)
    {
        public string Name => name;

        public Value[] Values => values;

        public static Shape Of(Type type)
        {
            var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
            var parameters = constructor.GetParameters();
            var values = parameters.Select(p => Make(type.GetProperty(p.Name!) ?? throw new ArgumentException($"{type.Name} must be a record"), p));
            if (typeof(IForm).IsAssignableFrom(type))
                values = values.Concat(type.GetProperties().Where(p => IsCarried(p) && parameters.All(q => q.Name != p.Name)).OrderBy(p => p.MetadataToken).Select(p => Make(p, null)));
            return new Shape(NameOf(type), constructor, [.. values]);
        }

        public bool TryRead(ReadOnlySpan<string> parts, out IRequest request)
        {
            request = null!;
            if (parts.Length > values.Length) return false;

            var read = new object?[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (i >= parts.Length)
                {
                    if (values[i].Parameter is { HasDefaultValue: false }) return false;
                    read[i] = values[i].Default;
                    continue;
                }

                try
                {
                    read[i] = values[i].Read(parts[i]);
                }
                catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
                {
                    return false;
                }
            }

            var parameters = values.Count(v => v.Parameter is not null);
            try
            {
                request = (IRequest)constructor.Invoke(read[..parameters]);
            }
            catch (TargetInvocationException e) when (e.InnerException is FormatException or OverflowException or ArgumentException)
            {
                return false;
            }

            for (var i = parameters; i < parts.Length; i++) values[i].Property.SetValue(request, read[i]);
            return true;
        }

        private static bool IsCarried(PropertyInfo property) =>
            property.GetCustomAttribute<DisplayAttribute>() is null && property.SetMethod is not null && property.GetIndexParameters().Length == 0;

        private static Value Make(PropertyInfo property, ParameterInfo? parameter)
        {
            var optional = Nullable.GetUnderlyingType(property.PropertyType);
            var kind = optional ?? property.PropertyType;
            var (write, read) = Kind(kind);
            // What a stranger left empty never becomes null where the record says that it is not.
            var nullable = optional is not null || (!kind.IsValueType && new NullabilityInfoContext().Create(property).ReadState is not NullabilityState.NotNull);
            return new Value(
                property,
                parameter,
                value => value is null ? "" : write(value),
                text => text.Length > 0 ? read(text) : nullable ? null : throw new FormatException("A value is missing"));
        }

        private static (Func<object, string> Write, Func<string, object> Read) Kind(Type kind)
        {
            if (kind == typeof(string)) return (v => "=" + Uri.EscapeDataString((string)v), t => t[0] == '=' ? Uri.UnescapeDataString(t[1..]) : throw new FormatException());
            if (kind == typeof(Guid)) return (v => Short((Guid)v), t => Long(t));
            if (kind == typeof(bool)) return (v => (bool)v ? "1" : "0", t => t is "1" or "0" ? t == "1" : throw new FormatException());
            if (kind == typeof(int)) return (v => ((int)v).ToString(CultureInfo.InvariantCulture), t => int.Parse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
            if (kind == typeof(DateOnly)) return (v => ((DateOnly)v).ToString("yyyyMMdd", CultureInfo.InvariantCulture), t => DateOnly.ParseExact(t, "yyyyMMdd", CultureInfo.InvariantCulture));
            if (kind == typeof(DateTimeOffset)) return (v => ((DateTimeOffset)v).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), t => DateTimeOffset.FromUnixTimeSeconds(long.Parse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
            if (kind.IsEnum)
            {
                // Enum.Parse would also take numbers and lists.
                var named = Enum.GetNames(kind).ToDictionary(n => n.ToLowerInvariant(), n => Enum.Parse(kind, n), StringComparer.Ordinal);
                return (v => Enum.IsDefined(kind, v) ? v.ToString()!.ToLowerInvariant() : throw new ArgumentException($"{kind.Name} has no {v}"), t => named.TryGetValue(t, out var e) ? e : throw new FormatException());
            }

            if (kind.GetInterface("IId`1") is not null)
            {
                var from = typeof(Shape).GetMethod(nameof(From), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(kind).CreateDelegate<Func<Guid, object>>();
                var value = kind.GetProperty("Value")!;
                return (v => Short((Guid)value.GetValue(v)!), t => from(Long(t)));
            }

            throw new ArgumentException($"An action cannot carry a {kind.Name}: carry an id");
        }

        private static object From<TId>(Guid value) where TId : struct, IId<TId> => TId.From(value);

        private static string Short(Guid id) => Base64Url.EncodeToString(id.ToByteArray());

        private static Guid Long(string text) => text.Length == 22 ? new Guid(Base64Url.DecodeFromChars(text)) : throw new FormatException("An id has 22 characters");
    }
}
