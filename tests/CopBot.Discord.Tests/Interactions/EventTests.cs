using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Discord.Interactions;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.World;
using Message = CopBot.Chat.Message;

namespace CopBot.Discord.Tests.Interactions;

public sealed class EventTests : IAsyncLifetime
{
    private const string Put = "PUT /applications/{application_id}/guilds/{guild_id}/commands";
    private Town _town = null!;

    public async ValueTask InitializeAsync() => _town = await Town.StartAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Below_our_posts_thread_author_and_time_are_seen_and_no_words()
    {
        var (post, _) = await _town.CardAsync(Message.Say($"A card"));
        var talk = await _town.Platform.OpenThreadAsync(post, "Talk", Town.Stop);
        var thread = Assert.Single(_town.Discord.ThreadsIn(_town.General));
        _town.Maya.Say(_town.General, "not below");
        var said = _town.Tom.Say(thread, "a secret");

        var seen = (await _town.Inbox.GotAsync<MessageSeen>()).Message;
        Assert.Equal(new PostRef(talk, $"{said.Id}"), seen.Post);
        Assert.Equal(_town.Ref(_town.Tom), seen.Author);
        Assert.Equal(("", ""), (seen.Text, seen.AuthorName));
        Assert.Single(_town.Inbox.Got);
    }

    [Fact]
    public async Task A_thread_that_a_member_opened_below_our_post_counts_and_others_do_not()
    {
        var (_, card) = await _town.CardAsync(Message.Say($"A card"));
        var theirs = _town.Tom.StartThread(_town.General, "Theirs", _town.Tom.Say(_town.General, "x"));
        var ours = _town.Maya.StartThread(_town.General, "Ours", card);
        _town.Tom.Say(theirs, "hello");
        var said = _town.Tom.Say(ours, "hello");

        Assert.Equal($"{said.Id}", (await _town.Inbox.GotAsync<MessageSeen>()).Message.Post.Id);
        Assert.Single(_town.Inbox.Got);
    }

    [Fact]
    public async Task Who_mentions_the_bot_is_heard_with_their_words()
    {
        var said = _town.Maya.MentionBot(_town.General, $"how do I *stop* the rain, <@{_town.Tom.Id}>?");

        var mentioned = (await _town.Inbox.GotAsync<Mentioned>()).Message;
        Assert.Equal(new PostRef(_town.InGeneral, $"{said.Id}"), mentioned.Post);
        Assert.Equal("how do I *stop* the rain, @tom?", mentioned.Text);
        Assert.Equal("maya", mentioned.AuthorName);
        Assert.False(mentioned.Private);
    }

    [Fact]
    public async Task A_server_that_must_wait_long_for_its_commands_gets_them_all_the_same()
    {
        _town.Discord.RestFaults.Add(new RestFault.RateLimited(RetryAfter: 30), "GET", "/commands");
        var garden = _town.Discord.AddGuild("Garden", (Permission)(ulong)DiscordNeeds.Everything);
        var beds = _town.Discord.AddTextChannel(garden, "beds");
        _town.Maya.Join(garden);

        await _town.LetPassAsync(TimeSpan.FromSeconds(1), _town.WhenAsync(() => _town.Maya.CommandsIn(beds).Contains("cop")));
    }

    [Fact]
    public async Task Deleted_messages_and_forum_posts_and_channels_are_told()
    {
        var (post, card) = await _town.CardAsync(Message.Say($"A card"));
        _town.Discord.ModeratorDeletes(card);
        Assert.Equal(post, (await _town.Inbox.GotAsync<MessageDeleted>()).Post);

        var inForum = await _town.Platform.PostAsync(_town.InForum, Message.Say($"A post"), "forum", Town.Stop);
        _town.Discord.ModeratorDeletes(Assert.Single(_town.Discord.ThreadsIn(_town.Forum)));
        await _town.Inbox.GotAsync<MessageDeleted>(d => d.Post == inForum);

        _town.Discord.ModeratorDeletes(_town.General);
        Assert.Equal(_town.InGeneral.Channel, (await _town.Inbox.GotAsync<ChannelGone>()).Channel);
        _town.Expect(10003);
    }

    [Fact]
    public async Task An_outage_is_no_removal()
    {
        _town.Discord.BeginOutage(_town.Guild);
        _town.Discord.EndOutage(_town.Guild);
        _town.Maya.MentionBot(_town.General, "hello");
        await _town.Inbox.GotAsync<Mentioned>();
        Assert.DoesNotContain(_town.Inbox.Got, i => i is WorkspaceGone);

        _town.Discord.RemoveBot(_town.Guild);
        Assert.Equal(_town.Workspace, (await _town.Inbox.GotAsync<WorkspaceGone>()).Removed);
        // It may just have been asking which commands the server knows.
        _town.Expect(50001, 10004);
    }

    [Fact]
    public async Task Commands_are_told_only_where_they_differ()
    {
        Assert.Equal(["Make this a problem", "Mark as what helped", "cop"], _town.Maya.CommandsIn(_town.General).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("cop", _town.Maya.CommandsIn(_town.Maya.Direct));

        _town.Discord.BeginOutage(_town.Guild);
        _town.Discord.EndOutage(_town.Guild);
        await _town.WhenAsync(() => _town.Discord.Journal.Requests("GET /applications/{application_id}/guilds/{guild_id}/commands").Count >= 2);
        _town.Maya.MentionBot(_town.General, "after");
        await _town.Inbox.GotAsync<Mentioned>();
        Assert.Single(_town.Discord.Journal.Requests(Put));

        _town.Inbox.Offers = _town.Inbox.Offers with { Commands = [new("ask", "Ask anew", "your question")] };
        _town.Discord.BeginOutage(_town.Guild);
        _town.Discord.EndOutage(_town.Guild);
        await _town.RequestsAsync(Put, 2);
    }

    [Fact]
    public void What_Discord_adds_to_a_command_by_itself_is_no_difference()
    {
        var wanted = DiscordCommands.Wanted(_town.Inbox.Offers);
        var known = (JsonArray)wanted.DeepClone();
        foreach (var command in known) (command!["id"], command["version"], command["nsfw"]) = ("1", "2", false);
        using var same = JsonDocument.Parse(new JsonArray([.. known.Reverse().Select(c => c!.DeepClone())]).ToJsonString());
        Assert.True(DiscordCommands.Same(wanted, same.RootElement));

        known[0]!["description"] = "Something else";
        using var other = JsonDocument.Parse(known.ToJsonString());
        Assert.False(DiscordCommands.Same(wanted, other.RootElement));
    }

    [Fact]
    public async Task What_nobody_expected_harms_nothing()
    {
        _town.Discord.Sockets.SendUnknownEvent();
        foreach (var (type, data) in ((string, string)[])[
            ("INTERACTION_CREATE", "null"), ("INTERACTION_CREATE", "{}"), ("INTERACTION_CREATE", """{"id":"1","application_id":"2","token":"x","type":3,"data":null}"""),
            ("MESSAGE_CREATE", "[]"), ("MESSAGE_CREATE", """{"id":null,"author":{"id":"1"},"guild_id":"1"}"""), ("MESSAGE_DELETE", """{"id":5}"""), ("MESSAGE_DELETE_BULK", """{"guild_id":"1","channel_id":"2","ids":[null,3,"x"]}"""),
            ("GUILD_CREATE", "{}"), ("GUILD_DELETE", "null"), ("CHANNEL_DELETE", """{"id":"1"}"""), ("THREAD_DELETE", "7"), ("CHANNEL_UPDATE", """{"id":"1","type":"x","permission_overwrites":[null,{}]}"""), ("THREAD_LIST_SYNC", "{}"), ("NEW_THING", "null")])
        {
            _town.Discord.Sockets.SendRaw($$"""{"op":0,"t":"{{type}}","s":null,"d":{{data}}}""");
        }

        _town.Maya.MentionBot(_town.General, "still there?");
        await _town.Inbox.GotAsync<Mentioned>();
        await _town.RequestsAsync("POST /interactions/{interaction_id}/{interaction_token}/callback");
        Assert.Single(_town.Inbox.Got);
        _town.Expect(10062, 10003);
    }
}
