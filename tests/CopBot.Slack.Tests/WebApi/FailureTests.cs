using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.WebApi;
using CopBot.SlackEmulator.Faults;

namespace CopBot.Slack.Tests.WebApi;

public sealed class FailureTests
{
    [Theory]
    [InlineData("invalid_auth", FailureKind.WorkspaceStopped, "Slack:BotToken")]
    [InlineData("not_authed", FailureKind.WorkspaceStopped, "Slack:BotToken")]
    [InlineData("token_revoked", FailureKind.WorkspaceStopped, "was revoked")]
    [InlineData("token_expired", FailureKind.WorkspaceStopped, "token rotation")]
    [InlineData("account_inactive", FailureKind.WorkspaceStopped, "was removed")]
    [InlineData("org_login_required", FailureKind.WorkspaceStopped, "Enterprise")]
    [InlineData("team_access_not_granted", FailureKind.WorkspaceStopped, "organisation admin")]
    [InlineData("team_added_to_org", FailureKind.WorkspaceStopped, "Enterprise")]
    [InlineData("not_allowed_token_type", FailureKind.WorkspaceStopped, "another kind")]
    [InlineData("not_in_channel", FailureKind.Denied, "/invite @CopBot")]
    [InlineData("channel_not_found", FailureKind.Denied, "/invite @CopBot")]
    [InlineData("is_archived", FailureKind.Denied, "unarchive")]
    [InlineData("restricted_action", FailureKind.Denied, "an admin")]
    [InlineData("restricted_action_read_only_channel", FailureKind.Denied, "an admin")]
    [InlineData("restricted_action_of_next_year", FailureKind.Denied, "an admin")]
    [InlineData("messages_tab_disabled", FailureKind.Denied, "Messages Tab")]
    [InlineData("no_permission", FailureKind.Denied, "permissions")]
    [InlineData("ekm_access_denied", FailureKind.Denied, "admins")]
    [InlineData("slack_connect_file_link_sharing_blocked", FailureKind.Denied, "other organisations")]
    [InlineData("edit_window_closed", FailureKind.Denied, "Message editing")]
    [InlineData("message_not_found", FailureKind.Gone, "deleted")]
    [InlineData("thread_not_found", FailureKind.Gone, "deleted")]
    [InlineData("expired_trigger_id", FailureKind.Gone, "press again")]
    [InlineData("invalid_blocks", FailureKind.Rejected, "fault of CopBot")]
    [InlineData("msg_too_long", FailureKind.Rejected, "fault of CopBot")]
    [InlineData("msg_blocks_too_long", FailureKind.Rejected, "fault of CopBot")]
    [InlineData("no_text", FailureKind.Rejected, "fault of CopBot")]
    [InlineData("metadata_too_large", FailureKind.Rejected, "fault of CopBot")]
    [InlineData("an_error_of_next_year", FailureKind.Rejected, "an_error_of_next_year")]
    [InlineData("internal_error", FailureKind.Unknown, "not known")]
    [InlineData("fatal_error", FailureKind.Unknown, "not known")]
    [InlineData("service_unavailable", FailureKind.Unknown, "not known")]
    [InlineData("request_timeout", FailureKind.NotDelivered, "tried again")]
    [InlineData("ratelimited", FailureKind.NotDelivered, "too many")]
    [InlineData("rate_limited", FailureKind.NotDelivered, "too many")]
    public async Task Each_error_says_what_became_of_it_and_what_to_do(string error, FailureKind kind, string fix)
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Refused(error));
        var failure = await CallHouse.Failure(() => house.Post());
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(fix, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(house.Bot.BotToken, failure.ToString(), StringComparison.Ordinal);
        if (!error.Contains("limited", StringComparison.Ordinal)) Assert.Equal(error, SlackError.Of(failure)?.Code);
    }

    [Fact]
    public async Task A_dead_token_stops_its_workspace_and_is_not_sent_again()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Admin.RevokeToken(house.Bot);
        var failure = await CallHouse.Failure(() => house.Post());
        Assert.Equal(failure.Message, Assert.Single(house.Stops));
        Assert.Equal(FailureKind.WorkspaceStopped, (await CallHouse.Failure(() => house.Whisper())).Kind);
        Assert.Empty(house.Slack.Journal.Requests("chat.postEphemeral"));
        Assert.Single(house.Slack.Journal.Requests("chat.postMessage"));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var house = await CallHouse.Build("users:read");
        var failure = await CallHouse.Failure(() => house.Post());
        Assert.Equal(FailureKind.Denied, failure.Kind);
        Assert.Contains("chat:write", failure.Message, StringComparison.Ordinal);
        Assert.Contains("add it to the app's bot scopes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("reinstall", failure.Message, StringComparison.Ordinal);
        Assert.Empty(house.Stops);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_is_not_repeated()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.AnswerLost());
        Assert.Equal(FailureKind.Unknown, (await CallHouse.Failure(() => house.Post())).Kind);
        Assert.Single(house.Help.Messages);
        Assert.Single(house.Slack.Journal.Requests("chat.postMessage"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_stumble_is_unknown_for_a_post_and_harmless_for_a_look(int status)
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("*", new WebFault.Status(status), times: 2);
        Assert.Equal(FailureKind.Unknown, (await CallHouse.Failure(() => house.Post())).Kind);
        Assert.Equal(FailureKind.NotDelivered, (await CallHouse.Failure(() => Look(house))).Kind);
        Assert.NotEqual(default, await Look(house));
    }

    [Theory]
    [InlineData("{\"ok\":")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"ok":"true"}""")]
    public async Task An_answer_that_cannot_be_read_is_unknown(string body)
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("*", new WebFault.Garbled(body), times: 2);
        Assert.Equal(FailureKind.Unknown, (await CallHouse.Failure(() => house.Post())).Kind);
        Assert.Equal(FailureKind.NotDelivered, (await CallHouse.Failure(() => Look(house))).Kind);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_not_Slack()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("*", new WebFault.Status(403));
        var failure = await CallHouse.Failure(() => house.Post());
        Assert.Equal(FailureKind.NotDelivered, failure.Kind);
        Assert.Contains("proxy", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_in_time_is_unknown_for_a_post()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Slow(TimeSpan.FromMinutes(1)));
        var posting = house.Post();
        await house.Slack.Until(() => house.Help.Messages.Count == 1);
        house.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(FailureKind.Unknown, (await CallHouse.Failure(() => posting)).Kind);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_told_nothing_wrong()
    {
        await using var house = await CallHouse.Build();
        house.Slack.Faults.Next("auth.test", new WebFault.Slow(TimeSpan.FromMinutes(1)));
        using var stop = new CancellationTokenSource();
        var asking = house.Web.CallAsync("auth.test", [], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Nobody_there_means_that_nothing_happened()
    {
        await using var house = await CallHouse.Build();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var free = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var web = house.With(new Uri($"http://127.0.0.1:{free}/api/"));
        var failure = await CallHouse.Failure(() => web.CallAsync("chat.postMessage", new JsonObject { ["channel"] = "C1", ["text"] = "hello" }, default));
        Assert.Equal(FailureKind.NotDelivered, failure.Kind);
    }

    [Fact]
    public async Task What_is_so_already_is_as_good_as_done()
    {
        await using var house = await CallHouse.Build();
        var ts = (await house.Post()).GetProperty("ts").GetString();
        for (var time = 0; time < 2; time++)
            await house.Web.CallAsync("reactions.add", new JsonObject { ["channel"] = house.Help.Id, ["timestamp"] = ts, ["name"] = "tada" }, default);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_look_at_what_is_not_there_says_gone()
    {
        await using var house = await CallHouse.Build();
        Assert.Equal(FailureKind.Gone, (await CallHouse.Failure(() => house.Web.CallAsync("users.info", new JsonObject { ["user"] = "U404" }, default))).Kind);
        Assert.Equal(FailureKind.Gone, (await CallHouse.Failure(() => house.Web.CallAsync("conversations.info", new JsonObject { ["channel"] = "C404" }, default))).Kind);
    }

    private static Task<System.Text.Json.JsonElement> Look(CallHouse house) =>
        house.Web.CallAsync("conversations.info", new JsonObject { ["channel"] = house.Help.Id }, CancellationToken.None);
}
