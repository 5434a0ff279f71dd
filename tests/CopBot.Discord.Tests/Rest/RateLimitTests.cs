using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rest;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.Faults;

namespace CopBot.Discord.Tests.Rest;

public sealed class RateLimitTests
{
    private const string Post = "POST /channels/{channel_id}/messages";

    [Theory]
    [InlineData("user", RetryAfterHeader.WholeSeconds)]
    [InlineData("user", RetryAfterHeader.Fractional)]
    [InlineData("user", RetryAfterHeader.Missing)]
    [InlineData("shared", RetryAfterHeader.WholeSeconds)]
    [InlineData("global", RetryAfterHeader.Fractional)]
    public async Task A_refusal_is_waited_out_and_the_message_arrives_once(string scope, RetryAfterHeader header)
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(1.4, scope, header));
        var before = wire.Clock.GetUtcNow();

        var saying = wire.SayAsync("Hello");
        // It is patient for five seconds only, and those are not to pass on the way there.
        await wire.WhenAsync(() => wire.Statuses(Post).Count == 1);
        await wire.InTimeAsync(saying);

        Assert.Single(wire.Discord.MessagesIn(wire.General));
        Assert.Equal([429, 200], wire.Statuses(Post));
        Assert.True(wire.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(1.4));
        Assert.Equal(scope == "shared" ? 0 : 1, wire.Discord.InvalidRequests);
        wire.AssertClean();
    }

    [Fact]
    public async Task One_channel_s_refusal_does_not_delay_another()
    {
        await using var wire = await Wire.StartAsync();
        var other = wire.Discord.AddTextChannel(wire.Guild, "other");
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(3), path: $"{wire.General.Id}");
        var held = wire.SayAsync("Held");
        await wire.WhenAsync(() => wire.Statuses(Post).Count == 1);

        var free = wire.SayAsync("Free", channel: other);
        await wire.WhenAsync(() => free.IsCompleted);

        Assert.False(held.IsCompleted);
        await wire.InTimeAsync(held);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_refusal_of_everything_holds_back_everything()
    {
        await using var wire = await Wire.StartAsync();
        var other = wire.Discord.AddTextChannel(wire.Guild, "other");
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(3, "global"), path: $"{wire.General.Id}");
        var first = wire.SayAsync("First");
        await wire.WhenAsync(() => wire.Statuses(Post).Count == 1);
        var before = wire.Clock.GetUtcNow();

        // What is sent before the refusal has come back goes through.
        var second = wire.SayAsync("Second", channel: other);
        for (var tries = 0; tries < 200 && await wire.IsDoneSoonAsync(second); tries++) second = wire.SayAsync("Second again", channel: other);
        await wire.InTimeAsync(second);

        Assert.True(wire.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(2.9));
        await wire.InTimeAsync(first);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_given_back_with_the_time_to_come_again()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(60));

        var failure = await wire.FailsAsync(wire.SayAsync("Hello"));

        Assert.Equal(FailureKind.NotDelivered, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value.TotalSeconds, 55, 61);
        Assert.Empty(wire.Discord.MessagesIn(wire.General));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_banned_address_is_silent_for_long_but_still_answers_people()
    {
        await using var wire = await Wire.StartAsync();
        var interaction = await InteractionAsync(wire);
        wire.Discord.RestFaults.Add(new RestFault.CloudflareBan(3600), path: "/messages");
        var failure = await wire.FailsAsync(wire.SayAsync("Hello"));
        var other = await wire.FailsAsync(wire.Rest.SendAsync(HttpMethod.Get, $"/guilds/{wire.Guild.Id}", null, TestContext.Current.CancellationToken));

        await wire.InTimeAsync(AnswerAsync(wire, interaction));

        Assert.True(failure.RetryAfter > TimeSpan.FromMinutes(59));
        Assert.True(other.RetryAfter > TimeSpan.FromMinutes(59));
        Assert.Empty(wire.Statuses("GET /guilds/{guild_id}"));
        Assert.Contains(wire.Logs.Lines, l => l.Contains("banned", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task Fifty_posts_wait_their_turn_while_an_answer_to_a_person_goes_at_once()
    {
        await using var wire = await Wire.StartAsync();
        var interaction = await InteractionAsync(wire);
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(2, "global"), path: "/messages");
        var posts = Enumerable.Range(0, 50).Select(i => UntilDeliveredAsync(wire, i)).ToList();
        await wire.WhenAsync(() => wire.Statuses(Post).Contains(429));

        // The clock stands still: what goes now waits for nothing.
        var answer = AnswerAsync(wire, interaction);
        await wire.WhenAsync(() => answer.IsCompleted);
        await wire.UntilAsync(() => posts.TrueForAll(p => p.IsCompleted));

        // First the card that was pressed, then the refused post, then the answer, then all the posts.
        var requests = wire.Discord.Journal.Requests();
        Assert.Equal(429, requests[1]["status"]!.GetValue<int>());
        Assert.EndsWith("/callback", requests[2]["path"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(50, wire.Discord.MessagesIn(wire.General).Count);
        Assert.Equal(50, wire.Discord.MessagesIn(wire.General).Select(m => m.Content).Distinct().Count());
        Assert.Equal(1, wire.Discord.InvalidRequests);
        wire.AssertClean();
    }

    [Fact]
    public async Task Posts_to_one_channel_go_in_the_order_in_which_they_came()
    {
        await using var wire = await Wire.StartAsync();
        var posts = Enumerable.Range(0, 8).Select(i => wire.SayAsync($"{i}")).ToList();

        await wire.UntilAsync(() => posts.TrueForAll(p => p.IsCompleted));

        var delivered = wire.Discord.MessagesIn(wire.General).Select(m => int.Parse(m.Content, null)).ToList();
        Assert.NotEmpty(delivered);
        Assert.Equal(delivered.Order(), delivered);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_crowd_of_different_requests_stays_below_Discord_s_fifty_a_second()
    {
        await using var wire = await Wire.StartAsync();
        var channels = Enumerable.Range(0, 120).Select(i => wire.Discord.AddTextChannel(wire.Guild, $"channel-{i}")).ToList();

        var posts = channels.ConvertAll(c => wire.SayAsync("Hello", channel: c));
        // The clock waits for those on their way, since it runs faster than they do.
        foreach (var second in (int[])[45, 90, 120])
        {
            await wire.WhenAsync(() => posts.Count(p => p.IsCompleted) == second);
            await wire.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.All(posts, p => Assert.True(p.IsCompletedSuccessfully));
        Assert.Equal(0, wire.Discord.InvalidRequests);
        wire.AssertClean();
    }

    [Fact]
    public async Task Who_waits_can_stop_waiting()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(3));
        using var stop = new CancellationTokenSource();
        var waiting = wire.Rest.SendAsync(HttpMethod.Get, $"/channels/{wire.General.Id}", null, stop.Token);
        var behind = wire.Rest.SendAsync(HttpMethod.Get, $"/channels/{wire.General.Id}", null, TestContext.Current.CancellationToken);
        await wire.WhenAsync(() => wire.Discord.Journal.Requests().Count == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await wire.InTimeAsync(behind);
        wire.AssertClean();
    }

    [Fact]
    public void Far_below_Discord_s_ten_thousand_the_bot_falls_silent_until_they_are_past()
    {
        var clock = new ManualClock();
        var invalid = new InvalidRequests(new Uptime(clock));
        for (var i = 1; i < InvalidRequests.Enough; i++) Assert.False(invalid.Count());
        Assert.Null(invalid.Silence(answersPeople: false));

        Assert.True(invalid.Count());
        clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(TimeSpan.FromMinutes(6), invalid.Silence(answersPeople: false));
        Assert.Null(invalid.Silence(answersPeople: true));
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(invalid.Silence(answersPeople: false));
    }

    [Theory]
    [InlineData("POST", "/channels/12/messages", "POST /channels/{id}/messages", "channels/12", false)]
    [InlineData("PUT", "/channels/12/messages/34/reactions/%F0%9F%91%8D/@me", "PUT /channels/{id}/messages/{id}/reactions/{emoji}/@me", "channels/12", false)]
    [InlineData("GET", "/guilds/1/members/2?x=1", "GET /guilds/{id}/members/{id}", "guilds/1", false)]
    [InlineData("POST", "/interactions/5/secret/callback?with_response=true", "POST /interactions/{id}/{token}/callback", "interactions/5/secret", true)]
    [InlineData("PATCH", "/webhooks/5/secret/messages/@original", "PATCH /webhooks/{id}/{token}/messages/@original", "webhooks/5/secret", true)]
    [InlineData("GET", "/gateway/bot", "GET /gateway/bot", "", false)]
    [InlineData("PUT", "/applications/5/guilds/6/commands", "PUT /applications/{id}/guilds/{id}/commands", "", false)]
    public void A_route_is_known_from_its_path(string method, string path, string template, string major, bool interaction) =>
        Assert.Equal(new Route(template, major, interaction), Route.Of(new HttpMethod(method), path));

    /// <summary>Does what the courier does: comes again when it was told to.</summary>
    private static async Task UntilDeliveredAsync(Wire wire, int number)
    {
        while (true)
        {
            try
            {
                await wire.SayAsync($"Post {number}", $"{number}");
                return;
            }
            catch (PlatformException e) when (e.Kind is FailureKind.NotDelivered)
            {
                await Task.Delay(e.RetryAfter!.Value, wire.Clock, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<DiscordEmulator.Interactions.Interaction> InteractionAsync(Wire wire)
    {
        var card = await wire.Rest.SendAsync(HttpMethod.Post, $"/channels/{wire.General.Id}/messages", (JsonObject)JsonNode.Parse("""{ "content": "A card", "components": [ { "type": 1, "components": [ { "type": 2, "style": 1, "label": "Help", "custom_id": "help" } ] } ] }""")!, TestContext.Current.CancellationToken);
        var message = wire.Discord.MessagesIn(wire.General).Single(m => $"{m.Id}" == card.GetProperty("id").GetString());
        var pressed = wire.Maya.Press(message, "help");
        wire.Discord.ModeratorDeletes(message);
        return pressed;
    }

    private static Task<JsonElement> AnswerAsync(Wire wire, DiscordEmulator.Interactions.Interaction interaction) =>
        wire.Rest.SendAsync(HttpMethod.Post, $"/interactions/{interaction.Id}/{interaction.Token}/callback", (JsonObject)JsonNode.Parse("""{ "type": 4, "data": { "content": "Thank you", "flags": 64 } }""")!, TestContext.Current.CancellationToken);
}
