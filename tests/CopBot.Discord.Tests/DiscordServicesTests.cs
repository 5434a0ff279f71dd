using CopBot.Discord.Gateway;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CopBot.Discord.Tests;

public sealed class DiscordServicesTests
{
    [Fact]
    public async Task A_host_connects_when_it_starts_and_leaves_when_it_stops()
    {
        await using var wire = await Wire.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(wire.Clock);
        builder.Services.AddDiscord(new DiscordOptions { Token = wire.Discord.Token, ApiUrl = wire.Discord.ApiUrl + "/v10" });
        builder.Services.AddSingleton<IDispatches>(wire.Taken);
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        var connection = host.Services.GetRequiredService<DiscordConnection>();
        await wire.UntilAsync(() => connection.State is DiscordState.Connected && wire.Taken.Names.Contains("GUILD_CREATE"));
        var stopping = host.StopAsync(TestContext.Current.CancellationToken);
        await wire.UntilAsync(() => stopping.IsCompleted);

        Assert.Equal([1000], wire.Closed);
        wire.AssertClean();
    }

    [Fact]
    public void A_token_is_needed() =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddDiscord(new DiscordOptions { Token = " " }));
}
