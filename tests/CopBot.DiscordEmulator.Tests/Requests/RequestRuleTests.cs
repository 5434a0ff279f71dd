using System.Net.Http.Json;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.World;
using Xunit;

namespace CopBot.DiscordEmulator.Tests.Requests;

public sealed class RequestRuleTests : IAsyncLifetime
{
    private Community _community = null!;

    private RestBot Bot => _community.Bot;

    private EmulatedDiscord Discord => _community.Discord;

    public async ValueTask InitializeAsync() => _community = await Community.StartAsync();

    public ValueTask DisposeAsync() => _community.DisposeAsync();

    [Fact]
    public async Task Unknown_routes_versions_and_methods_are_refused()
    {
        Assert.Equal("404/0", (await Bot.GetAsync("nothing/here")).ToString());
        Assert.Equal("405/0", (await Bot.SendAsync("PUT", "users/@me")).ToString());
        Assert.Equal("400/50041", (await Bot.GetAsync("../v6/users/@me")).ToString());
    }

    [Fact]
    public async Task A_request_needs_a_user_agent_a_token_and_json()
    {
        Assert.Equal("400/50109", (await Bot.SendAsync("POST", $"channels/{_community.General.Id}/messages", "{ \"content\": ")).ToString());
        using var plain = new StringContent("content=x");
        Assert.Equal(400, (int)(await Bot.Http.PostAsync($"channels/{_community.General.Id}/messages", plain)).StatusCode);
        Bot.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal("401/0", (await Bot.GetAsync("users/@me")).ToString());
        Bot.Http.DefaultRequestHeaders.UserAgent.Clear();
        Assert.Equal("403/40333", (await Bot.GetAsync("users/@me")).ToString());
    }

    [Fact]
    public async Task A_revoked_token_is_refused_everywhere()
    {
        Discord.RevokeToken();
        Assert.Equal("401/0", (await Bot.GetAsync("users/@me")).ToString());
        Assert.Equal(1, Discord.InvalidRequests);
    }

    [Fact]
    public async Task A_bucket_counts_for_each_channel_and_says_when_it_opens_again()
    {
        Discord.EnforceRateLimits = true;
        for (var i = 0; i < 5; i++) Assert.Equal(200, (await Bot.SayAsync(_community.General.Id, "x")).Status);
        var refused = await Bot.SayAsync(_community.General.Id, "x");

        Assert.Equal(429, refused.Status);
        Assert.Equal(("user", "0", "5"), (refused.Headers["X-RateLimit-Scope"], refused.Headers["X-RateLimit-Remaining"], refused.Headers["Retry-After"]));
        Assert.Equal(5.0, refused.Body!["retry_after"]!.GetValue<double>());
        var other = Discord.AddTextChannel(_community.Guild, "other");
        Assert.Equal(200, (await Bot.SayAsync(other.Id, "x")).Status);

        _community.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("4", (await Bot.SayAsync(_community.General.Id, "x")).Headers["X-RateLimit-Remaining"]);
    }

    [Fact]
    public async Task Fifty_requests_a_second_are_the_limit_but_not_for_interactions()
    {
        await _community.WithCommandsAsync();
        _community.Clock.Advance(TimeSpan.FromSeconds(2));
        Discord.EnforceRateLimits = true;
        var asked = _community.Maya.Use(_community.General, "cop ask", ("title", "x"));
        for (var i = 0; i < 50; i++) await Bot.GetAsync($"users/{i}");
        var refused = await Bot.GetAsync("gateway/bot");

        Assert.Equal((429, "global", "true"), (refused.Status, refused.Headers["X-RateLimit-Scope"], refused.Headers["X-RateLimit-Global"]));
        Assert.True(refused.Body!["global"]!.GetValue<bool>());
        Assert.Equal(204, (await Bot.RespondAsync(asked, 5)).Status);
    }

    [Fact]
    public async Task A_lost_answer_has_been_carried_out()
    {
        Discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/messages");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Bot.SayAsync(_community.General.Id, "once"));
        Assert.Single(Discord.MessagesIn(_community.General));

        Discord.RestFaults.Add(new RestFault.Reset(), "POST", "/messages");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Bot.SayAsync(_community.General.Id, "never"));
        Assert.Single(Discord.MessagesIn(_community.General));
    }

    [Theory]
    [InlineData(RetryAfterHeader.WholeSeconds, "2")]
    [InlineData(RetryAfterHeader.Fractional, "1.5")]
    [InlineData(RetryAfterHeader.Missing, null)]
    public async Task A_scripted_429_says_retry_after_in_every_way(RetryAfterHeader header, string? said)
    {
        Discord.RestFaults.Add(new RestFault.RateLimited(1.5, "shared", header));
        var refused = await Bot.GetAsync("users/@me");

        Assert.Equal((429, said), (refused.Status, refused.Headers.GetValueOrDefault("Retry-After")));
        Assert.Equal(0, Discord.InvalidRequests);
        Assert.Equal(200, (await Bot.GetAsync("users/@me")).Status);
    }

    [Fact]
    public async Task Other_faults_come_as_scripted()
    {
        Discord.RestFaults.Add(new RestFault.CloudflareBan());
        var banned = await Bot.GetAsync("users/@me");
        Assert.Equal((429, null, "3600"), (banned.Status, banned.Body, banned.Headers["Retry-After"]));
        Discord.RestFaults.Add(new RestFault.ServerError(503));
        Assert.Equal(503, (await Bot.GetAsync("users/@me")).Status);
        Discord.RestFaults.Add(new RestFault.DoneButServerError(), "POST");
        Assert.Equal(502, (await Bot.SayAsync(_community.General.Id, "done")).Status);
        Assert.Single(Discord.MessagesIn(_community.General));

        Discord.RestFaults.Add(new RestFault.SlowAnswer(TimeSpan.FromSeconds(10)), "POST");
        var slow = Bot.SayAsync(_community.General.Id, "slow");
        while (!slow.IsCompleted)
        {
            _community.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        Assert.Equal(200, (await slow).Status);
    }

    [Fact]
    public async Task Permissions_decide_between_missing_access_and_missing_permissions()
    {
        Discord.SetOverwrite(_community.General, Discord.ApplicationId, forMember: true, deny: Permission.SendMessages);
        Assert.Equal("403/50013", (await Bot.SayAsync(_community.General.Id, "x")).ToString());
        Discord.SetOverwrite(_community.General, Discord.ApplicationId, forMember: true, deny: Permission.ViewChannel);
        Assert.Equal("403/50001", (await Bot.SayAsync(_community.General.Id, "x")).ToString());
        Assert.Equal("404/10003", (await Bot.SayAsync(1, "x")).ToString());
        var elsewhere = Discord.AddTextChannel(Discord.AddGuild("Elsewhere", withBot: false), "general");
        Assert.Equal("403/50001", (await Bot.SayAsync(elsewhere.Id, "x")).ToString());
    }

    [Theory]
    [InlineData("""[ { "name": "Upper", "description": "x" } ]""")]
    [InlineData("""[ { "name": "a", "description": "" } ]""")]
    [InlineData("""[ { "name": "a", "description": "x" }, { "name": "a", "description": "y" } ]""")]
    [InlineData("""[ { "name": "Menu", "type": 3, "description": "x" } ]""")]
    [InlineData("""[ { "name": "a", "description": "x", "options": [ { "type": 3, "name": "o", "description": "x" }, { "type": 3, "name": "r", "description": "x", "required": true } ] } ]""")]
    [InlineData("""[ { "name": "a", "description": "x", "defaultMemberPermissions": "8" } ]""")]
    public async Task Commands_out_of_shape_are_refused(string commands) =>
        Assert.Equal("400/50035", (await Bot.SendAsync("PUT", $"applications/{Discord.ApplicationId}/commands", commands)).ToString());

    [Fact]
    public async Task Overwriting_commands_removes_what_is_not_listed_and_creating_has_a_daily_limit()
    {
        await _community.WithCommandsAsync();
        var path = $"applications/{Discord.ApplicationId}/guilds/{_community.Guild.Id}/commands";
        await Bot.SendAsync("PUT", path, """[ { "name": "only", "description": "x" } ]""");
        Assert.Equal(["only"], _community.Maya.CommandsIn(_community.General));

        for (var i = 0; i < 197; i++) await Bot.SendAsync("PUT", path, $$"""[ { "name": "c{{i}}", "description": "x" } ]""");
        Assert.Equal("400/30034", (await Bot.SendAsync("PUT", path, """[ { "name": "toomany", "description": "x" } ]""")).ToString());
    }

    [Fact]
    public async Task An_external_event_needs_place_and_end_and_goes_one_way()
    {
        var path = $"guilds/{_community.Guild.Id}/scheduled-events";
        static string Event(string more = "") => $$"""{ "name": "Round", "privacy_level": 2, "entity_type": 3, "scheduled_start_time": "2026-06-02T09:00:00Z" {{more}} }""";
        const string whole = """, "scheduled_end_time": "2026-06-02T10:00:00Z", "entity_metadata": { "location": "Here" } """;

        Assert.Equal("400/50035", (await Bot.SendAsync("POST", path, Event())).ToString());
        Assert.Equal("400/50035", (await Bot.SendAsync("POST", path, Event(whole + """, "recurrence_rule": { "start": "2026-06-02T09:00:00Z", "frequency": 2, "interval": 1, "by_weekday": [1, 3] }"""))).ToString());
        var made = await Bot.SendAsync("POST", path, Event(whole));
        Assert.Equal(200, made.Status);
        Assert.Equal("400/50035", (await Bot.SendAsync("PATCH", $"{path}/{made.Id}", """{ "status": 3 }""")).ToString());

        _community.Clock.Advance(TimeSpan.FromHours(25.5));
        Assert.Equal("400/180000", (await Bot.SendAsync("PATCH", $"{path}/{made.Id}", """{ "name": "y" }""")).ToString());
        Discord.SetBotPermissions(_community.Guild, Permission.ViewChannel);
        _community.Guild.Everyone.Permissions &= ~Permission.CreateEvents;
        Assert.Equal("403/50013", (await Bot.SendAsync("POST", path, Event(whole))).ToString());
    }

    [Fact]
    public async Task Another_process_can_act_over_control()
    {
        using var http = new HttpClient();
        using var said = await http.PostAsJsonAsync($"{Discord.ControlUrl}/say", new { person = _community.Maya.Id.ToString(), channel = _community.General.Id.ToString(), text = "over control" });
        Assert.True(said.IsSuccessStatusCode);
        Assert.Equal("over control", Assert.Single(_community.Tom.Sees(_community.General)).Content);
        using var wrong = await http.PostAsJsonAsync($"{Discord.ControlUrl}/press", new { person = "1" });
        Assert.Equal(422, (int)wrong.StatusCode);
    }

    [Fact]
    public async Task The_journal_keeps_requests_and_no_token()
    {
        await Bot.SayAsync(_community.General.Id, "kept");
        var line = Assert.Single(Discord.Journal.Requests("POST /channels/{channel_id}/messages"));

        Assert.Equal("kept", line["request"]!["body"]!["content"]!.GetValue<string>());
        Assert.DoesNotContain(Discord.Token, line.ToJsonString(), StringComparison.Ordinal);
    }
}
