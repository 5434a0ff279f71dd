using CopBot.Host.Tests.Killed;
using CopBot.Host.Tests.OnPlatforms;

namespace CopBot.Host.Tests.Chaos;

/// <summary>Two hosts on one database, both connected to the same towns. One thing happens to them at a time.</summary>
internal sealed class Fleet(Town[] towns, string connectionString) : IAsyncDisposable
{
    private const int Size = 2;
    private const int MostStarts = 5;
    private readonly TempFolder[] _folders = [.. Enumerable.Range(0, Size).Select(_ => new TempFolder())];
    private readonly HostProcess?[] _hosts = new HostProcess?[Size];
    private readonly List<string> _wrote = [];
    private DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private DateTimeOffset _at = Town.Beginning;

    /// <summary>How often one was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often one was asked to stop.</summary>
    public int Stops { get; private set; }

    /// <summary>How often the clock jumped.</summary>
    public int Jumps { get; private set; }

    /// <summary>What the clocks show.</summary>
    public DateTimeOffset Now => _at + (TimeProvider.System.GetUtcNow() - _began);

    /// <summary>What all of them wrote to their logs.</summary>
    public string Output => string.Join('\n', [.. _wrote, .. _hosts.Select(h => h?.Output)]);

    /// <summary>Starts both at once.</summary>
    public async Task StartAsync()
    {
        foreach (var folder in _folders)
        {
            Directory.CreateDirectory(folder.Data);
            World.SetClock(folder.Data, Now);
        }

        await Task.WhenAll(Enumerable.Range(0, Size).Select(RiseAsync));
        foreach (var town in towns)
        {
            town.IsServedBy(_hosts[0]!);
            await town.ConnectedAsync();
        }
    }

    /// <summary>Ends one, by a signal that it cannot hear or by one that asks it to stop, and starts it again.</summary>
    public async Task ReplaceAsync(int which, bool kill)
    {
        await EndAsync(which, kill);
        await RiseAsync(which);
    }

    /// <summary>Both die, something happens, and both come back at once.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        for (var which = 0; which < Size; which++) await EndAsync(which, kill: true);
        await meanwhile();
        await Task.WhenAll(Enumerable.Range(0, Size).Select(RiseAsync));
    }

    /// <summary>Both die, time passes, and both come back at once.</summary>
    public async Task JumpAsync(DateTimeOffset to)
    {
        Jumps++;
        await RestartAsync(async () =>
        {
            var by = to - Now;
            foreach (var town in towns) await town.ShiftAsync(by);
            (_at, _began) = (to, TimeProvider.System.GetUtcNow());
            foreach (var folder in _folders) World.SetClock(folder.Data, to);
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.OfType<HostProcess>()) await host.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }

    private async Task EndAsync(int which, bool kill)
    {
        var host = _hosts[which]!;
        if (kill)
        {
            Kills++;
            await host.KillAsync();
        }
        else
        {
            Stops++;
            await host.StopAsync();
        }

        _wrote.Add(host.Output);
        await host.DisposeAsync();
    }

    private async Task RiseAsync(int which)
    {
        var settings = towns.SelectMany(t => t.Settings).Concat([("DATABASE__PROVIDER", "postgresql"), ("DATABASE__CONNECTIONSTRING", connectionString)]);
        for (var start = 1; ; start++)
        {
            try
            {
                _hosts[which] = await HostProcess.ReadyAsync(_folders[which].Path, ["--CopBot:Playground=true", "--CopBot:Demo=false"], [.. settings]);
                foreach (var town in towns) town.IsServedBy(_hosts[which]!);
                return;
            }
            catch (InvalidOperationException) when (start < MostStarts)
            {
                // Without its database it says so and ends; a supervisor starts it again.
            }
        }
    }
}
