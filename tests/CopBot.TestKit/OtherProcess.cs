using CopBot.Sweeps;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.TestKit;

/// <summary>A second process of the bot in a <see cref="World"/>.</summary>
public sealed class OtherProcess(ServiceProvider services, BotProcess process, FaultyPlatform platform) : IAsyncDisposable
{
    /// <summary>Its container.</summary>
    public IServiceProvider Services => services;

    /// <summary>The process; kill it here.</summary>
    public BotProcess Process => process;

    /// <summary>The platform as it sees it; script its faults here.</summary>
    public FaultyPlatform Platform => platform;

    /// <summary>Lets it do everything that is due now.</summary>
    public Task SettleAsync() => services.GetRequiredService<FastForward>().SettleAsync(CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
