using CopBot.Chat;

namespace CopBot.Slack.Tests.SocketMode;

public sealed class ConnectingTests
{
    [Fact]
    public async Task A_workspace_is_known_by_what_Slack_told_of_it()
    {
        await using var house = await WiredHouse.Connected();
        var workspace = house.Workspaces.Of(house.House.Ref);
        Assert.Equal((house.House.App.Id, house.House.Bot.Bot.Id, house.House.Bot.BotId), (workspace.AppId, workspace.BotUserId, workspace.BotId));
        Assert.Contains("house", workspace.Url.Host, StringComparison.Ordinal);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task What_happens_is_taken_and_acknowledged()
    {
        await using var house = await WiredHouse.Connected();
        var outcome = await house.House.AnnActs.Uses("/cop", house.House.Help, "ask");
        Assert.Equal(SlackEmulator.Sockets.DeliveryEnd.Acknowledged, outcome.End);
        house.House.AnnActs.Types(house.House.Help, "hello");
        await house.Slack.Sockets.Quiet();
        await house.Until(() => house.Envelopes.Taken.Count == 2);
        Assert.All(house.Envelopes.Taken, one => Assert.Equal(house.House.Ref, one.Workspace));
        Assert.Equal(["slash_commands", "events_api"], house.Envelopes.Taken.Select(one => one.Envelope.Type));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task An_answer_goes_with_the_acknowledgement()
    {
        await using var house = await WiredHouse.Connected();
        house.Envelopes.Does = (_, _) => Task.FromResult<System.Text.Json.Nodes.JsonObject?>(new() { ["text"] = "Here you are" });
        var outcome = await house.House.AnnActs.Uses("/cop", house.House.Help, "ask");
        Assert.Contains("Here you are", outcome.Answer!.ToJsonString(), StringComparison.Ordinal);
        // An event takes no answer; then it is acknowledged without one.
        house.House.AnnActs.Types(house.House.Help, "hello");
        await house.Slack.Sockets.Quiet();
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task Before_Slack_was_reached_a_post_waits()
    {
        await using var house = await WiredHouse.Build();
        house.Slack.Faults.Next("auth.test", new SlackEmulator.Faults.WebFault.Status(503), times: 2);
        await house.Start();
        await house.Until(() => house.State().Why is not null);
        var failure = Assert.Throws<PlatformException>(() => house.Workspaces.Of(house.House.Ref));
        Assert.Equal(FailureKind.NotDelivered, failure.Kind);
        Assert.NotNull(failure.RetryAfter);
        await house.UntilAfterRetries(() => house.State().State == SlackState.Connected);
        Assert.NotNull(house.Workspaces.Of(house.House.Ref));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    [InlineData("token_revoked")]
    public async Task A_bad_bot_token_names_its_setting(string error)
    {
        await using var house = await WiredHouse.Build();
        house.House.Bot.TokenError = error;
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains("Slack:BotToken", house.State().Why, StringComparison.Ordinal);
        Assert.Single(house.Slack.Journal.Requests("auth.test"));
        Assert.Equal(FailureKind.WorkspaceStopped, Assert.Throws<PlatformException>(() => house.Workspaces.Of(house.House.Ref)).Kind);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_revoked_app_token_names_its_setting_and_is_not_tried_again()
    {
        await using var house = await WiredHouse.Build();
        house.House.App.AppTokenRevoked = true;
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains("Slack:AppToken", house.State().Why, StringComparison.Ordinal);
        Assert.Contains(house.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("Slack:AppToken", StringComparison.Ordinal));
        Assert.Single(house.Slack.Journal.Requests("apps.connections.open"));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Theory]
    [InlineData("not_authed")]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    [InlineData("user_removed_from_team")]
    [InlineData("team_disabled")]
    [InlineData("token_revoked")]
    [InlineData("forbidden_team")]
    [InlineData("not_allowed_token_type")]
    public async Task An_error_that_will_not_pass_ends_the_trying(string error)
    {
        await using var house = await WiredHouse.Build();
        house.Slack.Faults.Next("apps.connections.open", new SlackEmulator.Faults.WebFault.Refused(error));
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains("Slack:AppToken", house.State().Why, StringComparison.Ordinal);
        Assert.Single(house.Slack.Journal.Requests("apps.connections.open"));
    }

    [Fact]
    public async Task An_app_token_without_its_scope_says_which_one()
    {
        await using var house = await WiredHouse.Build();
        house.House.App.AppTokenScopes.Clear();
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains("connections:write", house.State().Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_may_pass_is_tried_again()
    {
        await using var house = await WiredHouse.Build();
        house.Slack.Faults.Next("apps.connections.open", new SlackEmulator.Faults.WebFault.Refused("internal_error"));
        house.Slack.Faults.Next("apps.connections.open", new SlackEmulator.Faults.WebFault.RateLimited(30));
        house.Slack.Faults.Next("apps.connections.open", new SlackEmulator.Faults.WebFault.Reset());
        house.Slack.Faults.DeadSocketUrls = 2;
        await house.Start();
        await house.UntilAfterRetries(() => house.State().State == SlackState.Connected);
        Assert.Equal(6, house.Slack.Journal.Requests("apps.connections.open").Count);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task Tokens_of_two_apps_are_told_apart()
    {
        await using var house = await WiredHouse.Build();
        var other = house.Slack.AddApp("Other");
        house.Reconfigure(tokens => tokens with { AppToken = other.AppToken });
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains($"Slack:AppToken belongs to the app {other.Id}", house.State().Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pairs_for_one_workspace_are_one_too_many()
    {
        await using var house = await WiredHouse.Build();
        house.Configure(new SlackTokens("Slack:Workspaces:again", house.House.Bot.BotToken, house.House.App.AppToken));
        await house.Start();
        await house.Until(() => house.Workspaces.States.Select(status => status.State).Order().SequenceEqual([SlackState.Connected, SlackState.Stopped]));
        Assert.Contains("the same workspace", house.Workspaces.States.Single(status => status.State == SlackState.Stopped).Why, StringComparison.Ordinal);
        Assert.NotNull(house.Workspaces.Of(house.House.Ref));
    }

    [Fact]
    public async Task A_workspace_without_tokens_is_told_so()
    {
        await using var house = await WiredHouse.Connected();
        var failure = Assert.Throws<PlatformException>(() => house.Workspaces.Of(WorkspaceRef.Parse("slack/T404")));
        Assert.Equal(FailureKind.WorkspaceStopped, failure.Kind);
        Assert.Contains("T404", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_workspace_is_told_once()
    {
        await using var house = await WiredHouse.Connected();
        var told = new List<SlackStatus>();
        house.Workspaces.WhenStopped(told.Add);
        house.Workspaces.Stop(house.House.Ref, "The app was removed.");
        house.Workspaces.Stop(house.House.Ref, "Its tokens were revoked.");
        Assert.Equal("The app was removed.", Assert.Single(told).Why);
        await house.Until(() => house.House.Sockets == 0);
    }

    [Fact]
    public async Task Stopping_says_goodbye()
    {
        await using var house = await WiredHouse.Connected();
        await house.Stop();
        await house.Until(() => house.Slack.Journal.Entries.Any(entry => entry.Entry.ToJsonString().Contains("closed by the client with 1000", StringComparison.Ordinal)));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task What_was_taken_is_finished_before_goodbye()
    {
        await using var house = await WiredHouse.Connected();
        var lets = new TaskCompletionSource();
        house.Envelopes.Does = async (_, _) =>
        {
            await lets.Task;
            return null;
        };
        var doing = house.House.AnnActs.Uses("/cop", house.House.Help, "ask");
        await house.Until(() => house.Envelopes.Taken.Count == 1);
        var stopping = house.Connections!.StopAsync(CancellationToken.None);
        lets.SetResult();
        Assert.Equal(SlackEmulator.Sockets.DeliveryEnd.Acknowledged, (await doing).End);
        await stopping;
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task No_token_is_ever_logged_or_told()
    {
        await using var house = await WiredHouse.Build();
        house.Slack.Faults.Next("*", new SlackEmulator.Faults.WebFault.Reset(), times: 2);
        await house.Start();
        await house.UntilAfterRetries(() => house.State().State == SlackState.Connected);
        house.Slack.Admin.RevokeToken(house.House.Bot);
        var failure = await Assert.ThrowsAsync<PlatformException>(() => house.Workspaces.Of(house.House.Ref).Web.CallAsync("auth.test", [], default));
        string[] secrets = [house.House.Bot.BotToken, house.House.App.AppToken, "ticket="];
        var said = string.Join('\n', [.. house.Log.Lines, failure.ToString(), house.Options.ToString(), house.Options.Workspaces[0].ToString()]);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }
}
