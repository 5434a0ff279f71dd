using CopBot.Chat;
using CopBot.Communities;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Posts;

/// <summary>What stands in a channel is what was published, once, whatever the platform does.</summary>
public sealed class CourierTests
{
    [Theory]
    [InlineData(Fault.NotDelivered)]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task A_post_stands_once_however_its_sending_fails(Fault fault)
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(fault, fault);

        await world.PublishAsync(board => board.Publish("a/card", all, Message.Say($"Welcome")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["Welcome"], Said(world));
        Assert.Equal(fault is Fault.AnswerLost ? 1 : 3, world.Platform.Calls.Count(c => c == "post"));
    }

    [Fact]
    public async Task Killed_at_any_step_a_post_its_thread_and_a_reply_stand_once()
    {
        var steps = 0;
        for (var survived = false; !survived; steps++)
        {
            await using var world = await World.StartAsync();
            var all = Audience.Of(await world.CommunityAsync());
            world.Process.DieBefore(steps + 1);
            survived = await world.SurvivesAsync(async () =>
            {
                await world.PublishAsync(board =>
                {
                    board.Publish("a/card", all, Message.Say($"Welcome"), new PostTerms { ThreadTitle = "Welcome" });
                    board.Publish("a/reply", Audience.Below("a/card"), Message.Say($"Say hello here"));
                });
                await world.SettleAsync();
                await world.PublishAsync(board => board.Publish("a/card", all, Message.Say($"Welcome all"), new PostTerms { ThreadTitle = "Welcome" }));
                await world.SettleAsync();
            });
            var did = string.Join(", ", world.Process.Did);
            await world.RestartAsync();
            await world.MoveAsync(TimeSpan.FromMinutes(3));

            if (world.Posts.Count == 0)
            {
                Assert.Equal("", did); // It died before anything was saved.
                continue;
            }

            Assert.True(world.Posts.Count == 1, $"{world.Posts.Count} cards after: {did}");
            Assert.True(world.PostsBelow(world.Posts[0]).Count == 1, $"{world.PostsBelow(world.Posts[0]).Count} replies after: {did}");
            Assert.Equal("Say hello here", PlaygroundText.Plain(world.PostsBelow(world.Posts[0])[0]));
            if (did.Contains("revise", StringComparison.Ordinal)) Assert.Equal("Welcome all", Said(world).Single());
        }

        Assert.InRange(steps, 10, 60);
    }

    [Fact]
    public async Task Killed_at_any_step_a_private_message_comes_once()
    {
        var steps = 0;
        for (var survived = false; !survived; steps++)
        {
            await using var world = await World.StartAsync();
            var anna = world.Someone("anna");
            var community = await world.CommunityAsync();
            var member = await world.MemberAsync(anna);
            await world.PublishAsync(board =>
            {
                board.Publish("news/1", Audience.To(member), Message.Say($"First"), PostTerms.Requested(community));
                board.Publish("news/2", Audience.To(member), Message.Say($"Second"), PostTerms.Unasked(community, "news", $"you asked.", world.Clock.GetUtcNow().AddDays(7)));
            });
            world.Process.DieBefore(steps + 1);
            survived = await world.SurvivesAsync(world.SettleAsync);
            var did = string.Join(", ", world.Process.Did);
            await world.RestartAsync();
            await world.MoveAsync(TimeSpan.FromMinutes(10));

            Assert.True(anna.Mail.Count == 1, $"{anna.Mail.Count} messages after: {did}");
            Assert.Contains("2 things for you", anna.Mail[0], StringComparison.Ordinal);
        }

        Assert.InRange(steps, 4, 40);
    }

    [Fact]
    public async Task A_whisper_is_never_repeated_and_never_doubled_by_a_kill()
    {
        for (var (step, survived) = (1, false); !survived; step++)
        {
            await using var world = await World.StartAsync();
            var anna = world.Someone("anna");
            await world.PublishAsync(board => board.Publish("w", Audience.Whisper(new Place(world.Home), anna.Ref), Message.Say($"Shall I?")));
            world.Process.DieBefore(step);
            survived = await world.SurvivesAsync(world.SettleAsync);
            var did = string.Join(", ", world.Process.Did);
            await world.RestartAsync();
            await world.MoveAsync(TimeSpan.FromMinutes(10));

            Assert.True(anna.Answers.Count <= 1, $"whispered {anna.Answers.Count} times after: {did}");
            if (survived) Assert.Single(anna.Answers);
        }
    }

    [Fact]
    public async Task A_whisper_published_again_is_not_said_again()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        await world.PublishAsync(board => board.Publish("w", Audience.Whisper(new Place(world.Home), anna.Ref), Message.Say($"Shall I?")));
        await world.SettleAsync();
        await world.PublishAsync(board => board.Publish("w", Audience.Whisper(new Place(world.Home), anna.Ref), Message.Say($"Shall I really?")));
        await world.SettleAsync();

        Assert.Equal(["Shall I?"], anna.Answers);
    }

    [Theory]
    [InlineData(Fault.RequestLost, 0)]
    [InlineData(Fault.AnswerLost, 1)]
    [InlineData(Fault.NotDelivered, 1)]
    public async Task A_whisper_is_tried_again_only_when_nobody_can_have_heard_it(Fault fault, int heard)
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        world.Platform.Next(fault);
        await world.PublishAsync(board => board.Publish("w", Audience.Whisper(new Place(world.Home), anna.Ref), Message.Say($"Shall I?")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(heard, anna.Answers.Count);
    }

    [Fact]
    public async Task What_may_stand_already_is_not_posted_again_because_looking_for_it_failed()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(Fault.AnswerLost);
        var looks = 0;
        world.Platform.Before = what =>
        {
            if (what == "find" && ++looks <= 3)
                throw new PlatformException(looks == 1 ? FailureKind.NotDelivered : looks == 2 ? FailureKind.WorkspaceStopped : FailureKind.Denied, "scripted: cannot look");
        };

        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Once")));
        await world.MoveAsync(TimeSpan.FromHours(2));
        // Given up after the third look; publishing it again looks before it posts.
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Once more")));
        await world.MoveAsync(TimeSpan.FromHours(2));

        Assert.Equal(["Once more"], Said(world));
        Assert.Equal(4, looks);
    }

    [Fact]
    public async Task A_stalled_courier_whose_lease_was_taken_over_sends_nothing()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Card"), new PostTerms { ThreadTitle = "Card" }));
        await world.SettleAsync();
        await world.PublishAsync(board => board.Publish("b", Audience.Below("a"), Message.Say($"Reply")));
        await world.InStoreAsync(db => db.Deliveries.Where(d => d.Key == "a").ExecuteUpdateAsync(set => set.SetProperty(d => d.Thread, (Place?)null)));
        var stalled = true;
        world.Platform.Before = what =>
        {
            if (what != "thread" || !stalled) return;
            stalled = false;
            // While it was away for long, another process took the delivery over.
            world.InStoreAsync(db => db.Deliveries.Where(d => d.Key == "b").ExecuteUpdateAsync(set => set.SetProperty(d => d.LeasedBy, "another"))).GetAwaiter().GetResult();
        };

        await world.SettleAsync();
        Assert.False(stalled);
        Assert.Empty(world.PostsBelow(world.Posts[0]));

        await world.MoveAsync(TimeSpan.FromMinutes(3));
        Assert.Single(world.PostsBelow(world.Posts[0]));
    }

    [Fact]
    public async Task What_a_dead_process_was_working_on_is_taken_over_when_its_lease_ends_and_not_before()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(Fault.Killed);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Once")));
        Assert.False(await world.SurvivesAsync(world.SettleAsync));
        await world.RestartAsync();
        await world.MoveAsync(TimeSpan.FromSeconds(119));
        Assert.Empty(world.Platform.Calls);

        await world.MoveAsync(TimeSpan.FromSeconds(1));
        Assert.Contains("find", world.Platform.Calls, StringComparer.Ordinal);
        Assert.DoesNotContain("post", world.Platform.Calls, StringComparer.Ordinal);
        Assert.Equal(["Once"], Said(world));
    }

    [Fact]
    public async Task The_platform_is_left_alone_for_as_long_as_it_asked_even_when_the_post_is_revised()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        var asked = false;
        world.Platform.Before = what =>
        {
            if (what != "post" || asked) return;
            asked = true;
            throw new PlatformException(FailureKind.NotDelivered, "too many") { RetryAfter = TimeSpan.FromSeconds(47) };
        };

        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
        await world.MoveAsync(TimeSpan.FromSeconds(20));
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two")));
        await world.MoveAsync(TimeSpan.FromSeconds(26));
        Assert.Empty(world.Posts);

        await world.MoveAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["Two"], Said(world));
        Assert.Equal(2, world.Platform.Calls.Count(c => c == "post"));
    }

    [Fact]
    public async Task A_platform_that_asks_for_patience_for_days_gets_it()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Before = what =>
        {
            if (what == "post") throw new PlatformException(FailureKind.NotDelivered, "not connected") { RetryAfter = TimeSpan.FromHours(1) };
        };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Late")));
        await world.MoveAsync(TimeSpan.FromHours(13));
        world.Platform.Before = null;
        await world.MoveAsync(TimeSpan.FromHours(1));

        Assert.Equal(["Late"], Said(world));
    }

    [Fact]
    public async Task Failures_are_tried_again_at_growing_distances_and_then_given_up_visibly()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        var start = world.Clock.GetUtcNow();
        var tries = new List<double>();
        world.Platform.Before = what =>
        {
            if (what != "post") return;
            tries.Add((world.Clock.GetUtcNow() - start).TotalSeconds);
            throw new PlatformException(FailureKind.NotDelivered, "scripted: the network is down");
        };

        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Never")));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Equal([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 5115, 8715], tries);
        var delivery = await world.InStoreAsync(db => db.Deliveries.SingleAsync());
        Assert.Equal((DeliveryState.Undeliverable, (DateTimeOffset?)null), (delivery.State, delivery.DueAt));
        Assert.Contains("the network is down", delivery.Trouble, StringComparison.Ordinal);

        // Published again, it is tried again as if nothing had been.
        world.Platform.Before = null;
        world.Platform.Next(Fault.NotDelivered);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"After all")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["After all"], Said(world));
    }

    [Theory]
    [InlineData(FailureKind.Denied)]
    [InlineData(FailureKind.Gone)]
    [InlineData(FailureKind.Rejected)]
    public async Task What_the_platform_will_not_take_is_tried_once_and_again_only_when_it_is_published_again(FailureKind kind)
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Before = what =>
        {
            if (what == "post") throw new PlatformException(kind, "scripted: no");
        };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
        await world.MoveAsync(TimeSpan.FromDays(2));
        Assert.Equal(1, world.Platform.Calls.Count(c => c == "post"));
        Assert.Equal(DeliveryState.Undeliverable, await world.InStoreAsync(db => db.Deliveries.Select(d => d.State).SingleAsync()));
        Assert.Equal(kind is FailureKind.Rejected, world.Log.Errors.Count > 0);

        world.Platform.Before = null;
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two")));
        await world.SettleAsync();
        Assert.Equal(["Two"], Said(world));
    }

    [Theory]
    [InlineData(FailureKind.Denied)]
    [InlineData(FailureKind.Rejected)]
    public async Task A_card_that_could_not_be_revised_still_stands_and_takes_the_next_revision(FailureKind kind)
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
        await world.SettleAsync();
        world.Platform.Before = what =>
        {
            if (what == "revise") throw new PlatformException(kind, "scripted: no");
        };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two")));
        await world.MoveAsync(TimeSpan.FromHours(1));
        Assert.Equal(["One"], Said(world));
        world.Platform.Before = null;
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Three")));
        await world.SettleAsync();

        Assert.Equal(["Three"], Said(world));
    }

    [Fact]
    public async Task A_workspace_that_threw_the_bot_out_is_asked_once_an_hour_and_known_to_be_back()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(Fault.WorkspaceStopped, Fault.WorkspaceStopped);
        var start = world.Clock.GetUtcNow();
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Hello")));
        await world.MoveAsync(TimeSpan.FromMinutes(119));
        Assert.Equal(2, world.Platform.Posts);
        var stopped = await world.InStoreAsync(db => db.Workspaces.SingleAsync());
        Assert.Equal(start, stopped.StoppedAt);
        Assert.Contains("revoked", stopped.StoppedBecause, StringComparison.Ordinal);

        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["Hello"], Said(world));
        Assert.Null((await world.InStoreAsync(db => db.Workspaces.SingleAsync())).StoppedAt);
    }

    [Fact]
    public async Task A_post_that_a_moderator_took_away_is_not_put_up_again()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
        await world.SettleAsync();
        await carla.Deletes(world.Posts[0]);

        foreach (var words in new[] { "Two", "Three" })
        {
            await world.PublishAsync(board => board.Publish("a", all, Message.Say($"{words}")));
            await world.MoveAsync(TimeSpan.FromDays(1));
        }

        Assert.Empty(world.Posts);
        Assert.Equal(1, world.Platform.Posts);
    }

    [Fact]
    public async Task A_removed_thread_is_opened_again_once()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Card"), new PostTerms { ThreadTitle = "Card" }));
        await world.SettleAsync();
        var gone = 1;
        world.Platform.Before = what =>
        {
            if (what == "post" && gone-- > 0) throw new PlatformException(FailureKind.Gone, "scripted: the thread is gone");
        };

        await world.PublishAsync(board => board.Publish("a/1", Audience.Below("a"), Message.Say($"First")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("First", PlaygroundText.Plain(world.PostsBelow(world.Posts[0]).Single()));
        Assert.Equal(2, world.Platform.Calls.Count(c => c == "thread"));

        gone = int.MaxValue;
        await world.PublishAsync(board => board.Publish("a/2", Audience.Below("a"), Message.Say($"Second")));
        await world.MoveAsync(TimeSpan.FromDays(1));
        Assert.Equal(3, world.Platform.Calls.Count(c => c == "thread"));
        Assert.Equal(DeliveryState.Undeliverable, await world.InStoreAsync(db => db.Deliveries.Where(d => d.Key == "a/2").Select(d => d.State).SingleAsync()));
    }

    [Fact]
    public async Task A_thread_that_somebody_removed_takes_no_card_with_it_when_it_is_to_rest()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        var terms = new PostTerms { ThreadTitle = "Card" };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Open"), terms));
        await world.SettleAsync();
        world.Platform.Before = what =>
        {
            if (what == "rest") throw new PlatformException(FailureKind.Gone, "scripted: no such thread");
        };
        await world.PublishAsync(board => board.CloseThread("a"));
        await world.SettleAsync();
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Closed"), terms));
        await world.SettleAsync();

        Assert.Equal(["Closed"], Said(world));
        Assert.Equal(1, world.Platform.Calls.Count(c => c == "rest"));
    }

    [Fact]
    public async Task A_thread_rests_also_when_that_was_wished_before_its_card_stood_or_while_it_was_revised()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        var terms = new PostTerms { ThreadTitle = "Card" };
        world.Platform.Next(Fault.NotDelivered);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One"), terms));
        await world.SettleAsync();
        await world.PublishAsync(board => board.CloseThread("a"));
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.True(world.Posts[0].ThreadClosed);

        // Publishing wakes it; it is to rest again while that revision is under way.
        var wished = false;
        world.Platform.Before = what =>
        {
            if (what != "revise" || wished) return;
            wished = true;
            world.PublishAsync(board => board.CloseThread("a")).GetAwaiter().GetResult();
        };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two"), terms));
        await world.SettleAsync();
        Assert.True(wished);
        Assert.Equal(2, world.Platform.Calls.Count(c => c == "rest"));
    }

    [Fact]
    public async Task Revisions_that_wait_collapse_into_the_last()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        for (var i = 0; i < 5; i++) await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Card {i}")));
        await world.SettleAsync();
        for (var i = 5; i < 9; i++) await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Card {i}")));
        await world.SettleAsync();

        Assert.Equal(["Card 8"], Said(world));
        Assert.Equal(["post", "revise"], world.Platform.Calls);
    }

    [Fact]
    public async Task The_same_words_again_change_nothing()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        for (var i = 0; i < 3; i++)
        {
            await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Card")));
            await world.SettleAsync();
        }

        Assert.Equal(["post"], world.Platform.Calls);
    }

    [Theory]
    [InlineData("post", null)]
    [InlineData("post", FailureKind.Denied)]
    [InlineData("post", FailureKind.Rejected)]
    [InlineData("post", FailureKind.NotDelivered)]
    [InlineData("post", FailureKind.Unknown)]
    [InlineData("revise", null)]
    [InlineData("revise", FailureKind.Denied)]
    [InlineData("revise", FailureKind.NotDelivered)]
    public async Task What_is_published_while_a_sending_is_under_way_is_not_lost(string during, FailureKind? fails)
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        if (during == "revise")
        {
            await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Zero")));
            await world.SettleAsync();
        }

        var published = false;
        world.Platform.Before = what =>
        {
            if (what != during || published) return;
            published = true;
            world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two"))).GetAwaiter().GetResult();
            if (fails is { } kind) throw new PlatformException(kind, "scripted");
        };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));

        Assert.True(published);
        Assert.Equal(["Two"], Said(world));
    }

    [Theory]
    [InlineData("post", null)]
    [InlineData("post", FailureKind.Unknown)]
    [InlineData("post", FailureKind.NotDelivered)]
    [InlineData("revise", null)]
    [InlineData("revise", FailureKind.Unknown)]
    [InlineData("revise", FailureKind.Denied)]
    public async Task What_is_withdrawn_while_a_sending_is_under_way_stands_no_longer(string during, FailureKind? fails)
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        if (during == "revise")
        {
            await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Zero")));
            await world.SettleAsync();
        }

        var withdrawn = false;
        world.Platform.Before = what =>
        {
            if (what != during || withdrawn) return;
            withdrawn = true;
            world.PublishAsync(board => board.Withdraw("a")).GetAwaiter().GetResult();
            if (fails is { } kind) throw new PlatformException(kind, "scripted");
        };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));

        Assert.True(withdrawn);
        Assert.Empty(world.Posts);
        Assert.Null((await world.InStoreAsync(db => db.Deliveries.SingleAsync())).DueAt);
    }

    [Fact]
    public async Task What_is_withdrawn_before_it_was_sent_leaves_no_trace()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Oops"), new PostTerms { NotBefore = world.Clock.GetUtcNow().AddMinutes(1) }));
        await world.MoveAsync(TimeSpan.FromSeconds(59));
        await world.PublishAsync(board => board.Withdraw("a"));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Empty(world.Platform.Calls);
        Assert.Equal("", (await world.InStoreAsync(db => db.Posts.SingleAsync())).Message);
    }

    [Fact]
    public async Task A_withdrawal_that_was_decided_while_the_post_was_just_being_sent_is_not_lost()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Oops")));
        var sending = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        world.Platform.Holds = async _ =>
        {
            sending.TrySetResult();
            await go.Task;
        };
        var courier = Task.Run(world.SettleAsync, TestContext.Current.CancellationToken);
        await sending.Task;
        var withdrawing = world.PublishAsync(board => board.Withdraw("a"));
        go.SetResult();
        await Task.WhenAll(courier, withdrawing);
        await world.SettleAsync();

        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task Nothing_is_settled_while_another_round_is_sending()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"On its way")));
        var sending = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        world.Platform.Holds = async _ =>
        {
            sending.TrySetResult();
            await go.Task;
        };
        var round = Task.Run(world.SettleAsync, TestContext.Current.CancellationToken);
        await sending.Task;
        var stoodWhenSettled = Task.Run(
            async () =>
            {
                await world.SettleAsync();
                return Said(world);
            },
            TestContext.Current.CancellationToken);
        // Long enough for one that does not wait to have looked and gone.
        for (var look = 0; look < 50; look++) await world.CommunityAsync();
        go.SetResult();
        await round;

        Assert.Equal(["On its way"], await stoodWhenSettled);
    }

    [Fact]
    public async Task Withdrawn_and_published_again_it_stands_afresh_wherever_the_removal_had_come_to()
    {
        foreach (var when in new[] { "before sending", "before removing", "while removing", "after removing", "when the removal failed" })
        {
            await using var world = await World.StartAsync();
            var all = Audience.Of(await world.CommunityAsync());
            await world.PublishAsync(board => board.Publish("a", all, Message.Say($"One")));
            if (when != "before sending") await world.SettleAsync();
            await world.PublishAsync(board => board.Withdraw("a"));
            if (when is "after removing") await world.SettleAsync();
            var again = false;
            world.Platform.Before = what =>
            {
                if (what != "remove" || again) return;
                again = true;
                world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two"))).GetAwaiter().GetResult();
                if (when is "when the removal failed") throw new PlatformException(FailureKind.Unknown, "scripted");
            };
            if (when is "while removing" or "when the removal failed") await world.SettleAsync();
            else await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Two")));
            await world.MoveAsync(TimeSpan.FromMinutes(1));

            Assert.True(Said(world) is ["Two"], $"{when}: {string.Join(", ", Said(world))}");
            Assert.True(world.Room.Messages.Where(m => m.Author == Room.Bot).Select(m => m.Nonce).Distinct(StringComparer.Ordinal).Count() == world.Platform.Posts, $"{when}: a fresh copy must not be taken for the old one");
        }
    }

    [Fact]
    public async Task A_reply_waits_for_the_thread_of_its_card_and_is_dropped_with_it()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(Fault.NotDelivered, Fault.NotDelivered);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Card")));
        await world.PublishAsync(board => board.Publish("a/1", Audience.Below("a"), Message.Say($"Reply")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("Reply", PlaygroundText.Plain(world.PostsBelow(world.Posts[0]).Single()));

        world.Platform.Next(Fault.Denied);
        await world.PublishAsync(board => board.Publish("b", all, Message.Say($"Other card")));
        await world.PublishAsync(board => board.Publish("b/1", Audience.Below("b"), Message.Say($"Other reply")));
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(DeliveryState.Dropped, await world.InStoreAsync(db => db.Deliveries.Where(d => d.Key == "b/1").Select(d => d.State).SingleAsync()));
    }

    [Fact]
    public async Task A_post_vanishes_at_its_time_also_when_the_bot_was_off_then_and_may_come_again()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        PostTerms Until(int minutes) => new() { VanishesAt = world.Clock.GetUtcNow().AddMinutes(minutes) };
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Ten minutes"), Until(10)));
        await world.MoveAsync(TimeSpan.FromMinutes(9));
        Assert.Single(world.Posts);
        await world.BeOffAsync(TimeSpan.FromHours(1));
        Assert.Empty(world.Posts);

        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Another ten"), Until(10)));
        await world.SettleAsync();
        Assert.Equal(["Another ten"], Said(world));
        await world.MoveAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(world.Posts);

        // One whose time was over before it could be sent is not sent at all.
        var before = world.Platform.Posts;
        await world.PublishAsync(board => board.Publish("b", all, Message.Say($"Too late"), Until(10)));
        await world.BeOffAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, world.Platform.Posts);
        Assert.Equal(1, before);
    }

    [Fact]
    public async Task What_is_useless_by_now_is_dropped_and_published_with_new_terms_it_comes()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Today only"), new PostTerms { UselessAfter = world.Clock.GetUtcNow().AddHours(1) }));
        await world.BeOffAsync(TimeSpan.FromHours(2));
        Assert.Empty(world.Posts);

        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Today too"), new PostTerms { UselessAfter = world.Clock.GetUtcNow().AddHours(1) }));
        await world.SettleAsync();
        Assert.Equal(["Today too"], Said(world));
    }

    [Fact]
    public async Task Posts_stand_in_the_order_in_which_they_were_published()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board =>
        {
            board.Publish("a", all, Message.Say($"Card"));
            for (var i = 0; i < 12; i++) board.Publish($"a/{i}", Audience.Below("a"), Message.Say($"{i}"));
        });
        await world.SettleAsync();

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), world.PostsBelow(world.Posts[0]).Select(m => PlaygroundText.Plain(m)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_post_that_failed_a_moment_ago_still_comes_before_the_next_one_at_that_place()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(Fault.NotDelivered, Fault.NotDelivered);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"First")));
        await world.SettleAsync();
        await world.PublishAsync(board => board.Publish("b", all, Message.Say($"Second")));
        await world.MoveAsync(TimeSpan.FromSeconds(4));
        await world.PublishAsync(board => board.Publish("c", all, Message.Say($"Third")));
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["First", "Second", "Third"], Said(world));
    }

    [Fact]
    public async Task A_post_that_fails_for_hours_does_not_hold_up_the_others_at_its_place()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next([.. Enumerable.Repeat<Fault?>(Fault.RequestLost, 6)]);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Poisoned")));
        await world.MoveAsync(TimeSpan.FromSeconds(160));
        await world.PublishAsync(board => board.Publish("b", all, Message.Say($"Healthy")));
        await world.MoveAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["Healthy"], Said(world));
    }

    [Fact]
    public async Task An_adapter_that_breaks_in_an_unforeseen_way_stops_no_other_post_and_doubles_nothing()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var community = await world.CommunityAsync();
        var member = await world.MemberAsync(anna);
        var broken = true;
        world.Platform.Before = what =>
        {
            if (what != "post" || !broken) return;
            broken = false;
            throw new InvalidOperationException("scripted: a bug in the adapter");
        };
        await world.PublishAsync(board =>
        {
            board.Publish("p/1", Audience.To(member), Message.Say($"One"), PostTerms.Requested(community));
            board.Publish("p/2", Audience.To(member), Message.Say($"Two"), PostTerms.Requested(community));
            board.Publish("card", Audience.Of(community), Message.Say($"Card"));
        });
        broken = false;
        await world.InStoreAsync(db => db.Deliveries.Where(d => d.Key == "card").ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, world.Clock.GetUtcNow().AddSeconds(1))));
        broken = true;
        await world.MoveAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["Card"], Said(world));
        Assert.Single(anna.Mail);
        Assert.Contains("2 things for you", anna.Mail[0], StringComparison.Ordinal);
        Assert.Contains(world.Log.Errors, line => line.Contains("a bug in the adapter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_who_left_the_workspace_gets_anything()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var community = await world.CommunityAsync();
        var member = await world.MemberAsync(anna);
        await anna.Persona.LeaveAsync(stop: TestContext.Current.CancellationToken);
        await world.PublishAsync(board => board.Publish("p", Audience.To(member), Message.Say($"News"), PostTerms.Requested(community)));
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Empty(anna.Mail);
        Assert.DoesNotContain("post", world.Platform.Calls, StringComparer.Ordinal);
        Assert.True(await world.InStoreAsync(db => db.Accounts.Where(a => a.Member == member).Select(a => a.Left).SingleAsync()));
    }

    [Fact]
    public async Task Somebody_who_left_one_workspace_is_written_to_in_the_other()
    {
        await using var world = await World.StartAsync();
        var anna = world.Someone("anna");
        var community = await world.CommunityAsync();
        var member = await world.MemberAsync(anna);
        await world.PublishAsync(board => board.Publish("p", Audience.To(member), Message.Say($"News"), PostTerms.Requested(community) with { NotBefore = world.Clock.GetUtcNow().AddMinutes(1) }));
        await world.LinkElsewhereAsync(anna, lately: false);
        await anna.Persona.LeaveAsync(stop: TestContext.Current.CancellationToken);
        await world.MoveAsync(TimeSpan.FromMinutes(2));

        Assert.Empty(anna.Mail);
        Assert.Equal(["News"], world.Elsewhere.MailOf("anna"));
    }

    [Fact]
    public async Task Somebody_who_is_not_known_any_more_breaks_nothing()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board =>
        {
            board.Publish("p", Audience.To(MemberId.New()), Message.Say($"News"));
            board.Publish("a", all, Message.Say($"Card"));
        });
        await world.SettleAsync();

        Assert.Equal(["Card"], Said(world));
    }

    [Fact]
    public async Task One_post_stands_on_both_platforms_and_one_platforms_trouble_is_not_the_others()
    {
        await using var world = await World.StartAsync();
        await world.SettleElsewhereAsync();
        var all = Audience.Of(await world.CommunityAsync());
        world.Platform.Next(Fault.NotDelivered);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"Everywhere")));
        await world.SettleAsync();
        Assert.Empty(world.Posts);
        Assert.Equal(["Everywhere"], world.Elsewhere.Posts);

        await world.MoveAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["Everywhere"], Said(world));
        Assert.Equal(["Everywhere"], world.Elsewhere.Posts);
    }

    [Fact]
    public async Task While_one_platform_hangs_new_posts_arrive_on_the_other()
    {
        await using var world = await World.StartAsync();
        await world.SettleElsewhereAsync();
        var all = Audience.Of(await world.CommunityAsync());
        var hangs = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        world.Platform.Holds = _ => hangs.Task;
        world.ElsewherePlatform.Holds = _ =>
        {
            if (world.ElsewherePlatform.Posts == 2) arrived.TrySetResult();
            return Task.CompletedTask;
        };
        var rounds = world.NewRounds();
        await rounds.StartAsync(TestContext.Current.CancellationToken);
        await world.PublishAsync(board => board.Publish("a", all, Message.Say($"First")));
        await world.PublishAsync(board => board.Publish("b", all, Message.Say($"Second")));

        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Empty(world.Posts);
        hangs.SetResult();
        await rounds.StopAsync(TestContext.Current.CancellationToken);
        await world.MoveAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["First", "Second"], Said(world));
        Assert.Equal(["First", "Second"], world.Elsewhere.Posts);
    }

    [Fact]
    public async Task What_is_too_big_for_a_platform_harms_nothing_else()
    {
        await using var world = await World.StartAsync();
        var all = Audience.Of(await world.CommunityAsync());
        await world.PublishAsync(board =>
        {
            board.Publish("a", all, Message.Say(Text.Of(new string('x', 5000))));
            board.Publish("b", all, Message.Say($"Fits"));
        });
        await world.MoveAsync(TimeSpan.FromDays(1));

        Assert.Equal(["Fits"], Said(world));
        Assert.Equal(2, world.Platform.Posts);
    }

    private static IReadOnlyList<string> Said(World world) => [.. world.Posts.Select(m => PlaygroundText.Plain(m))];
}
