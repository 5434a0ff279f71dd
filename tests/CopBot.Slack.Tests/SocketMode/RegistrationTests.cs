using CopBot.SlackEmulator.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CopBot.Slack.Tests.SocketMode;

public sealed class RegistrationTests
{
    [Fact]
    public async Task A_host_with_Slack_starts_at_once_and_connects_behind_it()
    {
        await using var house = await WiredHouse.Build();
        house.Options.Workspaces = [new SlackTokens("Slack", house.House.Bot.BotToken, house.House.App.AppToken)];
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(house.Clock);
        builder.Services.AddSlack(house.Options);
        // Instead of what takes them to the inbox, which there is none of here.
        builder.Services.Replace(ServiceDescriptor.Singleton<CopBot.Slack.SocketMode.IEnvelopes>(house.Envelopes));
        using var host = builder.Build();
        await host.StartAsync();
        var states = host.Services.GetRequiredService<ISlackStates>();
        await house.Until(() => states.States[0].State == SlackState.Connected);
        Assert.Equal(house.House.Ref, states.States[0].Workspace);
        Assert.NotNull(host.Services.GetRequiredService<ISlackWorkspaces>().Of(house.House.Ref));
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        await host.StopAsync();
        await house.Until(() => house.House.Sockets == 0);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_host_stays_up_when_no_workspace_is_left()
    {
        await using var house = await WiredHouse.Build();
        house.House.Bot.TokenError = "token_revoked";
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.False(house.Connections!.ExecuteTask!.IsCompleted);
    }
}
