using System.Text.Json.Nodes;
using CopBot.DiscordEmulator;

namespace CopBot.Discord.Tests.Gateway;

public sealed class LivelinessTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Heartbeats_go_on_and_carry_the_last_number()
    {
        await using var wire = await Wire.ConnectedAsync(Beating);

        for (var beats = 1; beats <= 4; beats++) await BeatAsync(wire, beats);

        // READY and GUILD_CREATE were the first two dispatches.
        Assert.Equal(2, wire.Sent(1)[^1]["d"]!.GetValue<int>());
        Assert.Equal((1, 0), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_heartbeat_that_nobody_answers_ends_the_connection_and_the_session_goes_on()
    {
        await using var wire = await Wire.ConnectedAsync(Beating);
        wire.Discord.GatewayFaults.IgnoreHeartbeats = true;

        await BeatAsync(wire, 1);
        await wire.UntilAsync(() => wire.Discord.Sockets.Resumes >= 1);
        wire.Discord.GatewayFaults.IgnoreHeartbeats = false;
        await wire.UntilAsync(() => wire.IsConnected);

        // 1000 would end the session. On a busy machine there may be no time to say goodbye at all.
        Assert.True(wire.Closed[0] is 4000 or null, $"closed with {wire.Closed[0]}");
        Assert.Equal(1, wire.Discord.Sockets.Identifies);
        Assert.Contains(wire.Logs.Lines, l => l.Contains("did not answer a heartbeat", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Fact]
    public async Task A_half_open_connection_is_given_up()
    {
        await using var wire = await Wire.ConnectedAsync(Beating);

        wire.Discord.Sockets.Freeze();
        wire.Maya.Say(wire.General, "Nobody is listening");
        await wire.UntilAsync(() => wire.Discord.Sockets.Resumes >= 1 && wire.Taken.MessageIds.Count == 1);

        Assert.Equal(1, wire.Discord.Sockets.Identifies);
        wire.AssertClean();
    }

    [Fact]
    public async Task Asked_for_a_heartbeat_the_bot_sends_one_at_once()
    {
        await using var wire = await Wire.ConnectedAsync();
        var before = wire.Sent(1).Count;

        wire.Discord.Sockets.AskForHeartbeat();
        await wire.WhenAsync(() => wire.Sent(1).Count > before);

        wire.AssertClean();
    }

    [Fact]
    public async Task Asked_for_far_too_many_heartbeats_the_bot_stays_below_Discord_s_limit()
    {
        await using var wire = await Wire.ConnectedAsync();

        for (var i = 0; i < 500; i++) wire.Discord.Sockets.AskForHeartbeat();
        wire.Maya.Say(wire.General, "After all of them");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 1);

        Assert.InRange(wire.Sent(1).Count, 1, 110);
        Assert.True(wire.IsConnected);
        wire.AssertClean();
    }

    [Fact]
    public async Task A_slow_or_failing_handler_delays_neither_heartbeats_nor_what_comes_after()
    {
        await using var wire = await Wire.ConnectedAsync(Beating);
        var first = true;
        wire.Taken.Do = (_, stop) =>
        {
            if (!first) throw new InvalidOperationException("It fails.");
            first = false;
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        };

        for (var i = 0; i < 20; i++) wire.Maya.Say(wire.General, "Hello");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 20);
        for (var beats = 1; beats <= 3; beats++) await BeatAsync(wire, beats);

        Assert.Equal((1, 0), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        Assert.Contains(wire.Logs.Lines, l => l.Contains("Taking a MESSAGE_CREATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_holds_its_thread_does_not_hold_the_heartbeat()
    {
        await using var wire = await Wire.ConnectedAsync(Beating);
        using var free = new ManualResetEventSlim();
        wire.Taken.Do = (_, _) =>
        {
            free.Wait(TestContext.Current.CancellationToken);
            return Task.CompletedTask;
        };

        for (var i = 0; i < 20; i++) wire.Maya.Say(wire.General, "Hello");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 1);
        for (var beats = 1; beats <= 3; beats++) await BeatAsync(wire, beats);
        free.Set();
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 20);

        Assert.Equal((1, 0), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        wire.AssertClean();
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_once_and_passed_over()
    {
        await using var wire = await Wire.ConnectedAsync();

        for (var i = 0; i < 3; i++)
        {
            wire.Discord.Sockets.SendMalformed();
            wire.Discord.Sockets.SendUnknownOpcode();
            wire.Discord.Sockets.SendRaw("[]");
            wire.Discord.Sockets.SendRaw("""{"op":"zero"}""");
            wire.Discord.Sockets.SendRaw("""{"op":0,"t":12,"s":"none","d":[]}""");
            wire.Discord.Sockets.SendRaw("""{"op":0,"t":"\ud800","s":1,"d":{}}""");
            wire.Discord.Sockets.SendRaw("");
            wire.Discord.Sockets.SendRaw(new string('[', 100_000));
        }

        wire.Maya.Say(wire.General, "After all of them");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 1);

        Assert.True(wire.IsConnected);
        Assert.Equal((1, 0), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        Assert.Single(wire.Logs.Lines, l => l.Contains("malformed", StringComparison.Ordinal));
        Assert.Single(wire.Logs.Lines, l => l.Contains("kind 99", StringComparison.Ordinal));
        wire.AssertClean();
    }

    [Theory]
    [InlineData(2_000_000, true)]
    [InlineData(17_000_000, false)]
    public async Task A_huge_frame_is_taken_or_passed_over_but_never_the_end(int bytes, bool taken)
    {
        await using var wire = await Wire.ConnectedAsync();

        wire.Discord.Sockets.SendUnknownEvent(bytes);
        wire.Maya.Say(wire.General, "After it");
        await wire.WhenAsync(() => wire.Taken.MessageIds.Count == 1);

        Assert.Equal(taken, wire.Taken.Names.Contains("SOMETHING_NEW"));
        Assert.Equal((1, 0), (wire.Discord.Sockets.Identifies, wire.Discord.Sockets.Resumes));
        wire.AssertClean();
    }

    [Fact]
    public async Task The_number_only_goes_up()
    {
        await using var wire = await Wire.ConnectedAsync();
        wire.Discord.Sockets.SendRaw(new JsonObject { ["op"] = 0, ["t"] = "SOMETHING_OLD", ["s"] = 1, ["d"] = new JsonObject() }.ToJsonString());

        wire.Discord.Sockets.AskToReconnect();
        await wire.UntilAsync(() => wire.IsConnected && wire.Discord.Sockets.Resumes >= 1);

        Assert.Equal(2, wire.Sent(6).Single()["d"]!["seq"]!.GetValue<int>());
        wire.AssertClean();
    }

    private static EmulatorOptions Beating(ManualClock clock) => new() { Clock = clock, HeartbeatInterval = Interval };

    /// <summary>Moves the clock to the next heartbeat and lets its answer arrive.</summary>
    private static async Task BeatAsync(Wire wire, int beats)
    {
        await wire.UntilAsync(() => wire.Sent(1).Count >= beats);
        await wire.WhenAsync(() => wire.Discord.GatewayFaults.IgnoreHeartbeats || Acknowledged(wire) >= beats);
    }

    private static int Acknowledged(Wire wire) =>
        wire.Discord.Journal.Frames().Count(f => f["direction"]!.GetValue<string>() == "sent" && f["frame"] is JsonObject frame && frame["op"]?.GetValue<int>() == 11);
}
