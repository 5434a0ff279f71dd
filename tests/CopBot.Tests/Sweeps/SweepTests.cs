using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Features.Directory;
using CopBot.Posts;
using CopBot.Sweeps;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Sweeps;

/// <summary>What falls due happens, once, in its turn, whatever else goes wrong.</summary>
public sealed class SweepTests
{
    private static readonly DateTimeOffset Start = World.TuesdayMorning;

    [Fact]
    public async Task The_clock_moves_through_every_due_instant_in_order()
    {
        var agenda = new Agenda();
        await using var world = await StartAsync(agenda);
        var first = await agenda.AddAsync(world, Start.AddDays(3));
        var second = await agenda.AddAsync(world, Start.AddHours(1));
        var third = await agenda.AddAsync(world, Start.AddDays(3).AddMicroseconds(1));
        await agenda.Other.AddAsync(world, Start.AddDays(1));
        var community = await world.CommunityAsync();
        await world.PublishAsync(board => board.Publish("a", Audience.Of(community), Chat.Message.Say($"Later"), new PostTerms { NotBefore = Start.AddDays(2) }));
        await world.MoveAsync(TimeSpan.FromDays(10));

        Assert.Equal([(second, Start.AddHours(1)), (first, Start.AddDays(3)), (third, Start.AddDays(3).AddMicroseconds(1))], agenda.Swept);
        Assert.Equal([Start.AddDays(1)], agenda.Other.Swept.Select(s => s.At));
        Assert.Equal(Start.AddDays(2), world.Posts.Single().SentAt);
        Assert.Equal(Start.AddDays(10), world.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_due_thing_happens_once_also_when_it_is_looked_for_twice_or_late()
    {
        var agenda = new Agenda();
        await using var world = await StartAsync(agenda);
        await agenda.AddAsync(world, Start.AddHours(1));
        await world.BeOffAsync(TimeSpan.FromDays(21));
        await world.SettleAsync();
        await world.RestartAsync();

        Assert.Equal([Start.AddDays(21)], agenda.Swept.Select(s => s.At));
    }

    [Fact]
    public async Task A_thing_that_always_fails_blocks_no_other_hides_none_and_does_not_slow_the_clock()
    {
        var agenda = new Agenda();
        await using var world = await StartAsync(agenda);
        var poisoned = await agenda.AddAsync(world, Start.AddMinutes(1), fails: true);
        var sameTime = await agenda.AddAsync(world, Start.AddMinutes(1));
        var behind = await agenda.AddAsync(world, Start.AddDays(5));
        await world.MoveAsync(TimeSpan.FromDays(21));

        Assert.Equal([(sameTime, Start.AddMinutes(1)), (behind, Start.AddDays(5))], agenda.Swept);
        Assert.InRange(agenda.Tries(poisoned), 2, 20);
        Assert.Contains(world.Log.Errors, line => line.Contains("scripted: poisoned", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thing_that_stays_due_although_it_was_swept_does_not_go_round_for_ever()
    {
        var agenda = new Agenda();
        await using var world = await StartAsync(agenda);
        var sticky = await agenda.AddAsync(world, Start.AddMinutes(1), stays: true);
        world.Clock.Set(Start.AddMinutes(2));
        var swept = await world.Services.GetRequiredService<Sweeper>().SweepAsync(typeof(AgendaSweep), TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (swept, agenda.Tries(sticky)));
    }

    [Fact]
    public async Task A_sweep_that_cannot_even_look_stops_no_other()
    {
        var agenda = new Agenda();
        await using var world = await StartAsync(agenda);
        agenda.CannotLook = true;
        await agenda.Other.AddAsync(world, Start.AddHours(1));
        world.Clock.Set(Start.AddHours(2));
        await world.SettleAsync();

        Assert.Single(agenda.Other.Swept);
        Assert.Contains(world.Log.Errors, line => line.Contains("could not look", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sweep_whose_call_timed_out_is_a_failure_like_any_other()
    {
        var agenda = new Agenda { Fails = () => new TaskCanceledException("scripted: poisoned, timed out") };
        await using var world = await StartAsync(agenda);
        await agenda.AddAsync(world, Start.AddMinutes(1), fails: true);
        var other = await agenda.AddAsync(world, Start.AddMinutes(1));
        await world.MoveAsync(TimeSpan.FromHours(1));
        Assert.Equal([other], agenda.Swept.Select(s => s.Thing));
    }

    [Fact]
    public async Task When_a_member_acts_at_the_same_moment_both_things_happen()
    {
        var agenda = new Agenda { Touches = true };
        await using var world = await StartAsync(agenda);
        var carla = world.Someone("carla");
        await agenda.AddAsync(world, Start.AddHours(1));
        var presses = 2;
        agenda.While = async () =>
        {
            if (presses-- <= 0) return;
            await world.InStoreAsync(async db =>
            {
                (await db.Members.FirstAsync(m => m.Accounts.Any(a => a.User == carla.Ref))).WantLessOf($"kind {presses}");
                await db.SaveChangesAsync();
            });
        };
        await world.MoveAsync(TimeSpan.FromHours(1));

        var member = await world.InStoreAsync(db => db.Members.FirstAsync(m => m.Accounts.Any(a => a.User == carla.Ref)));
        Assert.Equal(["kind 0", "kind 1", "swept"], member.LessOf.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Single(agenda.Swept);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task What_a_dead_process_left_unfinished_does_not_make_the_clock_crawl()
    {
        await using var world = await World.StartAsync();
        var community = await world.CommunityAsync();
        world.Platform.Next(Fault.Killed);
        await world.PublishAsync(board => board.Publish("a", Audience.Of(community), Chat.Message.Say($"Once")));
        await world.SurvivesAsync(world.SettleAsync);
        await world.RestartAsync(settle: false);
        var instants = new List<DateTimeOffset>();
        await world.Services.GetRequiredService<FastForward>().MoveAsync(
            Start.AddHours(1),
            at =>
            {
                instants.Add(at);
                world.Clock.Set(at);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal([Start.AddMinutes(2), Start.AddHours(1)], instants);
        Assert.Single(world.Posts);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task What_is_due_when_it_is_saved_rings_the_sweeps_and_what_is_due_later_does_not(int minutes, bool rings)
    {
        await using var world = await World.StartAsync();
        var community = await world.CommunityAsync();
        var bell = world.Services.GetRequiredService<SweepBell>();
        await bell.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        await using (var scope = world.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CopBotDb>().Add(Ring.For(new HelpersWanted("problem", new AskedId(Guid.NewGuid()), community), 1, world.Clock.GetUtcNow().AddMinutes(minutes)));
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, TestContext.Current.CancellationToken);
        }

        Assert.Equal(rings, await bell.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_is_rung_looks_at_once()
    {
        var agenda = new Agenda();
        await using var world = await StartAsync(agenda);
        await agenda.Other.AddAsync(world, Start);
        using var rounds = ActivatorUtilities.CreateInstance<SweepRounds>(world.Services);
        await rounds.StartAsync(TestContext.Current.CancellationToken);
        world.Services.GetRequiredService<SweepBell>().Ring();

        await agenda.Other.SweptOne.WaitAsync(TestContext.Current.CancellationToken);
        await rounds.StopAsync(TestContext.Current.CancellationToken);
        Assert.Single(agenda.Other.Swept);
    }

    private static Task<World> StartAsync(Agenda agenda) => World.StartAsync(Start, services => services
        .AddSingleton(agenda)
        .AddScoped<AgendaSweep>()
        .AddScoped<OtherSweep>()
        .AddSingleton(new SweepType(typeof(AgendaSweep), TimeSpan.FromMinutes(1)))
        .AddSingleton(new SweepType(typeof(OtherSweep), TimeSpan.FromMinutes(1))));

    /// <summary>Things with a due time, as a test writes them.</summary>
    private sealed class Agenda
    {
        private readonly List<(Guid Thing, DateTimeOffset DueAt, bool Fails, bool Stays)> _things = [];
        private readonly List<Guid> _tried = [];
        private readonly TaskCompletionSource _sweptOne = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Agenda? _other;

        public Agenda Other => _other ??= new Agenda();

        public List<(Guid Thing, DateTimeOffset At)> Swept { get; } = [];

        public Task SweptOne => _sweptOne.Task;

        public bool CannotLook { get; set; }

        public bool Touches { get; init; }

        public Func<Task>? While { get; set; }

        public Func<Exception> Fails { get; init; } = () => new InvalidOperationException("scripted: poisoned");

        public async Task<Guid> AddAsync(World world, DateTimeOffset dueAt, bool fails = false, bool stays = false)
        {
            _things.Add((Guid.NewGuid(), dueAt, fails, stays));
            // Sweeps say when their things are due by a column of the store. The bot itself is in no hurry with drafts.
            await world.InStoreAsync(db =>
            {
                db.Add(new Draft { Id = DraftId.New(), Token = "agenda", Values = "{}", ExpiresAt = dueAt });
                return db.SaveChangesAsync();
            });
            return _things[^1].Thing;
        }

        public int Tries(Guid thing) => _tried.Count(t => t == thing);

        public IReadOnlyList<Guid> Due(DateTimeOffset now) => CannotLook
            ? throw new InvalidOperationException("scripted: cannot look")
            : [.. _things.Where(t => t.DueAt <= now).OrderBy(t => t.DueAt).Select(t => t.Thing)];

        public static IQueryable<DateTimeOffset?> DueTimes(CopBotDb db) => db.Drafts.Select(d => (DateTimeOffset?)d.ExpiresAt);

        public async Task SweepAsync(Guid thing, DateTimeOffset now, CopBotDb db)
        {
            _tried.Add(thing);
            var found = _things.Find(t => t.Thing == thing);
            if (found.Fails) throw Fails();
            if (Touches)
            {
                (await db.Members.FirstAsync()).WantLessOf("swept");
                if (While is { } act) await act();
                // What comes after this is saved or not; the last try is the one that counts.
                Swept.Clear();
            }

            Swept.Add((thing, now));
            _sweptOne.TrySetResult();
            if (!found.Stays && !Touches) _things.Remove(found);
            else if (Touches && While is not null) _done = thing;
        }

        private Guid _done;

        public bool IsDone(Guid thing) => _done == thing;
    }

    private sealed class AgendaSweep(Agenda agenda, CopBotDb db) : ISweep
    {
        public Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
            Task.FromResult<IReadOnlyList<Guid>>([.. agenda.Due(now).Where(thing => !agenda.IsDone(thing))]);

        public IQueryable<DateTimeOffset?> DueTimes => Agenda.DueTimes(db);

        public Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop) => agenda.SweepAsync(thing, now, db);
    }

    private sealed class OtherSweep(Agenda agenda, CopBotDb db) : ISweep
    {
        public Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) => Task.FromResult(agenda.Other.Due(now));

        public IQueryable<DateTimeOffset?> DueTimes => Agenda.DueTimes(db);

        public Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop) => agenda.Other.SweepAsync(thing, now, db);
    }
}
