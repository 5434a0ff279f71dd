using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Rendering;

namespace CopBot.Slack.Tests.Rendering;

public sealed class SlackFormsTests
{
    private static readonly WorkspaceRef House = new(SlackWorkspace.Slack, "T1");

    private static FormField Field(FieldKind kind, bool required = true, int choices = 0, string name = "Q", string? hint = null, int most = 100) =>
        new(name, "What?", hint, kind, required, most, [.. Enumerable.Range(1, choices).Select(i => new FieldChoice($"C{i}", $"Choice {i}"))]);

    private static JsonObject Render(FormField field, params string[] values)
    {
        var typed = new FormValues();
        if (values.Length > 0) typed[field.Name] = values;
        return SlackForms.Render(new FormView("form:1", "Ask & tell", "Send", [field], typed), House, "private");
    }

    private static JsonObject Element(FormField field, params string[] values) => Render(field, values)["blocks"]![0]!["element"]!.AsObject();

    private static JsonElement Sent(string values, string blocks = "[]") => JsonDocument.Parse($$"""{"state":{"values":{{values}}},"blocks":{{blocks}}}""").RootElement.Clone();

    private static string? Read(string values) => SlackForms.Values(Sent(values), House).GetValueOrDefault("Q") is { } texts ? string.Join('|', texts) : null;

    [Fact]
    public void A_form_is_a_modal_whose_blocks_are_its_questions() =>
        Assert.Equal(
            """
            {"type":"modal","callback_id":"form","title":{"type":"plain_text","text":"Ask \u0026amp; tell"},"submit":{"type":"plain_text","text":"Send"},"close":{"type":"plain_text","text":"Cancel"},"private_metadata":"private",
            "blocks":[{"type":"input","block_id":"Q","label":{"type":"plain_text","text":"What?"},"hint":{"type":"plain_text","text":"Think \u0026lt;twice\u0026gt;"},"optional":true,
            "element":{"type":"plain_text_input","action_id":"answer","max_length":100,"initial_value":"a \u0026 b"}}]}
            """.ReplaceLineEndings(""),
            Render(Field(FieldKind.Line, required: false, hint: "Think <twice>"), "a & b").ToJsonString());

    [Theory]
    [InlineData(FieldKind.Line, 0, true, "plain_text_input")]
    [InlineData(FieldKind.Lines, 0, true, "plain_text_input")]
    [InlineData(FieldKind.Day, 0, true, "datepicker")]
    [InlineData(FieldKind.Moment, 0, true, "datepicker")]
    [InlineData(FieldKind.OneOf, 6, true, "radio_buttons")]
    [InlineData(FieldKind.OneOf, 6, false, "static_select")]
    [InlineData(FieldKind.OneOf, 7, true, "static_select")]
    [InlineData(FieldKind.SomeOf, 10, true, "checkboxes")]
    [InlineData(FieldKind.SomeOf, 11, true, "multi_static_select")]
    [InlineData(FieldKind.Member, 0, true, "users_select")]
    public void Each_kind_of_question_has_its_control(FieldKind kind, int choices, bool required, string type) =>
        Assert.Equal(type, Element(Field(kind, required, choices))["type"]!.GetValue<string>());

    [Fact]
    public void Several_lines_are_typed_into_several_lines() => Assert.True(Element(Field(FieldKind.Lines))["multiline"]!.GetValue<bool>());

    [Fact]
    public void A_moment_is_two_pickers()
    {
        var blocks = Render(Field(FieldKind.Moment), "2027-03-09 14:30")["blocks"]!.AsArray();
        Assert.Equal(["Q", "time:Q"], blocks.Select(b => b!["block_id"]!.GetValue<string>()));
        Assert.Equal("2027-03-09", blocks[0]!["element"]!["initial_date"]!.GetValue<string>());
        Assert.Equal("14:30", blocks[1]!["element"]!["initial_time"]!.GetValue<string>());
        Assert.Equal("What? (time)", blocks[1]!["label"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void What_is_known_stands_in_its_control()
    {
        Assert.Equal("2027-03-09", Element(Field(FieldKind.Day), "2027-3-9")["initial_date"]!.GetValue<string>());
        Assert.Equal("C2", Element(Field(FieldKind.OneOf, choices: 3), "C2")["initial_option"]!["value"]!.GetValue<string>());
        Assert.Equal(["C1", "C3"], Element(Field(FieldKind.SomeOf, choices: 3), "C3", "C1")["initial_options"]!.AsArray().Select(o => o!["value"]!.GetValue<string>()));
        Assert.Equal("U1", Element(Field(FieldKind.Member), "slack/T1/U1")["initial_user"]!.GetValue<string>());
    }

    [Fact]
    public void What_a_control_cannot_hold_is_left_out()
    {
        Assert.Null(Element(Field(FieldKind.Day), "tomorrow")["initial_date"]);
        Assert.Null(Element(Field(FieldKind.OneOf, choices: 3), "C9")["initial_option"]);
        Assert.Null(Element(Field(FieldKind.SomeOf, choices: 3), "C9")["initial_options"]);
        Assert.Null(Element(Field(FieldKind.Member), "slack/T2/U1")["initial_user"]);
        Assert.Null(Element(Field(FieldKind.Member), "nobody")["initial_user"]);
        Assert.Null(Render(Field(FieldKind.Moment), "soon")["blocks"]![1]!["element"]!["initial_time"]);
        Assert.Null(Element(Field(FieldKind.Line), "")["initial_value"]);
        Assert.Equal(100, Element(Field(FieldKind.Line), string.Concat(Enumerable.Repeat("😀", 60)))["initial_value"]!.GetValue<string>().Length + 1);
    }

    [Fact]
    public void Longer_answers_than_slack_takes_are_not_asked_for() => Assert.Equal(SlackLimits.InputText, Element(Field(FieldKind.Lines, most: 9000))["max_length"]!.GetValue<int>());

    [Theory]
    [InlineData("""{"Q":{"answer":{"type":"plain_text_input","value":"a < b"}}}""", "a < b")]
    [InlineData("""{"Q":{"answer":{"type":"plain_text_input","value":null}}}""", null)]
    [InlineData("""{"Q":{"answer":{"type":"datepicker","selected_date":"2027-03-09"}}}""", "2027-03-09")]
    [InlineData("""{"Q":{"answer":{"type":"datepicker","selected_date":"2027-03-09"}},"time:Q":{"answer":{"type":"timepicker","selected_time":"14:30"}}}""", "2027-03-09 14:30")]
    [InlineData("""{"time:Q":{"answer":{"type":"timepicker","selected_time":"14:30"}},"Q":{"answer":{"type":"datepicker","selected_date":"2027-03-09"}}}""", "2027-03-09 14:30")]
    [InlineData("""{"Q":{"answer":{"type":"datepicker","selected_date":null}},"time:Q":{"answer":{"type":"timepicker","selected_time":"14:30"}}}""", "14:30")]
    [InlineData("""{"Q":{"answer":{"type":"datepicker","selected_date":"2027-03-09"}},"time:Q":{"answer":{"type":"timepicker","selected_time":null}}}""", "2027-03-09")]
    [InlineData("""{"Q":{"answer":{"type":"radio_buttons","selected_option":{"value":"C1"}}}}""", "C1")]
    [InlineData("""{"Q":{"answer":{"type":"static_select","selected_option":null}}}""", null)]
    [InlineData("""{"Q":{"answer":{"type":"checkboxes","selected_options":[{"value":"C1"},{"value":"C2"}]}}}""", "C1|C2")]
    [InlineData("""{"Q":{"answer":{"type":"multi_static_select","selected_options":[]}}}""", null)]
    [InlineData("""{"Q":{"answer":{"type":"users_select","selected_user":"U7"}}}""", "slack/T1/U7")]
    [InlineData("""{"Q":{"answer":{"type":"users_select","selected_user":"U7/../x"}}}""", null)]
    [InlineData("""{"Q":{"answer":{"type":"of the future","value":"x"}}}""", null)]
    [InlineData("""{"Q":null,"R":{"answer":7},"S":[]}""", null)]
    public void What_was_answered_is_read(string values, string? expected) => Assert.Equal(expected, Read(values));

    [Fact]
    public void Complaints_stand_at_their_questions_and_strays_at_the_first()
    {
        var view = Sent("{}", """[{"type":"section"},{"type":"input","block_id":"A"},{"type":"input","block_id":"B"}]""");
        var errors = SlackForms.Errors(view, new Dictionary<string, string> { ["B"] = "Too long.", ["gone"] = "Something else.", [""] = "And this." })!;
        Assert.Equal("errors", errors["response_action"]!.GetValue<string>());
        Assert.Equal("""{"B":"Too long.","A":"Something else. And this."}""", errors["errors"]!.ToJsonString());
        Assert.Null(SlackForms.Errors(Sent("{}"), new Dictionary<string, string> { ["A"] = "No." }));
    }

    [Fact]
    public void Members_words_in_a_form_ring_nobody()
    {
        var field = new FormField("Q", "<!channel>", "<@U1>", FieldKind.SomeOf, true, 100, [new FieldChoice("C1", "<!here>")]);
        var json = Render(field).ToJsonString();
        Assert.DoesNotContain("<", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u003C", json, StringComparison.OrdinalIgnoreCase);
    }
}
