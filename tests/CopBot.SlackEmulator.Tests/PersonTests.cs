using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Tests;

public sealed class PersonTests
{
    private const string Card = """[{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"help","text":{"type":"plain_text","text":"I can help"},"value":"42"}]}]""";

    private static async Task<JsonObject> Pressed(House house, RawSocket socket, SlackMessage card, SlackUser by)
    {
        var doing = house.As(by).Presses(card, "I can help");
        JsonObject envelope;
        do
        {
            envelope = await socket.Next();
            await socket.Acknowledge(envelope);
        }
        while (envelope.Text("type") != "interactive");
        Assert.Equal(DeliveryEnd.Acknowledged, (await doing).End);
        return envelope.Object("payload")!;
    }

    private static async Task<(HttpStatusCode Status, string Text)> Respond(House house, string url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await house.Http.PostAsync(new Uri(url), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_press_tells_who_pressed_what_and_where()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var card = await house.Post(house.Help, "card", JsonNode.Parse(Card)!.AsArray());
        var payload = await Pressed(house, socket, card, house.Ben);
        Assert.Equal("block_actions", payload.Text("type"));
        Assert.Equal(house.Ben.Id, payload.Object("user").Text("id"));
        Assert.Equal("42", payload.Array("actions")![0].Text("value"));
        Assert.Equal(card.Ts, payload.Object("container").Text("message_ts"));
        Assert.Equal(card.Ts, payload.Object("message").Text("ts"));
    }

    [Fact]
    public async Task A_message_remembers_what_each_person_chose_in_its_menus()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var menu = JsonNode.Parse("""{"type":"actions","block_id":"m","elements":[{"type":"static_select","action_id":"pick","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}""");
        var card = await house.Post(house.Help, "card", [menu, JsonNode.Parse(Card)![0]!.DeepClone()]);
        await socket.Acknowledge(await socket.Next());
        var picking = house.As(house.Ann).Presses(card, "pick", "One");
        await socket.Acknowledge(await socket.Next());
        await picking;
        JsonObject? Chosen(JsonObject payload) => payload.Object("state").Object("values").Object("m").Object("pick").Object("selected_option");
        Assert.Equal("1", Chosen(await Pressed(house, socket, card, house.Ann)).Text("value"));
        Assert.Null(Chosen(await Pressed(house, socket, card, house.Ben)));
    }

    [Fact]
    public async Task A_hundred_events_are_told_and_acknowledged()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        for (var i = 0; i < 100; i++)
            house.As(house.Ann).Types(house.Help, "event");
        for (var i = 0; i < 100; i++)
            await socket.Acknowledge(await socket.Next());
        await house.Slack.Sockets.Quiet();
        Assert.Empty(house.Slack.Journal.Violations);
    }

    [Fact]
    public async Task An_ephemeral_message_can_be_pressed_by_its_reader_only_and_is_not_sent_along()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        await house.CallJson("chat.postEphemeral", new JsonObject { ["channel"] = house.Help.Id, ["user"] = house.Ann.Id, ["text"] = "x", ["blocks"] = JsonNode.Parse(Card) });
        var ephemeral = Assert.Single(house.As(house.Ann).SeesPrivately(house.Help));
        Assert.Null((await Pressed(house, socket, ephemeral, house.Ann)).Object("message"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => house.As(house.Ben).Presses(ephemeral, "help"));
    }

    [Fact]
    public async Task A_response_url_takes_five_answers()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var url = (await Pressed(house, socket, await house.Post(house.Help, "card", JsonNode.Parse(Card)!.AsArray()), house.Ann)).Text("response_url")!;
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await Respond(house, url, """{"text":"x"}""")).Status);
        Assert.Equal((HttpStatusCode.NotFound, "used_url"), await Respond(house, url, """{"text":"x"}"""));
        Assert.Equal(5, house.As(house.Ann).SeesPrivately(house.Help).Count);
    }

    [Theory]
    [InlineData(30, HttpStatusCode.OK)]
    [InlineData(31, HttpStatusCode.NotFound)]
    public async Task A_response_url_lives_thirty_minutes(int minutes, HttpStatusCode status)
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var url = (await Pressed(house, socket, await house.Post(house.Help, "card", JsonNode.Parse(Card)!.AsArray()), house.Ann)).Text("response_url")!;
        house.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(status, (await Respond(house, url, """{"text":"x"}""")).Status);
    }

    [Fact]
    public async Task An_answer_may_replace_or_delete_what_was_pressed()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var card = await house.Post(house.Help, "card", JsonNode.Parse(Card)!.AsArray());
        var url = (await Pressed(house, socket, card, house.Ann)).Text("response_url")!;
        await Respond(house, url, """{"replace_original":true,"text":"taken"}""");
        Assert.Equal("taken", Assert.Single(house.As(house.Ben).Sees(house.Help)).Words);
        await Respond(house, url, """{"delete_original":true}""");
        Assert.Empty(house.As(house.Ben).Sees(house.Help));
    }

    [Fact]
    public async Task A_command_may_be_answered_in_its_acknowledgement()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var doing = house.As(house.Ann).Uses("/cop", house.Help, "tea & @ben");
        var envelope = await socket.Next();
        Assert.True(envelope.Flag("accepts_response_payload"));
        Assert.Equal($"tea &amp; <@{house.Ben.Id}|ben>", envelope.Object("payload").Text("text"));
        await socket.Acknowledge(envelope, new JsonObject { ["text"] = "Brewing" });
        await doing;
        Assert.Equal("Brewing", Assert.Single(house.As(house.Ann).Sees(house.Help)).Text);
        Assert.Empty(house.As(house.Ben).Sees(house.Help));
    }

    [Fact]
    public async Task An_unknown_command_goes_nowhere()
    {
        await using var house = await House.Build();
        Assert.Contains("not a valid command", (await house.As(house.Ann).Uses("/cpo", house.Help)).Shown);
    }

    [Fact]
    public async Task A_command_with_no_socket_open_fails_at_once()
    {
        await using var house = await House.Build();
        Assert.Contains("dispatch_failed", (await house.As(house.Ann).Uses("/cop", house.Help)).Shown);
    }

    [Fact]
    public async Task What_nobody_could_do_is_the_tests_mistake()
    {
        await using var house = await House.Build();
        var secret = house.Workspace.AddChannel("secret", ChannelKind.Private, house.Ben);
        Assert.Throws<InvalidOperationException>(() => house.As(house.Ann).Types(secret, "let me in"));
        Assert.Throws<InvalidOperationException>(() => house.As(house.Ann).Joins(secret));
        await Assert.ThrowsAsync<InvalidOperationException>(() => house.As(house.Ann).Submits());
        Assert.Throws<InvalidOperationException>(() => house.As(house.Ann).Edits(house.As(house.Ben).Types(house.Help, "mine"), "yours"));
    }

    [Fact]
    public async Task Another_process_can_drive_the_people()
    {
        await using var house = await House.Build();
        async Task<JsonObject> Control(string verb, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await house.Http.PostAsync(new Uri(house.Slack.BaseUrl, "control/" + verb), content);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        }

        var typed = await Control("person/types", """{"person":"ann","channel":"help","text":"hello"}""");
        await Control("person/reacts", $$"""{"person":"ben","channel":"help","ts":"{{typed.Text("ts")}}","emoji":"eyes"}""");
        var seen = await Control("sees", """{"person":"ben","channel":"help"}""");
        Assert.Equal("eyes", seen.Array("messages")![0].Array("reactions")![0].Text("name"));
        Assert.Contains("no such channel", (await Control("person/types", """{"person":"ann","channel":"nowhere"}""")).Text("error"));
        await Control("clock", """{"seconds":60}""");
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 1, 0, TimeSpan.Zero), house.Clock.GetUtcNow());
    }
}
