using CopBot.DiscordEmulator;
using CopBot.DiscordEmulator.Gateway;

namespace CopBot.Discord.Tests.Gateway;

public sealed class LoginTests
{
    [Fact]
    public async Task The_bot_logs_in_and_is_told_what_happens()
    {
        await using var wire = await Wire.ConnectedAsync();

        var said = wire.Maya.Say(wire.General, "Hello");
        await wire.UntilAsync(() => wire.Taken.MessageIds.Count == 1);

        Assert.Equal(["READY", "GUILD_CREATE", "MESSAGE_CREATE"], wire.Taken.Names);
        Assert.Equal(said.Id.ToString(null, null), wire.Taken.MessageIds[0]);
        var self = await wire.Connection.SelfAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new DiscordSelf($"{wire.Discord.ApplicationId}", $"{wire.Discord.Bot.Id}"), self);
        wire.AssertClean();
    }

    [Theory]
    [InlineData(false, Intent.Guilds | Intent.GuildMessages)]
    [InlineData(true, Intent.Guilds | Intent.GuildMessages | Intent.MessageContent)]
    public async Task What_people_write_is_asked_for_only_where_the_operator_wants_it(bool reads, Intent expected)
    {
        await using var wire = await Wire.ConnectedAsync(
            clock => new EmulatorOptions { Clock = clock, PrivilegedIntents = Intent.MessageContent },
            discord => new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10", ReadMessages = reads });

        Assert.Equal((int)expected, wire.Sent(2).Single()["d"]!["intents"]!.GetValue<int>());
        Assert.Null(Assert.IsType<DiscordState.Connected>(wire.Connection.State).Caution);
        wire.AssertClean();
    }

    [Fact]
    public async Task Where_Discord_does_not_let_it_read_the_bot_does_without_and_says_what_to_switch_on()
    {
        await using var wire = await Wire.ConnectedAsync(options: discord => new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10", ReadMessages = true });

        wire.ExpectedCloses.Add(CloseCode.DisallowedIntents);
        Assert.Equal(2, wire.Sent(2).Count);
        Assert.Equal((int)(Intent.Guilds | Intent.GuildMessages), wire.Sent(2)[^1]["d"]!["intents"]!.GetValue<int>());
        Assert.Contains("Message Content Intent", Assert.IsType<DiscordState.Connected>(wire.Connection.State).Caution, StringComparison.Ordinal);
        Assert.Contains(wire.Logs.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("Discord:ReadMessages", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_shard_says_which_it_is()
    {
        await using var wire = await Wire.ConnectedAsync(options: discord => new DiscordOptions { Token = discord.Token, ApiUrl = discord.ApiUrl + "/v10", Shard = new DiscordShard(0, 1) });

        Assert.Equal("[0,1]", wire.Sent(2).Single()["d"]!["shard"]!.ToJsonString());
        wire.AssertClean();
    }

    [Fact]
    public async Task A_wrong_token_stops_the_bot_with_a_sentence_and_asks_once()
    {
        await using var wire = await Wire.StartAsync(options: discord => new DiscordOptions { Token = "wrong", ApiUrl = discord.ApiUrl + "/v10" });

        await wire.LogInAsync();
        await wire.UntilAsync(() => wire.Connection.State is DiscordState.Stopped);
        await wire.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal([401], wire.Statuses("GET /gateway/bot"));
        Assert.Contains("Discord:Token", Assert.IsType<DiscordState.Stopped>(wire.Connection.State).Why, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Chat.PlatformException>(() => wire.Connection.SelfAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_Discord_that_cannot_be_reached_holds_up_neither_start_nor_stop()
    {
        await using var wire = await Wire.StartAsync(options: discord => new DiscordOptions { Token = discord.Token, ApiUrl = "http://127.0.0.1:1/api/v10" });

        await wire.LogInAsync();
        await wire.UntilAsync(() => wire.Connection.State is DiscordState.Connecting { Why: not null });

        Assert.Equal("Discord cannot be reached.", ((DiscordState.Connecting)wire.Connection.State).Why);
    }

    [Fact]
    public async Task Stopping_finishes_what_was_taken_and_then_leaves()
    {
        await using var wire = await Wire.ConnectedAsync();
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        wire.Taken.Do = (_, _) => finish.Task;
        wire.Maya.Say(wire.General, "Hello");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 1);

        var stopping = wire.StopAsync();
        Assert.Equal(1, wire.Discord.Sockets.Ready);
        finish.SetResult();
        await wire.WhenAsync(() => stopping.IsCompleted && wire.Discord.Sockets.Open == 0);

        Assert.Equal([1000], wire.Closed);
        Assert.DoesNotContain(wire.Logs.Lines, l => l.Contains("not all that came", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_ever()
    {
        await using var wire = await Wire.ConnectedAsync();
        wire.Taken.Do = (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        wire.Maya.Say(wire.General, "Hello");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 1);

        var stopping = wire.StopAsync();
        await wire.UntilAsync(() => stopping.IsCompleted);

        Assert.Contains(wire.Logs.Lines, l => l.Contains("not all that came", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task When_the_day_s_sessions_are_used_up_the_bot_waits_for_the_next_day()
    {
        await using var wire = await Wire.ConnectedAsync(clock => new EmulatorOptions { Clock = clock, IdentifiesPerDay = 1, HeartbeatInterval = TimeSpan.FromDays(1) });

        wire.Discord.Sockets.InvalidateSession(resumable: false);
        await wire.UntilAsync(() => wire.Connection.State is DiscordState.Connecting { Why: { } why } && why.Contains("today", StringComparison.Ordinal));
        wire.Clock.Advance(TimeSpan.FromHours(23.9));
        Assert.Equal(1, wire.Discord.Sockets.Identifies);
        // Steps shorter than what a new socket is waited for.
        await wire.UntilAsync(() => wire.IsConnected, TimeSpan.FromSeconds(2));

        Assert.Equal(2, wire.Discord.Sockets.Identifies);
        wire.AssertClean();
    }
}
