using CopBot.Chat;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.Interactions;

public sealed class HomeTests
{
    private static async Task<(SlackHouse House, SlackView Home)> OpenAsync()
    {
        var house = await SlackHouse.StartAsync();
        var drawn = 0;
        house.Inbox.Says<Gesture>(g => g is HomeOpened
            ? Answer.Show([new Heading("Your CopBot"), new Paragraph($"Drawn {++drawn}"), new Controls([new Button("Quiet", "quiet:1"), new Button("Change", "change:1"), new Menu("More…", [new MenuChoice("One", "m:1")])])])
            : Answer.Say($"It is quiet."));
        house.Ann.OpensHome(house.Bot);
        await house.UntilAsync(() => house.Ann.Home(house.Bot) is not null);
        return (house, house.Ann.Home(house.Bot)!);
    }

    [Fact]
    public async Task Home_is_drawn_when_it_is_opened()
    {
        var (house, home) = await OpenAsync();
        await using var _ = house;
        var opened = house.Inbox.Last<HomeOpened>();
        Assert.Equal(new Place(house.RefOf(house.Ann.Direct(house.Bot))), opened.Where);
        Assert.Equal(house.RefOf(house.AnnUser), opened.By);
        Assert.StartsWith("Your CopBot\nDrawn 1", home.Words(), StringComparison.Ordinal);
        Assert.Null(house.Ben.Home(house.Bot));
    }

    [Fact]
    public async Task The_messages_tab_is_no_home()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Ann.OpensHome(house.Bot, "messages");
        await house.Slack.Sockets.Quiet().WaitAsync(house.Enough);
        Assert.Empty(house.Inbox.Taken);
    }

    [Fact]
    public async Task What_is_pressed_on_home_is_answered_directly_and_home_is_drawn_again()
    {
        var (house, home) = await OpenAsync();
        await using var _ = house;
        await house.Ann.Presses(home, "Quiet");
        await house.ShownAsync();

        var press = house.Inbox.Last<ControlUsed>();
        Assert.Null(press.On);
        Assert.Equal(new Place(house.RefOf(house.Ann.Direct(house.Bot))), press.Where);
        Assert.Equal(["It is quiet."], house.Ann.Sees(house.Ann.Direct(house.Bot)).Select(m => m.Words));
        Assert.Contains("Drawn 2", house.Ann.Home(house.Bot)!.Words(), StringComparison.Ordinal);
        Assert.Equal(2, house.Inbox.Taken.OfType<HomeOpened>().DistinctBy(h => h.EventId).Count());
    }

    [Fact]
    public async Task A_form_of_home_draws_it_again_when_it_was_sent()
    {
        var (house, home) = await OpenAsync();
        await using var _ = house;
        house.Inbox.OpensWhen = g => g is ControlUsed { Action: "change:1" };
        house.Inbox.Forms = (_, _) => Task.FromResult(new Opened(SomeForm.View));
        await house.Ann.Presses(home, "Change");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await SomeForm.FillAsync(house.Ann);
        await house.Ann.Submits();
        await house.ShownAsync();
        Assert.Contains("Drawn 3", house.Ann.Home(house.Bot)!.Words(), StringComparison.Ordinal);
        Assert.Equal(["It is quiet."], house.Ann.Sees(house.Ann.Direct(house.Bot)).Select(m => m.Words));
    }

    [Fact]
    public async Task A_late_answer_of_home_draws_it_again()
    {
        var (house, home) = await OpenAsync();
        await using var _ = house;
        var answers = house.Inbox.Answers;
        house.Inbox.Answers = (inbound, stop) => inbound is ControlUsed ? Task.FromResult(Answer.Follows) : answers(inbound, stop);
        await house.Ann.Presses(home, "Quiet");
        await house.ShownAsync();
        Assert.Contains("Drawn 1", house.Ann.Home(house.Bot)!.Words(), StringComparison.Ordinal);

        var press = house.Inbox.Last<ControlUsed>();
        await house.Platform.AnswerAsync(press.ReplyTo, press.By, Answer.Nothing, house.Enough);
        Assert.Contains("Drawn 2", house.Ann.Home(house.Bot)!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_can_be_chosen_from_homes_menu_again()
    {
        var (house, home) = await OpenAsync();
        await using var _ = house;
        var before = home.Content.ToJsonString();
        await house.MoveAsync(TimeSpan.FromSeconds(1));
        await house.Ann.Presses(home, home.ActionOf("static_select"), "One");
        await house.ShownAsync();
        Assert.Equal("m:1", house.Inbox.Last<ControlUsed>().Action);
        Assert.NotEqual(home.ActionOf("static_select", before), house.Ann.Home(house.Bot)!.ActionOf("static_select"));
    }

    [Fact]
    public async Task A_late_home_is_drawn_when_it_comes()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.Says(Answer.Follows);
        house.Ann.OpensHome(house.Bot);
        await house.UntilTakenAsync<HomeOpened>();
        var opened = house.Inbox.Last<HomeOpened>();
        await house.Platform.AnswerAsync(opened.ReplyTo, opened.By, Answer.Show(Message.Say($"At last")), house.Enough);
        Assert.Equal("At last", house.Ann.Home(house.Bot)!.Words());
        Assert.Empty(house.Ann.Sees(house.Ann.Direct(house.Bot)));
    }
}
