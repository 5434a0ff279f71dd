using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.Gateway;
using CopBot.DiscordEmulator.World;
using Xunit;

namespace CopBot.DiscordEmulator.Tests.Posts;

public sealed class MessageRuleTests : IAsyncLifetime
{
    private Community _community = null!;

    private RestBot Bot => _community.Bot;

    private string Messages => $"channels/{_community.General.Id}/messages";

    public async ValueTask InitializeAsync() => _community = await Community.StartAsync();

    public ValueTask DisposeAsync() => _community.DisposeAsync();

    private Task<Answer> PostAsync(string json) => Bot.SendAsync("POST", Messages, json);

    [Fact]
    public async Task Two_thousand_characters_fit_and_one_more_does_not()
    {
        Assert.Equal(200, (await Bot.SayAsync(_community.General.Id, new string('x', 2000))).Status);

        var refused = await Bot.SayAsync(_community.General.Id, new string('x', 2001));
        Assert.Equal("400/50035", refused.ToString());
        Assert.Equal("BASE_TYPE_MAX_LENGTH", refused.Body!["errors"]!["content"]!["_errors"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Surrogate_pairs_count_twice()
    {
        Assert.Equal(200, (await Bot.SayAsync(_community.General.Id, string.Concat(Enumerable.Repeat("🌧", 1000)))).Status);
        Assert.Equal("400/50035", (await Bot.SayAsync(_community.General.Id, string.Concat(Enumerable.Repeat("🌧", 1001)))).ToString());
    }

    [Theory]
    [InlineData("""{ "content": "x", "allowedMentions": { "parse": [] } }""")]
    [InlineData("""{ "Content": "x" }""")]
    [InlineData("""{ "content": "x", "username": "somebody" }""")]
    [InlineData("""{ "content": "x", "flags": 64 }""")]
    [InlineData("""{ "content": "x", "nonce": "a nonce that is longer than twenty-five" }""")]
    [InlineData("""{ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }""")]
    [InlineData("""{ "content": 5 }""")]
    [InlineData("""{ "embeds": [ { "title": "t", "fields": [ { "name": "n" } ] } ] }""")]
    [InlineData("""{ "content": "x", "message_reference": { "message_id": "1" } }""")]
    public async Task A_body_out_of_shape_is_refused(string json) => Assert.Equal("400/50035", (await PostAsync(json)).ToString());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "content": "" }""")]
    [InlineData("""{ "content": null, "embeds": [] }""")]
    public async Task An_empty_message_is_refused(string json) => Assert.Equal("400/50006", (await PostAsync(json)).ToString());

    [Fact]
    public async Task Embeds_share_six_thousand_characters()
    {
        static string Embeds(int last) => new JsonObject { ["embeds"] = new JsonArray(new JsonObject { ["description"] = new string('x', 4000) }, new JsonObject { ["description"] = new string('y', last) }) }.ToJsonString();

        Assert.Equal(200, (await PostAsync(Embeds(2000))).Status);
        Assert.Equal("400/50035", (await PostAsync(Embeds(2001))).ToString());
    }

    [Theory]
    [InlineData("""[ { "type": 2, "style": 1, "label": "x", "custom_id": "a" } ]""", "a button needs a row")]
    [InlineData("""[ { "type": 1, "components": [ { "type": 2, "style": 1, "label": "x", "custom_id": "a" }, { "type": 2, "style": 1, "label": "y", "custom_id": "a" } ] } ]""", "one custom_id twice")]
    [InlineData("""[ { "type": 1, "components": [ { "type": 2, "style": 5, "label": "x", "custom_id": "a" } ] } ]""", "a link takes no custom_id")]
    [InlineData("""[ { "type": 1, "components": [ { "type": 2, "style": 1, "custom_id": "a" } ] } ]""", "a button says something")]
    [InlineData("""[ { "type": 1, "components": [] } ]""", "a row is not empty")]
    [InlineData("""[ { "type": 1, "components": [ { "type": 3, "custom_id": "a", "options": [] } ] } ]""", "a select has options")]
    [InlineData("""[ { "type": 1, "components": [ { "type": 3, "custom_id": "a", "options": [ { "label": "x", "value": "1" }, { "label": "y", "value": "1" } ] } ] } ]""", "one value twice")]
    [InlineData("""[ { "type": 1, "components": [ { "type": 3, "custom_id": "a", "options": [ { "label": "x", "value": "1" } ] }, { "type": 2, "style": 1, "label": "x", "custom_id": "b" } ] } ]""", "a select stands alone")]
    [InlineData("""[ { "type": 10, "content": "x" } ]""", "the second version needs its flag")]
    public async Task Components_out_of_shape_are_refused(string components, string why)
    {
        var answer = await PostAsync($$"""{ "content": "x", "components": {{components}} }""");
        Assert.True(answer.ToString() == "400/50035", $"{why}: {answer.Text}");
    }

    [Fact]
    public async Task There_are_five_rows_at_most()
    {
        static string Rows(int count) => new JsonObject
        {
            ["components"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => (JsonNode)new JsonObject
            {
                ["type"] = 1, ["components"] = new JsonArray(new JsonObject { ["type"] = 2, ["style"] = 1, ["label"] = "x", ["custom_id"] = $"b{n}" }),
            })]),
        }.ToJsonString();

        Assert.Equal(200, (await PostAsync(Rows(5))).Status);
        Assert.Equal("400/50035", (await PostAsync(Rows(6))).ToString());
    }

    [Fact]
    public async Task The_second_version_of_components_holds_forty_and_no_content()
    {
        static JsonObject Texts(int count) => new()
        {
            ["flags"] = 32768, ["components"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => (JsonNode)new JsonObject { ["type"] = 10, ["content"] = $"line {n}" })]),
        };
        var forty = await Bot.PostAsync(Messages, Texts(40));
        Assert.Equal(200, forty.Status);
        Assert.Equal("400/50035", (await Bot.PostAsync(Messages, Texts(41))).ToString());

        var withContent = Texts(1);
        withContent["content"] = "no";
        Assert.Equal("400/50035", (await Bot.PostAsync(Messages, withContent)).ToString());
        Assert.Equal("400/50035", (await Bot.PatchAsync($"{Messages}/{forty.Id}", new JsonObject { ["content"] = "no" })).ToString());
    }

    [Fact]
    public async Task One_nonce_makes_one_message_for_a_few_minutes()
    {
        const string body = """{ "content": "x", "nonce": "key", "enforce_nonce": true }""";
        var first = await PostAsync(body);
        var second = await PostAsync(body);
        Assert.Equal(first.Id, second.Id);

        _community.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.NotEqual(first.Id, (await PostAsync(body)).Id);
    }

    [Fact]
    public async Task Without_enforcing_a_nonce_is_only_a_label()
    {
        const string body = """{ "content": "x", "nonce": "key" }""";
        Assert.NotEqual((await PostAsync(body)).Id, (await PostAsync(body)).Id);
    }

    [Theory]
    [InlineData("", "maya,tom")]
    [InlineData(""", "allowed_mentions": { "parse": [] } """, "")]
    [InlineData(""", "allowed_mentions": { "parse": ["users"] } """, "maya,tom")]
    [InlineData(""", "allowed_mentions": { "users": ["TOM"] } """, "tom")]
    [InlineData(""", "flags": 4096 """, "")]
    public async Task A_message_rings_whom_it_may(string more, string rung)
    {
        var body = $$"""{ "content": "{{_community.Maya.Mention}} {{_community.Tom.Mention}} @everyone" {{more.Replace("TOM", _community.Tom.Id.ToString(), StringComparison.Ordinal)}} }""";
        var posted = await PostAsync(body);

        var message = _community.Discord.MessagesIn(_community.General).Single(m => m.Id == posted.Id);
        Assert.Equal(rung, string.Join(',', _community.Discord.RungBy(message)));
    }

    [Fact]
    public async Task Everyone_and_roles_ring_only_with_the_permission()
    {
        var role = _community.Discord.AddRole(_community.Guild, "helpers");
        _community.Tom.Receive(role, _community.Guild);
        await Bot.SayAsync(_community.General.Id, $"@everyone <@&{role.Id}>");
        _community.Discord.SetBotPermissions(_community.Guild, Community.BotMay | Permission.MentionEveryone);
        await Bot.SayAsync(_community.General.Id, $"<@&{role.Id}>");
        await Bot.SayAsync(_community.General.Id, "@here");

        var rung = _community.Discord.MessagesIn(_community.General).Select(m => string.Join(',', _community.Discord.RungBy(m)));
        Assert.Equal(["", "tom", "maya,operator,tom"], rung);
    }

    [Fact]
    public async Task A_moderator_may_have_deleted_it()
    {
        var card = await _community.CardAsync();
        _community.Discord.ModeratorDeletes(card);

        Assert.Equal("404/10008", (await Bot.PatchAsync($"{Messages}/{card.Id}", new JsonObject { ["content"] = "y" })).ToString());
        Assert.Equal("404/10008", (await Bot.SendAsync("DELETE", $"{Messages}/{card.Id}")).ToString());
    }

    [Fact]
    public async Task Somebody_elses_message_is_not_edited_and_without_permission_not_deleted()
    {
        var said = _community.Maya.Say(_community.General, "mine");

        Assert.Equal("403/50005", (await Bot.PatchAsync($"{Messages}/{said.Id}", new JsonObject { ["content"] = "y" })).ToString());
        Assert.Equal("403/50013", (await Bot.SendAsync("DELETE", $"{Messages}/{said.Id}")).ToString());
    }

    [Fact]
    public async Task Content_is_withheld_without_the_intent_but_for_mentions()
    {
        _community.Maya.Say(_community.General, "secret");
        _community.Maya.MentionBot(_community.General, "hello");

        var texts = (await Bot.GetAsync(Messages)).Body!.AsArray().Select(m => m!["content"]!.GetValue<string>());
        Assert.Equal([$"<@{_community.Discord.ApplicationId}> hello", ""], texts);

        await using var open = await Community.StartAsync(clock => new EmulatorOptions { Clock = clock, PrivilegedIntents = Intent.MessageContent });
        open.Maya.Say(open.General, "no secret");
        Assert.Equal("no secret", (await open.Bot.GetAsync($"channels/{open.General.Id}/messages")).Body![0]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Direct_messages_reach_those_who_take_them()
    {
        var stranger = _community.Discord.AddPerson("stranger");
        var toMaya = (await Bot.PostAsync("users/@me/channels", new JsonObject { ["recipient_id"] = _community.Maya.Id.ToString() })).Id;
        var toStranger = (await Bot.PostAsync("users/@me/channels", new JsonObject { ["recipient_id"] = stranger.Id.ToString() })).Id;

        Assert.Equal(200, (await Bot.SayAsync(toMaya, "hello")).Status);
        Assert.Equal("hello", Assert.Single(_community.Maya.DirectMessages).Content);
        Assert.Equal("403/50278", (await Bot.SayAsync(toStranger, "hello")).ToString());

        _community.Maya.CloseDirectMessages();
        Assert.Equal("403/50007", (await Bot.SayAsync(toMaya, "hello?")).ToString());
    }

    [Fact]
    public async Task Somebody_who_left_is_an_unknown_member_and_nobody_an_unknown_user()
    {
        _community.Tom.Leave(_community.Guild);

        Assert.Equal(200, (await Bot.GetAsync($"guilds/{_community.Guild.Id}/members/{_community.Maya.Id}")).Status);
        Assert.Equal("404/10007", (await Bot.GetAsync($"guilds/{_community.Guild.Id}/members/{_community.Tom.Id}")).ToString());
        Assert.Equal("404/10013", (await Bot.GetAsync($"guilds/{_community.Guild.Id}/members/1")).ToString());
    }
}
