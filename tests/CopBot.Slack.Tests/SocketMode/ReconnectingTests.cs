using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CopBot.Slack.SocketMode;
using CopBot.SlackEmulator.Sockets;

namespace CopBot.Slack.Tests.SocketMode;

public sealed class ReconnectingTests
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Nothing_is_lost_while_a_socket_is_refreshed(string reason)
    {
        await using var house = await WiredHouse.Connected();
        var typed = new List<string>();
        for (var refresh = 0; refresh < 3; refresh++)
        {
            house.Slack.Sockets.Open(house.House.App)[^1].Disconnect(reason);
            // Ten seconds of notice, and some more.
            for (var tick = 0; tick < 120; tick++)
            {
                typed.Add($"{refresh}/{tick}");
                house.House.AnnActs.Types(house.House.Help, typed[^1]);
                await house.Slack.Sockets.Quiet();
                house.Clock.Advance(_tick);
                // On a slow machine half of the notice must be enough to connect.
                if (tick == 50) await house.Slack.Sockets.Greeted(house.House.App, 2);
            }
        }

        await house.Slack.Sockets.Quiet();
        await house.Until(() => house.Envelopes.Taken.Count >= typed.Count);
        Assert.Equal(typed.Order(), house.Envelopes.Texts.Order()!);
        Assert.Empty(house.Slack.Sockets.Lost);
        Assert.Equal(4, house.Slack.Journal.Requests("apps.connections.open").Count);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_reason_that_nobody_knows_is_a_reason_to_reconnect()
    {
        await using var house = await WiredHouse.Connected();
        house.Slack.Sockets.Open(house.House.App)[0].Disconnect("a_reason_of_next_year");
        await house.Until(() => house.Slack.Journal.Requests("apps.connections.open").Count == 2);
        await house.UntilAfterRetries(() => house.State().State == SlackState.Connected);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task The_old_socket_is_served_until_Slack_closes_it()
    {
        await using var house = await WiredHouse.Connected();
        house.Slack.Sockets.Open(house.House.App)[0].Disconnect("refresh_requested");
        await house.Slack.Sockets.Greeted(house.House.App, 2);
        // The two sockets take turns.
        for (var press = 0; press < 4; press++)
            Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        house.Clock.Advance(TimeSpan.FromSeconds(10));
        await house.Until(() => house.House.Sockets == 1);
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_socket_that_Slack_forgets_to_close_is_closed()
    {
        await using var house = await WiredHouse.Build(options => options with { RefreshGrace = TimeSpan.FromDays(1) });
        await house.Connect();
        house.Slack.Sockets.Open(house.House.App)[0].Disconnect("refresh_requested");
        await house.Slack.Sockets.Greeted(house.House.App, 2);
        // The wait begins a moment after the greeting, so time goes on until it ends.
        await house.Until(() => house.House.Sockets == 1, TimeSpan.FromSeconds(1));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task An_old_socket_is_kept_as_long_as_there_is_no_other()
    {
        await using var house = await WiredHouse.Build(options => options with { RefreshGrace = TimeSpan.FromDays(1) });
        await house.Connect();
        house.Slack.Faults.Next("apps.connections.open", new SlackEmulator.Faults.WebFault.RateLimited(600));
        house.Slack.Sockets.Open(house.House.App)[0].Disconnect("refresh_requested");
        await house.Until(() => house.Log.Lines.Any(line => line.Contains("Trying again", StringComparison.Ordinal)));
        house.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        Assert.Equal(SlackState.Connected, house.State().State);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task What_is_under_way_on_the_old_socket_is_acknowledged_there()
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
        house.Slack.Sockets.Open(house.House.App)[0].Close();
        await house.Slack.Sockets.Greeted(house.House.App);
        lets.SetResult();
        Assert.Equal(DeliveryEnd.Acknowledged, (await doing).End);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task Socket_Mode_switched_off_ends_it_with_words()
    {
        await using var house = await WiredHouse.Connected();
        house.Slack.Admin.DisableSocketMode(house.House.App);
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains("Enable Socket Mode", house.State().Why, StringComparison.Ordinal);
        Assert.Contains(house.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("Enable Socket Mode", StringComparison.Ordinal));
        house.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(house.Slack.Journal.Requests("apps.connections.open"));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task Socket_Mode_that_was_never_on_is_told_too()
    {
        await using var house = await WiredHouse.Build();
        house.House.App.SocketMode = false;
        await house.Start();
        await house.Until(() => house.State().State == SlackState.Stopped);
        Assert.Contains("Enable Socket Mode", house.State().Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_sockets_are_no_stampede()
    {
        await using var house = await WiredHouse.Connected();
        house.Slack.Sockets.Open(house.House.App)[0].Disconnect("too_many_websockets");
        await house.Until(() => house.Log.Lines.Any(line => line.Contains("more than ten sockets", StringComparison.Ordinal)));
        Assert.Contains("other running copies", house.State().Why, StringComparison.Ordinal);
        Assert.Matches("Trying again in 3[0-9] s", string.Join(' ', house.Log.Lines));
        Assert.Single(house.Slack.Journal.Requests("apps.connections.open"));
        await house.UntilAfterRetries(() => house.House.Sockets == 1);
        Assert.Equal(2, house.Slack.Journal.Requests("apps.connections.open").Count);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_socket_without_hello_is_given_up()
    {
        await using var house = await WiredHouse.Build();
        house.Slack.Faults.SocketsWithoutHello = 1;
        await house.Start();
        await house.Until(() => house.House.Sockets == 1);
        Assert.Equal(SlackState.Connecting, house.State().State);
        house.Clock.Advance(house.Options.HelloTimeout);
        await house.UntilAfterRetries(() => house.State().State == SlackState.Connected);
        Assert.Contains(house.Log.Lines, line => line.Contains("did not greet", StringComparison.Ordinal));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_half_open_socket_is_found_by_its_silence()
    {
        await using var house = await WiredHouse.Build();
        house.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(500);
        house.Options.KeepAliveTimeout = TimeSpan.FromSeconds(2);
        await house.Connect();
        var deaf = house.Slack.Sockets.Open(house.House.App)[0];
        deaf.GoDeaf();
        await house.UntilAfterRetries(() => house.Slack.Sockets.Open(house.House.App).Any(socket => socket != deaf && socket.Greeted));
        await house.Until(() => house.State().State == SlackState.Connected);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_killed_socket_is_replaced_and_what_was_on_it_comes_again()
    {
        await using var house = await WiredHouse.Connected();
        var stuck = new TaskCompletionSource<JsonObject?>();
        house.Envelopes.Does = (_, _) => house.Envelopes.Taken.Count == 1 ? stuck.Task : Task.FromResult<JsonObject?>(null);
        house.House.AnnActs.Types(house.House.Help, "hello");
        await house.Until(() => house.Envelopes.Taken.Count == 1);
        house.Slack.Sockets.Open(house.House.App)[0].Kill();
        await house.Slack.Sockets.Greeted(house.House.App);
        // Too late for its socket, which is gone: no acknowledgement may go over the new one.
        stuck.SetResult(null);
        house.Clock.Advance(TimeSpan.FromSeconds(3));
        await house.Until(() => house.Envelopes.Taken.Count == 2);
        await house.Slack.Sockets.Quiet();
        Assert.Equal(["hello", "hello"], house.Envelopes.Texts);
        Assert.NotEqual(house.Envelopes.Taken[0].Envelope.Id, house.Envelopes.Taken[1].Envelope.Id);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task Sockets_that_die_again_and_again_are_waited_for()
    {
        await using var house = await WiredHouse.Connected();
        for (var death = 0; death < 5; death++)
        {
            var opened = house.Slack.Journal.Requests("apps.connections.open").Count;
            house.Slack.Sockets.Open(house.House.App)[0].Kill();
            await house.UntilAfterRetries(() => house.House.Sockets == 1 && house.Slack.Journal.Requests("apps.connections.open").Count == opened + 1);
            await house.Slack.Sockets.Greeted(house.House.App);
        }

        var waits = new ConcurrentBag<string>(house.Log.Lines.Where(line => line.Contains("Trying again in", StringComparison.Ordinal)));
        Assert.True(waits.Count >= 5);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public void Waits_grow_up_to_a_minute_and_begin_anew()
    {
        var backOff = new BackOff();
        Assert.Equal(TimeSpan.Zero, backOff.Failed());
        var waits = Enumerable.Range(0, 20).Select(_ => backOff.Failed().TotalSeconds).ToList();
        Assert.InRange(waits[0], 1, 1.25);
        Assert.InRange(waits[3], 8, 10);
        Assert.All(waits.Skip(7), wait => Assert.InRange(wait, 60, 75));
        Assert.InRange(backOff.Failed(TimeSpan.FromMinutes(10)).TotalMinutes, 10, 12.5);
        backOff.Worked();
        Assert.Equal(TimeSpan.Zero, backOff.Failed());
    }
}
