using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CopBot.Chat.Tests;

public class FormSchemaTests
{
    private static readonly FormSchema Schema = FormSchema.Of(typeof(EveryField));
    private static readonly ThingId Thing = new(new Guid("0193a0c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d"));
    private static readonly UserRef Anna = new(new(new("slack"), "T1"), "U1");

    private static readonly Gen<EveryField> Forms =
        from line in Some.VisibleWords.Where(w => w.Length <= 20)
        from lines in Some.VisibleWords.OrNull()
        from day in Some.Day
        from minutes in Gen.Choose(0, 100_000_000)
        from answered in Gen.Elements(true, false).ArrayOf(3)
        from colour in Gen.Elements(Enum.GetValues<Colour>())
        from colours in Gen.SubListOf(Enum.GetValues<Colour>())
        from member in Some.User
        select new EveryField
        {
            Thing = Thing,
            Carried = "c",
            Line = line.Trim(),
            Lines = lines?.Trim(),
            Day = answered[0] ? day : null,
            Moment = answered[1] ? new DateTime(1900, 1, 1).AddMinutes(minutes) : null,
            OneOf = answered[2] ? colour : null,
            SomeOf = [.. colours],
            Member = answered[0] ? null : member,
        };

    [Fact]
    public void The_kind_of_a_field_follows_from_its_type() => Assert.Equal(
        [
            ("Line", FieldKind.Line), ("Lines", FieldKind.Lines), ("Day", FieldKind.Day), ("Moment", FieldKind.Moment),
            ("OneOf", FieldKind.OneOf), ("SomeOf", FieldKind.SomeOf), ("Member", FieldKind.Member),
        ],
        Schema.Fields.Select(f => (f.Name, f.Kind)));

    [Fact]
    public void A_question_is_described_by_its_attributes()
    {
        var line = Schema.Fields[0];
        Assert.Equal(("One line?", "A short one", true, 20), (line.Label, line.Hint, line.Required, line.MaxLength));
        var lines = Schema.Fields[1];
        Assert.Equal(("More lines?", null, false, Limits.FieldLength), (lines.Label, lines.Hint, lines.Required, lines.MaxLength));
        Assert.Equal("Day", FormSchema.Of(typeof(AllRequired)).Fields[1].Label);
    }

    [Fact]
    public void The_form_is_described_by_its_attribute()
    {
        Assert.Equal(("every-field", "Every kind of field", "Tell", true), (Schema.Name, Schema.Title, Schema.Submit, Schema.KeepsDraft));
        var required = FormSchema.Of(typeof(AllRequired));
        Assert.Equal(("required", "Send", false), (required.Name, required.Submit, required.KeepsDraft));
    }

    [Fact]
    public void Choices_are_the_members_of_the_enumeration_under_the_names_people_read()
    {
        FieldChoice[] colours = [new("None", "No colour"), new("Red", "A warm red"), new("DarkGreen", "DarkGreen")];
        Assert.Equal(colours, Schema.Fields[4].Choices);
        Assert.Equal(colours, Schema.Fields[5].Choices);
        Assert.All(Schema.Fields.Where(f => f.Kind is not (FieldKind.OneOf or FieldKind.SomeOf)), f => Assert.Empty(f.Choices));
    }

    [Fact]
    public void A_view_shows_the_questions_and_what_stands_in_them_and_carries_the_rest()
    {
        var form = new EveryField { Thing = Thing, Carried = "c", Line = "x", Day = new(2027, 3, 9), Moment = new(2027, 3, 9, 14, 30, 0), OneOf = Colour.Red, SomeOf = [Colour.None, Colour.Red], Member = Anna };
        var view = FormSchema.View(form);
        Assert.Equal(("every-field:xKCTAW9ei3qcDR4vOktcbQ:=c", "Every kind of field", "Tell"), (view.Token, view.Title, view.Submit));
        Assert.Equal(Schema.Fields.Select(f => f.Name), view.Fields.Select(f => f.Name), StringComparer.Ordinal);
        Assert.Equal(
            """{"Line":["x"],"Day":["2027-03-09"],"Moment":["2027-03-09 14:30"],"OneOf":["Red"],"SomeOf":["None","Red"],"Member":["slack/T1/U1"]}""",
            ChatJson.Write(view.Values));
    }

    [Fact]
    public void What_a_form_shows_binds_to_the_same_form() => Always.Holds(Forms, form =>
    {
        var view = FormSchema.View(form);
        Assert.True(new ActionCodec([typeof(EveryField)]).TryDecode(view.Token, out var opened), "the token of a view should read");
        var back = Assert.IsType<EveryField>(opened);
        Assert.Empty(Schema.Bind(back, view.Values));
        Assert.Equal(form.SomeOf, back.SomeOf);
        Assert.Equal(form, back with { SomeOf = form.SomeOf });
    });

    [Fact]
    public void Values_read_back_from_the_store() => Always.Holds(Forms, form =>
    {
        var values = Schema.Values(form);
        var read = ChatJson.Read<FormValues>(ChatJson.Write(values));
        Assert.Equal(values.Keys, read.Keys, StringComparer.Ordinal);
        Assert.All(values, v => Assert.Equal(v.Value, read[v.Key], StringComparer.Ordinal));
    });

    [Fact]
    public void The_one_value_of_a_field_is_the_first_or_none()
    {
        var values = Typed(("Line", "a"));
        values["None"] = [];
        values["Two"] = ["a", "b"];
        Assert.Equal(("a", null, "a", null), (values.One("Line"), values.One("None"), values.One("Two"), values.One("line")));
    }

    [Fact]
    public void A_form_that_nobody_filled_in_opens_empty() => Assert.Empty(FormSchema.View(new AllRequired()).Values);

    [Fact]
    public void Every_required_question_asks_to_be_filled_in()
    {
        var form = new AllRequired { Line = "was", SomeOf = [Colour.Red] };
        var wrong = FormSchema.Of(typeof(AllRequired)).Bind(form, []);
        Assert.Equal(
            """{"Line":"Give it a name.","Day":"Please fill this in.","Moment":"Please fill this in.","OneOf":"Please fill this in.","SomeOf":"Please fill this in.","Member":"Please fill this in."}""",
            ChatJson.Write(wrong));
        Assert.Equal(("", 0), (form.Line, form.SomeOf.Length));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\r\n\t")]
    [InlineData("\0\u202e")]
    public void Blanks_do_not_answer_a_required_question(string typed) =>
        Assert.Equal("Please fill this in.", Assert.Single(Schema.Bind(new EveryField(), Typed(("Line", typed)))).Value);

    [Fact]
    public void Questions_left_empty_become_empty()
    {
        var form = new EveryField { Lines = "was", Day = new(2027, 3, 9), Moment = new(2027, 3, 9), OneOf = Colour.Red, SomeOf = [Colour.Red], Member = Anna };
        Assert.Empty(Schema.Bind(form, Typed(("Line", "x"))));
        Assert.Equal(new EveryField { Line = "x", SomeOf = form.SomeOf }, form);
        Assert.Empty(form.SomeOf);
    }

    [Fact]
    public void An_optional_question_left_empty_is_not_judged_by_its_rules() =>
        Assert.Empty(FormSchema.Of(typeof(Judged)).Bind(new Judged { Page = "was" }, []));

    [Fact]
    public void Too_long_is_said_with_both_numbers()
    {
        Assert.Empty(Schema.Bind(new EveryField(), Typed(("Line", new string('x', 20)))));
        var wrong = Assert.Single(Schema.Bind(new EveryField(), Typed(("Line", new string('x', 21)))));
        Assert.Equal(("Line", "At most 20 characters; this has 21. Please shorten it."), (wrong.Key, wrong.Value));

        Assert.Empty(Schema.Bind(new EveryField(), Typed(("Line", "x"), ("Lines", new string('x', Limits.FieldLength)))));
        Assert.Equal("Lines", Assert.Single(Schema.Bind(new EveryField(), Typed(("Line", "x"), ("Lines", new string('x', Limits.FieldLength + 1))))).Key);
    }

    [Theory]
    [InlineData("2027-03-09")]
    [InlineData("2027-3-9")]
    [InlineData(" 2027-03-09\n")]
    public void A_day_is_read(string typed)
    {
        var form = new EveryField();
        Assert.Empty(Schema.Bind(form, Typed(("Line", "x"), ("Day", typed))));
        Assert.Equal(new DateOnly(2027, 3, 9), form.Day);
    }

    [Theory]
    [InlineData("2027-03-09 14:30")]
    [InlineData("2027-03-09T14:30")]
    [InlineData("2027-3-9 14:30")]
    public void A_moment_is_read_and_belongs_to_no_zone_yet(string typed)
    {
        var form = new EveryField();
        Assert.Empty(Schema.Bind(form, Typed(("Line", "x"), ("Moment", typed))));
        Assert.Equal(new DateTime(2027, 3, 9, 14, 30, 0), form.Moment);
        Assert.Equal(DateTimeKind.Unspecified, form.Moment!.Value.Kind);
    }

    [Theory]
    [InlineData("Day", "tomorrow", "Please write the day as year-month-day, for example 2027-03-09.")]
    [InlineData("Day", "2027-02-30", "Please write the day as year-month-day, for example 2027-03-09.")]
    [InlineData("Day", "09.03.2027", "Please write the day as year-month-day, for example 2027-03-09.")]
    [InlineData("Moment", "noon", "Please write day and time as year-month-day hour:minute, for example 2027-03-09 14:30.")]
    [InlineData("Moment", "2027-03-09", "Please write day and time as year-month-day hour:minute, for example 2027-03-09 14:30.")]
    [InlineData("Moment", "2027-03-09 24:30", "Please write day and time as year-month-day hour:minute, for example 2027-03-09 14:30.")]
    [InlineData("OneOf", "Purple", "Please choose one of the list.")]
    [InlineData("OneOf", "1", "Please choose one of the list.")]
    [InlineData("OneOf", "red", "Please choose one of the list.")]
    [InlineData("OneOf", "None,Red", "Please choose one of the list.")]
    [InlineData("SomeOf", "Purple", "Please choose from the list.")]
    [InlineData("SomeOf", "2", "Please choose from the list.")]
    [InlineData("Member", "U1", "Please choose somebody from the list.")]
    [InlineData("Member", "//", "Please choose somebody from the list.")]
    [InlineData("Member", "slack/T1/", "Please choose somebody from the list.")]
    public void What_cannot_be_read_is_said_with_what_can(string field, string typed, string says)
    {
        var form = new EveryField();
        var wrong = Assert.Single(Schema.Bind(form, Typed(("Line", "x"), (field, typed))));
        Assert.Equal((field, says), (wrong.Key, wrong.Value));
        Assert.Equal(new EveryField { Line = "x", SomeOf = form.SomeOf }, form);
    }

    [Fact]
    public void One_bad_choice_among_good_ones_is_refused()
    {
        var values = Typed(("Line", "x"));
        values["SomeOf"] = ["Red", "Purple"];
        Assert.Equal("SomeOf", Assert.Single(Schema.Bind(new EveryField(), values)).Key);
    }

    [Fact]
    public void The_same_choice_twice_is_chosen_once()
    {
        var form = new EveryField();
        var values = Typed(("Line", "x"));
        values["SomeOf"] = ["Red", "None", "Red"];
        Assert.Empty(Schema.Bind(form, values));
        Assert.Equal([Colour.Red, Colour.None], form.SomeOf);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(["Day", "Line", "Moment"], (string[])[.. Schema.Bind(new EveryField(), Typed(("Day", "x"), ("Moment", "y"))).Keys.Order(StringComparer.Ordinal)]);

    [Fact]
    public void Control_characters_are_taken_out_and_line_breaks_kept_only_among_lines()
    {
        var form = new EveryField();
        Assert.Empty(Schema.Bind(form, Typed(("Line", " a\0b\r\nc\u202e "), ("Lines", " a\0b\r\nc\ud83d "))));
        Assert.Equal(("ab c", "ab\nc"), (form.Line, form.Lines));
    }

    [Fact]
    public void What_people_write_in_any_script_is_kept()
    {
        var form = new EveryField();
        Assert.Empty(Schema.Bind(form, Typed(("Line", "שלום 👍🏽"), ("Lines", "مرحبا\n👩‍👩‍👧‍👦 नि"))));
        Assert.Equal(("שלום 👍🏽", "مرحبا\n👩‍👩‍👧‍👦 नि"), (form.Line, form.Lines));
    }

    [Fact]
    public void Whatever_is_sent_is_taken_or_refused_in_words_and_never_throws()
    {
        var typed =
            from texts in Some.HostileWords.Or(Gen.Elements("1", "Red", "2027-03-09", "slack/T1/U1", "", "+1", "99999-01-01")).ArrayOf(7)
            select Typed([.. Schema.Fields.Select((f, i) => (f.Name, texts[i]))]);
        Always.Holds(typed, values =>
        {
            var form = new EveryField();
            Assert.All(Schema.Bind(form, values), wrong =>
            {
                Assert.Contains(Schema.Fields, f => f.Name == wrong.Key);
                Assert.NotEmpty(wrong.Value);
            });
            Assert.True(form.Line.Length <= 20, "what is too long is not kept");
        });
    }

    [Fact]
    public void Fields_that_the_form_does_not_ask_are_ignored()
    {
        var form = new EveryField { Thing = Thing, Carried = "c" };
        Assert.Empty(Schema.Bind(form, Typed(("Line", "x"), ("Carried", "stolen"), ("Thing", "stolen"), ("HasLines", "true"))));
        Assert.Equal((Thing, "c"), (form.Thing, form.Carried));
    }

    [Fact]
    public void Rules_on_a_property_are_asked()
    {
        var wrong = Assert.Single(FormSchema.Of(typeof(Judged)).Bind(new Judged(), Typed(("Page", "not a page"))));
        Assert.Equal(("Page", "Please give a web address."), (wrong.Key, wrong.Value));
        Assert.Empty(FormSchema.Of(typeof(Judged)).Bind(new Judged(), Typed(("Page", "https://example.org"))));
    }

    [Fact]
    public void Rules_over_the_whole_form_are_asked()
    {
        var schema = FormSchema.Of(typeof(Judged));
        var wrong = Assert.Single(schema.Bind(new Judged(), Typed(("From", "2027-03-09"), ("To", "2027-03-08"))));
        Assert.Equal(("To", "It ends before it begins."), (wrong.Key, wrong.Value));
        Assert.Empty(schema.Bind(new Judged(), Typed(("From", "2027-03-09"), ("To", "2027-03-10"))));
    }

    [Theory]
    [InlineData("1999-01-01", "Not in that year.")]
    [InlineData("1998-01-01", "Nothing was known of it yet.")]
    public void What_is_wrong_with_no_question_is_said_at_the_first(string from, string says)
    {
        var wrong = Assert.Single(FormSchema.Of(typeof(Judged)).Bind(new Judged(), Typed(("From", from))));
        Assert.Equal(("From", says), (wrong.Key, wrong.Value));
    }

    [Fact]
    public void A_type_that_is_no_form_or_asks_for_what_no_form_has_is_refused_by_name()
    {
        Assert.Equal("Nameless has no [Form]", Assert.Throws<ArgumentException>(() => FormSchema.Of(typeof(Nameless))).Message);
        Assert.StartsWith("NoSuchField.Pair: a form has no field for ValueTuple", Assert.Throws<ArgumentException>(() => FormSchema.Of(typeof(NoSuchField))).Message, StringComparison.Ordinal);
    }

    private static FormValues Typed(params (string Field, string Text)[] typed)
    {
        var values = new FormValues();
        foreach (var (field, text) in typed) values[field] = [text];
        return values;
    }
}
