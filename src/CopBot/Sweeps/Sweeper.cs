using CopBot.Data;
using CopBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CopBot.Sweeps;

/// <summary>Runs sweeps: each due thing in a scope and a unit of work of its own, so that one that fails holds up no other.</summary>
internal sealed partial class Sweeper(IServiceScopeFactory scopes, IEnumerable<SweepType> sweeps, SweepLog went, BotMeter meter, TimeProvider clock, ILogger<Sweeper> log) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private const int MostAttempts = 5;

    /// <summary>Runs the sweeps that have something due; with <paramref name="unseen"/> also those whose things nobody sees happen. Answers how many things were due.</summary>
    public async Task<int> SweepAllAsync(bool unseen, CancellationToken stop)
    {
        var swept = 0;
        var due = await WithSomethingDueAsync(unseen, stop);
        foreach (var sweep in due) swept += await SweepAsync(sweep.Type, stop);
        if (!unseen) return swept;

        // All were looked at: for the others that was a round too, and after a clock was moved none of them is late.
        foreach (var sweep in sweeps.Where(s => due.All(d => d.Type != s.Type)))
        {
            went.Begins(sweep.Type);
            went.Ended(sweep.Type, clock.GetUtcNow());
        }

        return swept;
    }

    /// <summary>Runs one sweep until nothing more is due. Answers how many things were.</summary>
    public async Task<int> SweepAsync(Type type, CancellationToken stop)
    {
        // One at a time: when the clock is moved, what the scheduler has begun is finished before the next instant.
        using var alone = await HoldAsync(stop);
        using var watch = meter.Sweep(type.Name);
        var swept = 0;
        went.Begins(type);
        // Once in a run each: what failed, and what is due again at once, waits for the next ring.
        var seen = new HashSet<Guid>();
        while (!stop.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var due = (await DueAsync(type, now, stop)).Where(seen.Add).ToList();
            if (due.Count == 0) break;

            foreach (var thing in due)
            {
                if (await SweepOneAsync(type, thing, now, stop)) swept++;
            }
        }

        watch.Outcome = stop.IsCancellationRequested ? "stopped" : "done";
        watch.Counted(swept);
        meter.Swept(type.Name);
        went.Ended(type, clock.GetUtcNow());
        return swept;
    }

    /// <summary>When the next thing of any sweep falls due after a moment. What is overdue does not count: one that fails must not hide the others.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset after, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var next = sweeps.Select(sweep => SweepOf(scope, sweep.Type).DueTimes).OfType<IQueryable<DateTimeOffset?>>()
            .Select(times => times.Where(at => at > after).OrderBy(at => at).Take(1))
            .Aggregate(Queryable.Concat);
        return await next.MinAsync(stop);
    }

    /// <summary>One look at the store for all sweeps: each has little to do, and seldom.</summary>
    private async Task<IReadOnlyList<SweepType>> WithSomethingDueAsync(bool unseen, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (all, now) = (sweeps.ToList(), clock.GetUtcNow());
        var looks = all.Select((sweep, number) => (number, SweepOf(scope, sweep.Type).DueTimes)).ToList();
        var due = await looks.Where(look => look.DueTimes is not null)
            .Select(look => look.DueTimes!.Where(at => at <= now).OrderBy(at => at).Take(1).Select(_ => look.number))
            .Aggregate(Queryable.Concat).ToListAsync(stop);
        return [.. looks.Where(look => look.DueTimes is null ? unseen : due.Contains(look.number)).Select(look => all[look.number])];
    }

    /// <summary>Waits for the sweep under way, and lets no other begin until disposed.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        return new Held(_one);
    }

    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyList<Guid>> DueAsync(Type type, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await SweepOf(scope, type).DueAsync(now, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LookingFailed(type.Name, e);
            went.Failed(type);
            return [];
        }
    }

    private async Task<bool> SweepOneAsync(Type type, Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await SweepOf(scope, type).SweepAsync(thing, now, stop);
                await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SaveAsync(null, stop);
                return true;
            }
            catch (Exception e) when (attempt < MostAttempts && e.IsConflict())
            {
                meter.Conflict("sweep");
                // A member acted on it at this moment: look at what they did, and whether it is still due.
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                SweepFailed(type.Name, thing, e);
                went.Failed(type);
                return false;
            }
        }
    }

    private static ISweep SweepOf(AsyncServiceScope scope, Type type) => (ISweep)scope.ServiceProvider.GetRequiredService(type);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep {Sweep} failed on {Thing}; it is tried again at the next ring")]
    private partial void SweepFailed(string sweep, Guid thing, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep {Sweep} could not look for what is due; it looks again at the next ring")]
    private partial void LookingFailed(string sweep, Exception e);
}

/// <summary>A sweep that was found.</summary>
internal sealed record SweepType(Type Type, TimeSpan Every);
