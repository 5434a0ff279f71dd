using System.Text;

namespace CopBot.SlackEmulator.Tests;

public sealed class TokenAndScopeTests
{
    [Fact]
    public async Task A_call_without_a_token_is_not_authed()
    {
        await using var house = await House.Build();
        Assert.Equal("not_authed", (await house.Send("auth.test", null, null)).Body.Text("error"));
    }

    [Fact]
    public async Task A_token_nobody_issued_is_invalid_auth()
    {
        await using var house = await House.Build();
        Assert.Equal("invalid_auth", (await house.Send("auth.test", "xoxb-nobody", null)).Body.Text("error"));
    }

    [Fact]
    public async Task A_token_in_the_query_string_is_not_read()
    {
        await using var house = await House.Build();
        Assert.Equal("not_authed", (await house.Send("auth.test?token=" + house.Bot.BotToken, null, null)).Body.Text("error"));
    }

    [Fact]
    public async Task A_token_in_a_form_is_read_and_one_in_json_is_not()
    {
        await using var house = await House.Build();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", house.Bot.BotToken)]);
        using var json = new StringContent($$"""{"token":"{{house.Bot.BotToken}}"}""", Encoding.UTF8, "application/json");
        Assert.True((await house.Send("auth.test", null, form)).Body.Flag("ok"));
        Assert.Equal("not_authed", (await house.Send("auth.test", null, json)).Body.Text("error"));
    }

    [Fact]
    public async Task A_bot_token_opens_no_socket_and_an_app_token_posts_nothing()
    {
        await using var house = await House.Build();
        Assert.Equal("not_allowed_token_type", (await house.Send("apps.connections.open", house.Bot.BotToken, null)).Body.Text("error"));
        Assert.Equal("not_allowed_token_type", (await house.Send("users.list", house.App.AppToken, null)).Body.Text("error"));
    }

    [Fact]
    public async Task A_missing_scope_names_what_is_needed_and_what_is_there()
    {
        await using var house = await House.Build();
        house.Bot.Scopes.Clear();
        house.Bot.Scopes.Add("commands");
        var answer = await house.Call("chat.postMessage", ("channel", house.Help.Id), ("text", "hi"));
        Assert.Equal("missing_scope", answer.Text("error"));
        Assert.Equal("chat:write", answer.Text("needed"));
        Assert.Equal("commands", answer.Text("provided"));
    }

    [Fact]
    public async Task The_scope_depends_on_the_kind_of_conversation()
    {
        await using var house = await House.Build();
        var secret = house.Workspace.AddChannel("secret", World.ChannelKind.Private, house.Ann, house.Bot.Bot);
        house.Bot.Scopes.Remove("groups:history");
        Assert.True((await house.Call("conversations.history", ("channel", house.Help.Id))).Flag("ok"));
        Assert.Equal("groups:history", (await house.Call("conversations.history", ("channel", secret.Id))).Text("needed"));
    }

    [Fact]
    public async Task An_app_token_needs_connections_write()
    {
        await using var house = await House.Build();
        house.App.AppTokenScopes.Clear();
        Assert.Equal("connections:write", (await house.Send("apps.connections.open", house.App.AppToken, null)).Body.Text("needed"));
    }

    [Fact]
    public async Task A_revoked_token_stops_one_workspace_and_not_the_other()
    {
        await using var house = await House.Build();
        var other = house.Slack.Install(house.App, house.Slack.AddWorkspace("other"), House.AllScopes);
        house.Slack.Admin.RevokeToken(house.Bot);
        Assert.Equal("token_revoked", (await house.Call("users.list")).Text("error"));
        Assert.True((await house.Send("users.list", other.BotToken, null)).Body.Flag("ok"));
    }

    [Fact]
    public async Task An_uninstalled_app_has_an_inactive_account()
    {
        await using var house = await House.Build();
        house.Slack.Admin.Uninstall(house.Bot);
        Assert.Equal("account_inactive", (await house.Call("auth.test")).Text("error"));
    }

    [Fact]
    public async Task Auth_test_names_the_workspace_and_the_bot()
    {
        await using var house = await House.Build();
        var answer = await house.Call("auth.test");
        Assert.Equal(house.Workspace.Id, answer.Text("team_id"));
        Assert.Equal(house.Bot.Bot.Id, answer.Text("user_id"));
        Assert.Equal(house.Bot.BotId, answer.Text("bot_id"));
    }
}
