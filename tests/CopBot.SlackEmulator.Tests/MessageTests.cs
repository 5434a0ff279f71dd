using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.SlackEmulator.Tests;

public sealed class MessageTests
{
    [Fact]
    public async Task A_post_is_seen_by_everyone_in_the_channel()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, "Welcome");
        Assert.Equal("Welcome", Assert.Single(house.As(house.Ben).Sees(house.Help)).Text);
        Assert.Matches(@"^\d+\.\d{6}$", message.Ts);
    }

    [Fact]
    public async Task Timestamps_never_repeat_while_the_clock_stands_still()
    {
        await using var house = await House.Build();
        var first = await house.Post(house.Help, "one");
        var second = await house.Post(house.Help, "two");
        Assert.True(string.CompareOrdinal(first.Ts, second.Ts) < 0);
    }

    [Fact]
    public async Task A_post_without_words_is_no_text()
    {
        await using var house = await House.Build();
        Assert.Equal("no_text", (await house.Call("chat.postMessage", ("channel", house.Help.Id))).Text("error"));
    }

    [Fact]
    public async Task A_bot_outside_a_public_channel_is_told_so_and_a_private_one_does_not_exist_for_it()
    {
        await using var house = await House.Build();
        var open = house.Workspace.AddChannel("open", ChannelKind.Public, house.Ann);
        var secret = house.Workspace.AddChannel("secret", ChannelKind.Private, house.Ann);
        Assert.Equal("not_in_channel", (await house.Call("chat.postMessage", ("channel", open.Id), ("text", "hi"))).Text("error"));
        Assert.Equal("channel_not_found", (await house.Call("chat.postMessage", ("channel", secret.Id), ("text", "hi"))).Text("error"));
        Assert.True((await house.Call("conversations.join", ("channel", open.Id))).Flag("ok"));
        Assert.True((await house.Call("chat.postMessage", ("channel", open.Id), ("text", "hi"))).Flag("ok"));
    }

    [Fact]
    public async Task Nothing_is_posted_into_an_archived_channel()
    {
        await using var house = await House.Build();
        house.Slack.Admin.Archive(house.Workspace, house.Help);
        Assert.Equal("is_archived", (await house.Call("chat.postMessage", ("channel", house.Help.Id), ("text", "hi"))).Text("error"));
    }

    [Fact]
    public async Task Nothing_is_edited_in_an_archived_channel()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, "card");
        house.Slack.Admin.Archive(house.Workspace, house.Help);
        Assert.Equal("is_inactive", (await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", "x"))).Text("error"));
    }

    [Fact]
    public async Task A_persons_id_in_place_of_a_channel_opens_the_direct_message()
    {
        await using var house = await House.Build();
        var answer = await house.Call("chat.postMessage", ("channel", house.Ann.Id), ("text", "psst"));
        Assert.StartsWith("D", answer.Text("channel"), StringComparison.Ordinal);
        Assert.Equal("psst", Assert.Single(house.As(house.Ann).Sees(house.As(house.Ann).Direct(house.Bot))).Text);
        Assert.Empty(house.As(house.Ben).Sees(house.As(house.Ann).Direct(house.Bot)));
    }

    [Fact]
    public async Task Text_over_forty_thousand_is_cut_and_an_edit_over_four_thousand_refused()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, new string('x', 40_010));
        Assert.Equal(40_000, message.Text.Length);
        Assert.Equal("msg_too_long", (await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", new string('x', 4_001)))).Text("error"));
    }

    [Fact]
    public async Task Only_its_own_messages_can_an_app_edit_or_delete()
    {
        await using var house = await House.Build();
        var message = house.As(house.Ann).Types(house.Help, "mine");
        Assert.Equal("cant_update_message", (await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", "yours"))).Text("error"));
        Assert.Equal("cant_delete_message", (await house.Call("chat.delete", ("channel", house.Help.Id), ("ts", message.Ts))).Text("error"));
    }

    [Fact]
    public async Task A_message_that_a_moderator_deleted_is_not_found()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, "card");
        house.Slack.Admin.DeleteMessage(message);
        Assert.Equal("message_not_found", (await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", "card"))).Text("error"));
        Assert.Equal("message_not_found", (await house.Call("chat.delete", ("channel", house.Help.Id), ("ts", message.Ts))).Text("error"));
    }

    [Fact]
    public async Task A_deleted_parent_with_replies_stays_as_a_tombstone()
    {
        await using var house = await House.Build();
        var parent = await house.Post(house.Help, "question");
        await house.Post(house.Help, "answer", thread: parent.Ts);
        house.Slack.Admin.DeleteMessage(parent);
        var messages = (await house.Call("conversations.replies", ("channel", house.Help.Id), ("ts", parent.Ts))).Array("messages")!;
        Assert.Equal(["tombstone", null], messages.Select(message => message.Text("subtype")));
    }

    [Fact]
    public async Task Replies_hang_under_their_parent_and_out_of_the_channel()
    {
        await using var house = await House.Build();
        var parent = await house.Post(house.Help, "question");
        house.As(house.Ben).Types(house.Help, "answer", threadTs: parent.Ts);
        Assert.Single(house.As(house.Ann).Sees(house.Help));
        Assert.Equal(["question", "answer"], house.As(house.Ann).SeesThread(parent).Select(message => message.Text));
        var told = (await house.Call("conversations.replies", ("channel", house.Help.Id), ("ts", parent.Ts))).Array("messages")!;
        Assert.Equal(1, told[0]!["reply_count"]!.GetValue<int>());
        Assert.Equal(parent.Ts, told[1].Text("thread_ts"));
        Assert.Equal(house.Bot.Bot.Id, told[1].Text("parent_user_id"));
    }

    [Fact]
    public async Task A_replys_own_ts_is_no_place_to_reply()
    {
        await using var house = await House.Build();
        var parent = await house.Post(house.Help, "question");
        var reply = await house.Post(house.Help, "answer", thread: parent.Ts);
        Assert.Equal("cannot_reply_to_message", (await house.Call("chat.postMessage", ("channel", house.Help.Id), ("text", "x"), ("thread_ts", reply.Ts))).Text("error"));
    }

    [Fact]
    public async Task Metadata_comes_back_only_when_asked_for()
    {
        await using var house = await House.Build();
        var metadata = new JsonObject { ["event_type"] = "cop_post", ["event_payload"] = new JsonObject { ["key"] = "problems/1" } };
        await house.CallJson("chat.postMessage", new JsonObject { ["channel"] = house.Help.Id, ["text"] = "card", ["metadata"] = metadata });
        var without = (await house.Call("conversations.history", ("channel", house.Help.Id))).Array("messages")![0];
        var with = (await house.Call("conversations.history", ("channel", house.Help.Id), ("include_all_metadata", "true"))).Array("messages")![0];
        Assert.Null(without.Object("metadata"));
        Assert.Equal("problems/1", with.Object("metadata").Object("event_payload").Text("key"));
    }

    [Theory]
    [InlineData("""{"event_type":"x"}""", "invalid_metadata_format")]
    [InlineData("""{"event_type":"not a word","event_payload":{}}""", "invalid_metadata_schema")]
    [InlineData("nonsense", "invalid_metadata_format")]
    public async Task Metadata_has_a_shape(string metadata, string error)
    {
        await using var house = await House.Build();
        Assert.Equal(error, (await house.Call("chat.postMessage", ("channel", house.Help.Id), ("text", "x"), ("metadata", metadata))).Text("error"));
    }

    [Fact]
    public async Task An_edit_keeps_metadata_unless_it_is_emptied()
    {
        await using var house = await House.Build();
        var answer = await house.CallJson("chat.postMessage", new JsonObject { ["channel"] = house.Help.Id, ["text"] = "card", ["metadata"] = new JsonObject { ["event_type"] = "cop", ["event_payload"] = new JsonObject() } });
        var message = house.Help.Find(answer.Text("ts")!)!;
        await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", "new"));
        Assert.NotNull(message.Metadata);
        await house.Call("chat.update", ("channel", house.Help.Id), ("ts", message.Ts), ("text", "new"), ("metadata", "{}"));
        Assert.Null(message.Metadata);
    }

    [Fact]
    public async Task An_ephemeral_message_is_for_one_member_and_for_no_api()
    {
        await using var house = await House.Build();
        var answer = await house.Call("chat.postEphemeral", ("channel", house.Help.Id), ("user", house.Ann.Id), ("text", "only you"));
        Assert.Equal("only you", Assert.Single(house.As(house.Ann).Sees(house.Help)).Text);
        Assert.Empty(house.As(house.Ben).Sees(house.Help));
        Assert.Empty((await house.Call("conversations.history", ("channel", house.Help.Id))).Array("messages")!);
        Assert.Equal("message_not_found", (await house.Call("chat.update", ("channel", house.Help.Id), ("ts", answer.Text("message_ts")!), ("text", "x"))).Text("error"));
    }

    [Fact]
    public async Task An_ephemeral_message_needs_its_reader_in_the_channel()
    {
        await using var house = await House.Build();
        var cid = house.Workspace.AddUser("cid");
        Assert.Equal("user_not_in_channel", (await house.Call("chat.postEphemeral", ("channel", house.Help.Id), ("user", cid.Id), ("text", "x"))).Text("error"));
    }

    [Fact]
    public async Task What_a_person_types_rings_only_what_exists()
    {
        await using var house = await House.Build();
        var message = house.As(house.Ann).Types(house.Help, "<!channel> & <@U1> @ben @nobody @channel");
        Assert.Equal(["channel", house.Ben.Id], message.Rings.Order(StringComparer.Ordinal).Reverse());
        Assert.StartsWith("&lt;!channel&gt; &amp;", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unescaped_mentions_from_an_app_ring_and_plain_text_does_not()
    {
        await using var house = await House.Build();
        var loud = await house.Post(house.Help, "<!channel> <!subteam^S1|team> <@U1>");
        var quiet = await house.Post(house.Help, "fallback", [new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "<!channel>" } }]);
        Assert.Equal(["channel", "S1", "U1"], loud.Rings);
        Assert.Empty(quiet.Rings);
    }

    [Fact]
    public async Task A_reaction_twice_is_already_reacted_and_an_unknown_message_not_found()
    {
        await using var house = await House.Build();
        var message = await house.Post(house.Help, "card");
        Assert.True((await house.Call("reactions.add", ("channel", house.Help.Id), ("timestamp", message.Ts), ("name", "eyes"))).Flag("ok"));
        Assert.Equal("already_reacted", (await house.Call("reactions.add", ("channel", house.Help.Id), ("timestamp", message.Ts), ("name", "eyes"))).Text("error"));
        Assert.Equal("message_not_found", (await house.Call("reactions.add", ("channel", house.Help.Id), ("timestamp", "1.000001"), ("name", "eyes"))).Text("error"));
        Assert.True((await house.Call("reactions.remove", ("channel", house.Help.Id), ("timestamp", message.Ts), ("name", "eyes"))).Flag("ok"));
        Assert.Equal("no_reaction", (await house.Call("reactions.remove", ("channel", house.Help.Id), ("timestamp", message.Ts), ("name", "eyes"))).Text("error"));
    }

    [Fact]
    public async Task A_permalink_of_a_reply_leads_into_its_thread()
    {
        await using var house = await House.Build();
        var parent = await house.Post(house.Help, "question");
        var reply = await house.Post(house.Help, "answer", thread: parent.Ts);
        var link = (await house.Call("chat.getPermalink", ("channel", house.Help.Id), ("message_ts", reply.Ts))).Text("permalink");
        Assert.EndsWith($"/p{reply.Ts.Replace(".", "", StringComparison.Ordinal)}?thread_ts={parent.Ts}&cid={house.Help.Id}", link, StringComparison.Ordinal);
    }
}
