using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Interactions;

namespace CopBot.Slack.Rendering;

/// <summary>Turns forms into modals, and what comes back from them into values. Each question is a block named like its field.</summary>
internal static class SlackForms
{
    // No property of a record is called so, so no field either.
    private const string TimePrefix = "time:";
    private const string Answer = "answer";

    // Up to here all choices are worth seeing at once.
    private const int ChoicesAsButtons = 6;

    /// <summary>The form, for people of <paramref name="workspace"/>. <paramref name="privately"/> comes back with what is sent.</summary>
    public static JsonObject Render(FormView form, WorkspaceRef workspace, string privately) => new()
    {
        ["type"] = "modal",
        ["callback_id"] = "form",
        ["title"] = SlackMessages.Plain(form.Title, SlackLimits.ModalTitle),
        ["submit"] = SlackMessages.Plain(form.Submit, SlackLimits.ModalTitle),
        ["close"] = SlackMessages.Plain("Cancel", SlackLimits.ModalTitle),
        ["private_metadata"] = privately,
        ["blocks"] = new JsonArray([.. form.Fields.SelectMany(f => Questions(f, form.Values.GetValueOrDefault(f.Name) ?? [], workspace))]),
    };

    /// <summary>What is shown before the questions are known.</summary>
    public static JsonObject Loading(WorkspaceRef workspace) => SlackMessages.Modal(Message.Say($"{Sentences.Loading}"), workspace, "");

    /// <summary>What was typed, read from the <c>view</c> that was sent. What is not there was not answered; nothing here throws.</summary>
    public static FormValues Values(JsonElement view, WorkspaceRef workspace)
    {
        var answers = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, answer) in Answers(view))
        {
            if (Texts(answer, workspace).Where(t => t.Length > 0).ToArray() is { Length: > 0 } texts) answers[name] = texts;
        }

        var values = new FormValues();
        foreach (var (name, texts) in answers)
        {
            // Day and time are two pickers of one question, of which either may be left empty.
            var question = name.StartsWith(TimePrefix, StringComparison.Ordinal) ? name[TimePrefix.Length..] : name;
            values[question] = answers.TryGetValue(TimePrefix + question, out var time)
                ? [string.Join(' ', [.. answers.GetValueOrDefault(question) ?? [], .. time])]
                : texts;
        }

        return values;
    }

    /// <summary>
    /// The complaints, each at its question; those about something that was not asked stand at the first one. Null where the
    /// view has no question to put them at.
    /// </summary>
    public static JsonObject? Errors(JsonElement view, IReadOnlyDictionary<string, string> why)
    {
        var asked = Inputs(view);
        if (asked.Count == 0 || why.Count == 0) return null;

        var errors = new JsonObject();
        foreach (var complaints in why.GroupBy(w => asked.Contains(w.Key) ? w.Key : asked[0], w => w.Value, StringComparer.Ordinal))
        {
            var said = string.Join(' ', complaints);
            errors[complaints.Key] = Shortening.To(string.IsNullOrWhiteSpace(said) ? "Please look at this again." : said, SlackLimits.FieldError);
        }

        return new JsonObject { ["response_action"] = "errors", ["errors"] = errors };
    }

    private static IEnumerable<JsonObject> Questions(FormField field, IReadOnlyList<string> values, WorkspaceRef workspace) => field.Kind switch
    {
        FieldKind.Line => [Question(field, Typing(field, values, lines: false))],
        FieldKind.Lines => [Question(field, Typing(field, values, lines: true))],
        FieldKind.Day => [Question(field, Day(values))],
        // Never the one picker for both: it answers in Slack's zone, and the question is asked in the community's or the asker's.
        FieldKind.Moment => [Question(field, Day(values)), Time(field, values)],
        FieldKind.OneOf when field.Required && field.Choices.Count <= ChoicesAsButtons => [Question(field, One("radio_buttons", field, values))],
        FieldKind.OneOf => [Question(field, One("static_select", field, values))],
        FieldKind.SomeOf when field.Choices.Count <= SlackLimits.BoxOptions => [Question(field, Some("checkboxes", field, values))],
        FieldKind.SomeOf => [Question(field, Some("multi_static_select", field, values))],
        FieldKind.Member => [Question(field, Member(values, workspace))],
        _ => throw new NotSupportedException(field.Kind.ToString()),
    };

    private static JsonObject Question(FormField field, JsonObject element)
    {
        var input = new JsonObject { ["type"] = "input", ["block_id"] = field.Name, ["label"] = SlackMessages.Plain(field.Label, SlackLimits.InputLabel) };
        if (!string.IsNullOrWhiteSpace(field.Hint)) input["hint"] = SlackMessages.Plain(field.Hint, SlackLimits.InputLabel);
        if (!field.Required) input["optional"] = true;
        input["element"] = element;
        return input;
    }

    private static JsonObject Time(FormField field, IReadOnlyList<string> values)
    {
        var element = Element("timepicker");
        if (values is [var typed, ..] && TryMoment(typed, out var moment)) element["initial_time"] = moment.ToString("HH:mm", CultureInfo.InvariantCulture);
        var question = Question(field with { Label = field.Label + " (time)", Hint = null }, element);
        question["block_id"] = TimePrefix + field.Name;
        return question;
    }

    private static JsonObject Typing(FormField field, IReadOnlyList<string> values, bool lines)
    {
        var element = Element("plain_text_input");
        var most = Math.Clamp(field.MaxLength, 1, SlackLimits.InputText);
        if (lines) element["multiline"] = true;
        element["max_length"] = most;
        // What stands in a field is no markup: Slack shows it, and gives it back, as it is.
        if (values is [{ Length: > 0 } typed, ..]) element["initial_value"] = Shortening.To(typed, most);
        return element;
    }

    private static JsonObject Day(IReadOnlyList<string> values)
    {
        var element = Element("datepicker");
        if (values is [var typed, ..] && TryDay(typed, out var day)) element["initial_date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return element;
    }

    private static JsonObject One(string type, FormField field, IReadOnlyList<string> values)
    {
        var element = Choosing(type, field);
        if (field.Choices.FirstOrDefault(c => values.Contains(c.Value, StringComparer.Ordinal)) is { } chosen) element["initial_option"] = SlackMessages.Option(chosen.Label, chosen.Value);
        return element;
    }

    private static JsonObject Some(string type, FormField field, IReadOnlyList<string> values)
    {
        var element = Choosing(type, field);
        var chosen = field.Choices.Where(c => values.Contains(c.Value, StringComparer.Ordinal)).Select(c => SlackMessages.Option(c.Label, c.Value)).ToArray();
        if (chosen.Length > 0) element["initial_options"] = new JsonArray([.. chosen]);
        return element;
    }

    private static JsonObject Choosing(string type, FormField field)
    {
        var element = Element(type);
        element["options"] = new JsonArray([.. field.Choices.Select(c => SlackMessages.Option(c.Label, c.Value))]);
        return element;
    }

    private static JsonObject Member(IReadOnlyList<string> values, WorkspaceRef workspace)
    {
        var element = Element("users_select");
        if (values is [var typed, ..] && TryUser(typed, out var user) && user.Workspace == workspace) element["initial_user"] = user.Id;
        return element;
    }

    private static JsonObject Element(string type) => new() { ["type"] = type, ["action_id"] = Answer };

    private static bool TryDay(string typed, out DateOnly day)
    {
        if (DateOnly.TryParseExact(typed, ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return true;
        var hasMoment = TryMoment(typed, out var moment);
        day = DateOnly.FromDateTime(moment);
        return hasMoment;
    }

    private static bool TryMoment(string typed, out DateTime moment) =>
        DateTime.TryParseExact(typed.Replace('T', ' '), ["yyyy-MM-dd HH:mm", "yyyy-M-d H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out moment);

    private static bool TryUser(string typed, out UserRef user)
    {
        user = default;
        try
        {
            user = UserRef.Parse(typed);
            return user.Id.Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Name, JsonElement Answer)> Answers(JsonElement view) =>
        from block in view.Object("state").Object("values").Members()
        from answer in block.Value.Members()
        select (block.Name, answer.Value);

    private static IEnumerable<string> Texts(JsonElement answer, WorkspaceRef workspace) => answer.Text("type") switch
    {
        "plain_text_input" => One(answer.Text("value")),
        "datepicker" => One(answer.Text("selected_date")),
        "timepicker" => One(answer.Text("selected_time")),
        "radio_buttons" or "static_select" => One(answer.Object("selected_option").Text("value")),
        "checkboxes" or "multi_static_select" => answer.Items("selected_options").Select(o => o.Text("value")).OfType<string>(),
        "users_select" => One(answer.Text("selected_user") is { Length: > 0 } id && !id.Contains('/') ? new UserRef(workspace, id).ToString() : null),
        _ => [],
    };

    private static IEnumerable<string> One(string? text) => text is null ? [] : [text];

    private static List<string> Inputs(JsonElement view) =>
        [.. view.Items("blocks").Where(b => b.Text("type") is "input").Select(b => b.Text("block_id")).OfType<string>()];
}
