using CopBot.Chat;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.Interactions;

public sealed class GestureTests
{
    private static readonly Button Help = new("I can help", "offer:1");

    [Fact]
    public async Task A_command_reaches_the_bot_and_its_answer_only_the_one_who_asked()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.Says(Answer.Say($"Hello {new Person("Ann", [house.RefOf(house.AnnUser)])}"));

        var outcome = await house.Ann.Uses("/cop", house.Help, "ask how <this> & that");

        var command = house.Inbox.Last<CommandUsed>();
        Assert.Equal("ask how <this> & that", command.Words);
        Assert.Equal(house.RefOf(house.AnnUser), command.By);
        Assert.Equal(house.HelpPlace, command.Where);
        Assert.Null(outcome.Shown);
        Assert.Equal([$"Hello <@{house.AnnUser.Id}>"], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
        Assert.Empty(house.Ben.SeesPrivately(house.Help));
    }

    [Fact]
    public async Task A_press_tells_the_post_and_is_answered_in_its_thread()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Help);
        var reply = house.Help.Find((await house.Platform.PostAsync(new Place(house.RefOf(house.Help), card.Ts), [new Controls([new Button("Here", "here:1")])], "n2", house.Enough)).Id)!;
        house.Inbox.Says(Answer.Say($"Thank you."));

        await house.Ben.Presses(card, "I can help");
        await house.ShownAsync();
        var press = house.Inbox.Last<ControlUsed>();
        Assert.Equal("offer:1", press.Action);
        // The card has replies, so Slack calls it a thread of itself; it stands in the channel all the same.
        Assert.Equal(new PostRef(house.HelpPlace, card.Ts), press.On);
        Assert.Equal(house.HelpPlace, press.Where);
        Assert.Equal("Thank you.", Assert.Single(house.Ben.SeesPrivately(house.Help)).Words);

        await house.Ben.Presses(reply, "Here");
        await house.ShownAsync();
        Assert.Equal(new PostRef(new Place(house.RefOf(house.Help), card.Ts), reply.Ts), house.Inbox.Last<ControlUsed>().On);
        Assert.Equal(card.Ts, house.Ben.SeesPrivately(house.Help)[^1].ThreadTs);
    }

    [Fact]
    public async Task A_choice_from_a_menu_is_a_press()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(new Menu("More…", [new MenuChoice("One", "m:1"), new MenuChoice("Two", "m:2")]));
        await house.Ben.Presses(card, "act-2", "Two");
        Assert.Equal("m:2", house.Inbox.Last<ControlUsed>().Action);
    }

    [Fact]
    public async Task A_link_button_asks_the_bot_nothing()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(new LinkButton("Page", new Uri("https://example.org/")));
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.Ben.Presses(card, "Page")).End);
        Assert.Empty(house.Inbox.Taken);
    }

    [Fact]
    public async Task A_private_answer_is_replaced_by_the_next()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.Says<Gesture>(g => g is CommandUsed ? Answer.Show([new Paragraph($"First"), new Controls([new Button("On", "on:1")])]) : Answer.ShowInstead(Message.Say($"Second")));
        await house.Ann.Uses("/cop", house.Help);
        var first = Assert.Single(house.Ann.SeesPrivately(house.Help));

        await house.Ann.Presses(first, "On");
        await house.ShownAsync();

        Assert.Null(house.Inbox.Last<ControlUsed>().On);
        Assert.Equal(["Second"], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
    }

    [Fact]
    public async Task A_post_that_was_pressed_is_never_replaced()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Help);
        house.Inbox.Says(Answer.ShowInstead(Message.Say($"Only for you")));
        await house.Ben.Presses(card, "I can help");
        await house.ShownAsync();
        Assert.Equal("A card\nI can help", card.Words);
        Assert.Equal(["Only for you"], house.Ben.SeesPrivately(house.Help).Select(m => m.Words));
    }

    [Fact]
    public async Task A_message_action_tells_the_message_and_its_author()
    {
        await using var house = await SlackHouse.StartAsync();
        var words = house.Ben.Types(house.Help, "The @ann mill <breaks> & burns");
        house.Inbox.Says(Answer.Say($"Noted."));

        await house.Ann.UsesShortcut("problem-here", words);
        await house.ShownAsync();

        var used = house.Inbox.Last<MessageActionUsed>();
        Assert.Equal("problem-here", used.Name);
        Assert.Equal(new PostRef(house.HelpPlace, words.Ts), used.Message.Post);
        Assert.Equal(house.RefOf(house.BenUser), used.Message.Author);
        Assert.Equal("The somebody mill <breaks> & burns", used.Message.Text);
        Assert.Equal(house.Clock.GetUtcNow(), used.Message.SentAt, TimeSpan.FromSeconds(1));
        Assert.False(used.Message.Private);
        Assert.Equal(["Noted."], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
    }

    [Fact]
    public async Task A_message_of_a_private_channel_is_said_to_be_private()
    {
        await using var house = await SlackHouse.StartAsync();
        var board = house.Workspace.AddChannel("board", ChannelKind.Private, house.AnnUser, house.Bot.Bot);
        await house.Ann.UsesShortcut("problem-here", house.Ann.Types(board, "Secret"));
        Assert.True(house.Inbox.Last<MessageActionUsed>().Message.Private);
    }

    [Fact]
    public async Task A_shortcut_is_a_command_in_the_direct_conversation()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.Says(Answer.Say($"Your home"));
        await house.Ann.UsesShortcut("cop:home");
        await house.ShownAsync();
        var direct = house.Ann.Direct(house.Bot);
        Assert.Equal("home", house.Inbox.Last<CommandUsed>().Words);
        Assert.Equal(new Place(house.RefOf(direct)), house.Inbox.Last<CommandUsed>().Where);
        Assert.Equal(["Your home"], house.Ann.Sees(direct).Select(m => m.Words));
    }

    [Fact]
    public async Task What_is_to_be_kept_goes_into_the_direct_conversation()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.Says(Answer.Keep(Message.Say($"Your receipt")));
        await house.Ann.Uses("/cop", house.Help, "receipt");
        await house.ShownAsync();
        Assert.Equal(["Your receipt"], house.Ann.Sees(house.Ann.Direct(house.Bot)).Select(m => m.Words));
        Assert.Contains(Sentences.KeptInDirect, Assert.Single(house.Ann.SeesPrivately(house.Help)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_shown_here()
    {
        await using var house = await SlackHouse.StartAsync();
        house.App.MessagesTab = false;
        house.Inbox.Says(Answer.Keep(Message.Say($"Your receipt")));
        await house.Ann.Uses("/cop", house.Help, "receipt");
        await house.ShownAsync();
        var shown = Assert.Single(house.Ann.SeesPrivately(house.Help)).Words;
        Assert.Contains(Sentences.DirectIsClosed, shown, StringComparison.Ordinal);
        Assert.Contains("Your receipt", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twice_delivered_is_the_same_event()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Help);
        house.Slack.Faults.DuplicateEnvelopes = 1;
        await house.Ben.Presses(card, "I can help");
        await house.UntilAsync(() => house.Inbox.Taken.Count == 2);
        Assert.Single(house.Inbox.Taken.Select(i => i.EventId).Distinct());

        await house.Ben.Presses(card, "I can help");
        Assert.Equal(2, house.Inbox.Taken.Select(i => i.EventId).Distinct().Count());
        Assert.All(house.Inbox.Taken, i => Assert.StartsWith("slack/", i.EventId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_was_not_heard_in_time_is_asked_to_try_again()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Help);
        house.Inbox.Answers = async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return Answer.Nothing;
        };
        var pressing = house.Ben.Presses(card, "I can help");
        await house.UntilTakenAsync<ControlUsed>();
        house.Clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(DeliveryEnd.Acknowledged, (await pressing).End);
        await house.ShownAsync();
        Assert.Equal([Sentences.TryAgain], house.Ben.SeesPrivately(house.Help).Select(m => m.Words));
    }

    [Fact]
    public async Task A_bot_that_fails_asks_to_try_again()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.Answers = (_, _) => throw new InvalidOperationException("a bug");
        var outcome = await house.Ann.Uses("/cop", house.Help, "ask");
        Assert.Null(outcome.Shown);
        Assert.Equal([Sentences.TryAgain], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
    }

    [Theory]
    [InlineData("""{"type":"button","action_id":"act-1","block_id":"b","value":"no-such:thing"}""")]
    [InlineData("""{"type":"button","action_id":"act-1","block_id":"b","value":"{\"half\":"}""")]
    [InlineData("""{"type":"button","action_id":7,"block_id":null,"value":"x"}""")]
    [InlineData("""{"type":"static_select","selected_option":{"value":"another person's"}}""")]
    public async Task A_forged_press_is_the_bots_to_refuse(string action)
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Help);
        house.Inbox.Says(new Refusal("old-button", $"This button no longer does anything."));
        var outcome = await house.Ben.Forges(card, System.Text.Json.Nodes.JsonNode.Parse(action)!.AsObject());
        Assert.Equal(DeliveryEnd.Acknowledged, outcome.End);
        await house.ShownAsync();
    }

    [Fact]
    public async Task A_guest_of_a_shared_channel_acts_in_the_channels_workspace()
    {
        await using var house = await SlackHouse.StartAsync();
        var guest = house.Workspace.AddStranger("gus");
        house.Help.Members.Add(guest.Id);
        var card = await house.PostCardAsync(Help);
        house.Inbox.Says(Answer.Say($"Welcome."));
        await house.Slack.Person(house.Workspace, guest).Presses(card, "I can help");
        await house.ShownAsync();
        var press = house.Inbox.Last<ControlUsed>();
        Assert.Equal(house.Ref, press.Workspace);
        Assert.Equal(guest.TeamId, press.By.Workspace.Id);
        Assert.Equal(["Welcome."], house.Slack.Person(house.Workspace, guest).SeesPrivately(house.Help).Select(m => m.Words));
    }
}
