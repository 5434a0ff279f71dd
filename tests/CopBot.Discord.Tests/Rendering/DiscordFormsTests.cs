using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rendering;

namespace CopBot.Discord.Tests.Rendering;

public sealed class DiscordFormsTests
{
    private static readonly WorkspaceRef Here = new(new Platform("discord"), "11");
    private static readonly FieldChoice[] Few = [new("a", "A"), new("b", "B")];
    private static readonly FieldChoice[] Many = [.. Enumerable.Range(0, 25).Select(n => new FieldChoice($"v{n}", $"Choice {n}"))];

    [Theory]
    [InlineData(FieldKind.Line, 4)]
    [InlineData(FieldKind.Lines, 4)]
    [InlineData(FieldKind.Day, 4)]
    [InlineData(FieldKind.Moment, 4)]
    [InlineData(FieldKind.OneOf, 21)]
    [InlineData(FieldKind.SomeOf, 22)]
    [InlineData(FieldKind.Member, 5)]
    public void Each_kind_of_question_has_its_input(FieldKind kind, int type)
    {
        var question = Draw(new FormField("Name", "Label", "A hint.", kind, Required: true, 200, Few));
        Assert.Equal(18, question["type"]!.GetValue<int>());
        Assert.Equal("Label", question["label"]!.GetValue<string>());
        Assert.StartsWith("A hint.", question["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(type, question["component"]!["type"]!.GetValue<int>());
        Assert.Equal("Name", question["component"]!["custom_id"]!.GetValue<string>());
        Assert.True(question["component"]!["required"]!.GetValue<bool>());
    }

    [Fact]
    public void Days_say_how_they_are_typed()
    {
        Assert.Equal("By then. As year-month-day, such as 2026-11-21", Draw(Field(FieldKind.Day, "By then."))["description"]!.GetValue<string>());
        var longHint = new string('h', Limits.FieldHint);
        var question = Draw(Field(FieldKind.Day, longHint));
        Assert.Equal(longHint, question["description"]!.GetValue<string>());
        Assert.Equal(DiscordForms.DayHint, question["component"]!["placeholder"]!.GetValue<string>());
        Assert.Equal(DiscordForms.MomentHint, Draw(Field(FieldKind.Moment, null))["description"]!.GetValue<string>());
    }

    [Fact]
    public void Many_choices_become_a_select_and_what_was_chosen_stays_chosen()
    {
        var one = Draw(new FormField("N", "L", null, FieldKind.OneOf, Required: false, 100, Many), "v24")["component"]!;
        Assert.Equal((3, 0, 1), (one["type"]!.GetValue<int>(), one["min_values"]!.GetValue<int>(), one["max_values"]!.GetValue<int>()));
        Assert.True(one["options"]![24]!["default"]!.GetValue<bool>());
        var some = Draw(new FormField("N", "L", null, FieldKind.SomeOf, Required: true, 100, Many), "v0", "v1")["component"]!;
        Assert.Equal((3, 1, 25), (some["type"]!.GetValue<int>(), some["min_values"]!.GetValue<int>(), some["max_values"]!.GetValue<int>()));
        Assert.Equal(3, Draw(new FormField("N", "L", null, FieldKind.OneOf, Required: true, 100, Few[..1]))["component"]!["type"]!.GetValue<int>());
    }

    [Fact]
    public void What_an_input_cannot_hold_is_left_out()
    {
        Assert.Null(Draw(Field(FieldKind.Line, null), new string('x', 201))["component"]!["value"]);
        Assert.Equal("tomorrow", Draw(Field(FieldKind.Day, null), "tomorrow")["component"]!["value"]!.GetValue<string>());
        Assert.Null(Draw(Field(FieldKind.Member, null), "slack/T1/U1")["component"]!["default_values"]);
        Assert.Null(Draw(Field(FieldKind.Member, null), "nonsense")["component"]!["default_values"]);
        Assert.Equal("42", Draw(Field(FieldKind.Member, null), "discord/11/42")["component"]!["default_values"]![0]!["id"]!.GetValue<string>());
        Assert.Equal(new string('x', 200), Draw(Field(FieldKind.Line, null), new string('x', 200))["component"]!["value"]!.GetValue<string>());
    }

    [Fact]
    public void The_token_travels_with_the_form_and_in_a_direct_conversation_with_the_workspace()
    {
        var form = new FormView(new string('t', Limits.ActionLength), new string('x', Limits.FormTitle), "Send", [Field(FieldKind.Line, null)], []);
        Assert.Equal(form.Token, DiscordForms.Modal(form, new Setting(Here))["custom_id"]!.GetValue<string>());
        var direct = DiscordForms.Modal(form, Setting.DirectIn(Here, direct: true))["custom_id"]!.GetValue<string>();
        Assert.Equal(DiscordLimits.CustomId, direct.Length);
        Assert.Equal(DiscordMark.OfWorkspace("11"), DiscordMark.Read(direct, out var token));
        Assert.Equal(form.Token, token);
    }

    [Fact]
    public void What_comes_back_is_read_whatever_it_looks_like()
    {
        using var sent = JsonDocument.Parse("""
            [ null, 7, {}, { "type": 10, "id": 1 },
              { "type": 18, "component": { "type": 4, "custom_id": "Line", "value": "typed" } },
              { "type": 18, "component": { "type": 4, "custom_id": "Empty", "value": "" } },
              { "type": 18, "component": { "type": 21, "custom_id": "None", "value": null } },
              { "type": 18, "component": { "type": 22, "custom_id": "Some", "values": ["a", 3, "b"] } },
              { "type": 18, "component": { "type": 5, "custom_id": "Who", "values": ["42"] } },
              { "type": 1, "components": [ { "type": 4, "custom_id": "Old", "value": "row" } ] } ]
            """);
        var values = DiscordForms.Read(sent.RootElement, Here);
        Assert.Equal(["Line", "Old", "Some", "Who"], values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("typed", values.One("Line"));
        Assert.Equal(["a", "b"], values["Some"]);
        Assert.Equal("discord/11/42", values.One("Who"));
        Assert.Equal("row", values.One("Old"));
    }

    private static FormField Field(FieldKind kind, string? hint) => new("Name", "Label", hint, kind, Required: false, 200, kind is FieldKind.OneOf or FieldKind.SomeOf ? Few : []);

    private static JsonNode Draw(FormField field, params string[] values)
    {
        var typed = new FormValues();
        if (values.Length > 0) typed["" + field.Name] = values;
        return DiscordForms.Modal(new FormView("t", "Title", "Send", [field], typed), new Setting(Here))["components"]![0]!;
    }
}
