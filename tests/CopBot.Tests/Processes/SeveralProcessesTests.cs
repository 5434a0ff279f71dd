using System.Collections.Concurrent;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Playground;
using CopBot.Posts;
using CopBot.Processes;
using CopBot.TestKit;
using CopBot.Tests.Dispatch;
using CopBot.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Processes;

/// <summary>A few processes on one store: what one of them was doing when it died another brings to its end, and nobody sees anything twice.</summary>
public sealed class SeveralProcessesTests
{
    [Fact]
    public async Task What_a_killed_process_was_sending_another_sends_once_within_half_a_minute()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        await PublishAsync(world, "one", "two", "three");
        // It dies with all three in its hands: the first stands already, and that it does is not written down.
        world.Platform.Next(Fault.Killed);
        Assert.False(await world.SurvivesAsync(world.SettleAsync));

        await other.SettleAsync();
        Assert.Single(world.Posts);
        await PassAsync(world, 10, other);
        await other.SettleAsync();
        Assert.Single(world.Posts);

        await PassAsync(world, 10, other);
        await other.SettleAsync();
        Assert.Equal(["one", "two", "three"], Said(world));
    }

    [Fact]
    public async Task A_process_that_was_frozen_and_comes_back_sends_and_records_nothing_that_is_anothers_by_now()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        await PublishAsync(world, "one", "two");
        var (thaws, frozen) = (new TaskCompletionSource(), new TaskCompletionSource());
        // On its way to the platform with the first.
        world.Platform.Holds = what =>
        {
            if (what != "post") return Task.CompletedTask;
            frozen.TrySetResult();
            return thaws.Task;
        };
        var settling = Task.Run(world.SettleAsync);
        await frozen.Task;

        await PassAsync(world, 20, other);
        // It had said that it was about to send: the other looks, finds nothing, and sends.
        await other.SettleAsync();
        Assert.Equal(["one", "two"], Said(world));
        var (before, now) = (await StandingAsync(world), world.Posts.Count);
        thaws.SetException(new PlatformException(FailureKind.NotDelivered, "too late"));
        await settling;
        await other.SettleAsync();

        Assert.Equal(before, await StandingAsync(world));
        Assert.Equal(now, world.Posts.Count);
    }

    [Fact]
    public async Task A_process_that_was_held_up_before_sending_does_not_send()
    {
        await using var world = await StartAsync();
        await BeatAsync(world.Services);
        await PublishAsync(world, "one");
        // It writes down that it sends, and then nothing happens for a while.
        world.Process.Before = what =>
        {
            if (what != "commit") return;
            world.Process.Before = null;
            world.WallClock.Set(world.WallClock.GetUtcNow().AddSeconds(9));
        };
        await world.SettleAsync();

        Assert.Empty(world.Posts);
        await world.MoveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["one"], Said(world));
    }

    [Fact]
    public async Task Who_stops_cleanly_leaves_nothing_behind_and_the_other_goes_on_at_once()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        var leases = world.Services.GetRequiredService<ILeases>();
        Assert.True(await leases.TakeAsync("discord", CancellationToken.None));
        Assert.False(await other.Services.GetRequiredService<ILeases>().TakeAsync("discord", CancellationToken.None));

        await world.Services.GetRequiredService<Heart>().LeaveAsync(CancellationToken.None);

        Assert.True(await other.Services.GetRequiredService<ILeases>().TakeAsync("discord", CancellationToken.None));
        Assert.False(await leases.TakeAsync("discord", CancellationToken.None));
    }

    [Fact]
    public async Task Who_was_taken_for_dead_has_nothing_any_more_and_may_begin_again()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        var (mine, theirs) = (world.Services.GetRequiredService<ILeases>(), other.Services.GetRequiredService<ILeases>());
        Assert.True(await mine.TakeAsync("discord", CancellationToken.None));

        await PassAsync(world, 20, other);

        Assert.True(await theirs.TakeAsync("discord", CancellationToken.None));
        Assert.False(await mine.TakeAsync("discord", CancellationToken.None));
        await theirs.ReleaseAsync("discord", CancellationToken.None);
        Assert.True(await mine.TakeAsync("discord", CancellationToken.None));
        Assert.True(await mine.TakeAsync("discord", CancellationToken.None));
    }

    [Fact]
    public async Task What_a_killed_process_had_acknowledged_another_takes_up_and_answers()
    {
        var never = new TaskCompletionSource<Answer?>();
        var rehearsal = new Dispatch.Rehearsal { Does = _ => never.Task };
        await using var world = await StartAsync(rehearsal);
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        var anna = world.Someone("anna");
        var card = await InboxTests.CardAsync(world);
        var acting = anna.Persona.PressAsync(Dispatch.Rehearsal.Act("slow"), card);
        await Dispatch.Rehearsal.BegunAsync(world);
        world.Clock.Set(world.Clock.GetUtcNow().AddSeconds(1));
        await acting;
        world.Process.Die();
        rehearsal.Does = _ => Task.FromResult<Answer?>(null);
        var inbox = other.Services.GetRequiredService<Inbox>();
        Assert.Equal(0, await inbox.TakeUpAsync(CancellationToken.None));

        await PassAsync(world, 20, other);
        Assert.Equal(1, await inbox.TakeUpAsync(CancellationToken.None));
        await other.SettleAsync();
        never.SetResult(null);

        Assert.Equal(["Done: slow"], anna.Answers);
        Assert.Equal(1, InboxTests.Did(world, "slow"));
    }

    [Fact]
    public async Task Two_that_deliver_at_once_keep_the_order_at_each_place_and_everybodys_budget()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        var ben = await world.MemberAsync(world.Someone("ben"));
        await world.LinkElsewhereAsync(world.Someone("ben"), lately: false);
        var community = await world.CommunityAsync();
        for (var i = 0; i < 12; i++) await PublishAsync(world, $"{i}");
        for (var i = 0; i < 4; i++)
        {
            var (key, at) = ($"news/{i}", i % 2 == 0 ? world.Someone("ben").Ref : world.Elsewhere.Join("ben"));
            await world.PublishAsync(board => board.Publish(key, Audience.To(ben, at), Message.Say($"News {key}"), PostTerms.Unasked(community, "news", $"you asked", world.Clock.GetUtcNow().AddDays(30))));
        }

        await Task.WhenAll(Task.Run(world.SettleAsync), Task.Run(other.SettleAsync));
        await world.SettleAsync();

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), Said(world), StringComparer.Ordinal);
        var unasked = await world.InStoreAsync(db => db.Deliveries.CountAsync(d => d.Reader == ben && d.Class == PostClass.Unasked && d.State == DeliveryState.Standing));
        Assert.Equal(1, unasked);
    }

    [Fact]
    public async Task Two_that_sweep_at_once_say_everything_once()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.AsksAsync(anna, "Who lends us a ladder?");
        await world.AsksAsync(ben, "Where do we get paint?");

        for (var day = 0; day < 12; day++)
        {
            world.Clock.Set(world.Clock.GetUtcNow().AddDays(1));
            await Task.WhenAll(Task.Run(world.SettleAsync), Task.Run(other.SettleAsync));
        }

        await world.SettleAsync();
        // That two saves met is EF's to say; that one could not be done would be ours.
        Assert.DoesNotContain(world.Log.Errors, line => line.StartsWith("CopBot", StringComparison.Ordinal));
        var keys = await world.InStoreAsync(db => db.Posts.Select(p => p.Key).ToListAsync());
        Assert.Contains(keys, key => key.Contains("nudge", StringComparison.Ordinal) || key.Contains("silence", StringComparison.Ordinal) || key.Contains("ring", StringComparison.Ordinal));
        // Nothing stands twice, to anybody.
        Assert.All(world.Room.Messages.Where(m => m.Author == Room.Bot).GroupBy(m => (m.Place, PlaygroundText.Plain(m))), same => Assert.Single(same));
    }

    [Fact]
    public async Task What_only_one_may_run_is_run_by_one_and_by_another_once_that_one_is_gone()
    {
        await using var world = await StartAsync();
        await using var other = world.StartAnother();
        await BeatAsync(world.Services, other.Services);
        using var first = ActivatorUtilities.CreateInstance<OnlyOnce<Line>>(world.Services);
        using var second = ActivatorUtilities.CreateInstance<OnlyOnce<Line>>(other.Services);
        var (mine, theirs) = (world.Services.GetRequiredService<ThisProcess>().Name, other.Services.GetRequiredService<ThisProcess>().Name);
        await first.StartAsync(CancellationToken.None);
        await UntilAsync(world, () => Line.Open.ContainsKey(mine), world.Services, other.Services);
        await second.StartAsync(CancellationToken.None);
        await UntilAsync(world, () => Line.StoodBy.ContainsKey(theirs), world.Services, other.Services);
        Assert.False(Line.Open.ContainsKey(theirs));

        world.Process.Die();
        await UntilAsync(world, () => Line.Open.ContainsKey(theirs) && !Line.Open.ContainsKey(mine), other.Services);

        await second.StopAsync(CancellationToken.None);
        Assert.False(Line.Open.ContainsKey(theirs));
        await using var scope = other.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<CopBotDb>().Set<Lease>().AnyAsync());
    }

    /// <summary>A connection of which there may be one.</summary>
    private sealed class Line(ThisProcess me) : Microsoft.Extensions.Hosting.IHostedService, IOnlyOnce
    {
        public static ConcurrentDictionary<string, bool> Open { get; } = new(StringComparer.Ordinal);

        public static ConcurrentDictionary<string, bool> StoodBy { get; } = new(StringComparer.Ordinal);

        public static string Lease => "line";

        public static Task StandByAsync(IServiceProvider services, CancellationToken stop)
        {
            StoodBy[services.GetRequiredService<ThisProcess>().Name] = true;
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Open[me.Name] = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Open.TryRemove(me.Name, out _);
            return Task.CompletedTask;
        }
    }

    /// <summary>Lets time pass on the wall until something is so.</summary>
    private static async Task UntilAsync(World world, Func<bool> so, params IServiceProvider[] heard)
    {
        for (var i = 0; i < 500 && !so(); i++)
        {
            world.WallClock.Set(world.WallClock.GetUtcNow() + Heart.Every);
            await BeatAsync(heard);
        }

        Assert.True(so());
    }

    private static Task<World> StartAsync(Dispatch.Rehearsal? rehearsal = null) =>
        World.StartAsync(null, services => services.AddSingleton<ILeases, Leases>().AddSingleton(rehearsal ?? new()), typeof(SeveralProcessesTests).Assembly);

    /// <summary>Time passes on the wall, and only these processes are heard.</summary>
    private static async Task PassAsync(World world, int seconds, params OtherProcess[] heard)
    {
        for (var passed = 0; passed < seconds; passed += 5)
        {
            world.WallClock.Set(world.WallClock.GetUtcNow() + Heart.Every);
            foreach (var process in heard) await BeatAsync(process.Services);
        }
    }

    private static async Task BeatAsync(params IServiceProvider[] processes)
    {
        foreach (var process in processes) await process.GetRequiredService<Heart>().BeatAsync(CancellationToken.None);
    }

    private static async Task PublishAsync(World world, params string[] words)
    {
        var community = await world.CommunityAsync();
        await world.PublishAsync(board =>
        {
            foreach (var word in words) board.Publish($"word/{word}", Audience.Of(community), Message.Say($"{word}"));
        });
    }

    private static List<string> Said(World world) => [.. world.Posts.Select(p => PlaygroundText.Plain(p))];

    private static Task<List<string>> StandingAsync(World world) =>
        world.InStoreAsync(async db => (await db.Deliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync()).ConvertAll(d => $"{d.Key} {d.State} {d.StandsAt} {d.DeliveredRevision} {d.AttemptedAt}"));
}
