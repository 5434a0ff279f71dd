using System.Text.Json.Nodes;
using CopBot.DiscordEmulator.World;
using Xunit;

namespace CopBot.DiscordEmulator.Tests.Posts;

public sealed class ThreadRuleTests : IAsyncLifetime
{
    private Community _community = null!;

    private RestBot Bot => _community.Bot;

    public async ValueTask InitializeAsync() => _community = await Community.StartAsync();

    public ValueTask DisposeAsync() => _community.DisposeAsync();

    private async Task<ulong> ThreadAsync()
    {
        var card = await _community.CardAsync();
        return (await Bot.PostAsync($"channels/{_community.General.Id}/messages/{card.Id}/threads", new JsonObject { ["name"] = "About it", ["auto_archive_duration"] = 60 })).Id;
    }

    private Task<Answer> ChangeAsync(ulong thread, string json) => Bot.SendAsync("PATCH", $"channels/{thread}", json);

    private void NoLongerManagesThreads() => _community.Discord.SetBotPermissions(_community.Guild, Community.BotMay & ~Permission.ManageThreads);

    [Fact]
    public async Task A_message_has_one_thread_with_its_own_id()
    {
        var card = await _community.CardAsync();
        var path = $"channels/{_community.General.Id}/messages/{card.Id}/threads";

        var first = await Bot.PostAsync(path, new JsonObject { ["name"] = "About it" });
        Assert.Equal("201/0", first.ToString());
        Assert.Equal(card.Id, first.Id);
        Assert.Equal("400/160004", (await Bot.PostAsync(path, new JsonObject { ["name"] = "Again" })).ToString());
    }

    [Fact]
    public async Task A_thread_without_a_message_is_private_unless_said_otherwise()
    {
        _community.Discord.SetBotPermissions(_community.Guild, Community.BotMay);
        var path = $"channels/{_community.General.Id}/threads";

        Assert.Equal(12, (await Bot.PostAsync(path, new JsonObject { ["name"] = "Quiet" })).Body!["type"]!.GetValue<int>());
        Assert.Equal(11, (await Bot.PostAsync(path, new JsonObject { ["name"] = "Loud", ["type"] = 11 })).Body!["type"]!.GetValue<int>());
    }

    [Fact]
    public async Task In_an_archived_thread_nothing_is_edited_until_it_wakes()
    {
        var thread = await ThreadAsync();
        var inside = (await Bot.SayAsync(thread, "first")).Id;
        await ChangeAsync(thread, """{ "archived": true }""");

        Assert.Equal("400/50083", (await Bot.PatchAsync($"channels/{thread}/messages/{inside}", new JsonObject { ["content"] = "y" })).ToString());
        Assert.Equal("400/50083", (await ChangeAsync(thread, """{ "name": "Another name" }""")).ToString());
        Assert.Equal(200, (await ChangeAsync(thread, """{ "archived": false, "name": "Another name" }""")).Status);
        Assert.Equal(200, (await Bot.PatchAsync($"channels/{thread}/messages/{inside}", new JsonObject { ["content"] = "y" })).Status);
    }

    [Fact]
    public async Task Sending_wakes_an_archived_thread()
    {
        var thread = await ThreadAsync();
        await ChangeAsync(thread, """{ "archived": true }""");
        await Bot.SayAsync(thread, "still here");

        Assert.False((await Bot.GetAsync($"channels/{thread}")).Body!["thread_metadata"]!["archived"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_locked_thread_opens_only_to_those_who_manage_threads()
    {
        var thread = await ThreadAsync();
        await ChangeAsync(thread, """{ "locked": true, "archived": true }""");
        NoLongerManagesThreads();

        Assert.Equal("400/160005", (await Bot.SayAsync(thread, "hello")).ToString());
        Assert.Equal("400/160005", (await ChangeAsync(thread, """{ "archived": false }""")).ToString());
        Assert.Throws<InvalidOperationException>(() => _community.Maya.Say(_community.Discord.ThreadsIn(_community.General).Single(), "hello"));

        _community.Discord.SetBotPermissions(_community.Guild, Community.BotMay);
        Assert.Equal(200, (await Bot.SayAsync(thread, "hello")).Status);
    }

    [Fact]
    public async Task A_quiet_thread_archives_itself()
    {
        var thread = await ThreadAsync();
        await Bot.SayAsync(thread, "hello");

        _community.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False((await Bot.GetAsync($"channels/{thread}")).Body!["thread_metadata"]!["archived"]!.GetValue<bool>());
        _community.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await Bot.GetAsync($"channels/{thread}")).Body!["thread_metadata"]!["archived"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Sending_in_threads_is_a_permission_of_its_own()
    {
        var thread = await ThreadAsync();
        _community.Discord.SetOverwrite(_community.General, _community.Guild.Id, forMember: false, deny: Permission.SendMessagesInThreads);
        _community.Discord.SetOverwrite(_community.General, _community.Discord.ApplicationId, forMember: true, deny: Permission.SendMessagesInThreads);

        Assert.Equal("403/50013", (await Bot.SayAsync(thread, "hello")).ToString());
        Assert.Equal(200, (await Bot.SayAsync(_community.General.Id, "hello")).Status);
    }

    [Fact]
    public async Task A_forum_post_has_known_tags_and_a_message_of_its_own_id()
    {
        var open = _community.Forum.Tags[0].Id.ToString();
        var path = $"channels/{_community.Forum.Id}/threads";

        var post = await Bot.PostAsync(path, new JsonObject { ["name"] = "Rain", ["message"] = new JsonObject { ["content"] = "It rains" }, ["applied_tags"] = new JsonArray(open) });
        Assert.Equal("201/0", post.ToString());
        Assert.Equal(post.Id.ToString(), post.Body!["message"]!["id"]!.GetValue<string>());
        Assert.Equal("400/10087", (await Bot.PostAsync(path, new JsonObject { ["name"] = "x", ["message"] = new JsonObject { ["content"] = "x" }, ["applied_tags"] = new JsonArray("1") })).ToString());
        Assert.Equal("400/50006", (await Bot.PostAsync(path, new JsonObject { ["name"] = "x", ["message"] = new JsonObject() })).ToString());
        Assert.Equal("400/50035", (await Bot.PostAsync(path, new JsonObject { ["name"] = "x" })).ToString());
        Assert.Equal("400/50008", (await Bot.SayAsync(_community.Forum.Id, "x")).ToString());
    }

    [Fact]
    public async Task Moderated_tags_need_manage_threads_and_some_forums_need_a_tag()
    {
        NoLongerManagesThreads();
        var strict = _community.Discord.AddForum(_community.Guild, "strict", requireTag: true, "open");
        static JsonObject Post(params string[] tags) => new() { ["name"] = "x", ["message"] = new JsonObject { ["content"] = "x" }, ["applied_tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]) };

        Assert.Equal("403/50013", (await Bot.PostAsync($"channels/{_community.Forum.Id}/threads", Post(_community.Forum.Tags[2].Id.ToString()))).ToString());
        Assert.Equal("400/40067", (await Bot.PostAsync($"channels/{strict.Id}/threads", Post())).ToString());
        Assert.Equal("201/0", (await Bot.PostAsync($"channels/{strict.Id}/threads", Post(strict.Tags[0].Id.ToString()))).ToString());
    }
}
