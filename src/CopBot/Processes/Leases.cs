using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Processes;

/// <summary>What only one process may have or do at a time. A process whose heart stopped has nothing any more.</summary>
public interface ILeases
{
    /// <summary>Takes it, or keeps it; false while another process has it.</summary>
    Task<bool> TakeAsync(string name, CancellationToken stop);

    /// <summary>Gives it back. What one does not have is no error.</summary>
    Task ReleaseAsync(string name, CancellationToken stop);
}

internal static class LeaseHolding
{
    /// <summary>Has it until disposed; null while another process has it.</summary>
    public static async Task<IAsyncDisposable?> HoldAsync(this ILeases leases, string name, CancellationToken stop) =>
        await leases.TakeAsync(name, stop) ? new Holding(leases, name) : null;

    private sealed class Holding(ILeases leases, string name) : IAsyncDisposable
    {
        // Also when told to stop: else it would be free only once we are taken for dead.
        public ValueTask DisposeAsync() => new(leases.ReleaseAsync(name, CancellationToken.None));
    }
}

/// <summary>Where a store belongs to one process there is nobody to take anything from.</summary>
internal sealed class NoOthers : ILeases
{
    public Task<bool> TakeAsync(string name, CancellationToken stop) => Task.FromResult(true);

    public Task ReleaseAsync(string name, CancellationToken stop) => Task.CompletedTask;
}

/// <summary>Leases in the store that the processes share.</summary>
internal sealed class Leases(IServiceScopeFactory scopes, ThisProcess me, Heart heart) : ILeases
{
    public async Task<bool> TakeAsync(string name, CancellationToken stop)
    {
        if (await TryAsync(name, stop)) return true;
        // We may never have been heard, or were taken for dead while we were held up.
        return await heart.IsForgottenAsync(stop) && await BeatAndTryAsync(name, stop);
    }

    public async Task ReleaseAsync(string name, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CopBotDb>().Leases.Where(l => l.Name == name && l.Holder == me.Name).ExecuteDeleteAsync(stop);
    }

    private async Task<bool> BeatAndTryAsync(string name, CancellationToken stop)
    {
        await heart.BeatAsync(stop);
        return await TryAsync(name, stop);
    }

    /// <summary>Only somebody whose heart is heard can have anything: else nobody would notice that they are gone.</summary>
    private async Task<bool> TryAsync(string name, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CopBotDb>().Database.ExecuteSqlAsync(
            $"""
             INSERT INTO leases ("Name", "Holder") SELECT {name}, "Name" FROM processes WHERE "Name" = {me.Name}
             ON CONFLICT ("Name") DO UPDATE SET "Holder" = excluded."Holder" WHERE leases."Holder" = excluded."Holder"
             """,
            stop) == 1;
    }
}
