using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Sockets;

namespace CopBot.Slack.Tests.SocketMode;

public sealed class EveryEventTests
{
    [Fact]
    public async Task Every_documented_event_passes_in_any_shape()
    {
        var file = Documents.Find("events", "events.json");
        var names = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray().Select(one => one!["name"]!.GetValue<string>()).ToList();
        Assert.NotEmpty(names);
        await using var house = await WiredHouse.Connected();
        foreach (var name in names)
        {
            JsonObject[] shapes =
            [
                new() { ["type"] = "event_callback", ["event_id"] = "Ev" + name, ["team_id"] = house.House.Workspace.Id, ["event"] = new JsonObject { ["type"] = name, ["channel"] = "C1" } },
                new() { ["type"] = "event_callback", ["event"] = new JsonObject { ["type"] = name, ["channel"] = new JsonObject { ["id"] = null } } },
                new() { ["type"] = "event_callback", ["authorizations"] = new JsonObject(), ["event"] = new JsonArray(name) },
                new() { ["type"] = name, ["channel"] = 7, ["container"] = "C1", ["team"] = new JsonArray(), ["view"] = false },
            ];
            var outcomes = await Task.WhenAll(shapes.Select(shape => house.Slack.Admin.SendRaw(house.House.App, "events_api", shape)));
            Assert.All(outcomes, outcome => Assert.Equal(DeliveryEnd.Acknowledged, outcome.End));
        }

        Assert.Equal(names.Count * 4, house.Envelopes.Taken.Count);
        Assert.DoesNotContain(house.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Empty(house.Slack.Journal.Violations);
    }
}
