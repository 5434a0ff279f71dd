using CopBot.Chat;

namespace CopBot.Slack.Tests.Interactions;

public sealed class LateAnswerTests
{
    private static async Task<(SlackHouse House, Gesture Gesture)> AskAsync()
    {
        var house = await SlackHouse.StartAsync();
        house.Inbox.Says(Answer.Follows);
        await house.Ann.Uses("/cop", house.Help, "search");
        Assert.Empty(house.Ann.SeesPrivately(house.Help));
        return (house, house.Inbox.Last<CommandUsed>());
    }

    [Fact]
    public async Task A_late_answer_comes_where_it_was_asked_for()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        await house.MoveAsync(TimeSpan.FromSeconds(10));
        await house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Say($"Here it is."), house.Enough);
        Assert.Equal(["Here it is."], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
        Assert.Empty(house.Slack.Journal.Requests("chat.postEphemeral"));
    }

    [Fact]
    public async Task After_half_an_hour_it_comes_there_all_the_same()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        await house.MoveAsync(TimeSpan.FromMinutes(31));
        await house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Say($"Here it is."), house.Enough);
        Assert.Equal(["Here it is."], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
        Assert.Single(house.Slack.Journal.Requests("chat.postEphemeral"));
        Assert.DoesNotContain(house.Slack.Journal.Entries, e => e.Kind == "response_url");
    }

    [Fact]
    public async Task A_sixth_answer_is_shown_otherwise()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        for (var i = 1; i <= 6; i++) await house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Say($"Answer {i}"), house.Enough);
        Assert.Equal(6, house.Ann.SeesPrivately(house.Help).Count);
        Assert.Single(house.Slack.Journal.Requests("chat.postEphemeral"));
    }

    [Fact]
    public async Task Where_the_bot_cannot_speak_any_more_it_comes_directly()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        await house.MoveAsync(TimeSpan.FromMinutes(31));
        house.Slack.Admin.Remove(house.Workspace, house.Help, house.Bot.Bot);
        await house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Say($"Here it is."), house.Enough);
        Assert.Equal(["Here it is."], house.Ann.Sees(house.Ann.Direct(house.Bot)).Select(m => m.Words));
    }

    [Fact]
    public async Task Where_that_is_closed_too_the_bot_is_told()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        await house.MoveAsync(TimeSpan.FromMinutes(31));
        house.Slack.Admin.Remove(house.Workspace, house.Help, house.Bot.Bot);
        house.App.MessagesTab = false;
        var failure = await Assert.ThrowsAsync<PlatformException>(() => house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Say($"Here it is."), house.Enough));
        Assert.Equal(FailureKind.Denied, failure.Kind);
    }

    [Fact]
    public async Task What_is_kept_late_is_kept_once()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        for (var i = 0; i < 2; i++) await house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Keep(Message.Say($"Your receipt")), house.Enough);
        Assert.Equal(["Your receipt"], house.Ann.Sees(house.Ann.Direct(house.Bot)).Select(m => m.Words));
    }

    [Fact]
    public async Task Nothing_to_say_shows_nothing()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        await house.Platform.AnswerAsync(gesture.ReplyTo, gesture.By, Answer.Nothing, house.Enough);
        Assert.Empty(house.Ann.SeesPrivately(house.Help));
    }

    [Theory]
    [InlineData("")]
    [InlineData("There")]
    [InlineData("There x slack/T1/C1 -")]
    [InlineData("There 99999999999999999 slack/T1/C1 -")]
    [InlineData("Nowhere 1 slack/T1/C1 -")]
    [InlineData("There 1 slack -")]
    public async Task A_ticket_of_somebody_else_is_refused(string ticket)
    {
        await using var house = await SlackHouse.StartAsync();
        var failure = await Assert.ThrowsAsync<PlatformException>(() => house.Platform.AnswerAsync(ticket, house.RefOf(house.AnnUser), Answer.Say($"Hello"), house.Enough));
        Assert.Equal(FailureKind.Rejected, failure.Kind);
    }

    [Fact]
    public async Task A_ticket_never_prints_its_address()
    {
        var (house, gesture) = await AskAsync();
        await using var _ = house;
        Assert.Contains("/commands/", gesture.ReplyTo, StringComparison.Ordinal);
        Assert.DoesNotContain("/commands/", CopBot.Slack.Interactions.SlackTicket.TryRead(gesture.ReplyTo)!.ToString(), StringComparison.Ordinal);
    }
}
