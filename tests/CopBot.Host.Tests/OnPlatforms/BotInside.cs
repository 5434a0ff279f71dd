using CopBot.Communities;
using CopBot.Sweeps;
using CopBot.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CopBot.Host.Tests.OnPlatforms;

/// <summary>
/// The bot inside of the test's own process, connected to a town over its real wire. Only the adapter runs by itself; what is
/// due is done when the test moves the clock, so that a year takes seconds.
/// </summary>
internal sealed class BotInside : IAsyncDisposable
{
    private readonly Town _town;
    private readonly WorldDatabase _store;
    private readonly ServiceProvider _services;
    private readonly LogBook _log = new();

    private BotInside(Town town, WorldDatabase store)
    {
        (_town, _store) = (town, store);
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_log)).AddSingleton(town.Clock);
        services.AddCopBot(store.Database);
        town.Join(services);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    // The bot's own rounds would do by themselves what is done here step by step.
    private IEnumerable<IHostedService> Adapter => _services.GetServices<IHostedService>().Where(part => part.GetType().Assembly != typeof(Community).Assembly);

    private FastForward Forward => _services.GetRequiredService<FastForward>();

    public static async Task<BotInside> StartAsync(Town town)
    {
        var bot = new BotInside(town, await WorldDatabase.InFileAsync());
        foreach (var part in bot.Adapter) await part.StartAsync(CancellationToken.None);
        await town.ConnectedAsync();
        return bot;
    }

    /// <summary>All that is due now is done and delivered.</summary>
    public Task SettleAsync() => Forward.SettleAsync(CancellationToken.None);

    /// <summary>Moves the clock in one step, as if the machine had slept meanwhile.</summary>
    public async Task MoveToAsync(DateTimeOffset to)
    {
        await _town.ShiftAsync(to - _town.Clock.GetUtcNow());
        await SettleAsync();
    }

    /// <summary>Somebody does something, and what others then see of it is delivered.</summary>
    public async Task<Seen> DoesAsync(Func<Task> act, Func<Seen?> look)
    {
        const int MostLooks = 20;
        await act();
        for (var looks = 1; looks < MostLooks; looks++)
        {
            await SettleAsync();
            try
            {
                return await _town.UntilAsync(look, "what they expect", TimeSpan.FromSeconds(looks));
            }
            catch (TimeoutException)
            {
                // What took long is done by now, and its posts are to be delivered.
            }
        }

        return await _town.UntilAsync(look, "what they expect");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Adapter.Reverse()) await part.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        Assert.Empty(_log.Errors);
    }
}
