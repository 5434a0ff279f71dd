using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Dispatch;

/// <summary>What people are told, whatever they send.</summary>
public sealed class DispatcherTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_form_changes_nothing_and_comes_back_as_it_was_typed()
    {
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => Task.FromResult<Answer?>(new Refusal("no", $"Not today.")) });
        var anna = world.Someone("anna");
        var opened = await anna.PressesAction(ActionCodec.Encode(new RehearseOpen()), await InboxTests.CardAsync(world));
        var refused = await anna.Submits(opened, ("Words", "A long\nstory 👩‍👩‍👧"), ("Day", "2027-02-03"));
        Assert.Equal("Not today.", Someone.Told(refused));
        Assert.Single(world.Posts);
        Assert.False(await world.InStoreAsync(db => db.Set<Account>().AnyAsync(a => a.User == anna.Ref)), "who was refused did not become a member");

        var again = await anna.Presses("Edit my answers", refused);
        Assert.Equal("A long\nstory 👩‍👩‍👧", again.Form!.View.Values.One("Words"));
        Assert.Equal("2027-02-03", again.Form.View.Values.One("Day"));
        Assert.Equal(opened.Form!.View.Token, again.Form.View.Token);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_beside_its_question_and_comes_back_as_it_was_typed()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var answer = await world.Services.GetRequiredService<IInbox>().AnswerAsync(InboxTests.Sent(world, anna, "e", ("Words", new string('x', 501)), ("Day", "next tuesday")), Stop);
        var invalid = Assert.IsType<Answer.Invalid>(answer);
        Assert.Equal(["Day", "Words"], invalid.Why.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("Day", invalid.Labels!["Day"]);

        var form = await OpenAsync(world, anna, invalid.EditAgain!.Action);
        Assert.Equal("next tuesday", form!.Values.One("Day"));
        Assert.StartsWith("xxx", form.Values.One("Words"), StringComparison.Ordinal);
        Assert.Single((await world.InStoreAsync(db => db.Set<Draft>().ToListAsync())), d => d.Values.Contains(new string('x', 501), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_is_its_owners_alone_and_kept_for_seven_days()
    {
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => Task.FromResult<Answer?>(new Refusal("no", $"Not today.")) });
        var anna = world.Someone("anna");
        var carla = world.Someone("carla");
        var refused = await anna.Submits(new RehearseForm { Words = "Mine" });
        var edit = refused.Shown!.ActionOf("Edit my answers");

        Assert.Null(await OpenAsync(world, carla, edit));
        await world.RestartAsync();
        await world.MoveAsync(Draft.KeptFor - TimeSpan.FromSeconds(1));
        Assert.Equal("Mine", (await OpenAsync(world, anna, edit))!.Values.One("Words"));
        await world.MoveAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await OpenAsync(world, anna, edit));
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
        Assert.Contains("kept for seven days", Someone.Told(await anna.Presses("Edit my answers", refused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_without_a_name_is_in_no_store_and_comes_back_all_the_same()
    {
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => Task.FromResult<Answer?>(new Refusal("no", $"Not today.")) });
        var anna = world.Someone("anna");
        var refused = await anna.Submits(new RehearseForm { Words = "Secret", Name = Naming.Without });
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
        Assert.Equal("Secret", (await OpenAsync(world, anna, refused.Shown!.ActionOf("Edit my answers")))!.Values.One("Words"));
        Assert.Null(await OpenAsync(world, world.Someone("carla"), refused.Shown.ActionOf("Edit my answers")));
    }

    [Fact]
    public async Task A_bug_is_answered_with_a_reference_that_stands_in_the_log_and_nothing_typed_is_lost()
    {
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => throw new InvalidOperationException("scripted bug") });
        var anna = world.Someone("anna");
        var failed = await anna.Submits(new RehearseForm { Words = "My precious words" });
        var reference = Someone.Told(failed).Split("this reference: ")[1].TrimEnd('.');

        Assert.Equal(6, reference.Length);
        Assert.Single(world.Log.Errors, line => line.Contains(reference, StringComparison.Ordinal) && line.Contains("scripted bug", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("precious", StringComparison.Ordinal));
        Assert.Empty(world.Posts);
        Assert.Equal("My precious words", (await anna.Presses("Edit my answers", failed)).Form!.View.Values.One("Words"));
    }

    [Fact]
    public async Task A_bug_with_a_form_without_a_name_logs_neither_its_words_nor_its_sender()
    {
        await using var world = await Rehearsal.StartAsync(new() { Does = words => throw new InvalidOperationException($"cannot do “{words}”") });
        var anna = world.Someone("anna");
        var failed = await anna.Submits(new RehearseForm { Words = "Secret", Name = Naming.Without });
        var reference = Someone.Told(failed).Split("this reference: ")[1].TrimEnd('.');

        Assert.Single(world.Log.Errors, line => line.Contains(reference, StringComparison.Ordinal) && line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("Secret", StringComparison.Ordinal) || line.Contains(anna.Ref.ToString(), StringComparison.Ordinal));
        Assert.Equal("Secret", (await anna.Presses("Edit my answers", failed)).Form!.View.Values.One("Words"));
    }

    [Fact]
    public async Task A_call_that_timed_out_inside_a_handler_is_a_failure_like_any_other()
    {
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => throw new TaskCanceledException("the request timed out") });
        var anna = world.Someone("anna");
        Assert.Contains("Something went wrong", Someone.Told(await anna.Submits(new RehearseForm { Words = "Mine" })), StringComparison.Ordinal);
        Assert.Contains("Something went wrong", Someone.Told(await anna.PressesAction(Rehearsal.Act("it"), await InboxTests.CardAsync(world))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_store_fails_too_the_words_are_given_back()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        await world.InStoreAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE drafts RENAME TO drafts_away; ALTER TABLE posts RENAME TO posts_away;"));
        var answer = await world.Services.GetRequiredService<IInbox>().AnswerAsync(InboxTests.Sent(world, anna, "e", ("Words", "Mine")), Stop);

        var refusal = Assert.IsType<Refusal>(answer);
        Assert.Contains("Mine", PlaygroundText.Plain(refusal.Why), StringComparison.Ordinal);
        Assert.Contains("could not store anything", PlaygroundText.Plain(refusal.Why), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_people_who_press_at_the_same_moment_both_get_the_right_answer_and_the_card_shows_both()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var people = Enumerable.Range(0, 8).Select(i => world.Someone($"p{i}", $"Person {i}")).ToList();
        for (var round = 0; round < 3; round++)
        {
            var card = await AskAsync(world, anna, $"How can we do {round}?");
            var offer = card.ActionOf("I can help");
            // Four on the card, which are handled in order, and four from private answers, which are not.
            var acted = await Task.WhenAll(people.Select((p, i) => Task.Run(() => i % 2 == 0 ? p.Persona.PressAsync(offer, card.Post) : p.Persona.PressAsync(offer, new PrivateAnswer("x", p.Ref, card.Place, Message.Say($"-"), card.SentAt)), Stop)));
            await world.SettleAsync();

            Assert.All(acted, a => Assert.Contains("The asker knows you can help", Someone.Told(a), StringComparison.Ordinal));
            var shows = PlaygroundText.Plain(world.Room.Find(card.Post)!);
            var helpers = shows.Split('\n').Single(line => line.EndsWith("more can help", StringComparison.Ordinal)).Split([", ", " and "], StringSplitOptions.None);
            Assert.Equal(8, helpers.Length - 1 + int.Parse(helpers[^1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(8, await world.InStoreAsync(db => db.Set<Problem>().Where(p => p.Title == $"How can we do {round}?").Select(p => p.People.Count).SingleAsync()));
        }

        Assert.Empty(world.Log.Errors);
        Assert.Equal(9, await world.InStoreAsync(db => db.Set<Account>().CountAsync(a => a.User != world.Someone("carla").Ref)));
        Assert.Equal(0, world.Services.GetRequiredService<Conversations>().Count);
    }

    [Fact]
    public async Task Whoever_may_not_do_it_is_told_so_and_nothing_happens()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var carla = world.Someone("carla");
        var card = await InboxTests.CardAsync(world);
        var lead = ActionCodec.Encode(new RehearseAsCoordinator("lead"));
        Assert.Contains("Only a coordinator", Someone.Told(await anna.PressesAction(lead, card)), StringComparison.Ordinal);
        Assert.Equal(0, InboxTests.Did(world, "lead"));
        Assert.Equal("Done: lead", Someone.Told(await carla.PressesAction(lead, card)));
    }

    [Fact]
    public async Task Looking_makes_nobody_a_member()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var card = await InboxTests.CardAsync(world);
        Assert.Equal("Done: look", Someone.Told(await anna.PressesAction(ActionCodec.Encode(new RehearseLook()), card)));
        await anna.PressesAction(ActionCodec.Encode(new RehearseOpen()), card);
        Assert.False(await world.InStoreAsync(db => db.Set<Account>().AnyAsync(a => a.User == anna.Ref)));
        await anna.PressesAction(Rehearsal.Act("it"), card);
        Assert.True(await world.InStoreAsync(db => db.Set<Membership>().AnyAsync(m => m.Roles == Role.Member)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("NONSENSE and more words than anybody would type into a command, on and on, @everyone <!channel> <@U1> \u202e\u0000")]
    [InlineData("\ud800")]
    public async Task An_unknown_command_is_answered_with_what_helps(string words)
    {
        await using var world = await World.StartAsync();
        var told = await world.Someone("anna").Uses(words);
        Assert.Contains("/cop help", Someone.Told(told), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', Someone.Told(told));
        Assert.Empty(Limits.Broken(((Refusal)told.Answer!).Why));
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task What_follows_a_command_is_tidied_before_anybody_sees_it()
    {
        string? seen = null;
        await using var world = await Rehearsal.StartAsync(new()
        {
            Does = words =>
            {
                seen = words;
                return Task.FromResult<Answer?>(null);
            },
        });
        await world.Someone("anna").Uses("Rehearse   Émile \u202e\ud800 \u0007straße");
        Assert.Equal("Émile straße", string.Join(' ', seen!.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.DoesNotContain('\u202e', seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("problem-offer")]
    [InlineData("problem-offer:")]
    [InlineData("problem-offer:not-an-id")]
    [InlineData("problem-offer:AAAAAAAAAAAAAAAAAAAAAA:more")]
    [InlineData("an-action-of-last-year:AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ask")]
    [InlineData("rehearse-form")] // a form's token on a button
    [InlineData("rehearse-form:7")]
    [InlineData("problem-offer:AAAAAAAAAAAAAAAAAAAAAA\u0000")]
    public async Task An_old_or_forged_button_says_kindly_that_it_does_nothing(string action)
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var told = Someone.Told(await anna.PressesAction(action, await InboxTests.CardAsync(world)));
        Assert.Contains("comes from an older version", told, StringComparison.Ordinal);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task A_button_that_is_sent_where_it_does_not_belong_breaks_nothing()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var card = await InboxTests.CardAsync(world);
        var inbox = world.Services.GetRequiredService<IInbox>();
        // One that opens a form is not answered, and one that is answered opens none.
        Assert.Equal("old-button", Assert.IsType<Refusal>(await inbox.AnswerAsync(new ControlUsed("1", anna.Ref, card.Place, "t", ActionCodec.Encode(new RehearseOpen()), card), Stop)).Code);
        Assert.Equal("old-button", Assert.IsType<Refusal>((await inbox.OpenAsync(new ControlUsed("2", anna.Ref, card.Place, "t", Rehearsal.Act("it"), card), Stop)).Instead).Code);
        Assert.Equal("old-button", Assert.IsType<Refusal>(await inbox.AnswerAsync(new ControlUsed("3", anna.Ref, card.Place, "t", new string('x', 5000), card), Stop)).Code);
        Assert.Empty(world.Log.Errors);
    }

    [Theory]
    [InlineData("no-such-form")]
    [InlineData("rehearse-form:1:2:3")]
    [InlineData("rehearse")]
    [InlineData("")]
    public async Task A_form_of_an_older_version_is_not_taken_and_its_words_are_given_back(string token)
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var sent = InboxTests.Sent(world, anna, "e", ("Words", "My words")) with { Token = token };
        var refusal = Assert.IsType<Refusal>(await world.Services.GetRequiredService<IInbox>().AnswerAsync(sent, Stop));
        Assert.Equal("old-form", refusal.Code);
        Assert.Contains("My words", PlaygroundText.Plain(refusal.Why), StringComparison.Ordinal);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Where_no_community_lives_people_are_told_how_to_set_one_up()
    {
        await using var world = await World.WithoutCommunityAsync();
        Assert.Contains("/cop setup", Someone.Told(await world.Someone("anna").Submits(new ProblemForm { Title = "How?" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_conversation_is_handled_in_order_and_does_not_hold_up_another()
    {
        var goOn = new TaskCompletionSource<Answer?>();
        var begun = new List<string>();
        await using var world = await Rehearsal.StartAsync(new()
        {
            Does = what =>
            {
                lock (begun) begun.Add(what);
                return what == "slow" ? goOn.Task : Task.FromResult<Answer?>(null);
            },
        });
        var anna = world.Someone("anna");
        var ben = world.Someone("ben");
        var card = await InboxTests.CardAsync(world);
        var slow = anna.Persona.PressAsync(Rehearsal.Act("slow"), card, stop: Stop);
        await Rehearsal.BegunAsync(world);
        var behind = ben.Persona.PressAsync(Rehearsal.Act("behind"), card, stop: Stop);
        var elsewhere = await ben.Persona.CommandAsync(new Place(world.Home), "rehearse elsewhere", stop: Stop);

        Assert.Equal("Done: elsewhere", Someone.Told(elsewhere));
        Assert.Equal(["slow", "elsewhere"], begun);
        Assert.Equal(1, world.Services.GetRequiredService<Conversations>().Count);
        goOn.SetResult(null);
        await Task.WhenAll(slow, behind);
        Assert.Equal(["slow", "elsewhere", "behind"], begun);
        Assert.Equal(0, world.Services.GetRequiredService<Conversations>().Count);
    }

    [Fact]
    public async Task A_conversation_that_many_enter_and_some_leave_before_their_turn_is_one_at_a_time_and_leaks_nothing()
    {
        var conversations = new Conversations();
        var card = new PostRef(new Place(Room.Channel("practice")), "1");
        var (inside, most, turns) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(
            async () =>
            {
                using var patience = new CancellationTokenSource();
                if (i % 5 == 0) await patience.CancelAsync();
                try
                {
                    using (await conversations.EnterAsync(new ControlUsed($"{i}", Room.User("anna"), card.Place, "t", "a", card with { Id = $"{i % 3}" }), patience.Token))
                    {
                        if (i % 3 == 0) most = Math.Max(most, Interlocked.Increment(ref inside));
                        await Task.Yield();
                        if (i % 3 == 0) Interlocked.Decrement(ref inside);
                        Interlocked.Increment(ref turns);
                    }
                }
                catch (OperationCanceledException)
                {
                    // It went away before its turn.
                }
            },
            Stop)));

        Assert.Equal((1, 0), (most, conversations.Count));
        Assert.InRange(turns, 320, 400);
    }

    private static async Task<FormView?> OpenAsync(World world, Someone by, string action) =>
        (await world.Services.GetRequiredService<IInbox>().OpenAsync(new ControlUsed(Guid.NewGuid().ToString(), by.Ref, new Place(world.Home), "ticket", action), Stop)).Form;

    private static async Task<RoomMessage> AskAsync(World world, Someone asker, string title)
    {
        var preview = await asker.Submits(new ProblemForm { Title = title });
        await asker.Presses(Someone.Told(preview).Contains("look", StringComparison.Ordinal) ? "Post mine anyway" : "Post it", preview);
        return world.Card(title);
    }
}
