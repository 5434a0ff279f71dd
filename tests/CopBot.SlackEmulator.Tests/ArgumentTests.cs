using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CopBot.SlackEmulator.Tests;

public sealed class ArgumentTests
{
    private static string Messages(JsonObject answer) => answer.Object("response_metadata").Array("messages")!.ToJsonString();

    [Fact]
    public async Task An_unknown_method_is_said_to_be_unknown()
    {
        await using var house = await House.Build();
        var answer = await house.Call("chat.postMesage");
        Assert.Equal("unknown_method", answer.Text("error"));
        Assert.Equal("chat.postMesage", answer.Text("req_method"));
    }

    [Fact]
    public async Task A_missing_argument_is_named()
    {
        await using var house = await House.Build();
        var answer = await house.Call("chat.update", ("channel", house.Help.Id));
        Assert.Equal("invalid_arguments", answer.Text("error"));
        Assert.Contains("missing required field: ts", Messages(answer));
    }

    [Fact]
    public async Task A_misspelt_argument_is_refused_although_Slack_ignores_it()
    {
        await using var house = await House.Build();
        Assert.Contains("threadTs", Messages(await house.CallJson("chat.postMessage", new JsonObject { ["channel"] = house.Help.Id, ["text"] = "hi", ["threadTs"] = "1.2" })));
    }

    [Fact]
    public async Task A_ts_sent_as_a_number_is_refused()
    {
        await using var house = await House.Build();
        Assert.Contains("must be a string", Messages(await house.CallJson("chat.update", new JsonObject { ["channel"] = house.Help.Id, ["text"] = "hi", ["ts"] = 1503435956.000247 })));
    }

    [Theory]
    [InlineData("users.info", "user")]
    [InlineData("conversations.replies", "channel")]
    [InlineData("chat.getPermalink", "channel")]
    [InlineData("files.getUploadURLExternal", "length")]
    public async Task A_method_that_reads_no_json_misses_every_argument_in_it(string method, string argument)
    {
        await using var house = await House.Build();
        Assert.Contains($"missing required field: {argument}", Messages(await house.CallJson(method, new JsonObject { [argument] = house.Ann.Id })));
    }

    [Fact]
    public async Task Json_without_a_charset_is_answered_with_a_warning()
    {
        await using var house = await House.Build();
        using var content = new StringContent("{}");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = (await house.Send("auth.test", house.Bot.BotToken, content)).Body!;
        Assert.True(answer.Flag("ok"));
        Assert.Equal("missing_charset", answer.Text("warning"));
    }

    [Theory]
    [InlineData("{", "application/json", "invalid_json")]
    [InlineData("[]", "application/json", "json_not_object")]
    [InlineData("x", "text/plain", "invalid_post_type")]
    public async Task A_body_that_cannot_be_read_is_refused(string body, string type, string error)
    {
        await using var house = await House.Build();
        using var content = new StringContent(body, Encoding.UTF8, type);
        Assert.Equal(error, (await house.Send("auth.test", house.Bot.BotToken, content)).Body.Text("error"));
    }

    [Fact]
    public async Task Structured_arguments_are_text_in_a_form_and_may_be_objects_in_json()
    {
        await using var house = await House.Build();
        const string Blocks = """[{"type":"section","text":{"type":"mrkdwn","text":"hi"}}]""";
        Assert.True((await house.Call("chat.postMessage", ("channel", house.Help.Id), ("text", "hi"), ("blocks", Blocks))).Flag("ok"));
        Assert.True((await house.CallJson("chat.postMessage", new JsonObject { ["channel"] = house.Help.Id, ["text"] = "hi", ["blocks"] = JsonNode.Parse(Blocks) })).Flag("ok"));
        Assert.Equal("invalid_blocks_format", (await house.Call("chat.postMessage", ("channel", house.Help.Id), ("text", "hi"), ("blocks", "[{"))).Text("error"));
    }

    [Fact]
    public async Task A_reading_method_may_be_called_by_get_and_a_put_is_no_way_to_call()
    {
        await using var house = await House.Build();
        using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(house.Slack.ApiUrl, "users.info?user=" + house.Ann.Id));
        get.Headers.Authorization = new AuthenticationHeaderValue("Bearer", house.Bot.BotToken);
        using var answer = await house.Http.SendAsync(get);
        Assert.Equal("ann", JsonNode.Parse(await answer.Content.ReadAsStringAsync()).Object("user").Text("name"));
        using var put = await house.Http.PutAsync(new Uri(house.Slack.ApiUrl, "users.info"), null);
        Assert.Equal(405, (int)put.StatusCode);
        using var nowhere = await house.Http.GetAsync(new Uri(house.Slack.BaseUrl, "nowhere"));
        Assert.Equal(404, (int)nowhere.StatusCode);
    }
}
