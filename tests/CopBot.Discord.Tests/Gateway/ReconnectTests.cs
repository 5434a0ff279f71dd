using System.Globalization;
using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.Gateway;

namespace CopBot.Discord.Tests.Gateway;

public sealed class ReconnectTests
{
    [Theory]
    [InlineData(CloseCode.UnknownError)]
    [InlineData(CloseCode.UnknownOpcode)]
    [InlineData(CloseCode.DecodeError)]
    [InlineData(CloseCode.NotAuthenticated)]
    [InlineData(CloseCode.AlreadyAuthenticated)]
    [InlineData(CloseCode.RateLimited)]
    public async Task After_these_codes_the_bot_goes_on_where_it_broke(int code)
    {
        await using var wire = await Wire.ConnectedAsync();
        wire.ExpectedCloses.Add(code);

        wire.Discord.Sockets.Close(code);
        wire.Maya.Say(wire.General, "Nobody is listening");
        await wire.UntilAsync(() => wire.IsConnected && wire.Taken.MessageIds.Count == 1, code == CloseCode.RateLimited ? TimeSpan.FromSeconds(0.25) : null);

        Assert.Equal((1, 1), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        wire.AssertClean();
    }

    [Theory]
    [InlineData(CloseCode.InvalidSequence)]
    [InlineData(CloseCode.SessionTimedOut)]
    public async Task After_these_codes_the_bot_begins_anew(int code)
    {
        await using var wire = await Wire.ConnectedAsync();
        wire.ExpectedCloses.Add(code);

        wire.Discord.Sockets.Close(code);
        await wire.UntilAsync(() => wire.Discord.Sockets.Identifies >= 2 && wire.IsConnected);

        Assert.Equal(0, wire.Discord.Sockets.Resumes);
        wire.AssertClean();
    }

    [Theory]
    [InlineData(CloseCode.AuthenticationFailed, "Discord:Token")]
    [InlineData(CloseCode.InvalidShard, "Discord:Shard")]
    [InlineData(CloseCode.ShardingRequired, "Discord:Shard")]
    [InlineData(CloseCode.InvalidVersion, "newer CopBot")]
    [InlineData(CloseCode.InvalidIntents, "newer CopBot")]
    [InlineData(CloseCode.DisallowedIntents, "Privileged Gateway Intents")]
    public async Task After_these_codes_the_bot_stops_and_says_what_to_do(int code, string fix)
    {
        await using var wire = await Wire.ConnectedAsync();
        wire.ExpectedCloses.Add(code);

        wire.Discord.Sockets.Close(code);
        await wire.UntilAsync(() => wire.Connection.State is DiscordState.Stopped);
        await wire.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal((1, 0, 0), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes, wire.Discord.Sockets.Open));
        Assert.Contains(fix, ((DiscordState.Stopped)wire.Connection.State).Why, StringComparison.Ordinal);
        Assert.Contains(wire.Logs.Lines, l => l.StartsWith("Critical", StringComparison.Ordinal) && l.Contains(fix, StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_bot_that_may_not_read_any_more_goes_on_without()
    {
        await using var wire = await Wire.ConnectedAsync(
            clock => new EmulatorOptions { Clock = clock, PrivilegedIntents = Intent.MessageContent },
            discord => new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10", ReadMessages = true });
        wire.ExpectedCloses.Add(CloseCode.DisallowedIntents);

        wire.Discord.Sockets.Close(CloseCode.DisallowedIntents);
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Identifies >= 2);

        Assert.Equal((int)(Intent.Guilds | Intent.GuildMessages), wire.Sent(2)[^1]["d"]!["intents"]!.GetValue<int>());
        wire.AssertClean();
    }

    [Fact]
    public async Task Asked_to_connect_again_the_bot_resumes_and_keeps_its_session()
    {
        await using var wire = await Wire.ConnectedAsync();

        wire.Discord.Sockets.AskToReconnect();
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Resumes >= 1);

        Assert.Equal((1, 1), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Sessions));
        Assert.Equal([4000], wire.Closed);
        wire.AssertClean();
    }

    [Theory]
    [InlineData(GatewayFaults.Opening.ReconnectBeforeHello)]
    [InlineData(GatewayFaults.Opening.ReconnectInsteadOfHello)]
    [InlineData(GatewayFaults.Opening.NoHello)]
    [InlineData(GatewayFaults.Opening.CloseAtOnce)]
    [InlineData(GatewayFaults.Opening.RefuseUpgrade)]
    [InlineData(GatewayFaults.Opening.Malformed)]
    public async Task A_connection_that_opens_badly_is_tried_again(GatewayFaults.Opening opening)
    {
        await using var wire = await Wire.StartAsync();
        wire.ExpectedCloses.Add(CloseCode.UnknownError);
        wire.Discord.GatewayFaults.NextOpenings.Enqueue(opening);

        await wire.LogInAsync();
        await wire.UntilAsync(() => wire.IsConnected);

        // And the same when it comes back.
        wire.Discord.GatewayFaults.NextOpenings.Enqueue(opening);
        wire.Discord.Sockets.Kill();
        wire.Maya.Say(wire.General, "Nobody is listening");
        await wire.UntilAsync(() => wire.IsConnected && wire.Taken.MessageIds.Count == 1);

        wire.AssertClean();
    }

    [Fact]
    public async Task A_session_that_Discord_ended_is_begun_anew_after_a_moment()
    {
        await using var wire = await Wire.ConnectedAsync();
        var before = wire.Clock.GetUtcNow();

        wire.Discord.Sockets.InvalidateSession(resumable: false);
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Identifies >= 2);

        Assert.Equal(0, wire.Discord.Sockets.Resumes);
        Assert.True(wire.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(1));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_session_that_may_be_resumed_is_resumed_after_a_moment()
    {
        await using var wire = await Wire.ConnectedAsync();

        wire.Discord.Sockets.InvalidateSession(resumable: true);
        wire.Maya.Say(wire.General, "Nobody is listening");
        await wire.UntilAsync(() => wire.IsConnected && wire.Taken.MessageIds.Count == 1);

        Assert.Equal((1, 1), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_refused_identify_is_repeated_but_not_at_once()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.GatewayFaults.RefusedIdentifies = 2;

        await wire.LogInAsync();
        await wire.UntilAsync(() => wire.IsConnected);

        var at = wire.Discord.Journal.Frames().Where(f => f["direction"]!.GetValue<string>() == "received" && f["frame"]!["op"]!.GetValue<int>() == 2)
            .Select(f => DateTimeOffset.Parse(f["at"]!.GetValue<string>(), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, at.Count);
        Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(5)));
        wire.AssertClean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_three_resumes_in_vain_the_bot_begins_anew(bool resumable)
    {
        await using var wire = await Wire.ConnectedAsync();
        wire.Discord.GatewayFaults.RefusedResumes = 100;
        wire.Discord.GatewayFaults.RefusedResumesSayResumable = resumable;

        wire.Discord.Sockets.AskToReconnect();
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Identifies >= 2);

        // Where Discord says at once that it is in vain, once is enough.
        Assert.Equal(resumable ? 3 : 1, wire.Sent(6).Count);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_resume_address_where_nobody_listens_leads_to_a_new_session()
    {
        await using var wire = await Wire.StartAsync();
        wire.Discord.GatewayFaults.DeadResumeUrl = true;
        await wire.LogInAsync();
        await wire.UntilAsync(() => wire.IsConnected);
        wire.Discord.GatewayFaults.DeadResumeUrl = false;

        wire.Discord.Sockets.Kill();
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Identifies >= 2);

        Assert.Contains(wire.Logs.Lines, l => l.Contains("three times", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task Nothing_is_lost_over_many_breaks()
    {
        await using var wire = await Wire.ConnectedAsync();
        var said = new List<string>();
        for (var round = 0; round < 12; round++)
        {
            said.Add(Say(wire));
            if (round % 3 == 0) wire.Discord.Sockets.Kill();
            else if (round % 3 == 1) wire.Discord.Sockets.AskToReconnect();
            else wire.Discord.Sockets.Close(CloseCode.UnknownError);
            said.Add(Say(wire));
            await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Resumes >= round + 1);
            said.Add(Say(wire));
            await wire.PassAsync(TimeSpan.FromSeconds(11));
        }

        await wire.UntilAsync(() => wire.Taken.MessageIds.Count >= said.Count);

        wire.ExpectedCloses.Add(CloseCode.UnknownError);
        Assert.Equal(said, wire.Taken.MessageIds.Distinct());
        Assert.Equal((1, 12), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        wire.AssertClean();
    }

    [Fact]
    public async Task After_a_long_outage_the_bot_is_back_with_a_new_session()
    {
        await using var wire = await Wire.ConnectedAsync();
        for (var i = 0; i < 20; i++) wire.Discord.GatewayFaults.NextOpenings.Enqueue(GatewayFaults.Opening.RefuseUpgrade);

        wire.Discord.Sockets.Kill();
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Identifies >= 2, TimeSpan.FromSeconds(1));

        wire.AssertClean();
    }

    private static string Say(Wire wire) => wire.Maya.Say(wire.General, "Hello").Id.ToString(CultureInfo.InvariantCulture);
}
