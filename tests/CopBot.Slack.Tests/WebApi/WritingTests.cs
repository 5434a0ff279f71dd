using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Slack.Tests.SocketMode;
using CopBot.Slack.WebApi;

namespace CopBot.Slack.Tests.WebApi;

public sealed class WritingTests
{
    [Fact]
    public async Task Arguments_of_every_kind_arrive_in_json_and_in_forms()
    {
        await using var house = await CallHouse.Build();
        var ts = (await house.Web.CallAsync(
            "chat.postMessage",
            new JsonObject
            {
                ["channel"] = house.Help.Id,
                ["text"] = "Zoë & “you” <x>",
                ["blocks"] = new JsonArray(new JsonObject { ["type"] = "divider" }),
                ["metadata"] = new JsonObject { ["event_type"] = "post", ["event_payload"] = new JsonObject { ["key"] = "k" } },
                ["unfurl_links"] = false,
                ["thread_ts"] = null,
            },
            default)).GetProperty("ts").GetString();
        var found = await house.Web.CallAsync(
            "conversations.replies", new JsonObject { ["channel"] = house.Help.Id, ["ts"] = ts, ["include_all_metadata"] = true, ["limit"] = 10 }, default);
        var message = found.GetProperty("messages")[0];
        Assert.Equal("Zoë & “you” <x>", message.GetProperty("text").GetString());
        Assert.Equal("k", message.GetProperty("metadata").GetProperty("event_payload").GetProperty("key").GetString());
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public void Methods_that_take_json_are_documented_to_do_so()
    {
        var methods = Documents.Find("methods");
        Assert.All(Bodies.TakeJson, method =>
        {
            using var documented = JsonDocument.Parse(File.ReadAllText(Path.Combine(methods, method + ".json")));
            Assert.True(documented.RootElement.GetProperty("json_input_supported").GetBoolean(), method);
        });
    }

    [Fact]
    public async Task A_file_is_sent_to_its_address_without_a_token()
    {
        await using var house = await CallHouse.Build();
        var content = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR");
        var place = await house.Web.CallAsync("files.getUploadURLExternal", new JsonObject { ["filename"] = "meeting.ics", ["length"] = content.Length }, default);
        await house.Web.UploadAsync(new Uri(place.GetProperty("upload_url").GetString()!), content, default);
        await house.Web.CallAsync(
            "files.completeUploadExternal",
            new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = place.GetProperty("file_id").GetString() }), ["channel_id"] = house.Help.Id },
            default);
        Assert.Single(house.Help.Messages);
        Assert.Empty(house.Slack.Journal.Violations);
        Assert.Equal(FailureKind.Rejected, (await CallHouse.Failure(() => house.Web.UploadAsync(new Uri(house.Slack.BaseUrl, "upload/v1/nowhere"), content, default))).Kind);
    }

    [Fact]
    public async Task A_press_is_answered_five_times_and_then_no_more()
    {
        await using var house = await WiredHouse.Connected();
        await house.House.AnnActs.Uses("/cop", house.House.Help, "ask");
        var address = new Uri(house.Envelopes.Taken[0].Envelope.Payload.Text("response_url")!);
        var web = house.Workspaces.Of(house.House.Ref).Web;
        for (var use = 0; use < 5; use++) await web.RespondAsync(address, new JsonObject { ["text"] = $"Answer {use}" }, default);
        var failure = await CallHouse.Failure(() => web.RespondAsync(address, new JsonObject { ["text"] = "One more" }, default));
        Assert.Equal(FailureKind.Gone, failure.Kind);
        Assert.DoesNotContain(address.AbsolutePath, failure + string.Join(' ', house.Log.Lines), StringComparison.Ordinal);
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task A_press_of_an_hour_ago_cannot_be_answered()
    {
        await using var house = await WiredHouse.Connected();
        await house.House.AnnActs.Uses("/cop", house.House.Help, "ask");
        var address = new Uri(house.Envelopes.Taken[0].Envelope.Payload.Text("response_url")!);
        house.Clock.Advance(TimeSpan.FromHours(1));
        var web = house.Workspaces.Of(house.House.Ref).Web;
        Assert.Equal(FailureKind.Gone, (await CallHouse.Failure(() => web.RespondAsync(address, new JsonObject { ["text"] = "Late" }, default))).Kind);
        Assert.Equal(FailureKind.Gone, (await CallHouse.Failure(() => web.RespondAsync(new Uri(house.Slack.BaseUrl, "actions/nowhere"), new JsonObject { ["text"] = "Late" }, default))).Kind);
    }
}
