using CopBot.Communities;
using CopBot.Features.Outcomes;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Outcomes;

public sealed class OutcomeQuestionTests
{
    private const string Question = "What came of it?";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    // A week later at ten where they are, not where the community is.
    [InlineData("America/New_York", WhenKnown.InAWeek, null, "2027-01-19T15:00:00Z")]
    [InlineData("Asia/Tokyo", WhenKnown.InAWeek, null, "2027-01-19T01:00:00Z")]
    [InlineData("Europe/Berlin", WhenKnown.InAMonth, null, "2027-02-12T09:00:00Z")]
    // A Saturday: the next open hour is Monday at nine.
    [InlineData("Europe/Berlin", WhenKnown.OnADate, "2027-01-16", "2027-01-18T08:00:00Z")]
    // After the clocks have changed it is still ten.
    [InlineData("Europe/Berlin", WhenKnown.OnADate, "2027-04-01", "2027-04-01T08:00:00Z")]
    public async Task Who_tries_is_asked_once_on_the_day_they_chose_at_ten_where_they_are(string zone, WhenKnown when, string? day, string asked)
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna", zone: zone);
        await world.IsHelpedAsync(anna, world.Someone("ben"), when, day is null ? null : DateOnly.Parse(day));
        var at = DateTimeOffset.Parse(asked);

        await world.MoveToAsync(at - Minute);
        Assert.Equal(0, anna.Count(Question));
        await world.MoveToAsync(at);
        Assert.Equal(1, anna.Count(Question));
        Shows(anna.Mail[^1], Title, "You wanted to try: “A buddy for each”", "You are asked once");
    }

    [Theory]
    [InlineData("It worked", "Solved", "it worked.")]
    [InlineData("Partly", "Advised", "it worked in part.")]
    [InlineData("It didn't", "Advised", "it didn't work.")]
    [InlineData("Things changed", "Advised", "things changed.")]
    public async Task Each_answer_stands_on_the_card_and_can_be_said_in_a_line(string button, string status, string said)
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);

        var told = await anna.Presses(button, anna.LatestMail);
        Shows(Someone.Told(told), "Thank you");
        Shows(world.Plain(card), status, "What came of it: " + said);

        var form = await anna.Presses("Add a line", told);
        await anna.Submits(form, ("Line", "First words."));
        Shows(world.Plain(card), "“First words.”");
        var change = await anna.Presses("Change the line", anna.LatestMail);
        Assert.Equal("First words.", In(change, "Line"));
        await anna.Submits(change, ("Line", "Better words."));
        Shows(world.Plain(card), "“Better words.”");
        Lacks(world.Plain(card), "First words.");
        Assert.Single(world.Posts);
        world.RangNobody();
    }

    [Fact]
    public async Task Not_tried_yet_earns_one_more_question_on_a_chosen_day_and_then_nothing_more_ever()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);

        var form = await anna.Presses("Haven't tried yet", anna.LatestMail);
        Assert.Equal("2027-01-21", In(form, "Day"));
        foreach (var wrong in new[] { "2027-01-19", "2026-12-31", "2030-01-01" }) Shows((await anna.Submits(form, ("Day", wrong))).Form!.Wrong["Day"], "from tomorrow on");
        Shows(Someone.Told(await anna.Submits(form)), "You will be asked once more");
        Shows(anna.Mail[^1], "Not tried yet");

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 21, 9, 1, 0, TimeSpan.Zero));
        Assert.Equal(1, anna.Count(Question));
        Shows(anna.Mail[^1], "There is no third");
        OffersNot("Haven't tried yet", Labels(anna.LatestMail.Shows!));
        var trial = (await world.TrialAsync()).Id;
        Shows(Someone.Told(await anna.PressesAction(Chat.ActionCodec.Encode(new SayNotTriedYet(trial)), anna.LatestMail.Post)), "You have been asked twice");

        await world.MoveAsync(TimeSpan.FromDays(13));
        Shows(world.Plain(card), "Being tried");
        await world.MoveAsync(TimeSpan.FromDays(1));
        Shows(world.Plain(card), "Advised", "nobody knows");
        var mails = anna.Mail.Count;
        await world.MoveAsync(TimeSpan.FromDays(28));
        Assert.Equal(mails, anna.Mail.Count);
    }

    [Fact]
    public async Task Silence_is_unknown_after_fourteen_days_never_asked_about_again_and_still_answerable_a_year_later()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        var question = anna.LatestMail;

        await world.MoveAsync(TimeSpan.FromDays(13));
        Shows(world.Plain(card), "Being tried");
        await world.MoveAsync(TimeSpan.FromDays(2));
        Shows(world.Plain(card), "Advised", "nobody knows");
        Assert.Equal(0, ben.Count("advice on"));

        await world.MoveAsync(TimeSpan.FromDays(365));
        Assert.Equal(1, anna.Count(Question));
        await world.RestartAsync();
        await anna.Presses("It worked", question);
        Shows(world.Plain(card), "Solved", "it worked.");
        await world.MoveAsync(TimeSpan.FromDays(3));
        Assert.Equal(1, ben.Count("Your advice: it worked. " + Title));
    }

    [Fact]
    public async Task What_was_closed_by_the_askers_own_word_stays_closed_whatever_silence_says()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        await anna.Presses("It is solved", await anna.Presses("More", card));

        await world.MoveAsync(TimeSpan.FromDays(60));

        Shows(world.Plain(card), "Solved");
    }

    [Fact]
    public async Task A_changed_answer_counts_and_is_corrected_where_it_was_told()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        await anna.Submits(await anna.Presses("Add a line", await anna.Presses("It worked", anna.LatestMail)), ("Line", "Twelve came back."));
        await world.MoveAsync(TimeSpan.FromDays(1));
        var mails = ben.Mail.Count;
        Shows(ben.Mail[^1], "it worked.", "Twelve came back.");

        var told = await anna.Presses("It didn't", await anna.Presses("Change my answer", anna.LatestMail));
        Shows(world.Plain(card), "Advised", "it didn't work.", "tried by 1, not for 1");
        Lacks(world.Plain(card), "Twelve came back.");
        Assert.Equal("Twelve came back.", In(await anna.Presses("Add a line", told), "Line"));
        Assert.Equal(mails, ben.Mail.Count);
        Shows(ben.Mail[^1], "it didn't work.");

        Shows(Someone.Told(await anna.Presses("Undo", told)), "What you told before counts: it worked.");
        Shows(world.Plain(card), "Solved", "it worked. “Twelve came back.”");
        Shows(ben.Mail[^1], "it worked.", "Twelve came back.");
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Equal(mails, ben.Mail.Count);
    }

    [Fact]
    public async Task An_answer_that_is_no_news_any_more_is_taken_back_before_it_is_told()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        await anna.Presses("It worked", anna.LatestMail);

        await anna.Presses("Things changed", await anna.Presses("Change my answer", anna.LatestMail));
        await world.MoveAsync(TimeSpan.FromDays(2));

        Shows(world.Plain(card), "Advised", "things changed.");
        Assert.Equal(0, ben.Count("Your advice: "));
    }

    [Fact]
    public async Task An_undo_within_the_minute_leaves_no_trace()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await AskedAsync(world, anna, ben);
        await dora.Presses("Follow the outcome", card);
        var (before, posted) = (world.Plain(card), world.EverPosted());

        var told = await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromSeconds(59));
        var undone = await anna.Presses("Undo", told);

        Assert.Equal(before, world.Plain(card));
        await world.MoveAsync(TimeSpan.FromDays(5));
        Assert.Equal(posted, world.EverPosted());
        // It is still the one question, and still answerable.
        await anna.Presses("Partly", undone);
        Shows(world.Plain(card), "it worked in part.");
    }

    [Fact]
    public async Task After_the_minute_an_undo_is_declined_and_pressing_the_same_answer_again_gives_no_new_minute()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        var told = await anna.Presses("It worked", anna.LatestMail);
        await world.MoveAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, ben.Count("Your advice: "));

        Shows(Someone.Told(await anna.Presses("Undo", told)), "The minute for an undo is over");
        var again = await anna.Presses("It worked", await anna.Presses("Change my answer", anna.LatestMail));
        Shows(Someone.Told(await anna.Presses("Undo", again)), "The minute for an undo is over");

        Shows(world.Plain(card), "Solved");
        Assert.Equal(1, ben.Count("Your advice: "));
    }

    [Fact]
    public async Task An_early_answer_that_is_undone_leaves_the_question_on_its_day()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.IsHelpedAsync(anna, ben);

        var promises = await anna.Uses("promises");
        Shows(Someone.Told(promises), Title, "“A buddy for each”", "you will be asked Tue 19 Jan 2027");
        var told = await anna.Presses("It worked", await anna.Presses(Title, promises));
        await anna.Presses("Undo", told);

        await world.MoveAsync(TimeSpan.FromDays(7));
        Assert.Equal(1, anna.Count(Question));
    }

    [Fact]
    public async Task An_early_answer_saves_the_question()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.IsHelpedAsync(anna, ben);

        await anna.Presses("It worked", await anna.Presses(Title, await anna.Uses("promises")));

        Shows(world.Plain(card), "Solved");
        await world.MoveAsync(TimeSpan.FromDays(30));
        Assert.Equal(0, anna.Count(Question));
        Assert.Equal(1, ben.Count("Your advice: "));
    }

    [Fact]
    public async Task Marking_more_after_the_question_was_asked_asks_on_the_day_that_was_chosen_then()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, dora) = (world.Someone("anna"), world.Someone("ben"), world.Someone("dora"));
        var card = await AskedAsync(world, anna, ben);

        await MarksAsync(anna, await dora.Replies("A map at the door.", card), WhenKnown.InAWeek, "A map too");
        Assert.Equal(0, anna.Count(Question));
        await world.MoveAsync(TimeSpan.FromDays(7));

        Assert.Equal(1, anna.Count(Question));
        Shows(anna.Mail[^1], "A map too");
        await anna.Presses("It worked", anna.LatestMail);
        Shows(world.Plain(card), "“We give every newcomer a buddy.” — Ben (tried by 1, worked for 1)", "“A map at the door.” — Dora (tried by 1, worked for 1)");
    }

    [Fact]
    public async Task A_question_that_fell_due_while_the_bot_was_off_comes_once_and_silence_in_that_time_counts_for_nothing()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.IsHelpedAsync(anna, ben);

        await world.BeOffAsync(TimeSpan.FromDays(21));
        Assert.Equal(1, anna.Count(Question));
        await world.BeOffAsync(TimeSpan.FromDays(21));
        Shows(world.Plain(card), "Being tried");
        await world.MoveAsync(TimeSpan.FromDays(13));
        Shows(world.Plain(card), "Being tried");
        await world.MoveAsync(TimeSpan.FromDays(2));
        Shows(world.Plain(card), "nobody knows");
        Assert.Equal(1, anna.Count(Question));
    }

    [Fact]
    public async Task Nobody_else_can_answer_and_a_question_about_what_is_gone_says_so()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        var question = anna.LatestMail;

        foreach (var button in new[] { "It worked", "Haven't tried yet" })
            Shows(Someone.Told(await ben.PressesAction(question.ActionOf(button), card.Post)), "Only whoever tries it");
        Shows(world.Plain(card), "Being tried");

        await world.InStoreAsync(db => db.Set<Trial>().ExecuteDeleteAsync());
        Shows(Someone.Told(await anna.Presses("It worked", question)), "no longer open");
    }

    [Fact]
    public async Task An_answer_given_twice_at_once_is_one_answer()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await AskedAsync(world, anna, ben);
        var question = anna.LatestMail;

        await Task.WhenAll(anna.Persona.PressAsync(question.ActionOf("It worked"), question.Post, eventId: "e1"), anna.Persona.PressAsync(question.ActionOf("It worked"), question.Post, eventId: "e1"), anna.Persona.PressAsync(question.ActionOf("It worked"), question.Post));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Shows(world.Plain(card), "tried by 1, worked for 1");
        Assert.Equal(1, ben.Count("Your advice: "));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task What_waits_for_an_answer_stands_at_Home_and_is_answered_there()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        var card = await world.IsHelpedAsync(anna, ben);
        Lacks(Someone.Told(await anna.OpensHome()), Question);
        await world.MoveAsync(TimeSpan.FromDays(7));

        var home = await anna.OpensHome();
        Shows(Someone.Told(home), Question, Title, "A buddy for each", MyProblems.Title, "Being tried · you asked");
        Lacks(Someone.Told(await ben.OpensHome()), Question);
        await anna.Persona.PressAtHomeAsync(home.Home!.AllControls.OfType<Chat.Button>().Single(b => b.Label == "It worked").Action);
        await world.SettleAsync();

        Shows(world.Plain(card), "Solved");
        Lacks(Someone.Told(await anna.OpensHome()), Question);
    }

    private static async Task<RoomMessage> AskedAsync(World world, Someone asker, Someone helper)
    {
        var card = await world.IsHelpedAsync(asker, helper);
        await world.MoveAsync(TimeSpan.FromDays(7));
        Assert.Equal(1, asker.Count(Question));
        return card;
    }
}
