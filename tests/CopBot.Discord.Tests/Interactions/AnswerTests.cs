using CopBot.Chat;
using CopBot.DiscordEmulator.Faults;

namespace CopBot.Discord.Tests.Interactions;

public sealed class AnswerTests : IAsyncLifetime
{
    private const string Callback = "POST /interactions/{interaction_id}/{interaction_token}/callback";
    private Town _town = null!;

    public async ValueTask InitializeAsync() => _town = await Town.StartAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_command_tells_who_where_and_its_words_and_is_answered_to_that_person_alone()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Say($"Noted, {_town.Tom.Name:b}"));
        await _town.Maya.Use(_town.General, "cop meet new", ("words", " A *walk* ")).Shown.Soon();

        var command = await _town.Inbox.GotAsync<CommandUsed>();
        Assert.Equal("meet new A *walk*", command.Words);
        Assert.Equal(_town.Ref(_town.Maya), command.By);
        Assert.Equal(_town.InGeneral, command.Where);
        Assert.StartsWith("discord/", command.EventId, StringComparison.Ordinal);
        Assert.Equal("Noted, **tom**", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
        Assert.Empty(_town.Tom.Sees(_town.General));
    }

    [Fact]
    public async Task In_a_thread_the_place_is_the_channel_with_its_thread()
    {
        var thread = _town.Tom.StartThread(_town.General, "Rain", _town.Tom.Say(_town.General, "It rains"));
        await _town.Maya.Use(thread, "cop help").Answered.Soon();

        Assert.Equal(_town.InGeneral with { Thread = $"{thread.Id}" }, (await _town.Inbox.GotAsync<CommandUsed>()).Where);
    }

    [Fact]
    public async Task A_command_that_says_nothing_leaves_nothing()
    {
        await _town.Maya.Use(_town.General, "cop help").Answered.Soon();
        await _town.WhenAsync(() => _town.Discord.Journal.Requests().Any(r => r["method"]!.GetValue<string>() == "DELETE"));
        Assert.Empty(_town.Maya.Sees(_town.General));
    }

    [Fact]
    public async Task A_press_that_says_nothing_changes_nothing()
    {
        var (_, card) = await _town.CardAsync([new Paragraph($"A card"), new Controls([new Button("Do", new PressDo())])]);
        var pressed = _town.Maya.Press(card, "Do");
        await pressed.Answered.Soon();

        Assert.Equal(6, pressed.FirstResponse);
        Assert.Single(_town.Maya.Sees(_town.General));
    }

    [Fact]
    public async Task An_answer_that_follows_takes_the_place_of_thinking_also_after_a_restart()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Follows);
        await _town.Maya.Use(_town.General, "cop help").Answered.Soon();
        var ticket = (await _town.Inbox.GotAsync<CommandUsed>()).ReplyTo;
        Assert.True(Assert.Single(_town.Maya.SeesAlone(_town.General)).Loading);

        _town.Later(TimeSpan.FromMinutes(10));
        await _town.Platform.AnswerAsync(ticket, _town.Ref(_town.Maya), Answer.Say($"Here it is"), Town.Stop);

        var shown = Assert.Single(_town.Maya.SeesAlone(_town.General));
        Assert.Equal("Here it is", shown.Text);
        Assert.False(shown.Loading);
    }

    [Fact]
    public async Task An_answer_that_overtakes_its_deferral_arrives_all_the_same()
    {
        _town.Expect(10015);
        var early = new TaskCompletionSource<Task>();
        var deferred = new TaskCompletionSource<Answer>();
        _town.Inbox.Answering = (i, _) =>
        {
            var gesture = (Gesture)i;
            early.SetResult(_town.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Say($"Early"), Town.Stop));
            return deferred.Task;
        };
        var used = _town.Maya.Use(_town.General, "cop help");
        var answering = await early.Task;
        await _town.WhenAsync(() => _town.Discord.Journal.Requests().Any(r => r["status"]!.GetValue<int>() == 404));
        deferred.SetResult(Answer.Follows);
        await used.Answered.Soon();
        await _town.LetPassAsync(TimeSpan.FromMilliseconds(250), answering);

        Assert.Equal("Early", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task What_must_last_comes_directly_and_without_more_words_where_the_ticket_has_expired()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Follows);
        await _town.Maya.Use(_town.General, "cop help").Answered.Soon();
        var ticket = (await _town.Inbox.GotAsync<CommandUsed>()).ReplyTo;
        _town.Later(TimeSpan.FromMinutes(16));

        await _town.Platform.AnswerAsync(ticket, _town.Ref(_town.Maya), Answer.Keep(Message.Say($"Keep me")), Town.Stop);
        Assert.Equal("Keep me", Assert.Single(_town.Maya.DirectMessages).Text);
    }

    [Fact]
    public async Task Thinking_ends_when_there_is_nothing_to_say_after_all()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Follows);
        await _town.Maya.Use(_town.General, "cop help").Answered.Soon();
        await _town.Platform.AnswerAsync((await _town.Inbox.GotAsync<CommandUsed>()).ReplyTo, _town.Ref(_town.Maya), Answer.Nothing, Town.Stop);

        Assert.Empty(_town.Maya.Sees(_town.General));
    }

    [Fact]
    public async Task A_bot_that_is_slow_is_waited_for_and_its_answer_comes_all_the_same()
    {
        var slow = new TaskCompletionSource<Answer>();
        _town.Inbox.Answering = (_, _) => slow.Task;
        var (_, card) = await _town.CardAsync([new Paragraph($"A card"), new Controls([new Button("Do", new PressDo())])]);
        var used = _town.Maya.Use(_town.General, "cop help");
        var pressed = _town.Tom.Press(card, "Do");
        await _town.Inbox.GotAsync<CommandUsed>();
        await _town.Inbox.GotAsync<ControlUsed>();

        _town.Clock.Advance(TimeSpan.FromSeconds(1.5));
        await Task.WhenAll(used.Answered, pressed.Answered).Soon();
        Assert.Equal((5, 6), (used.FirstResponse, pressed.FirstResponse));
        slow.SetResult(Answer.Say($"At last"));
        await _town.WhenAsync(() => _town.Maya.SeesAlone(_town.General).Any(m => m.Text == "At last") && _town.Tom.SeesAlone(_town.General).Any(m => m.Text == "At last"));

        Assert.Single(_town.Maya.SeesAlone(_town.General));
    }

    [Fact]
    public async Task Where_nothing_was_taken_in_time_the_person_is_asked_to_try_again()
    {
        _town.Inbox.Answering = async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _town.Clock, stop);
            return Answer.Nothing;
        };
        var used = _town.Maya.Use(_town.General, "cop help");
        await _town.Inbox.GotAsync<CommandUsed>();
        _town.Clock.Advance(TimeSpan.FromSeconds(1.5));
        await used.Answered.Soon();
        _town.Clock.Advance(TimeSpan.FromSeconds(1));
        await used.Shown.Soon();

        Assert.Equal(Sentences.TryAgain, Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task A_private_answer_is_replaced_by_what_its_button_says_also_late()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Show([new Paragraph($"One"), new Controls([new Button("Next", new PressDo("2"))])]));
        await _town.Maya.Use(_town.General, "cop help").Shown.Soon();
        var one = Assert.Single(_town.Maya.SeesAlone(_town.General));

        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.ShowInstead([new Paragraph($"Two"), new Controls([new Button("Next", new PressDo("3"))])]));
        await _town.Maya.Press(one.Message, "Next").Shown.Soon();
        Assert.Equal("Two", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);

        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Follows);
        await _town.Maya.Press(one.Message, "Next").Answered.Soon();
        var ticket = (await _town.Inbox.GotAsync<ControlUsed>(c => c.Action == "test-do:=3")).ReplyTo;
        await _town.Platform.AnswerAsync(ticket, _town.Ref(_town.Maya), Answer.ShowInstead(Message.Say($"Three")), Town.Stop);
        Assert.Equal("Three", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task An_answer_after_fifteen_minutes_comes_directly_once_and_the_workspace_is_known_there()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Follows);
        await _town.Maya.Use(_town.General, "cop help").Answered.Soon();
        var ticket = (await _town.Inbox.GotAsync<CommandUsed>()).ReplyTo;
        _town.Later(TimeSpan.FromMinutes(16));

        Message late = [new Paragraph($"Late"), new Controls([new Button("Do", new PressDo())])];
        await _town.Platform.AnswerAsync(ticket, _town.Ref(_town.Maya), Answer.Show(late), Town.Stop);
        await _town.Platform.AnswerAsync(ticket, _town.Ref(_town.Maya), Answer.Show(late), Town.Stop);
        var direct = Assert.Single(_town.Maya.DirectMessages);

        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Say($"Done"));
        await _town.Maya.Press(direct.Message, "Do").Shown.Soon();
        var pressed = await _town.Inbox.GotAsync<ControlUsed>();
        Assert.Equal("test-do:=x", pressed.Action);
        Assert.Equal(_town.Ref(_town.Maya), pressed.By);
        Assert.Equal((await _town.Platform.OpenDirectAsync(_town.Ref(_town.Maya), Town.Stop)), pressed.Where);
        Assert.Equal(new PostRef(pressed.Where, $"{direct.Id}"), pressed.On);
    }

    [Fact]
    public async Task Where_the_direct_conversation_is_closed_a_late_answer_is_denied()
    {
        _town.Expect(50007);
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Follows);
        await _town.Maya.Use(_town.General, "cop help").Answered.Soon();
        var ticket = (await _town.Inbox.GotAsync<CommandUsed>()).ReplyTo;
        _town.Maya.CloseDirectMessages();
        _town.Later(TimeSpan.FromMinutes(16));

        var denied = await Assert.ThrowsAsync<PlatformException>(() => _town.Platform.AnswerAsync(ticket, _town.Ref(_town.Maya), Answer.Say($"Late"), Town.Stop));
        Assert.Equal(FailureKind.Denied, denied.Kind);
        Assert.Empty(_town.Tom.Sees(_town.General));
    }

    [Fact]
    public async Task What_must_last_goes_into_the_direct_conversation_and_is_said_to_be_there()
    {
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Keep(Message.Say($"Keep me")));
        await _town.Maya.Use(_town.General, "cop help").Shown.Soon();

        Assert.Equal("Keep me", Assert.Single(_town.Maya.DirectMessages).Text);
        var here = Assert.Single(_town.Maya.SeesAlone(_town.General));
        Assert.StartsWith(Sentences.KeptInDirect, here.Text, StringComparison.Ordinal);
        Assert.StartsWith("https://discord.com/channels/@me/", Assert.Single(here.Buttons).Url!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_must_last_is_shown_here_where_the_direct_conversation_is_closed()
    {
        _town.Expect(50007);
        _town.Maya.CloseDirectMessages();
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Keep(Message.Say($"Keep me")));
        await _town.Maya.Use(_town.General, "cop help").Shown.Soon();

        Assert.Contains("Keep me", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gesture_that_is_delivered_twice_is_answered_once()
    {
        _town.Expect(40060);
        var first = true;
        _town.Inbox.Answering = (_, _) =>
        {
            var answer = first ? Answer.Say($"Once") : Answer.Nothing;
            first = false;
            return Task.FromResult(answer);
        };
        _town.Discord.GatewayFaults.DuplicatedEvents = 1;
        await _town.Maya.Use(_town.General, "cop help").Shown.Soon();
        await _town.Tom.Use(_town.General, "cop help").Answered.Soon();

        Assert.Equal("Once", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task An_answer_whose_confirmation_was_lost_is_not_said_twice()
    {
        _town.Expect(40060);
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Say($"Once"));
        _town.Discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/callback");
        await _town.Maya.Use(_town.General, "cop help").Shown.Soon();
        await _town.RequestsAsync(Callback, 2);

        Assert.Equal("Once", Assert.Single(_town.Maya.SeesAlone(_town.General)).Text);
    }

    [Fact]
    public async Task What_another_process_answered_first_is_followed_by_what_there_is_to_say()
    {
        _town.Expect(40060);
        _town.Inbox.Answering = async (i, _) =>
        {
            await _town.RespondAsync(_town.Maya.LastInteraction!, 5);
            return Answer.Say($"Here");
        };
        var used = _town.Maya.Use(_town.General, "cop help");
        await used.Answered.Soon();
        await _town.WhenAsync(() => _town.Maya.SeesAlone(_town.General).Any(m => m.Text == "Here"));
    }

    [Fact]
    public async Task A_whisper_is_for_one_person_to_press_and_goes_when_it_was_pressed()
    {
        var whisper = await _town.Platform.WhisperAsync(_town.InGeneral, _town.Ref(_town.Maya), [new Paragraph($"Shall I make this a problem?"), new Controls([new Button("Yes", new PressDo())])], "whisper", Town.Stop);
        var message = _town.Find(whisper!.Value);
        Assert.Equal(["maya"], _town.Discord.RungBy(message));

        await _town.Tom.Press(message, "Yes").Shown.Soon();
        Assert.Equal(Sentences.NotYours, Assert.Single(_town.Tom.SeesAlone(_town.General)).Text);
        Assert.Empty(_town.Inbox.Got);

        await _town.Maya.Press(message, "Yes").Answered.Soon();
        await _town.WhenAsync(() => _town.Discord.MessagesIn(_town.General).Count == 0);
        Assert.Equal("test-do:=x", (await _town.Inbox.GotAsync<ControlUsed>()).Action);

        await _town.Platform.RemoveAsync(whisper.Value, Town.Stop);
        _town.Expect(10008);
    }

    [Fact]
    public async Task A_person_is_answered_while_many_posts_wait()
    {
        var posts = Enumerable.Range(0, 50).Select(n => _town.Platform.PostAsync(_town.InGeneral, Message.Say($"Post {n}"), $"n{n}", Town.Stop)).ToList();
        _town.Inbox.Answering = (_, _) => Task.FromResult(Answer.Say($"Here"));
        var used = _town.Maya.Use(_town.General, "cop help");
        await used.Shown.Soon();

        Assert.False(used.Failed);
        Assert.Contains(posts, p => !p.IsCompleted);
        // They wait for their turn by the clock, until their patience ends.
        await _town.LetPassAsync(TimeSpan.FromSeconds(1), Task.WhenAll(posts.Select(p => p.ContinueWith(_ => { }, TaskScheduler.Default))));
    }
}
