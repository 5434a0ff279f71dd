using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Tests;

public sealed class ViewTests
{
    private const string Title = """{"type":"input","block_id":"title","label":{"type":"plain_text","text":"Title"},"element":{"type":"plain_text_input","action_id":"title","min_length":3}}""";

    private static JsonObject Modal(string callback = "ask", string? blocks = null) => JsonNode.Parse(
        $$$"""{"type":"modal","callback_id":"{{{callback}}}","title":{"type":"plain_text","text":"Ask"},"submit":{"type":"plain_text","text":"Ask"},"blocks":[{{{blocks ?? Title}}}]}""")!.AsObject();

    private static async Task<JsonObject> Open(House house, RawSocket socket, SlackUser user, JsonObject view)
    {
        var trigger = await Trigger(house, socket, user);
        return await house.CallJson("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = view });
    }

    private static async Task<string> Trigger(House house, RawSocket socket, SlackUser user)
    {
        var doing = house.As(user).Uses("/cop", house.Help, "ask");
        var envelope = await socket.Next();
        await socket.Acknowledge(envelope);
        await doing;
        return envelope.Object("payload").Text("trigger_id")!;
    }

    private static async Task<Acting.Outcome> Submit(House house, RawSocket socket, SlackUser user, JsonNode? answer)
    {
        var doing = house.As(user).Submits();
        await socket.Acknowledge(await socket.Next(), answer);
        return await doing;
    }

    [Fact]
    public async Task A_trigger_is_good_once()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var trigger = await Trigger(house, socket, house.Ann);
        var body = new JsonObject { ["trigger_id"] = trigger, ["view"] = Modal() };
        Assert.True((await house.CallJson("views.open", body.Copy())).Flag("ok"));
        Assert.Equal("exchanged_trigger_id", (await house.CallJson("views.open", body)).Text("error"));
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(4, "expired_trigger_id")]
    public async Task A_trigger_lives_three_seconds(int seconds, string? error)
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var trigger = await Trigger(house, socket, house.Ann);
        house.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(error, (await house.CallJson("views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = Modal() })).Text("error"));
    }

    [Fact]
    public async Task A_trigger_of_another_installation_is_invalid()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var trigger = await Trigger(house, socket, house.Ann);
        var other = house.Slack.Install(house.Slack.AddApp("Other"), house.Workspace, House.AllScopes);
        using var body = new StringContent(new JsonObject { ["trigger_id"] = trigger, ["view"] = Modal() }.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("invalid_trigger_id", (await house.Send("views.open", other.BotToken, body)).Body.Text("error"));
    }

    [Fact]
    public async Task A_view_too_many_is_push_limit_reached()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        await Open(house, socket, house.Ann, Modal("one"));
        var push = new JsonObject { ["response_action"] = "push", ["view"] = Modal("two") };
        await house.As(house.Ann).Fills("title", "fine");
        await Submit(house, socket, house.Ann, push.Copy());
        await house.As(house.Ann).Fills("title", "fine");
        await Submit(house, socket, house.Ann, push.Copy());
        Assert.Equal(3, house.As(house.Ann).OpenViews.Count);
        await house.As(house.Ann).Fills("title", "fine");
        Assert.Contains("trouble connecting", (await Submit(house, socket, house.Ann, push.Copy())).Shown);
        Assert.Contains("at most three views", Assert.Single(house.Slack.Journal.Violations));
        Assert.Equal(3, house.As(house.Ann).OpenViews.Count);
    }

    [Fact]
    public async Task An_old_hash_is_a_conflict_and_the_view_stays_as_it_is()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var view = (await Open(house, socket, house.Ann, Modal("one"))).Object("view");
        var update = new JsonObject { ["view_id"] = view.Text("id"), ["hash"] = view.Text("hash"), ["view"] = Modal("two") };
        Assert.True((await house.CallJson("views.update", update.Copy())).Flag("ok"));
        update["view"] = Modal("three");
        Assert.Equal("hash_conflict", (await house.CallJson("views.update", update)).Text("error"));
        Assert.Equal("two", house.As(house.Ann).OpenView!.CallbackId);
    }

    [Fact]
    public async Task A_closed_view_is_not_found()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var view = (await Open(house, socket, house.Ann, Modal())).Object("view");
        await house.As(house.Ann).Closes();
        Assert.Equal("not_found", (await house.CallJson("views.update", new JsonObject { ["view_id"] = view.Text("id"), ["view"] = Modal() })).Text("error"));
    }

    [Fact]
    public async Task An_external_id_is_taken_only_once()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var view = Modal();
        view["external_id"] = "problem-1";
        Assert.True((await Open(house, socket, house.Ann, view.Copy())).Flag("ok"));
        Assert.Equal("duplicate_external_id", (await Open(house, socket, house.Ben, view)).Text("error"));
    }

    [Fact]
    public async Task What_was_typed_survives_an_update_with_the_same_ids_and_no_other()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var id = (await Open(house, socket, house.Ann, Modal())).Object("view").Text("id");
        await house.As(house.Ann).Fills("title", "kept");
        await house.CallJson("views.update", new JsonObject { ["view_id"] = id, ["view"] = Modal("two") });
        Assert.Equal("kept", house.As(house.Ann).OpenView!.Values.Object("title").Object("title").Text("value"));
        await house.CallJson("views.update", new JsonObject { ["view_id"] = id, ["view"] = Modal("three", Title.Replace("\"block_id\":\"title\"", "\"block_id\":\"other\"", StringComparison.Ordinal)) });
        Assert.Null(house.As(house.Ann).OpenView!.Values.Object("other").Object("title").Text("value"));
    }

    [Fact]
    public async Task Slacks_own_client_stops_an_empty_field_and_one_that_is_too_short()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        await Open(house, socket, house.Ann, Modal());
        Assert.Contains("required", (await house.As(house.Ann).Submits()).Shown);
        await house.As(house.Ann).Fills("title", "ab");
        Assert.Contains("at least 3", (await house.As(house.Ann).Submits()).Shown);
        Assert.Equal(["title"], house.As(house.Ann).OpenView!.Errors.Keys);
    }

    [Fact]
    public async Task Errors_stay_in_the_view_and_must_name_an_input()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        await Open(house, socket, house.Ann, Modal());
        await house.As(house.Ann).Fills("title", "fine");
        await Submit(house, socket, house.Ann, JsonNode.Parse("""{"response_action":"errors","errors":{"title":"Not so fine"}}"""));
        Assert.Equal("Not so fine", house.As(house.Ann).OpenView!.Errors["title"]);
        await Submit(house, socket, house.Ann, JsonNode.Parse("""{"response_action":"errors","errors":{"no_such_block":"?"}}"""));
        Assert.Contains("must name the block_id", Assert.Single(house.Slack.Journal.Violations));
    }

    [Fact]
    public async Task A_submission_without_an_answer_in_time_leaves_the_view_open()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        await Open(house, socket, house.Ann, Modal());
        await house.As(house.Ann).Fills("title", "fine");
        var doing = house.As(house.Ann).Submits();
        await socket.Next();
        house.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("trouble connecting", (await doing).Shown);
        Assert.NotNull(house.As(house.Ann).OpenView);
    }

    [Theory]
    [InlineData("title", """{"type":"plain_text","text":"A title of twenty-five chars"}""", "/view/title/text")]
    [InlineData("title", null, "missing required field: title")]
    [InlineData("submit", null, "missing required field: submit")]
    [InlineData("close", """{"type":"mrkdwn","text":"x"}""", "/view/close/type")]
    [InlineData("private_metadata", "3001", "/view/private_metadata")]
    [InlineData("colour", "\"red\"", "invalid additional property: colour")]
    [InlineData("blocks", null, "missing required field: blocks")]
    public async Task A_modal_has_limits(string field, string? value, string complaint)
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var view = Modal();
        view[field] = value == "3001" ? new string('x', 3001) : value is null ? null : JsonNode.Parse(value);
        if (value is null)
            view.Remove(field);
        var answer = await Open(house, socket, house.Ann, view);
        Assert.Equal("invalid_arguments", answer.Text("error"));
        Assert.Contains(complaint, answer.Object("response_metadata").Array("messages")!.ToJsonString());
    }

    [Fact]
    public async Task A_view_over_250_kilobytes_is_too_large()
    {
        await using var house = await House.Build();
        using var socket = await house.Connect();
        var blocks = string.Join(',', Enumerable.Range(0, 99).Select(_ => $$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{new string('x', 2900)}}}"}}"""));
        Assert.Equal("view_too_large", (await Open(house, socket, house.Ann, Modal(blocks: blocks))).Text("error"));
    }

    [Fact]
    public async Task The_home_tab_is_each_persons_own_and_can_be_switched_off()
    {
        await using var house = await House.Build();
        var body = new JsonObject { ["user_id"] = house.Ann.Id, ["view"] = JsonNode.Parse("""{"type":"home","blocks":[{"type":"divider"}]}""") };
        Assert.True((await house.CallJson("views.publish", body.Copy())).Flag("ok"));
        Assert.NotNull(house.As(house.Ann).Home(house.Bot));
        Assert.Null(house.As(house.Ben).Home(house.Bot));
        house.App.HomeTab = false;
        Assert.Equal("not_enabled", (await house.CallJson("views.publish", body)).Text("error"));
    }

    [Fact]
    public async Task A_modal_is_not_a_home_tab()
    {
        await using var house = await House.Build();
        Assert.Equal("invalid_arguments", (await house.CallJson("views.publish", new JsonObject { ["user_id"] = house.Ann.Id, ["view"] = Modal() })).Text("error"));
    }
}
