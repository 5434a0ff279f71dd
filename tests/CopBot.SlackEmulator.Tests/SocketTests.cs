using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Sockets;

namespace CopBot.SlackEmulator.Tests;

public sealed class SocketTests
{
    private static string? Said(JsonObject envelope) => envelope.Object("payload").Object("event").Text("text");

    [Fact]
    public async Task Hello_names_the_app_and_counts_the_sockets()
    {
        await using var house = await House.Build();
        using var first = await house.Connect();
        using var second = await RawSocket.Open(await house.SocketUrl());
        var hello = await second.Next();
        Assert.Equal(house.App.Id, hello.Object("connection_info").Text("app_id"));
        Assert.Equal(2, hello["num_connections"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_address_works_once_and_for_half_a_minute()
    {
        await using var house = await House.Build();
        var used = await house.SocketUrl();
        using var socket = await RawSocket.Open(used);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.Open(used));
        var old = await house.SocketUrl();
        house.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.Open(old));
    }

    [Fact]
    public async Task The_eleventh_socket_is_one_too_many()
    {
        await using var house = await House.Build();
        var sockets = new List<RawSocket>();
        for (var i = 0; i < SocketHub.MostSockets; i++)
            sockets.Add(await house.Connect());
        using var eleventh = await RawSocket.Open(await house.SocketUrl());
        Assert.Equal("too_many_websockets", (await eleventh.Next()).Text("reason"));
        Assert.Equal(10, house.Slack.Sockets.Count(house.App));
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Each_event_goes_to_any_one_socket()
    {
        await using var house = await House.Build();
        using var one = await house.Connect();
        using var two = await house.Connect();
        house.As(house.Ann).Types(house.Help, "first");
        house.As(house.Ann).Types(house.Help, "second");
        Assert.Equal(["first", "second"], new[] { Said(await one.Next()), Said(await two.Next()) }.Order());
    }

    [Fact]
    public async Task An_event_acknowledged_in_time_does_not_come_again()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.As(house.Ann).Types(house.Help, "once");
        await socket.Acknowledge(await socket.Next());
        await Settle(house, socket);
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        house.As(house.Ann).Types(house.Help, "next");
        Assert.Equal("next", Said(await socket.Next()));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task An_event_never_acknowledged_comes_four_times_and_is_lost()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.As(house.Ann).Types(house.Help, "anyone?");
        var first = await socket.Next();
        Assert.Equal("", first.Text("retry_reason"));
        var id = first.Object("payload").Text("event_id");
        foreach (var (wait, attempt) in new[] { (0, 1), (60, 2), (300, 3) })
        {
            house.Clock.Advance(TimeSpan.FromSeconds(3));
            house.Clock.Advance(TimeSpan.FromSeconds(wait));
            var again = await socket.Next();
            Assert.Equal(attempt, again["retry_attempt"]!.GetValue<int>());
            Assert.Equal("timeout", again.Text("retry_reason"));
            Assert.Equal(id, again.Object("payload").Text("event_id"));
        }

        house.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([id!], house.Slack.Sockets.Lost);
    }

    [Fact]
    public async Task An_event_with_nobody_connected_waits_for_the_next_attempt()
    {
        await using var house = await House.Build();
        house.As(house.Ann).Types(house.Help, "early");
        using var socket = await house.Connect();
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("early", Said(await socket.Next()));
    }

    [Fact]
    public async Task A_late_acknowledgement_is_against_the_rules_and_does_not_count()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var doing = house.As(house.Ann).Uses("/cop", house.Help);
        var envelope = await socket.Next();
        house.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("operation_timeout", (await doing).Shown);
        await socket.Acknowledge(envelope);
        await Settle(house, socket);
        Assert.Contains("after it had timed out", Assert.Single(house.Slack.Journal.Violations));
    }

    [Fact]
    public async Task Acknowledging_on_another_socket_or_twice_or_nothing_is_against_the_rules()
    {
        await using var house = await House.Build();
        using var one = await house.Connect();
        house.As(house.Ann).Types(house.Help, "hi");
        var envelope = await one.Next();
        using var two = await house.Connect();
        await two.Acknowledge(envelope);
        await two.Say("""{"type":"ping"}""");
        await two.Close();
        await one.Acknowledge(envelope);
        await one.Acknowledge(envelope);
        await Settle(house, one);
        var violations = house.Slack.Journal.Violations;
        Assert.Contains(violations, what => what.Contains("must be acknowledged there", StringComparison.Ordinal));
        Assert.Contains(violations, what => what.Contains("acknowledges nothing", StringComparison.Ordinal));
        Assert.Contains(violations, what => what.Contains("after it had been acknowledged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_where_none_is_taken_is_against_the_rules()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.As(house.Ann).Types(house.Help, "hi");
        var envelope = await socket.Next();
        Assert.False(envelope.Flag("accepts_response_payload"));
        await socket.Acknowledge(envelope, new JsonObject { ["text"] = "hello" });
        await Settle(house, socket);
        Assert.Contains("does not accept a payload", Assert.Single(house.Slack.Journal.Violations));
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task A_socket_told_to_refresh_is_served_until_it_closes(string reason)
    {
        await using var house = await House.Build();
        using var old = await house.Connect();
        house.Slack.Sockets.Open(house.App)[0].Disconnect(reason);
        Assert.Equal(reason, (await old.Next()).Text("reason"));
        house.As(house.Ann).Types(house.Help, "in between");
        Assert.Equal("in between", Said(await old.Next()));
        house.Clock.Advance(TimeSpan.FromSeconds(2));
        house.Clock.Advance(TimeSpan.FromSeconds(8));
        while (await old.NextText() is { Length: > 0 })
        {
            // The unacknowledged event comes again before the end.
        }

        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, old.CloseStatus);
    }

    [Fact]
    public async Task Switching_Socket_Mode_off_ends_every_socket_and_greets_no_new_one()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.Slack.Admin.DisableSocketMode(house.App);
        Assert.Equal("link_disabled", (await socket.Next()).Text("reason"));
        Assert.Equal("", await socket.NextText());
        using var next = await RawSocket.Open(await house.SocketUrl());
        Assert.Equal("link_disabled", (await next.Next()).Text("reason"));
    }

    [Fact]
    public async Task A_socket_may_get_no_hello_and_then_no_events()
    {
        await using var house = await House.Build();
        house.Slack.Faults.SocketsWithoutHello = 1;
        using var mute = await RawSocket.Open(await house.SocketUrl());
        using var good = await house.Connect();
        house.As(house.Ann).Types(house.Help, "hi");
        Assert.Equal("hi", Said(await good.Next()));
    }

    [Fact]
    public async Task A_killed_socket_ends_without_a_close_frame()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.Slack.Sockets.Open(house.App)[0].Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => socket.NextText());
        Assert.Equal(0, house.Slack.Sockets.Count(house.App));
    }

    [Fact]
    public async Task A_half_open_socket_swallows_what_is_sent_either_way()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.Slack.Sockets.Open(house.App)[0].GoDeaf();
        var doing = house.As(house.Ann).Uses("/cop", house.Help);
        house.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(DeliveryEnd.TimedOut, (await doing).End);
        Assert.Equal(System.Net.WebSockets.WebSocketState.Open, socket.State);
        Assert.Equal(1, house.Slack.Sockets.Count(house.App));
    }

    [Fact]
    public async Task A_duplicate_goes_to_another_socket_under_another_envelope_id()
    {
        await using var house = await House.Build();
        using var one = await house.Connect();
        using var two = await house.Connect();
        house.Slack.Faults.DuplicateEnvelopes = 1;
        house.As(house.Ann).Types(house.Help, "twice");
        var first = await one.Next();
        var second = await two.Next();
        Assert.Equal(first.Object("payload").Text("event_id"), second.Object("payload").Text("event_id"));
        Assert.NotEqual(first.Text("envelope_id"), second.Text("envelope_id"));
    }

    [Fact]
    public async Task A_duplicated_press_is_the_same_press()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var card = await house.Post(house.Help, "card", [JsonNode.Parse("""{"type":"actions","elements":[{"type":"button","action_id":"help","text":{"type":"plain_text","text":"Help"},"value":"1"}]}""")]);
        await Drain(socket);
        house.Slack.Faults.DuplicateEnvelopes = 1;
        house.Slack.Faults.DuplicateOnAnotherSocket = false;
        var doing = house.As(house.Ben).Presses(card, "help");
        var first = await socket.Next();
        var second = await socket.Next();
        await socket.Acknowledge(first);
        await socket.Acknowledge(second);
        Assert.Equal(DeliveryEnd.Acknowledged, (await doing).End);
        Assert.Equal(first.Object("payload").Array("actions")![0].Text("action_ts"), second.Object("payload").Array("actions")![0].Text("action_ts"));
        Assert.Equal(first.Object("payload").Text("trigger_id"), second.Object("payload").Text("trigger_id"));
    }

    [Fact]
    public async Task What_is_held_back_can_come_in_reverse()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.Slack.Sockets.Hold = true;
        house.As(house.Ann).Types(house.Help, "one");
        house.As(house.Ann).Types(house.Help, "two");
        house.Slack.Sockets.Release(reversed: true);
        Assert.Equal("two", Said(await socket.Next()));
        Assert.Equal("one", Said(await socket.Next()));
    }

    [Fact]
    public async Task Malformed_unknown_and_huge_frames_can_be_sent()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var wire = house.Slack.Sockets.Open(house.App)[0];
        wire.SendText("{\"type\":");
        wire.SendText("""{"type":"weather"}""");
        wire.SendText(new string('x', 1_000_000));
        Assert.Equal("{\"type\":", await socket.NextText());
        Assert.Equal("weather", (await socket.Next()).Text("type"));
        Assert.Equal(1_000_000, (await socket.NextText()).Length);
    }

    [Fact]
    public async Task Events_need_a_subscription_a_scope_and_the_bot_in_the_channel()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var elsewhere = house.Workspace.AddChannel("elsewhere", World.ChannelKind.Public, house.Ann);
        house.As(house.Ann).Types(elsewhere, "@copbot nobody hears this");
        house.Bot.Scopes.Remove("app_mentions:read");
        house.App.Events.Remove("message.channels");
        house.As(house.Ann).Types(house.Help, "@copbot nor this");
        house.App.Events.Add("message.channels");
        house.As(house.Ann).Types(house.Help, "but this");
        Assert.Equal("but this", Said(await socket.Next()));
    }

    [Fact]
    public async Task The_bots_own_messages_are_told_too()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        await house.Post(house.Help, "mine");
        Assert.Equal(house.Bot.BotId, (await socket.Next()).Object("payload").Object("event").Text("bot_id"));
    }

    [Fact]
    public async Task Two_workspaces_share_the_sockets_of_their_app()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var other = house.Slack.AddWorkspace("other");
        var eve = other.AddUser("eve");
        house.Slack.Install(house.App, other, House.AllScopes);
        house.Slack.Person(other, eve).Types(other.Channels[0], "from the other house");
        Assert.Equal(other.Id, (await socket.Next()).Object("payload").Text("team_id"));
    }

    [Fact]
    public async Task Leaving_removal_and_deactivation_are_told()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        async Task<string?> Told() => (await socket.Next()).Object("payload").Object("event").Text("type");
        house.As(house.Ben).Leaves(house.Help);
        Assert.Equal("member_left_channel", await Told());
        house.Slack.Admin.Deactivate(house.Workspace, house.Ben);
        Assert.Equal("user_change", await Told());
        house.Slack.Admin.Remove(house.Workspace, house.Help, house.Bot.Bot);
        Assert.Equal("channel_left", await Told());
        house.Slack.Admin.Uninstall(house.Bot);
        Assert.Equal("app_uninstalled", await Told());
        Assert.Equal("tokens_revoked", await Told());
    }

    [Fact]
    public async Task An_address_with_debug_reconnects_lives_six_minutes()
    {
        await using var house = await House.Build();
        using var socket = await RawSocket.Open(new Uri(await house.SocketUrl() + "&debug_reconnects=true"));
        Assert.Equal("hello", (await socket.Next()).Text("type"));
        house.Clock.Advance(TimeSpan.FromSeconds(360));
        Assert.Equal("refresh_requested", (await socket.Next()).Text("reason"));
    }

    [Fact]
    public async Task A_test_can_wait_until_everything_was_acknowledged_and_until_something_is_seen()
    {
        await using var house = await House.Build();
        await house.Slack.Sockets.Quiet();
        using var socket = await house.Connect();
        await house.Slack.Sockets.Greeted(house.App);
        house.As(house.Ann).Types(house.Help, "hi");
        var quiet = house.Slack.Sockets.Quiet();
        var answered = house.Slack.Until(() => house.Help.Messages.Count == 2);
        Assert.False(quiet.IsCompleted);
        await socket.Acknowledge(await socket.Next());
        await quiet;
        Assert.False(answered.IsCompleted);
        await house.Post(house.Help, "hello");
        await answered;
    }

    [Fact]
    public async Task A_week_that_passes_at_once_keeps_the_socket_open()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        house.Clock.Advance(TimeSpan.FromDays(7));
        house.As(house.Ann).Types(house.Help, "a week later");
        Assert.Equal("a week later", Said(await socket.Next()));
    }

    // Frames on one socket are read in order: once this command is acknowledged, everything sent before it has been judged.
    private static async Task Settle(House house, RawSocket socket)
    {
        var doing = house.As(house.Ben).Uses("/cop", house.Help, "settle");
        JsonObject envelope;
        do
        {
            envelope = await socket.Next();
        }
        while (envelope.Text("type") != "slash_commands");
        await socket.Acknowledge(envelope);
        await doing;
    }

    private static async Task Drain(RawSocket socket) => await socket.Acknowledge(await socket.Next());
}
