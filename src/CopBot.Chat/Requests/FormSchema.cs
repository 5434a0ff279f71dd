using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace CopBot.Chat;

/// <summary>What a field asks for. It follows from the property's type, so a form is never described twice.</summary>
public enum FieldKind
{
    /// <summary>One line of text: a <see cref="string"/>.</summary>
    Line,

    /// <summary>Several lines: a <see cref="string"/> with <c>[DataType(DataType.MultilineText)]</c>.</summary>
    Lines,

    /// <summary>A calendar day: a <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A local day and time, to be read in the asker's zone: a <see cref="DateTime"/> of unspecified kind.</summary>
    Moment,

    /// <summary>One of a few: an enumeration whose members have <see cref="DisplayAttribute"/> names.</summary>
    OneOf,

    /// <summary>Any of a few: an array of an enumeration.</summary>
    SomeOf,

    /// <summary>Somebody in this workspace: a <see cref="UserRef"/>.</summary>
    Member,
}

/// <summary>What was typed into a form: for each field name its values, as text. Most fields have one value or none.</summary>
public sealed class FormValues : Dictionary<string, IReadOnlyList<string>>
{
    /// <summary>No values.</summary>
    public FormValues()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The one value of a field, or null.</summary>
    public string? One(string field) => TryGetValue(field, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>
    /// What was typed, one message for each answer, for its author to copy from where no draft was kept. An answer whose
    /// label is not known stands without one.
    /// </summary>
    public IEnumerable<Message> ToCopyFrom(IReadOnlyDictionary<string, string>? labels = null) =>
        from typed in this
        let words = string.Join(", ", typed.Value)
        where words.Length > 0
        select Message.Of((Block?[])[labels?.GetValueOrDefault(typed.Key) is { } label ? new Paragraph($"{label:b}") : null, new Prose(words)]);
}

/// <summary>One choice of a <see cref="FieldKind.OneOf"/> or <see cref="FieldKind.SomeOf"/> field.</summary>
public sealed record FieldChoice(string Value, string Label);

/// <summary>A question of a form, as an adapter draws it.</summary>
/// <param name="Name">The stable name that its values come back under.</param>
/// <param name="Label">The question, at most <see cref="Limits.FieldLabel"/>.</param>
/// <param name="Hint">A quieter line of help, or null.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Required">Whether it must be answered.</param>
/// <param name="MaxLength">The longest text it takes, in UTF-16 units.</param>
/// <param name="Choices">What can be chosen; empty for the other kinds.</param>
public sealed record FormField(string Name, string Label, string? Hint, FieldKind Kind, bool Required, int MaxLength, IReadOnlyList<FieldChoice> Choices);

/// <summary>A form as it is opened: the questions with what stands in them.</summary>
/// <param name="Token">Comes back with the submission: the form's name and what it carries unseen, at most <see cref="Limits.ActionLength"/>.</param>
/// <param name="Title">At most <see cref="Limits.FormTitle"/> characters.</param>
/// <param name="Submit">At most <see cref="Limits.SubmitLength"/> characters.</param>
/// <param name="Fields">The questions, at most <see cref="Limits.Fields"/>.</param>
/// <param name="Values">What is filled in already. An adapter leaves out what its control cannot hold: a day that cannot be read, a member of another workspace.</param>
public sealed record FormView(string Token, string Title, string Submit, IReadOnlyList<FormField> Fields, FormValues Values);

/// <summary>
/// A form's questions, read once from its record: <c>[Display(Name = "What is the problem?"), Required, StringLength(150)]
/// public string Title { get; init; } = "";</c>. Also turns the record into values and values into the record.
/// </summary>
public sealed class FormSchema
{
    private static readonly ConcurrentDictionary<Type, FormSchema> Known = new();
    private readonly Type _type;
    private readonly FormAttribute _form;
    private readonly (FormField Field, PropertyInfo Property)[] _fields;

    private FormSchema(Type type)
    {
        _type = type;
        _form = type.GetCustomAttribute<FormAttribute>() ?? throw new ArgumentException($"{type.Name} has no [Form]");
        _fields = [.. type.GetProperties().Where(p => p.GetCustomAttribute<DisplayAttribute>() is not null).OrderBy(p => p.MetadataToken).Select(p => (FieldOf(p), p))];
    }

    /// <summary>The form's stable name.</summary>
    public string Name => _form.Name;

    /// <summary>The form's title.</summary>
    public string Title => _form.Title;

    /// <summary>What stands on the button that sends it.</summary>
    public string Submit => _form.Submit;

    /// <summary>Whether a submission is kept as a draft.</summary>
    public bool KeepsDraft => _form.KeepsDraft;

    /// <summary>The questions, in order.</summary>
    public IReadOnlyList<FormField> Fields => [.. _fields.Select(f => f.Field)];

    /// <summary>What each question is called, by its name.</summary>
    public IReadOnlyDictionary<string, string> Labels => _fields.ToDictionary(f => f.Field.Name, f => f.Field.Label, StringComparer.Ordinal);

    /// <summary>The schema of a form.</summary>
    /// <exception cref="ArgumentException">The type is no form, or a property's type is no kind of field.</exception>
    public static FormSchema Of(Type type) => Known.GetOrAdd(type, static t => new FormSchema(t));

    /// <summary>
    /// The form as it is shown, filled with what the record holds. Text is tidied and made to fit its field, because a
    /// platform does not open a form whose text is too long; a handler that fills in somebody's words puts what does not
    /// fit into a longer field.
    /// </summary>
    public static FormView View(IForm form) => View(form, Of(form.GetType()).Values(form));

    /// <summary>
    /// The form as it is shown, filled with what was typed before. Use this to show a draft again: what could not be read,
    /// such as a day written "tomorrow", is in no record, and would be lost.
    /// </summary>
    public static FormView View(IForm form, FormValues typed)
    {
        var schema = Of(form.GetType());
        return new FormView(ActionCodec.Encode(form), schema.Title, schema.Submit, schema.Fields, schema.Fit(typed));
    }

    /// <summary>What the record holds, as values.</summary>
    public FormValues Values(IForm form)
    {
        var values = new FormValues();
        foreach (var (field, property) in _fields)
        {
            var texts = Texts(property.GetValue(form)).Where(t => t.Length > 0).ToArray();
            if (texts.Length > 0) values[field.Name] = texts;
        }

        return values;
    }

    private FormValues Fit(FormValues values)
    {
        var fit = new FormValues();
        foreach (var (field, _) in _fields)
        {
            IEnumerable<string> texts = values.GetValueOrDefault(field.Name) ?? [];
            if (field.Kind is FieldKind.Line or FieldKind.Lines)
                texts = texts.Select(t => Shortening.To(Typed.Clean(t, field.Kind is FieldKind.Lines), field.MaxLength));
            if (texts.Where(t => t.Length > 0).ToArray() is { Length: > 0 } kept) fit[field.Name] = kept;
        }

        return fit;
    }

    /// <summary>
    /// Reads what was typed into <paramref name="form"/> (which holds what was carried) and says what is wrong, field by
    /// field; an empty dictionary means that all is well. Control characters and unpaired surrogates are taken out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Bind(IForm form, FormValues typed)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, property) in _fields)
        {
            var texts = (typed.GetValueOrDefault(field.Name) ?? []).Select(t => Typed.Clean(t, field.Kind is FieldKind.Lines)).Where(t => t.Length > 0).ToArray();
            if (texts.Length == 0)
            {
                if (field.Required) wrong[field.Name] = property.GetCustomAttribute<RequiredAttribute>()?.ErrorMessage ?? "Please fill this in.";
                property.SetValue(form, Empty(property));
                continue;
            }

            var (value, why) = Read(field, property, texts);
            if (why is null && value is string text && text.Length > field.MaxLength)
                why = $"At most {field.MaxLength} characters; this has {text.Length}. Please shorten it.";
            if (why is not null) wrong[field.Name] = why;
            else property.SetValue(form, value);
        }

        if (wrong.Count > 0) return wrong;

        var more = new List<ValidationResult>();
        Validator.TryValidateObject(form, new ValidationContext(form), more, validateAllProperties: true);
        foreach (var result in more)
        {
            // A platform can only show a complaint beside a question, so what is said of anything else goes to the first one.
            foreach (var member in result.MemberNames.Select(Asked).DefaultIfEmpty(Asked("")))
                wrong[member] = result.ErrorMessage ?? "This cannot be taken as it is.";
        }

        return wrong;
    }

    private string Asked(string member) => Array.Exists(_fields, f => f.Field.Name == member) || _fields.Length == 0 ? member : _fields[0].Field.Name;

    private static FormField FieldOf(PropertyInfo property)
    {
        var display = property.GetCustomAttribute<DisplayAttribute>()!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var many = property.GetCustomAttribute<DataTypeAttribute>()?.DataType is DataType.MultilineText;
        var kind = type switch
        {
            _ when type == typeof(string) => many ? FieldKind.Lines : FieldKind.Line,
            _ when type == typeof(DateOnly) => FieldKind.Day,
            _ when type == typeof(DateTime) => FieldKind.Moment,
            { IsEnum: true } => FieldKind.OneOf,
            { IsArray: true } when type.GetElementType()!.IsEnum => FieldKind.SomeOf,
            _ when type == typeof(UserRef) => FieldKind.Member,
            _ => throw new ArgumentException($"{property.DeclaringType!.Name}.{property.Name}: a form has no field for {type.Name}"),
        };
        var choices = kind switch
        {
            FieldKind.OneOf => ChoicesOf(type),
            FieldKind.SomeOf => ChoicesOf(type.GetElementType()!),
            _ => [],
        };
        var longest = property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength ?? Limits.FieldLength;
        return new FormField(property.Name, display.Name ?? property.Name, display.Description, kind, property.GetCustomAttribute<RequiredAttribute>() is not null, longest, choices);
    }

    private static FieldChoice[] ChoicesOf(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => new FieldChoice(f.Name, f.GetCustomAttribute<DisplayAttribute>()?.Name ?? f.Name))];

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [],
        string text => [text],
        // The default of a type that cannot be null is no answer.
        DateOnly day when day == default => [],
        DateTime moment when moment == default => [],
        UserRef member when member == default => [],
        Enum choice => Enum.IsDefined(choice.GetType(), choice) ? [choice.ToString()] : [],
        DateOnly day => [day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
        DateTime moment => [moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)],
        Array many => many.Cast<object>().SelectMany(Texts),
        _ => [value.ToString()!],
    };

    /// <summary>No answer: null where the property may be null, so that rules for what is typed do not judge it.</summary>
    private static object? Empty(PropertyInfo property) => Empty(property.PropertyType, new NullabilityInfoContext().Create(property).WriteState is NullabilityState.Nullable);

    private static object? Empty(Type type, bool nullable) => type == typeof(string) ? nullable ? null : "" : type.IsArray ? Array.CreateInstance(type.GetElementType()!, 0) : type.IsValueType ? Activator.CreateInstance(type) : null;

    private static (object? Value, string? Why) Read(FormField field, PropertyInfo property, string[] texts)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        switch (field.Kind)
        {
            case FieldKind.Line or FieldKind.Lines:
                return (texts[0], null);

            case FieldKind.Day:
                return DateOnly.TryParseExact(texts[0], ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                    ? (day, null)
                    : (null, "Please write the day as year-month-day, for example 2027-03-09.");

            case FieldKind.Moment:
                return DateTime.TryParseExact(texts[0].Replace('T', ' '), ["yyyy-MM-dd HH:mm", "yyyy-M-d H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
                    ? (moment, null)
                    : (null, "Please write day and time as year-month-day hour:minute, for example 2027-03-09 14:30.");

            case FieldKind.OneOf:
                return field.Choices.Any(c => c.Value == texts[0]) ? (Enum.Parse(type, texts[0]), null) : (null, "Please choose one of the list.");

            case FieldKind.SomeOf:
                if (texts.Any(t => field.Choices.All(c => c.Value != t))) return (null, "Please choose from the list.");
                texts = [.. texts.Distinct(StringComparer.Ordinal)];
                var chosen = Array.CreateInstance(type.GetElementType()!, texts.Length);
                for (var i = 0; i < texts.Length; i++) chosen.SetValue(Enum.Parse(type.GetElementType()!, texts[i]), i);
                return (chosen, null);

            case FieldKind.Member:
                try
                {
                    if (UserRef.Parse(texts[0]) is { Id: not "", Workspace: { Id: not "", Platform.Name: not "" } } member) return (member, null);
                }
                catch (FormatException)
                {
                    // Said below.
                }

                return (null, "Please choose somebody from the list.");

            default:
                throw new NotSupportedException(field.Kind.ToString());
        }
    }
}
