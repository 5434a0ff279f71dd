using System.Globalization;
using System.Text;
using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>Turns an open form into HTML: native fields, each error at its field, what was typed in its place.</summary>
internal static class PlaygroundForms
{
    // Up to here all choices are worth seeing at once.
    private const int ChoicesAsButtons = 6;

    /// <summary>The fields of a form.</summary>
    public static string Html(OpenForm form, Reader reader)
    {
        var html = new StringBuilder();
        foreach (var field in form.View.Fields)
            html.Append(Html(field, form.View.Values.GetValueOrDefault(field.Name) ?? [], form.Wrong.GetValueOrDefault(field.Name), reader));
        return html.ToString();
    }

    private static string Html(FormField field, IReadOnlyList<string> values, string? wrong, Reader reader) => field.Kind switch
    {
        FieldKind.Line => One(field, wrong, $"<input type=\"text\" {Names(field, wrong)} {Limit(field)} dir=\"auto\" autocomplete=\"off\" value=\"{PlaygroundText.Escape(First(values))}\">"),
        // HTML drops one line break after the tag, so one more is put there.
        FieldKind.Lines => One(field, wrong, $"<textarea rows=\"4\" {Names(field, wrong)} {Limit(field)} dir=\"auto\">\n{PlaygroundText.Escape(First(values))}</textarea>"),
        FieldKind.Day => One(field, wrong, $"<input type=\"date\" {Names(field, wrong)} value=\"{PlaygroundText.Escape(First(values))}\">"),
        FieldKind.Moment => One(field, wrong, $"<input type=\"datetime-local\" {Names(field, wrong)} value=\"{PlaygroundText.Escape(First(values).Replace(' ', 'T'))}\">"),
        FieldKind.OneOf when field.Choices.Count <= ChoicesAsButtons => Several(field, values, wrong, "radio"),
        FieldKind.OneOf => One(field, wrong, Select(field, wrong, field.Choices, values)),
        FieldKind.SomeOf => Several(field, values, wrong, "checkbox"),
        FieldKind.Member => One(field, wrong, Select(field, wrong, [.. reader.People.Where(p => p is { IsBot: false, Left: false }).Select(p => new FieldChoice(p.Ref.ToString(), p.Name))], values)),
        _ => throw new NotSupportedException(field.Kind.ToString()),
    };

    private static string One(FormField field, string? wrong, string input) =>
        $"<div class=\"field{(wrong is null ? "" : " wrong")}\"><label for=\"{Id(field)}\">{Label(field)}</label>{Hint(field)}{input}{Counter(field)}{Wrong(field, wrong)}</div>";

    private static string Several(FormField field, IReadOnlyList<string> values, string? wrong, string type)
    {
        var choices = string.Concat(field.Choices.Select((c, i) =>
            $"<label class=\"choice\"><input type=\"{type}\" name=\"{PlaygroundText.Escape(field.Name)}\" value=\"{PlaygroundText.Escape(c.Value)}\"{(i == 0 ? $" id=\"{Id(field)}\"" : "")}{(values.Contains(c.Value, StringComparer.Ordinal) ? " checked" : "")}> <span dir=\"auto\">{PlaygroundText.Escape(c.Label)}</span></label>"));
        return $"<fieldset class=\"field{(wrong is null ? "" : " wrong")}\" aria-describedby=\"{Described(field)}\"><legend>{Label(field)}</legend>{Hint(field)}{choices}{Wrong(field, wrong)}</fieldset>";
    }

    private static string Select(FormField field, string? wrong, IReadOnlyList<FieldChoice> choices, IReadOnlyList<string> values) =>
        $"<select {Names(field, wrong)}><option value=\"\">{(field.Required ? "Please choose" : "No choice")}</option>"
        + string.Concat(choices.Select(c => $"<option value=\"{PlaygroundText.Escape(c.Value)}\"{(values.Contains(c.Value, StringComparer.Ordinal) ? " selected" : "")}>{PlaygroundText.Escape(c.Label)}</option>"))
        + "</select>";

    private static string Names(FormField field, string? wrong) =>
        $"id=\"{Id(field)}\" name=\"{PlaygroundText.Escape(field.Name)}\" aria-describedby=\"{Described(field)}\"{(field.Required ? " aria-required=\"true\"" : "")}{(wrong is null ? "" : " aria-invalid=\"true\"")}";

    // Counted, not cut: what is pasted too long is shown whole and said to be too long.
    private static string Limit(FormField field) => string.Create(CultureInfo.InvariantCulture, $"data-limit=\"{field.MaxLength}\"");

    private static string Id(FormField field) => "field-" + PlaygroundText.Escape(field.Name);

    private static string Described(FormField field) => $"{Id(field)}-hint {Id(field)}-wrong";

    private static string Label(FormField field) => $"<span dir=\"auto\">{PlaygroundText.Escape(field.Label)}</span>{(field.Required ? "" : " <span class=\"optional\">optional</span>")}";

    private static string Hint(FormField field) => field.Hint is { Length: > 0 } hint ? $"<p class=\"hint\" id=\"{Id(field)}-hint\" dir=\"auto\">{PlaygroundText.Escape(hint)}</p>" : "";

    private static string Counter(FormField field) => field.Kind is FieldKind.Line or FieldKind.Lines ? "<p class=\"counter\" aria-hidden=\"true\"></p>" : "";

    private static string Wrong(FormField field, string? wrong) => $"<p class=\"error\" id=\"{Id(field)}-wrong\" dir=\"auto\">{(wrong is null ? "" : PlaygroundText.Escape(wrong))}</p>";

    private static string First(IReadOnlyList<string> values) => values.Count > 0 ? values[0] : "";
}
