using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.Sockets;

namespace CopBot.Slack.Tests.SocketMode;

public sealed class SeveralWorkspacesTests
{
    [Fact]
    public async Task A_revoked_token_stops_its_workspace_only()
    {
        await using var house = await WiredHouse.Build();
        var garden = house.Add("garden");
        await house.Connect();
        var web = house.Workspaces.Of(garden.Ref).Web;
        house.Slack.Admin.RevokeToken(garden.Bot);
        Assert.Equal(FailureKind.WorkspaceStopped, (await Assert.ThrowsAsync<PlatformException>(() => web.CallAsync("auth.test", [], default))).Kind);
        var asked = house.Slack.Journal.Requests("auth.test").Count;
        // A dead token is not tried again.
        await Assert.ThrowsAsync<PlatformException>(() => web.CallAsync("auth.test", [], default));
        Assert.Equal(asked, house.Slack.Journal.Requests("auth.test").Count);
        Assert.Equal(FailureKind.WorkspaceStopped, Assert.Throws<PlatformException>(() => house.Workspaces.Of(garden.Ref)).Kind);
        Assert.Contains("Slack:Workspaces:garden:BotToken", house.State(1).Why, StringComparison.Ordinal);
        await house.Until(() => garden.Sockets == 0);

        Assert.Equal(SlackState.Connected, house.State(0).State);
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        Assert.NotNull(house.Workspaces.Of(house.House.Ref));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task One_that_cannot_be_reached_delays_no_other()
    {
        await using var house = await WiredHouse.Build();
        var garden = house.Add("garden");
        house.Slack.Faults.Next("auth.test", new WebFault.Slow(TimeSpan.FromDays(1)), workspace: garden.Workspace);
        await house.Start();
        await house.Until(() => house.State(0).State == SlackState.Connected);
        Assert.Equal(SlackState.Connecting, house.State(1).State);
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
    }

    [Fact]
    public async Task Anothers_limit_is_not_ours()
    {
        await using var house = await WiredHouse.Build();
        var garden = house.Add("garden");
        await house.Connect();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(60), workspace: garden.Workspace);
        var limited = await Assert.ThrowsAsync<PlatformException>(() => Post(house, garden));
        Assert.Equal((FailureKind.NotDelivered, TimeSpan.FromSeconds(60)), (limited.Kind, limited.RetryAfter));
        await Post(house, house.House);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task Workspaces_of_one_app_share_its_socket()
    {
        await using var house = await WiredHouse.Build();
        var garden = house.Add("garden", house.House.App);
        await house.Connect();
        Assert.Equal(1, house.House.Sockets);
        house.House.AnnActs.Types(house.House.Help, "in the house");
        garden.AnnActs.Types(garden.Help, "in the garden");
        Assert.Equal(DeliveryEnd.Acknowledged, (await garden.AnnActs.Uses("/cop", garden.Help, "ask")).End);
        await house.Slack.Sockets.Quiet();
        await house.Until(() => house.Envelopes.Taken.Count == 3);
        Assert.Equal(2, house.Envelopes.Taken.Count(one => one.Workspace == garden.Ref));
        Assert.Single(house.Envelopes.Taken, one => one.Workspace == house.House.Ref);

        // With one of them stopped, the socket stays for the other.
        house.Workspaces.Stop(garden.Ref, "The app was removed.");
        Assert.Equal(DeliveryEnd.Acknowledged, (await garden.AnnActs.Uses("/cop", garden.Help, "nobody takes this")).End);
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        Assert.Equal(4, house.Envelopes.Taken.Count);
        Assert.Equal(1, house.House.Sockets);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_workspace_that_no_tokens_are_for_is_acknowledged_and_passed_over()
    {
        await using var house = await WiredHouse.Build();
        house.Add("garden", house.House.App);
        await house.Connect();
        var outcome = await house.Slack.Admin.SendRaw(house.House.App, "events_api", new JsonObject { ["team_id"] = "T404", ["event"] = new JsonObject { ["type"] = "app_mention" } });
        Assert.Equal(DeliveryEnd.Acknowledged, outcome.End);
        Assert.Empty(house.Envelopes.Taken);
        Assert.Contains(house.Log.Lines, line => line.Contains("no tokens are configured", StringComparison.Ordinal));
    }

    private static Task<JsonElement> Post(WiredHouse house, Tenant to) => house.Workspaces.Of(to.Ref).Web.CallAsync(
        "chat.postMessage", new JsonObject { ["channel"] = to.Help.Id, ["text"] = "hello" }, CancellationToken.None);
}
