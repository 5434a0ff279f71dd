using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Tests;

public sealed class ConversationTests
{
    [Fact]
    public async Task Lists_come_in_pages_until_the_cursor_is_empty()
    {
        await using var house = await House.Build();
        var names = new List<string>();
        var cursor = "";
        do
        {
            var page = await house.Call("users.list", ("limit", "2"), ("cursor", cursor));
            names.AddRange(page.Array("members").Objects().Select(member => member.Text("name")!));
            cursor = page.Object("response_metadata").Text("next_cursor");
        }
        while (cursor is { Length: > 0 });
        Assert.Equal(["ann", "ben", "copbot"], names);
    }

    [Theory]
    [InlineData("users.list", "cursor", "nonsense", "invalid_cursor")]
    [InlineData("conversations.list", "cursor", "nonsense", "invalid_cursor")]
    [InlineData("conversations.list", "limit", "1000", "invalid_limit")]
    [InlineData("conversations.list", "types", "forum", "invalid_types")]
    public async Task A_page_that_cannot_be_is_refused(string method, string argument, string value, string error)
    {
        await using var house = await House.Build();
        Assert.Equal(error, (await house.Call(method, (argument, value))).Text("error"));
    }

    [Fact]
    public async Task A_cursor_is_good_only_for_its_own_method()
    {
        await using var house = await House.Build();
        var cursor = (await house.Call("users.list", ("limit", "1"))).Object("response_metadata").Text("next_cursor")!;
        Assert.Equal("invalid_cursor", (await house.Call("conversations.list", ("cursor", cursor))).Text("error"));
    }

    [Fact]
    public async Task History_is_newest_first_and_its_pages_do_not_shift()
    {
        await using var house = await House.Build();
        foreach (var text in new[] { "1", "2", "3", "4" })
            house.As(house.Ann).Types(house.Help, text);
        var first = await house.Call("conversations.history", ("channel", house.Help.Id), ("limit", "2"));
        house.As(house.Ann).Types(house.Help, "5");
        var second = await house.Call("conversations.history", ("channel", house.Help.Id), ("limit", "2"), ("cursor", first.Object("response_metadata").Text("next_cursor")!));
        Assert.Equal(["4", "3", "2", "1"], first.Array("messages").Objects().Concat(second.Array("messages").Objects()).Select(message => message.Text("text")));
        Assert.True(first.Flag("has_more"));
        Assert.False(second.Flag("has_more"));
    }

    [Fact]
    public async Task History_can_be_cut_to_a_span()
    {
        await using var house = await House.Build();
        var messages = new[] { "1", "2", "3" }.Select(text => house.As(house.Ann).Types(house.Help, text)).ToArray();
        var open = await house.Call("conversations.history", ("channel", house.Help.Id), ("oldest", messages[0].Ts), ("latest", messages[2].Ts));
        var closed = await house.Call("conversations.history", ("channel", house.Help.Id), ("oldest", messages[0].Ts), ("latest", messages[2].Ts), ("inclusive", "true"));
        Assert.Equal(["2"], open.Array("messages").Objects().Select(message => message.Text("text")));
        Assert.Equal(3, closed.Array("messages")!.Count);
        Assert.Equal("invalid_ts_oldest", (await house.Call("conversations.history", ("channel", house.Help.Id), ("oldest", "yesterday"))).Text("error"));
    }

    [Fact]
    public async Task Opening_needs_people_who_are_here()
    {
        await using var house = await House.Build();
        Assert.Equal("users_list_not_supplied", (await house.Call("conversations.open")).Text("error"));
        Assert.Equal("user_not_found", (await house.Call("conversations.open", ("users", "U0NOBODY"))).Text("error"));
        Assert.Equal("too_many_users", (await house.Call("conversations.open", ("users", "U1,U2,U3,U4,U5,U6,U7,U8,U9"))).Text("error"));
        house.Slack.Admin.Deactivate(house.Workspace, house.Ben);
        Assert.Equal("user_disabled", (await house.Call("conversations.open", ("users", house.Ben.Id))).Text("error"));
    }

    [Fact]
    public async Task Several_people_get_one_conversation_together()
    {
        await using var house = await House.Build();
        var both = $"{house.Ann.Id},{house.Ben.Id}";
        var first = (await house.Call("conversations.open", ("users", both))).Object("channel").Text("id");
        Assert.StartsWith("G", first, StringComparison.Ordinal);
        Assert.Equal(first, (await house.Call("conversations.open", ("users", both))).Object("channel").Text("id"));
    }

    [Fact]
    public async Task A_zone_is_told_with_its_offset_of_today_and_may_be_missing()
    {
        await using var house = await House.Build();
        var winter = (await house.Call("users.info", ("user", house.Ann.Id))).Object("user");
        Assert.Equal(3600, winter!["tz_offset"]!.GetValue<int>());
        house.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(7200, (await house.Call("users.info", ("user", house.Ann.Id))).Object("user")!["tz_offset"]!.GetValue<int>());
        house.Ben.TimeZone = null;
        Assert.Null((await house.Call("users.info", ("user", house.Ben.Id))).Object("user")!["tz"]);
    }

    [Fact]
    public async Task The_locale_is_told_when_asked_for()
    {
        await using var house = await House.Build();
        Assert.Null((await house.Call("users.info", ("user", house.Ann.Id))).Object("user").Text("locale"));
        Assert.Equal("en-US", (await house.Call("users.info", ("user", house.Ann.Id), ("include_locale", "true"))).Object("user").Text("locale"));
    }

    [Fact]
    public async Task A_stranger_from_another_workspace_is_marked()
    {
        await using var house = await House.Build();
        var eve = house.Workspace.AddStranger("eve");
        var told = (await house.Call("users.info", ("user", eve.Id))).Object("user");
        Assert.True(told.Flag("is_stranger"));
        Assert.NotEqual(house.Workspace.Id, told.Text("team_id"));
    }

    [Fact]
    public async Task A_file_needs_exactly_the_bytes_that_were_announced()
    {
        await using var house = await House.Build();
        var asked = await house.Call("files.getUploadURLExternal", ("filename", "a.csv"), ("length", "5"));
        Assert.Equal("file_not_found", (await Complete(house, asked)).Text("error"));
        using var wrong = new ByteArrayContent(Encoding.UTF8.GetBytes("four"));
        using var right = new ByteArrayContent(Encoding.UTF8.GetBytes("5five"));
        Assert.Equal(400, (int)(await house.Http.PostAsync(new Uri(asked.Text("upload_url")!), wrong)).StatusCode);
        Assert.Equal(200, (int)(await house.Http.PostAsync(new Uri(asked.Text("upload_url")!), right)).StatusCode);
        Assert.True((await Complete(house, asked)).Flag("ok"));
        Assert.Equal("a.csv", Assert.Single(Assert.Single(house.Help.Messages).Files).Name);
        Assert.Equal("file_not_found", (await Complete(house, asked)).Text("error"));
    }

    private static Task<JsonObject> Complete(House house, JsonObject asked) => house.CallJson("files.completeUploadExternal", new JsonObject
    {
        ["channel_id"] = house.Help.Id,
        ["files"] = new JsonArray(new JsonObject { ["id"] = asked.Text("file_id") }),
    });
}
