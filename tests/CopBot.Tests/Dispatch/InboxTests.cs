using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Problems;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Dispatch;

/// <summary>Acknowledged means durable, and what came before is not done again.</summary>
public sealed class InboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_press_delivered_again_and_after_a_restart_acts_once()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var card = await CardAsync(world);
        Assert.Equal("Done: it", Someone.Told(await anna.PressesAction(Rehearsal.Act("it"), card, "event-1")));
        Assert.Equal(Answer.Nothing, (await anna.PressesAction(Rehearsal.Act("it"), card, "event-1")).Answer);
        await world.RestartAsync();
        Assert.Equal(Answer.Nothing, (await anna.PressesAction(Rehearsal.Act("it"), card, "event-1")).Answer);
        await world.MoveAsync(TimeSpan.FromDays(29));
        Assert.Equal(Answer.Nothing, (await anna.PressesAction(Rehearsal.Act("it"), card, "event-1")).Answer);

        Assert.Equal(1, Did(world, "it"));
    }

    [Fact]
    public async Task The_same_press_delivered_many_times_at_once_acts_once_and_is_answered_once()
    {
        var done = 0;
        await using var world = await Rehearsal.StartAsync(new()
        {
            // Like most real handlers: whoever comes second is told that it is done already.
            Does = _ => Task.FromResult<Answer?>(Interlocked.Increment(ref done) == 1 ? null : new Refusal("again", $"This is done already.")),
        });
        var anna = world.Someone("anna");
        var card = await CardAsync(world);
        var inbox = world.Services.GetRequiredService<IInbox>();
        var press = new ControlUsed("event-1", anna.Ref, card.Place, "ticket", Rehearsal.Act("it"), card);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => inbox.AnswerAsync(press, Stop), Stop)));
        await world.SettleAsync();

        Assert.Single(answers, a => a is Answer.Reply);
        Assert.Equal(15, answers.Count(a => a is Answer.Done));
        Assert.Equal(1, Did(world, "it"));
    }

    [Fact]
    public async Task A_slow_request_is_acknowledged_after_a_second_stands_in_the_inbox_and_is_answered_later()
    {
        var goOn = new TaskCompletionSource<Answer?>();
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => goOn.Task });
        var anna = world.Someone("anna");
        var card = await CardAsync(world);
        var acting = anna.Persona.PressAsync(Rehearsal.Act("slow"), card, eventId: "event-1", stop: Stop);
        await Rehearsal.BegunAsync(world);
        Assert.False(acting.IsCompleted);
        Assert.Equal(0, await WaitingAsync(world));
        world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(1));
        var acted = await acting;

        Assert.Equal(Answer.Follows, acted.Answer);
        Assert.Equal(["Working on it…"], anna.Answers);
        Assert.Equal(1, await WaitingAsync(world));
        // Delivered again meanwhile, it is not begun again.
        Assert.Equal(Answer.Nothing, await world.Services.GetRequiredService<IInbox>().AnswerAsync(acted.Inbound!, Stop));

        goOn.SetResult(null);
        await world.FinishAsync();
        await world.SettleAsync();
        Assert.Equal(["Done: slow"], anna.Answers);
        Assert.Equal(1, Did(world, "slow"));
        Assert.Equal(0, await WaitingAsync(world));
        Assert.Null(await world.InStoreAsync(db => db.Set<InboxEntry>().Select(e => e.Waiting).SingleAsync()));
    }

    [Fact]
    public async Task A_slow_refusal_leaves_nothing_waiting_and_is_said()
    {
        var goOn = new TaskCompletionSource<Answer?>();
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => goOn.Task });
        var anna = world.Someone("anna");
        var acting = anna.Persona.PressAsync(Rehearsal.Act("slow"), await CardAsync(world), stop: Stop);
        await Rehearsal.BegunAsync(world);
        world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(1));
        await acting;
        goOn.SetResult(new Refusal("no", $"That is not possible today."));
        await world.FinishAsync();
        await world.SettleAsync();

        Assert.Equal(["That is not possible today."], anna.Answers);
        Assert.Equal((0, 0), (Did(world, "slow"), await WaitingAsync(world)));
        await world.MoveAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, await world.TakeUpAsync());
    }

    [Fact]
    public async Task What_waited_when_the_process_died_is_done_once_and_answered_after_the_restart()
    {
        var never = new TaskCompletionSource<Answer?>();
        var rehearsal = new Rehearsal { Does = _ => never.Task };
        await using var world = await Rehearsal.StartAsync(rehearsal);
        var anna = world.Someone("anna");
        var acting = anna.Persona.PressAsync(Rehearsal.Act("slow"), await CardAsync(world), stop: Stop);
        await Rehearsal.BegunAsync(world);
        world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(1));
        await acting;
        world.Process.Die();
        rehearsal.Does = _ => Task.FromResult<Answer?>(null);
        await world.RestartAsync();

        Assert.Equal(0, await world.TakeUpAsync()); // Somebody may still be working on it.
        await world.MoveAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await world.TakeUpAsync());
        await world.MoveAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, await world.TakeUpAsync());
        never.SetResult(null); // The dead process changes nothing any more.
        await world.SettleAsync();

        Assert.Equal(["Done: slow"], anna.Answers);
        Assert.Equal(1, Did(world, "slow"));
    }

    [Fact]
    public async Task A_request_that_takes_minutes_is_not_taken_up_a_second_time_by_the_same_process()
    {
        var goOn = new TaskCompletionSource<Answer?>();
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => goOn.Task });
        var anna = world.Someone("anna");
        var acting = anna.Persona.PressAsync(Rehearsal.Act("slow"), await CardAsync(world), stop: Stop);
        await Rehearsal.BegunAsync(world);
        world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(1));
        await acting;
        for (var i = 0; i < 4; i++)
        {
            world.Clock.Set(world.Clock.GetUtcNow().AddMinutes(3));
            await world.TakeUpAsync().WaitAsync(TimeSpan.FromSeconds(20), Stop);
        }

        goOn.SetResult(null);
        await world.FinishAsync();
        await world.SettleAsync();
        Assert.Equal(["Done: slow"], anna.Answers);
        Assert.Equal(1, Did(world, "slow"));
        Assert.Equal(1, world.Platform.Calls.Count(c => c == "answer"));
    }

    [Fact]
    public async Task A_request_that_never_comes_to_an_end_is_given_up_and_its_words_are_given_back()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        await PutAsync(world, Sent(world, anna, "event-1", ("Words", "My long story")), attempts: 3);
        Assert.Equal(1, await world.TakeUpAsync());
        await world.SettleAsync();

        Assert.Contains("could not store anything", anna.Answers[0], StringComparison.Ordinal);
        Assert.Contains("My long story", anna.Answers[0], StringComparison.Ordinal);
        Assert.Equal((0, 0), (Did(world, "My long story"), await WaitingAsync(world)));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("My long story", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_read_any_more_holds_up_nothing_behind_it_and_goes_in_the_end()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        await PutAsync(world, Sent(world, anna, "event-1", ("Words", "Behind it")), attempts: 0);
        await world.InStoreAsync(async db =>
        {
            db.Add(new InboxEntry { Event = InboxEntry.KeyOf("event-0"), Waiting = """{"is":"something of a later version"}""", TakeUpAt = world.Clock.GetUtcNow().AddDays(-1) });
            await db.SaveChangesAsync();
        });
        await world.TakeUpAsync();
        await world.SettleAsync();
        Assert.Equal(1, Did(world, "Behind it"));
        for (var i = 0; i < 4; i++)
        {
            await world.MoveAsync(TimeSpan.FromMinutes(3));
            await world.TakeUpAsync();
        }

        Assert.Equal(0, await WaitingAsync(world));
    }

    [Fact]
    public async Task Without_a_name_nothing_ever_stands_in_the_inbox_however_long_it_takes()
    {
        var goOn = new TaskCompletionSource<Answer?>();
        await using var world = await Rehearsal.StartAsync(new() { Does = _ => goOn.Task });
        var anna = world.Someone("anna");
        var answering = world.Services.GetRequiredService<IInbox>().AnswerAsync(Sent(world, anna, "event-1", ("Words", "A secret"), ("Name", "Without")), Stop);
        for (var i = 0; i < 5; i++)
        {
            world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(1));
            Assert.False(answering.IsCompleted);
            Assert.Equal(0, await WaitingAsync(world));
        }

        goOn.SetResult(null);
        Assert.IsType<Answer.Reply>(await answering);
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<Draft>().CountAsync()));
        Assert.False(await world.InStoreAsync(db => db.Set<CopBot.Communities.Account>().AnyAsync(a => a.User == anna.Ref)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Database", "sqlite")] // On a server nobody waits for another's save.
    public async Task What_the_adapter_could_not_wait_for_was_not_taken(bool unsigned)
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        var inbox = world.Services.GetRequiredService<IInbox>();
        var sent = Sent(world, anna, "event-1", ("Words", "Mine"), ("Name", unsigned ? "Without" : "With"));
        using var patience = new CancellationTokenSource();
        using (await world.Services.GetRequiredService<SaveGate>().EnterAsync(Stop))
        {
            // Nothing can be stored while this is held, not even in the inbox.
            var answering = inbox.AnswerAsync(sent, patience.Token);
            world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(2));
            Assert.False(answering.IsCompleted);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        }

        await world.SettleAsync();
        Assert.Equal(0, Did(world, "Mine"));
        Assert.Equal(0, await world.InStoreAsync(db => db.Set<InboxEntry>().CountAsync()));

        // The same once more, as the person was asked to do.
        Assert.IsType<Answer.Reply>(await inbox.AnswerAsync(sent, Stop));
        await world.SettleAsync();
        Assert.Equal(1, Did(world, "Mine"));
    }

    [Fact]
    public async Task The_real_story_told_twice_at_once_posts_one_problem()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var preview = await anna.Submits(new ProblemForm { Title = "How can we keep bees?" });
        var action = preview.Shown!.ActionOf("Post it");
        var acted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => anna.Persona.PressAsync(action, preview.Shown, eventId: "post-it"), Stop)));
        await world.SettleAsync();

        Assert.Single(world.Posts);
        Assert.Single(acted, a => a.Answer is Answer.Replace);
        Assert.Equal(7, acted.Count(a => a.Answer is Answer.Done));
    }

    [Fact]
    public async Task The_ids_of_events_are_forgotten_after_thirty_days_and_what_waits_is_not()
    {
        await using var world = await Rehearsal.StartAsync(new());
        var anna = world.Someone("anna");
        await anna.PressesAction(Rehearsal.Act("it"), await CardAsync(world), "event-1");
        await PutAsync(world, Sent(world, anna, "event-2", ("Words", "Waits")), attempts: 0);
        await world.MoveAsync(TimeSpan.FromDays(30));
        Assert.Equal(2, await world.InStoreAsync(db => db.Set<InboxEntry>().CountAsync()));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Equal(InboxEntry.KeyOf("event-2"), await world.InStoreAsync(db => db.Set<InboxEntry>().Select(e => e.Event).SingleAsync()));
    }

    internal static FormSent Sent(World world, Someone by, string eventId, params (string Field, string Value)[] typed)
    {
        var values = new FormValues();
        foreach (var (field, value) in typed) values[field] = [value];
        return new FormSent(eventId, by.Ref, new Place(world.Home), "ticket", ActionCodec.Encode(new RehearseForm { Carried = 7 }), values);
    }

    internal static async Task<PostRef> CardAsync(World world)
    {
        var community = await world.CommunityAsync();
        await world.PublishAsync(board => board.Publish("card", CopBot.Posts.Audience.Of(community), Message.Say($"A card")));
        await world.SettleAsync();
        return world.Posts[0].Post;
    }

    internal static int Did(World world, string what) => world.Posts.Count(m => PlaygroundText.Plain(m) == $"did {what}");

    private static Task<int> WaitingAsync(World world) => world.InStoreAsync(db => db.Set<InboxEntry>().CountAsync(e => e.Waiting != null));

    private static Task PutAsync(World world, Inbound inbound, int attempts) => world.InStoreAsync(async db =>
    {
        db.Add(new InboxEntry { Event = InboxEntry.KeyOf(inbound.EventId), Waiting = ChatJson.Write(inbound), Day = DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime), TakeUpAt = world.Clock.GetUtcNow(), Attempts = attempts });
        await db.SaveChangesAsync();
    });
}
