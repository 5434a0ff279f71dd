using CopBot.Chat;
using Xunit;

namespace CopBot.Playground.Tests;

public sealed class PersonaTests : IDisposable
{
    private readonly SmallRoom _small = new();

    [Fact]
    public async Task An_ordinary_message_tells_the_bot_that_it_was_written_but_not_what_it_says()
    {
        await _small.Anna.SayAsync(_small.Practice, "Between us");

        var seen = Assert.IsType<MessageSeen>(Assert.Single(_small.Bot.Heard));
        Assert.Equal("", seen.Message.Text);
        Assert.Equal(_small.Anna.Ref, seen.Message.Author);
    }

    [Fact]
    public async Task A_listening_channel_tells_the_bot_what_was_said()
    {
        _small.Room.Open(new RoomChannel("practice", "practice") { Listening = true });

        await _small.Anna.SayAsync(_small.Practice, "Has anyone had this?");

        Assert.Equal("Has anyone had this?", Assert.IsType<MessageSeen>(Assert.Single(_small.Bot.Heard)).Message.Text);
    }

    [Theory]
    [InlineData("@CopBot how can we?", "how can we?")]
    [InlineData("@copbot: how can we?", "how can we?")]
    [InlineData("How can we, @CopBot?", "How can we, ?")]
    [InlineData("hello @CopBot", "hello")]
    [InlineData("@CopBots are nice", null)]
    [InlineData("somebody@copbot.example", null)]
    public async Task A_mention_of_the_bot_hands_over_the_words_around_it(string words, string? expected)
    {
        await _small.Anna.SayAsync(_small.Practice, words);

        Assert.Equal(expected, (Assert.Single(_small.Bot.Heard) as Mentioned)?.Message.Text);
    }

    [Fact]
    public async Task An_answer_is_seen_by_the_person_who_acted_and_by_nobody_else()
    {
        _small.Bot.Answers = _ => Answer.Say($"Hello, Anna");

        var acted = await _small.Anna.CommandAsync(_small.Practice, "help");

        Assert.Equal(acted.Shown, Assert.Single(_small.Room.PrivateTo(_small.Anna.Ref, _small.Practice)));
        Assert.Empty(_small.Room.PrivateTo(_small.Ben.Ref));
        Assert.Empty(_small.Room.In(_small.Practice));
    }

    [Fact]
    public async Task A_replacing_answer_takes_the_place_of_the_private_answer_that_was_pressed()
    {
        _small.Bot.Answers = i => i is CommandUsed ? Answer.Say($"First") : Answer.ShowInstead(Message.Say($"Second"));
        var first = await _small.Anna.CommandAsync(_small.Practice, "help");

        await _small.Anna.PressAsync("next", first.Shown!);

        var shown = Assert.Single(_small.Room.PrivateTo(_small.Anna.Ref));
        Assert.Equal(first.Shown!.Id, shown.Id);
        Assert.Equal("Second", PlaygroundText.Plain(shown.Shows));
    }

    [Fact]
    public async Task A_form_that_cannot_be_taken_comes_back_with_what_was_typed()
    {
        _small.Bot.OpensFor = _ => new Opened(FormSchema.View(new SmallForm()));
        _small.Bot.Answers = _ => new Answer.Invalid("What", "Please write a question.");
        var opened = await _small.Anna.CommandAsync(_small.Practice, "ask");

        var again = await _small.Anna.SubmitAsync(opened.Form!, new FormValues { ["What"] = ["Hm"] });

        Assert.Equal("Hm", again.Form!.View.Values.One("What"));
        Assert.Equal("Please write a question.", again.Form.Wrong["What"]);
    }

    [Fact]
    public async Task A_late_answer_takes_the_place_of_working_on_it()
    {
        _small.Bot.Answers = _ => Answer.Follows;
        var acted = await _small.Anna.CommandAsync(_small.Practice, "find something");
        Assert.True(Assert.Single(_small.Room.PrivateTo(_small.Anna.Ref)).Waiting);

        await _small.Platform.AnswerAsync(((Gesture)acted.Inbound!).ReplyTo, _small.Anna.Ref, Answer.Say($"Found"), CancellationToken.None);

        Assert.Equal("Found", PlaygroundText.Plain(Assert.Single(_small.Room.PrivateTo(_small.Anna.Ref)).Shows));
    }

    [Fact]
    public async Task A_late_answer_that_comes_first_leaves_nothing_waiting()
    {
        _small.Bot.Answers = i =>
        {
            _ = _small.Platform.AnswerAsync(((Gesture)i).ReplyTo, _small.Anna.Ref, Answer.Say($"Found"), CancellationToken.None);
            return Answer.Follows;
        };

        await _small.Anna.CommandAsync(_small.Practice, "find something");

        Assert.False(Assert.Single(_small.Room.PrivateTo(_small.Anna.Ref)).Waiting);
    }

    [Fact]
    public async Task A_lasting_answer_goes_into_the_direct_conversation_once_even_when_given_twice()
    {
        _small.Bot.Answers = _ => Answer.Follows;
        var acted = await _small.Anna.CommandAsync(_small.Practice, "export");
        var ticket = ((Gesture)acted.Inbound!).ReplyTo;

        await _small.Platform.AnswerAsync(ticket, _small.Anna.Ref, Answer.Keep(Message.Say($"Your receipt")), CancellationToken.None);
        await _small.Platform.AnswerAsync(ticket, _small.Anna.Ref, Answer.Keep(Message.Say($"Your receipt")), CancellationToken.None);

        Assert.Equal("Your receipt", PlaygroundText.Plain(Assert.Single(_small.Room.DirectTo(_small.Anna.Ref))));
    }

    [Fact]
    public async Task Only_its_author_or_who_runs_the_workspace_can_take_a_message_away()
    {
        var said = (await _small.Anna.SayAsync(_small.Practice, "Mine")).Said!;

        var refused = await _small.Ben.DeleteAsync(said.Post);
        var done = await _small.Anna.DeleteAsync(said.Post);

        Assert.IsType<Refusal>(refused.Answer);
        Assert.Equal(said.Post, Assert.IsType<MessageDeleted>(done.Inbound).Post);
        Assert.Empty(_small.Room.In(_small.Practice));
    }

    [Fact]
    public async Task Home_is_drawn_again_after_something_on_it_was_pressed_and_answered()
    {
        var drawn = 0;
        _small.Bot.Answers = i => i is HomeOpened ? Answer.Say($"Home {++drawn}") : Answer.ShowInstead(Message.Say($"Pressed"));
        await _small.Anna.OpenHomeAsync();

        var acted = await _small.Anna.PressAtHomeAsync("promises");

        Assert.Equal("Home 2", PlaygroundText.Plain(_small.Room.HomeOf(_small.Anna.Ref)!));
        Assert.Equal("Pressed", PlaygroundText.Plain(acted.Shown!.Shows));
    }

    [Fact]
    public async Task A_message_that_is_sent_again_after_a_failure_stands_once()
    {
        _small.Bot.Answers = _ => throw new InvalidOperationException();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _small.Anna.SayAsync(_small.Practice, "Hello", "e1"));
        _small.Bot.Answers = _ => Answer.Nothing;

        await _small.Anna.SayAsync(_small.Practice, "Hello", "e1");

        Assert.Single(_small.Room.In(_small.Practice));
    }

    [Fact]
    public async Task Words_that_cannot_be_taken_come_back_with_a_late_answer()
    {
        _small.Bot.Answers = _ => Answer.Follows;
        var sent = await _small.Anna.SubmitAsync(new SmallForm { What = "My words" }, _small.Practice);

        await _small.Platform.AnswerAsync(((Gesture)sent.Inbound!).ReplyTo, _small.Anna.Ref, new Answer.Invalid("What", "Please write a question."), CancellationToken.None);

        var shown = PlaygroundText.Plain(Assert.Single(_small.Room.PrivateTo(_small.Anna.Ref)).Shows);
        Assert.Contains("My words", shown, StringComparison.Ordinal);
        Assert.Contains("Please write a question.", shown, StringComparison.Ordinal);
    }

    public void Dispose() => _small.Dispose();
}
