using CopBot.Chat;

namespace CopBot.Discord.Tests.Interactions;

public sealed class FormTests : IAsyncLifetime
{
    private Town _town = null!;

    public async ValueTask InitializeAsync()
    {
        _town = await Town.StartAsync();
        _town.Inbox.OpensIf = i => i is ControlUsed c && c.Action.StartsWith("test-ask", StringComparison.Ordinal) || i is CommandUsed { Words: "ask" } || i is MessageActionUsed { Name: "problem-here" };
        _town.Inbox.Opening = (_, _) => Task.FromResult(new Opened(FormSchema.View(new TestForm { Title = "Rain", Carried = 7, Day = new DateOnly(2027, 3, 9), Colours = [Colour.Green], Who = _town.Ref(_town.Tom) })));
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_form_that_a_press_opens_comes_back_with_what_was_typed_and_chosen()
    {
        var (post, card) = await _town.CardAsync([new Paragraph($"A card"), new Controls([new Button("Ask", new PressAsk())])]);

        await _town.Maya.Press(card, "Ask").Answered.Soon();
        var modal = _town.Maya.OpenModal!;
        Assert.Equal("What is it?", modal.Title);
        Assert.Equal(["Rain", "2027-03-09", "Green"], modal.Inputs.Select(i => i.Value).OfType<string>());

        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Say($"Thank you"));
        var sent = _town.Maya.Submit(("Title", "It rains"), ("More", "Every\nday"), ("Colours", new[] { "Blue", "Red" }), ("Who", _town.Maya));
        await sent.Shown.Soon();

        var form = await _town.Inbox.GotAsync<FormSent>();
        Assert.Equal(_town.Ref(_town.Maya), form.By);
        Assert.Equal(_town.InGeneral, form.Where);
        Assert.Equal("test-form:7", form.Token);
        Assert.Equal("It rains", form.Values.One("Title"));
        Assert.Equal("Every\nday", form.Values.One("More"));
        Assert.Equal("2027-03-09", form.Values.One("Day"));
        Assert.Equal(["Blue", "Red"], form.Values["Colours"]);
        Assert.Equal(_town.Ref(_town.Maya).ToString(), form.Values.One("Who"));
        Assert.Equal("Thank you", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
        Assert.Equal(post, (await _town.Inbox.GotAsync<ControlUsed>()).On);
    }

    [Fact]
    public async Task A_form_that_comes_too_late_does_not_open_and_its_person_is_told()
    {
        _town.Inbox.Opening = async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _town.Clock, stop);
            throw new InvalidOperationException("never");
        };
        var used = _town.Maya.Use(_town.General, "cop ask");
        await _town.Inbox.GotAsync<CommandUsed>();
        _town.Clock.Advance(TimeSpan.FromSeconds(2));
        await used.Shown.Soon();

        Assert.Null(_town.Maya.OpenModal);
        Assert.Equal(Sentences.TryAgain, Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
        Assert.False(used.Failed, "Discord must not say that the application did not respond");
    }

    [Fact]
    public async Task A_form_that_cannot_be_taken_comes_back_as_a_private_list_whose_button_opens_it_again()
    {
        await _town.Maya.Use(_town.General, "cop ask").Answered.Soon();
        _town.Inbox.Answering = (_, _) => Task.FromResult<Answer>(new Answer.Invalid("Day", "Please write the day.") { EditAgain = new Button("Edit my answers", new PressAsk("draft")), Labels = FormSchema.Of(typeof(TestForm)).Labels });
        await _town.Maya.Submit(("Title", "It rains"), ("Day", "tomorrow")).Shown.Soon();

        var list = Assert.Single(_town.Maya.SeesAlone(_town.General));
        Assert.Contains("**By when?** Please write the day.", list.Text, StringComparison.Ordinal);
        Assert.Empty(_town.Tom.Sees(_town.General));

        var typed = (await _town.Inbox.GotAsync<FormSent>()).Values;
        _town.Inbox.Opening = (_, _) => Task.FromResult(new Opened(FormSchema.View(new TestForm { Carried = 8 }, typed)));
        await _town.Maya.Press(list.Message, "Edit my answers").Answered.Soon();
        Assert.Equal(["It rains", "tomorrow"], _town.Maya.OpenModal!.Inputs.Select(i => i.Value).OfType<string>().Take(2));
        Assert.Null((await _town.Inbox.GotAsync<ControlUsed>()).On);

        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.ShowInstead(Message.Say($"All well")));
        await _town.Maya.Submit(("Day", "2027-03-09")).Shown.Soon();
        Assert.Equal("All well", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task What_was_typed_and_kept_nowhere_is_given_back_to_copy()
    {
        await _town.Maya.Use(_town.General, "cop ask").Answered.Soon();
        _town.Inbox.Answering = (_, _) => Task.FromResult<Answer>(new Answer.Invalid("Title", "Please shorten it.") { Labels = FormSchema.Of(typeof(TestForm)).Labels });
        var sent = _town.Maya.Submit(("Title", "It rains"), ("More", "A lot"));
        await sent.Shown.Soon();
        await _town.WhenAsync(() => _town.Maya.SeesAlone(_town.General).Count >= 5);

        var words = string.Join('\n', _town.Maya.SeesAlone(_town.General).Select(m => m.Text));
        Assert.Contains("> It rains", words, StringComparison.Ordinal);
        Assert.Contains("> A lot", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_in_the_direct_conversation_knows_its_workspace()
    {
        var direct = await _town.Platform.OpenDirectAsync(_town.Ref(_town.Maya), Town.Stop);
        var (_, card) = await _town.CardAsync([new Paragraph($"For you"), new Controls([new Button("Ask", new PressAsk())])], direct);
        await _town.Maya.Press(card, "Ask").Answered.Soon();

        _town.Inbox.Answering = (_, _) => Task.FromResult<Answer>(new Answer.Invalid("Title", "Too short.") { EditAgain = new Button("Edit my answers", new PressAsk("again")) });
        await _town.Maya.Submit(("Title", "Rain")).Shown.Soon();
        var form = await _town.Inbox.GotAsync<FormSent>();
        Assert.Equal((_town.Ref(_town.Maya), direct, "test-form:7"), (form.By, form.Where, form.Token));
        Assert.Equal(_town.Ref(_town.Tom).ToString(), form.Values.One("Who"));

        // The private answer there tells the workspace too.
        await _town.Maya.Press(_town.Maya.DirectMessages[^1].Message, "Edit my answers").Answered.Soon();
        Assert.Equal("test-ask:=again", (await _town.Inbox.GotAsync<ControlUsed>(c => c.Action.EndsWith("again", StringComparison.Ordinal))).Action);
        Assert.NotNull(_town.Maya.OpenModal);
    }

    [Fact]
    public async Task A_message_action_opens_a_form_and_tells_the_message()
    {
        var said = _town.Tom.Say(_town.General, "**It** rains, <@" + _town.Maya.Id + ">");
        await _town.Maya.UseOnMessage(said, "Make this a problem").Answered.Soon();

        var used = await _town.Inbox.GotAsync<MessageActionUsed>();
        Assert.Equal("problem-here", used.Name);
        Assert.Equal(new PostRef(_town.InGeneral, $"{said.Id}"), used.Message.Post);
        Assert.Equal(_town.Ref(_town.Tom), used.Message.Author);
        Assert.Equal("It rains, @maya", used.Message.Text);
        Assert.False(used.Message.Private);
        Assert.NotNull(_town.Maya.OpenModal);
    }

    [Fact]
    public async Task A_choice_on_a_private_answer_that_opens_a_form_does_not_stay_either()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Show([new Paragraph($"Choose"), new Controls([new Menu("What?", [new MenuChoice("Ask", new PressAsk("a"))])])]));
        await _town.Maya.Use(_town.General, "cop help").Shown.Soon();
        var answer = Assert.Single(_town.Maya.SeesAlone(_town.General));

        await _town.Maya.Choose(answer.Message, "menu-0", "Ask").Answered.Soon();
        Assert.NotNull(_town.Maya.OpenModal);
        await _town.WhenAsync(() => answer.Message.EditedAt is not null);

        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.ShowInstead(Message.Say($"Thank you")));
        await _town.Maya.Submit(("Title", "Rain")).Shown.Soon();
        Assert.Equal("Thank you", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task A_choice_that_opens_a_form_does_not_stay_on_the_menu()
    {
        var (_, card) = await _town.CardAsync([new Paragraph($"A card"), new Controls([new Menu("What?", [new MenuChoice("Ask", new PressAsk("a")), new MenuChoice("Do", new PressDo("b"))])])]);

        await _town.Maya.Choose(card, "menu-0", "Ask").Answered.Soon();

        Assert.NotNull(_town.Maya.OpenModal);
        await _town.WhenAsync(() => card.EditedAt is not null);
        Assert.Equal("test-ask:=a", (await _town.Inbox.GotAsync<ControlUsed>()).Action);
        var sent = _town.Maya.Submit(("Title", "Rain"));
        await sent.Answered.Soon();
        Assert.Equal(6, sent.FirstResponse);
    }
}
