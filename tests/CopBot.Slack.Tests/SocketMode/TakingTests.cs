using System.Text.Json.Nodes;
using CopBot.Slack.WebApi;
using CopBot.SlackEmulator.Sockets;

namespace CopBot.Slack.Tests.SocketMode;

public sealed class TakingTests
{
    [Fact]
    public async Task Three_hundred_are_acknowledged_beside_one_that_is_stuck_for_ever()
    {
        await using var house = await WiredHouse.Connected();
        var never = new TaskCompletionSource<JsonObject?>();
        house.Envelopes.Does = (envelope, _) => envelope.Payload.Text("text") == "stuck" ? never.Task : Task.FromResult<JsonObject?>(null);
        var stuck = house.House.AnnActs.Uses("/cop", house.House.Help, "stuck");
        await house.Until(() => house.Envelopes.Taken.Count == 1);
        var all = Enumerable.Range(0, 300).Select(_ => house.House.AnnActs.Uses("/cop", house.House.Help, "quick")).ToList();
        var outcomes = await Task.WhenAll(all);
        Assert.All(outcomes, outcome => Assert.Equal(DeliveryEnd.Acknowledged, outcome.End));
        Assert.False(stuck.IsCompleted);
        house.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(DeliveryEnd.TimedOut, (await stuck).End);
        // Its end comes too late, and is not acknowledged any more.
        never.SetResult(null);
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "quick")).End);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task More_than_two_hundred_that_are_stuck_leave_the_rest_to_come_again()
    {
        await using var house = await WiredHouse.Connected();
        var lets = new TaskCompletionSource<JsonObject?>();
        house.Envelopes.Does = (_, _) => lets.Task;
        var stuck = Enumerable.Range(0, 200).Select(_ => house.House.AnnActs.Uses("/cop", house.House.Help, "stuck")).ToList();
        await house.Until(() => house.Envelopes.Taken.Count == 200);
        house.House.AnnActs.Types(house.House.Help, "one more");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            // Frames are read in order: once this one is passed over, the event before it has been seen.
            house.Slack.Sockets.Open(house.House.App)[0].SendText($$"""{"type":"marker {{attempt}}"}""");
            await house.Until(() => house.Log.Lines.Any(line => line.Contains($"marker {attempt}", StringComparison.Ordinal)));
            house.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        await house.Until(() => house.Log.Lines.Count(line => line.Contains("200 envelopes", StringComparison.Ordinal)) == 2);
        lets.SetResult(null);
        // The third attempt comes after a minute; by then there is room.
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.Until(() => house.Envelopes.Texts.Contains("one more"));
        await house.Slack.Sockets.Quiet();
        Assert.All(await Task.WhenAll(stuck), outcome => Assert.Equal(DeliveryEnd.TimedOut, outcome.End));
        Assert.Empty(house.Slack.Sockets.Lost);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task One_that_holds_its_thread_holds_up_no_other_channel()
    {
        await using var house = await WiredHouse.Connected();
        using var lets = new ManualResetEventSlim();
        house.Envelopes.Does = (envelope, _) =>
        {
            if (envelope.Payload.Text("text") == "blocks") lets.Wait(CancellationToken.None);
            return Task.FromResult<JsonObject?>(null);
        };
        var elsewhere = house.House.Workspace.AddChannel("elsewhere", SlackEmulator.World.ChannelKind.Public, house.House.Ann, house.House.Bot.Bot);
        var blocks = house.House.AnnActs.Uses("/cop", house.House.Help, "blocks");
        await house.Until(() => house.Envelopes.Taken.Count == 1);
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", elsewhere, "quick")).End);
        lets.Set();
        Assert.Equal(DeliveryEnd.Acknowledged, (await blocks).End);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task What_happens_in_one_channel_begins_in_order()
    {
        await using var house = await WiredHouse.Connected();
        var typed = Enumerable.Range(0, 100).Select(number => $"number {number}").ToList();
        foreach (var text in typed) house.House.AnnActs.Types(house.House.Help, text);
        await house.Slack.Sockets.Quiet();
        await house.Until(() => house.Envelopes.Taken.Count == typed.Count);
        Assert.Equal(typed, house.Envelopes.Texts!);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task What_could_not_be_taken_comes_again()
    {
        await using var house = await WiredHouse.Connected();
        house.Envelopes.Does = (_, _) => house.Envelopes.Taken.Count == 1
            ? Task.FromException<JsonObject?>(new InvalidOperationException("The store is locked"))
            : Task.FromResult<JsonObject?>(null);
        house.House.AnnActs.Types(house.House.Help, "hello");
        await house.Until(() => house.Log.Lines.Any(line => line.Contains("The store is locked", StringComparison.Ordinal)));
        house.Clock.Advance(TimeSpan.FromSeconds(3));
        await house.Until(() => house.Envelopes.Taken.Count == 2);
        await house.Slack.Sockets.Quiet();
        Assert.Empty(house.Slack.Sockets.Lost);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task What_makes_no_sense_is_passed_over_and_said_once()
    {
        await using var house = await WiredHouse.Connected();
        var wire = house.Slack.Sockets.Open(house.House.App)[0];
        for (var time = 0; time < 3; time++)
        {
            foreach (var frame in new[]
                     {
                         "{\"type\":", "", "[]", "null", "7", "\"hello\"", "{}", """{"type":"weather"}""", """{"type":7,"envelope_id":9}""", """{"type":"disconnect_not"}""",
                         """{"type":"events_api","payload":{}}""", """{"type":"\ud800"}""", """{"\ud800type":1,"type":"events_api","envelope_id":"\udfff","payload":{}}""", """{"type":"hello","connection_info":[]}""", new string('[', 200), new string('x', 1_000_000),
                     })
                wire.SendText(frame);
            wire.SendBinary([1, 2, 3]);
        }

        wire.SendText("{\"type\":\"events_api\",\"filler\":\"" + new string('x', 5_000_000) + "\"}");
        Assert.Equal(DeliveryEnd.Acknowledged, (await house.House.AnnActs.Uses("/cop", house.House.Help, "ask")).End);
        Assert.Single(house.Envelopes.Taken);
        Assert.Single(house.Log.Lines, line => line.Contains("no JSON object", StringComparison.Ordinal));
        Assert.Single(house.Log.Lines, line => line.Contains("weather", StringComparison.Ordinal));
        Assert.Single(house.Log.Lines, line => line.Contains("a binary frame", StringComparison.Ordinal));
        Assert.Single(house.Log.Lines, line => line.Contains("more than 4194304 bytes", StringComparison.Ordinal));
        Assert.Equal(1, house.House.Sockets);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task An_envelope_of_an_unknown_type_is_acknowledged()
    {
        await using var house = await WiredHouse.Connected();
        var outcome = await house.Slack.Admin.SendRaw(house.House.App, "smoke_signals", new JsonObject { ["smoke"] = "white" });
        Assert.Equal(DeliveryEnd.Acknowledged, outcome.End);
        Assert.Empty(house.Envelopes.Taken);
        Assert.Single(house.Log.Lines, line => line.Contains("smoke_signals", StringComparison.Ordinal));
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"authorizations":[]}""")]
    [InlineData("""{"authorizations":[null],"team_id":7}""")]
    [InlineData("""{"event":{"channel":{"id":7}},"channel":"C1"}""")]
    [InlineData("""{"event":null,"container":{"channel_id":null}}""")]
    public async Task A_payload_that_lacks_what_it_should_have_is_taken_all_the_same(string payload)
    {
        await using var house = await WiredHouse.Connected();
        var outcome = await house.Slack.Admin.SendRaw(house.House.App, "events_api", JsonNode.Parse(payload)!.AsObject());
        Assert.Equal(DeliveryEnd.Acknowledged, outcome.End);
        Assert.Single(house.Envelopes.Taken);
        Assert.Empty(house.Slack.Journal.Violations);
    }
}
