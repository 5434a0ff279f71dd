using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Faults;

namespace CopBot.SlackEmulator.Tests;

public sealed class LimitAndFaultTests
{
    private static async Task<Reply> Post(House house, string text = "x")
    {
        using var body = new StringContent(new JsonObject { ["channel"] = house.Help.Id, ["text"] = text }.ToJsonString(), Encoding.UTF8, "application/json");
        return await house.Send("chat.postMessage", house.Bot.BotToken, body);
    }

    [Fact]
    public async Task A_tier_two_method_takes_twenty_a_minute()
    {
        await using var house = await House.Build();
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await house.Send("users.list", house.Bot.BotToken, null)).Status);
        house.Clock.Advance(TimeSpan.FromSeconds(18));
        var limited = await house.Send("users.list", house.Bot.BotToken, null);
        Assert.Equal(429, limited.Status);
        Assert.Equal("ratelimited", limited.Body.Text("error"));
        Assert.Equal(TimeSpan.FromSeconds(42), limited.RetryAfter);
        house.Clock.Advance(TimeSpan.FromSeconds(42));
        Assert.Equal(200, (await house.Send("users.list", house.Bot.BotToken, null)).Status);
    }

    [Fact]
    public async Task One_workspaces_pace_is_not_anothers()
    {
        await using var house = await House.Build();
        var other = house.Slack.Install(house.App, house.Slack.AddWorkspace("other"), House.AllScopes);
        for (var i = 0; i < 21; i++)
            await house.Send("users.list", house.Bot.BotToken, null);
        Assert.Equal(200, (await house.Send("users.list", other.BotToken, null)).Status);
        Assert.Equal(200, (await house.Send("users.conversations", house.Bot.BotToken, null)).Status);
    }

    [Fact]
    public async Task A_channel_takes_a_short_burst_and_then_one_message_a_second()
    {
        await using var house = await House.Build();
        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await Post(house)).Status);
        Assert.Equal(TimeSpan.FromSeconds(1), (await Post(house)).RetryAfter);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await Post(house)).Status);
        Assert.Equal(429, (await Post(house)).Status);
    }

    [Fact]
    public async Task A_planned_429_may_lack_its_header_or_its_json()
    {
        await using var house = await House.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(7, "rate_limited"));
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(null));
        house.Slack.Faults.Next("chat.postMessage", new WebFault.RateLimited(7, Html: true));
        var first = await Post(house);
        Assert.Equal("rate_limited", first.Body.Text("error"));
        Assert.Equal(TimeSpan.FromSeconds(7), first.RetryAfter);
        Assert.Null((await Post(house)).RetryAfter);
        Assert.Null((await Post(house)).Body);
        Assert.Empty(house.Help.Messages);
    }

    [Fact]
    public async Task A_fault_for_one_workspace_spares_the_other()
    {
        await using var house = await House.Build();
        var elsewhere = house.Slack.AddWorkspace("other");
        var other = house.Slack.Install(house.App, elsewhere, House.AllScopes);
        house.Slack.Faults.Next("auth.test", new WebFault.Status(503), workspace: elsewhere);
        Assert.Equal(200, (await house.Send("auth.test", house.Bot.BotToken, null)).Status);
        Assert.Equal(503, (await house.Send("auth.test", other.BotToken, null)).Status);
        Assert.Equal(200, (await house.Send("auth.test", other.BotToken, null)).Status);
    }

    [Fact]
    public async Task A_lost_answer_was_applied_and_a_reset_was_not()
    {
        await using var house = await House.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.AnswerLost());
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Reset());
        await Assert.ThrowsAsync<HttpRequestException>(() => Post(house, "applied"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Post(house, "not applied"));
        Assert.Equal("applied", Assert.Single(house.Help.Messages).Text);
    }

    [Fact]
    public async Task A_refusal_may_have_half_succeeded()
    {
        await using var house = await House.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Refused("fatal_error", Applied: true));
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Refused("internal_error"));
        Assert.Equal("fatal_error", (await Post(house, "half")).Body.Text("error"));
        Assert.Equal("internal_error", (await Post(house, "none")).Body.Text("error"));
        Assert.Equal("half", Assert.Single(house.Help.Messages).Text);
    }

    [Fact]
    public async Task An_answer_may_be_garbled_or_a_page()
    {
        await using var house = await House.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Garbled("{\"ok\":"));
        house.Slack.Faults.Next("*", new WebFault.Status(502));
        Assert.Equal("{\"ok\":", (await Post(house)).Text);
        var page = await Post(house);
        Assert.Equal(502, page.Status);
        Assert.StartsWith("<html>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_answer_comes_when_the_clock_says_so()
    {
        await using var house = await House.Build();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.Slow(TimeSpan.FromSeconds(10)));
        var posting = Post(house);
        await house.Slack.Until(() => house.Help.Messages.Count == 1);
        Assert.False(posting.IsCompleted);
        // The wait may begin a moment after the message is seen, so time goes on until it ends.
        while (!posting.IsCompleted)
        {
            house.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal(200, (await posting).Status);
    }

    [Fact]
    public async Task An_edit_window_may_be_closed()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, "old");
        house.Slack.EditWindowClosed = true;
        Assert.Equal("edit_window_closed", (await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", "new"))).Text("error"));
    }

    [Fact]
    public async Task The_journal_keeps_every_request_without_its_token()
    {
        await using var house = await House.Build();
        await Post(house, "hello");
        var line = Assert.Single(house.Slack.Journal.Requests("chat.postMessage"));
        Assert.Equal("hello", line.Object("args").Text("text"));
        Assert.True(line.Object("response").Flag("ok"));
        Assert.DoesNotContain(house.Bot.BotToken, line.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_is_written_as_lines_of_json()
    {
        var path = Path.Combine(Path.GetTempPath(), $"slack-{Guid.NewGuid():N}.jsonl");
        await using (var house = await House.Build(options => options with { JournalPath = path }))
            await Post(house, "hello");
        var lines = await File.ReadAllLinesAsync(path);
        File.Delete(path);
        Assert.All(lines, line => Assert.NotNull(Json.TryParse(line).Text("kind")));
        Assert.Contains(lines, line => line.Contains("chat.postMessage", StringComparison.Ordinal));
    }
}
