using System.Text;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Rest;
using CopBot.DiscordEmulator.Faults;

namespace CopBot.Discord.Tests.Rest;

public sealed class FailureTests
{
    private const string Post = "POST /channels/{channel_id}/messages";

    public static TheoryData<RestFault> NoAnswers =>
    [
        new RestFault.ServerError(502),
        new RestFault.ServerError(503, Json: true),
        new RestFault.DoneButServerError(),
        new RestFault.AnswerLost(),
        new RestFault.Reset(),
        new RestFault.Silence(),
        new RestFault.Garbage(),
    ];

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_has_a_nonce_is_sent_again_and_arrives_once(RestFault fault)
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(fault);

        var message = await wire.InTimeAsync(wire.SayAsync("Hello", nonce: "one"));

        var standing = Assert.Single(wire.Discord.MessagesIn(wire.General));
        Assert.Equal($"{standing.Id}", message.GetProperty("id").GetString());
        wire.AssertClean();
    }

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_has_none_is_sent_once_and_its_outcome_unknown(RestFault fault)
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(fault);

        var failure = await wire.FailsAsync(wire.SayAsync("Hello"));

        Assert.Equal(FailureKind.Unknown, failure.Kind);
        Assert.InRange(wire.Discord.MessagesIn(wire.General).Count, 0, 1);
        Assert.True(wire.Statuses(Post).Count <= 1, "It was sent twice.");
        wire.AssertClean();
    }

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task What_only_asks_is_asked_again(RestFault fault)
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(fault, times: 2);

        var channel = await wire.InTimeAsync(wire.Rest.SendAsync(HttpMethod.Get, $"/channels/{wire.General.Id}", null, TestContext.Current.CancellationToken));

        Assert.Equal("general", channel.GetProperty("name").GetString());
        wire.AssertClean();
    }

    [Fact]
    public async Task What_is_asked_in_vain_is_given_up_after_a_few_times()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(new RestFault.ServerError(), times: 100);

        var failure = await wire.FailsAsync(wire.Rest.SendAsync(HttpMethod.Get, $"/channels/{wire.General.Id}", null, TestContext.Current.CancellationToken));

        Assert.Equal(FailureKind.NotDelivered, failure.Kind);
        Assert.Equal(96, wire.Discord.RestFaults.Left);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_not_repeated()
    {
        await using var wire = await Wire.StartAsync();
        var message = await wire.InTimeAsync(wire.SayAsync("Hello"));
        wire.Discord.RestFaults.Add(new RestFault.AnswerLost());

        var failure = await wire.FailsAsync(wire.Rest.SendAsync(HttpMethod.Patch, $"/channels/{wire.General.Id}/messages/{message.GetProperty("id").GetString()}", new JsonObject { ["content"] = "Changed" }, TestContext.Current.CancellationToken));

        Assert.Equal(FailureKind.Unknown, failure.Kind);
        Assert.Equal("Changed", Assert.Single(wire.Discord.MessagesIn(wire.General)).Content);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_does_not_say_that_nothing_happened()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(new RestFault.AnswerLost());
        wire.Discord.RestFaults.Add(new RestFault.RateLimited(120));

        var failure = await wire.FailsAsync(wire.SayAsync("Hello", nonce: "one"));

        Assert.Equal(FailureKind.Unknown, failure.Kind);
        Assert.Single(wire.Discord.MessagesIn(wire.General));
        wire.AssertClean();
    }

    [Fact]
    public async Task What_could_not_be_sent_at_all_was_not_delivered()
    {
        await using var wire = await Wire.StartAsync(options: _ => new DiscordOptions { Token = "token", ApiUrl = "http://127.0.0.1:1/api/v10" });

        var failure = await wire.FailsAsync(wire.SayAsync("Hello"));

        Assert.Equal(FailureKind.NotDelivered, failure.Kind);
        Assert.NotNull(failure.RetryAfter);
    }

    [Fact]
    public async Task A_revoked_token_is_used_no_more()
    {
        await using var wire = await Wire.StartAsync();
        await wire.InTimeAsync(wire.SayAsync("Hello"));
        wire.Discord.RevokeToken();

        for (var i = 0; i < 20; i++)
        {
            var failure = await wire.FailsAsync(wire.SayAsync("Anybody?"));
            Assert.Equal(FailureKind.WorkspaceStopped, failure.Kind);
            Assert.Contains("Discord:Token", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([200, 401], wire.Statuses(Post));
        Assert.DoesNotContain(wire.Logs.Lines, l => l.Contains(wire.Discord.Token, StringComparison.Ordinal));
        Assert.Single(wire.Logs.Lines, l => l.Contains("Discord:Token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, 50001, FailureKind.Denied, "View Channel")]
    [InlineData(403, 50013, FailureKind.Denied, "Send Messages")]
    [InlineData(403, 50007, FailureKind.Denied, "Privacy Settings")]
    [InlineData(403, 50278, FailureKind.Denied, "Privacy Settings")]
    [InlineData(404, 10003, FailureKind.Gone, "deleted")]
    [InlineData(404, 10004, FailureKind.Gone, "not in this Discord server")]
    [InlineData(404, 10008, FailureKind.Gone, "deleted")]
    [InlineData(404, 10062, FailureKind.Gone, "too late")]
    [InlineData(400, 50035, FailureKind.Rejected, "POST /channels/{id}/messages")]
    [InlineData(400, 50083, FailureKind.Denied, "archived")]
    [InlineData(400, 40060, FailureKind.Rejected, "answered already")]
    [InlineData(400, 160004, FailureKind.Rejected, "thread")]
    [InlineData(400, 160006, FailureKind.Denied, "Archive some")]
    [InlineData(400, 30034, FailureKind.NotDelivered, "today")]
    [InlineData(403, 200000, FailureKind.Denied, "AutoMod")]
    [InlineData(403, 123456, FailureKind.Denied, "permissions")]
    [InlineData(404, 0, FailureKind.Gone, "not on Discord")]
    [InlineData(405, 0, FailureKind.Rejected, "405")]
    public async Task A_refusal_says_what_is_so_and_how_to_mend_it(int status, int code, FailureKind kind, string words)
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.RestFaults.Add(new RestFault.Refusal(status, code, "In Discord's words"));

        var failure = await wire.FailsAsync(wire.SayAsync("Hello", nonce: "one"));

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(new DiscordError(code, status, "In Discord's words"), DiscordError.Of(failure));
        Assert.Equal([status], wire.Statuses(Post));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_malformed_body_is_named_by_its_place_and_not_by_people_s_words()
    {
        await using var wire = await Wire.StartAsync();

        var failure = await wire.FailsAsync(wire.SayAsync(new string('x', 5000)));

        Assert.Equal(FailureKind.Rejected, failure.Kind);
        Assert.Contains("content: BASE_TYPE_", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_says_so_without_its_token()
    {
        await using var wire = await Wire.StartAsync();

        var failure = await wire.FailsAsync(wire.Rest.SendAsync(HttpMethod.Post, "/interactions/123456789012345678/some-secret-token/callback", new JsonObject { ["type"] = 5 }, TestContext.Current.CancellationToken));

        Assert.Equal(FailureKind.Gone, failure.Kind);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.All(wire.Discord.Journal.Requests(), r => Assert.False(r["request"]!["authorized"]!.GetValue<bool>(), "The bot's token does not belong there."));
    }

    [Fact]
    public async Task A_file_goes_with_its_words()
    {
        await using var wire = await Wire.StartAsync();
        var file = new ChatFile("outcomes.csv", "text/csv", Encoding.UTF8.GetBytes("a;b"), $"Outcomes");

        var message = await wire.InTimeAsync(wire.Rest.SendAsync(HttpMethod.Post, $"/channels/{wire.General.Id}/messages", new JsonObject { ["content"] = "Here it is" }, TestContext.Current.CancellationToken, file));

        Assert.Equal("outcomes.csv", message.GetProperty("attachments")[0].GetProperty("filename").GetString());
        Assert.Equal("Here it is", message.GetProperty("content").GetString());
        wire.AssertClean();
    }

    [Fact]
    public async Task Every_request_says_who_asks_and_where_given_why()
    {
        await using var wire = await Wire.StartAsync();
        var message = await wire.InTimeAsync(wire.SayAsync("Hello"));

        var gone = await wire.InTimeAsync(wire.Rest.SendAsync(HttpMethod.Delete, $"/channels/{wire.General.Id}/messages/{message.GetProperty("id").GetString()}", null, TestContext.Current.CancellationToken, reason: "Zurückgenommen"));

        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, gone.ValueKind);
        Assert.All(wire.Discord.Journal.Requests(), r => Assert.StartsWith("DiscordBot (https://", r["request"]!["user_agent"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(Uri.EscapeDataString("Zurückgenommen"), wire.Discord.Journal.Requests()[^1]["request"]!["reason"]!.GetValue<string>());
        wire.AssertClean();
    }

    [Fact]
    public void Options_do_not_tell_the_token() => Assert.DoesNotContain("secret", new DiscordOptions { Token = "secret" }.ToString(), StringComparison.Ordinal);
}
