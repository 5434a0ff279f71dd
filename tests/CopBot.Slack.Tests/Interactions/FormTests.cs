using CopBot.Chat;
using CopBot.SlackEmulator.Faults;

namespace CopBot.Slack.Tests.Interactions;

public sealed class FormTests
{
    private static readonly Button Ask = new("Ask", "ask:1");

    [Fact]
    public async Task A_form_opens_from_a_press_and_is_sent_and_answered_privately()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        house.Inbox.Says(Answer.Say($"Thank you."));

        await house.Ann.Presses(card, "Ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        Assert.Equal("Ask for help", house.Ann.OpenView!.Title);
        await SomeForm.FillAsync(house.Ann);
        Assert.Null((await house.Ann.Submits()).Shown);
        await house.ShownAsync();

        var sent = house.Inbox.Last<FormSent>();
        Assert.Equal("problem-ask:1", sent.Token);
        Assert.Equal(house.HelpPlace, sent.Where);
        Assert.Equal(house.RefOf(house.AnnUser), sent.By);
        Assert.Equal("It <breaks> & burns", sent.Values.One("Title"));
        Assert.Equal("2027-03-09 14:30", sent.Values.One("Until"));
        Assert.Null(sent.Values.One("Tried"));
        Assert.Null(house.Ann.OpenView);
        Assert.Equal(["Thank you."], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
        Assert.Empty(house.Ben.SeesPrivately(house.Help));
    }

    [Fact]
    public async Task A_form_opens_from_a_command_a_shortcut_and_a_message()
    {
        await using var house = await SlackHouse.StartAsync();
        SomeForm.OpensFor<Gesture>(house.Inbox);
        await house.Ann.Uses("/cop", house.Help, "ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await house.Ann.Closes();

        await house.Ann.UsesShortcut("problem-here", house.Ben.Types(house.Help, "Words"));
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await house.Ann.Closes();

        await house.Ann.UsesShortcut("cop:ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        Assert.Equal(new Place(house.RefOf(house.Ann.Direct(house.Bot))), house.Inbox.Last<CommandUsed>().Where);
    }

    [Fact]
    public async Task A_late_form_is_announced_and_filled_in()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        var made = new TaskCompletionSource<Opened>();
        house.Inbox.Forms = (_, stop) => made.Task.WaitAsync(stop);

        await house.Ann.Presses(card, "Ask");
        await house.UntilTakenAsync<ControlUsed>();
        await house.MoveUntilAsync(TimeSpan.FromSeconds(2), () => house.Ann.OpenView is not null);
        Assert.Equal(Sentences.Loading, house.Ann.OpenView!.Words());

        made.SetResult(new Opened(SomeForm.View));
        await house.UntilAsync(() => house.Ann.OpenView!.Title == "Ask for help");
        await SomeForm.FillAsync(house.Ann);
        await house.Ann.Submits();
        Assert.Equal("problem-ask:1", house.Inbox.Last<FormSent>().Token);
        Assert.Equal(house.HelpPlace, house.Inbox.Last<FormSent>().Where);
    }

    [Fact]
    public async Task A_late_form_is_filled_in_though_it_is_not_known_whether_it_was_announced()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        var made = new TaskCompletionSource<Opened>();
        house.Inbox.Forms = (_, stop) => made.Task.WaitAsync(stop);
        house.Slack.Faults.Next("views.open", new WebFault.AnswerLost());

        await house.Ann.Presses(card, "Ask");
        await house.UntilTakenAsync<ControlUsed>();
        await house.MoveUntilAsync(TimeSpan.FromSeconds(2), () => house.Ann.OpenView is not null);
        made.SetResult(new Opened(SomeForm.View));
        await house.UntilAsync(() => house.Ann.OpenView!.Title == "Ask for help");
    }

    [Fact]
    public async Task A_late_no_is_said_where_the_form_was_announced_and_can_be_pressed_there()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        house.Inbox.OpensWhen = g => g is ControlUsed { Action: "ask:1" or "other:1" };
        var made = new TaskCompletionSource<Opened>();
        house.Inbox.Forms = (g, stop) => g is ControlUsed { Action: "ask:1" } ? made.Task.WaitAsync(stop) : Task.FromResult(new Opened(SomeForm.View));

        await house.Ann.Presses(card, "Ask");
        await house.UntilTakenAsync<ControlUsed>();
        await house.MoveUntilAsync(TimeSpan.FromSeconds(2), () => house.Ann.OpenView is not null);
        made.SetResult(new Opened(new Refusal("no", [new Paragraph($"This is solved."), new Controls([new Button("Another", "other:1")])])));
        await house.UntilAsync(() => house.Ann.OpenView!.Words().StartsWith("This is solved.", StringComparison.Ordinal));

        await house.Ann.Presses(house.Ann.OpenView!, "Another");
        await house.UntilAsync(() => house.Ann.OpenView!.Title == "Ask for help");
        Assert.Equal(house.HelpPlace, house.Inbox.Last<ControlUsed>().Where);
        Assert.Single(house.Ann.OpenViews);
    }

    [Fact]
    public async Task A_form_that_does_not_open_says_why()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        house.Inbox.OpensWhen = g => g is ControlUsed;
        house.Inbox.Forms = (_, _) => Task.FromResult(new Opened(new Refusal("no", $"This is solved.")));
        await house.Ann.Presses(card, "Ask");
        await house.UntilAsync(() => house.Ann.SeesPrivately(house.Help).Count == 1);
        Assert.Equal("This is solved.", house.Ann.SeesPrivately(house.Help)[0].Words);
        Assert.Null(house.Ann.OpenView);
    }

    [Fact]
    public async Task A_form_that_slack_did_not_open_is_asked_for_again()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        house.Slack.Faults.Next("views.open", new WebFault.Refused("expired_trigger_id"));
        await house.Ann.Presses(card, "Ask");
        await house.UntilAsync(() => house.Ann.SeesPrivately(house.Help).Count == 1);
        Assert.Equal(Sentences.TryAgain, house.Ann.SeesPrivately(house.Help)[0].Words);
    }

    [Fact]
    public async Task A_form_that_never_comes_is_given_up()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        house.Inbox.Forms = async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return new Opened(SomeForm.View);
        };
        await house.Ann.Presses(card, "Ask");
        await house.UntilTakenAsync<ControlUsed>();
        await house.MoveUntilAsync(TimeSpan.FromSeconds(2), () => house.Ann.OpenView is not null);
        await house.MoveUntilAsync(TimeSpan.FromSeconds(20), () => house.Ann.OpenView!.Words() == Sentences.TryAgain);
    }

    [Fact]
    public async Task Complaints_stand_at_their_questions_and_the_form_can_be_sent_again()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        house.Inbox.Says(new Answer.Invalid(new Dictionary<string, string> { ["Until"] = "That day is past.", ["Nothing"] = "And one more thing." }));
        await house.Ann.Presses(card, "Ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await SomeForm.FillAsync(house.Ann);

        await house.Ann.Submits();
        Assert.Equal("That day is past.", house.Ann.OpenView!.Errors["Until"]);
        Assert.Equal("And one more thing.", house.Ann.OpenView!.Errors["Title"]);

        house.Inbox.Says(Answer.Nothing);
        await house.Ann.Submits();
        Assert.Null(house.Ann.OpenView);
        Assert.Equal(2, house.Inbox.Taken.OfType<FormSent>().DistinctBy(f => f.EventId).Count());
        Assert.Empty(house.Ann.SeesPrivately(house.Help));
    }

    [Fact]
    public async Task A_form_that_could_not_be_taken_stays_open_with_its_words()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        house.Inbox.Answers = (_, _) => throw new TimeoutException("locked");
        await house.Ann.Presses(card, "Ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await SomeForm.FillAsync(house.Ann);
        await house.Ann.Submits();
        Assert.Equal(Sentences.TryAgain, house.Ann.OpenView!.Errors["Title"]);
    }

    [Fact]
    public async Task The_private_answer_whose_button_opened_a_form_is_replaced()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Inbox.OpensWhen = g => g is ControlUsed;
        house.Inbox.Forms = (_, _) => Task.FromResult(new Opened(SomeForm.View));
        house.Inbox.Says<Gesture>(g => g is CommandUsed ? Answer.Show([new Paragraph($"Draft"), new Controls([Ask])]) : Answer.ShowInstead(Message.Say($"Done")));
        await house.Ann.Uses("/cop", house.Help, "draft");
        await house.Ann.Presses(house.Ann.SeesPrivately(house.Help)[0], "Ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await SomeForm.FillAsync(house.Ann);
        await house.Ann.Submits();
        await house.ShownAsync();
        Assert.Equal(["Done"], house.Ann.SeesPrivately(house.Help).Select(m => m.Words));
    }

    [Fact]
    public async Task A_late_complaint_comes_privately_with_a_way_back()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(Ask);
        SomeForm.OpensFor<ControlUsed>(house.Inbox);
        house.Inbox.Says(Answer.Follows);
        await house.Ann.Presses(card, "Ask");
        await house.UntilAsync(() => house.Ann.OpenView is not null);
        await SomeForm.FillAsync(house.Ann);
        await house.Ann.Submits();
        Assert.Null(house.Ann.OpenView);

        var sent = house.Inbox.Last<FormSent>();
        var invalid = new Answer.Invalid(new Dictionary<string, string> { ["Title"] = "Too short." }, new Button("Edit my answers", "edit:1")) { Labels = new Dictionary<string, string> { ["Title"] = "What is the problem?" } };
        await house.Platform.AnswerAsync(sent.ReplyTo, sent.By, invalid, house.Enough);
        Assert.Contains("*What is the problem?* Too short.", Assert.Single(house.Ann.SeesPrivately(house.Help)).Words, StringComparison.Ordinal);
    }
}
