using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.Interactions;

public sealed class EventTests
{
    [Fact]
    public async Task A_mention_is_handed_over_without_the_mention()
    {
        await using var house = await SlackHouse.StartAsync();
        var message = house.Ann.Types(house.Help, $"<@{house.Bot.Bot.Id}> who knows &lt;mills&gt;?", asWire: true);
        await house.UntilTakenAsync<Mentioned>();
        var mentioned = house.Inbox.Last<Mentioned>();
        Assert.Equal("who knows <mills>?", mentioned.Message.Text);
        Assert.Equal(new PostRef(house.HelpPlace, message.Ts), mentioned.Message.Post);
        Assert.Equal(house.RefOf(house.AnnUser), mentioned.Message.Author);
    }

    [Fact]
    public async Task Of_an_ordinary_message_only_thread_author_and_time_are_handed_over()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(new Button("I can help", "offer:1"));
        var reply = house.Ben.Types(house.Help, "Something private", card.Ts);
        await house.UntilTakenAsync<MessageSeen>();
        var seen = Assert.Single(house.Inbox.Taken.OfType<MessageSeen>()).Message;
        Assert.Equal(new PostRef(new Place(house.RefOf(house.Help), card.Ts), reply.Ts), seen.Post);
        Assert.Equal(house.RefOf(house.BenUser), seen.Author);
        Assert.Equal("", seen.Text);
        Assert.False(seen.Private);
    }

    [Fact]
    public async Task What_apps_write_is_nobodys_message()
    {
        await using var house = await SlackHouse.StartAsync();
        await house.PostCardAsync(new Button("I can help", "offer:1"));
        await house.Slack.Sockets.Quiet().WaitAsync(house.Enough);
        Assert.Empty(house.Inbox.Taken);
    }

    [Fact]
    public async Task A_direct_message_is_private()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Ann.TypesTo(house.Bot, "hello");
        await house.UntilTakenAsync<MessageSeen>();
        Assert.True(house.Inbox.Last<MessageSeen>().Message.Private);
    }

    [Fact]
    public async Task A_post_that_a_moderator_deletes_is_told()
    {
        await using var house = await SlackHouse.StartAsync();
        var card = await house.PostCardAsync(new Button("I can help", "offer:1"));
        house.Slack.Admin.DeleteMessage(card);
        await house.UntilTakenAsync<MessageDeleted>();
        Assert.Equal(new PostRef(house.HelpPlace, card.Ts), house.Inbox.Last<MessageDeleted>().Post);
    }

    [Fact]
    public async Task A_deleted_post_with_a_thread_below_it_is_told_as_well()
    {
        await using var house = await SlackHouse.StartAsync();
        await house.TakeAsync("events_api", $$$$"""{"event_id":"Ev1","event":{"type":"message","subtype":"message_changed","channel":"{{{{house.Help.Id}}}}","message":{"subtype":"tombstone","ts":"1700000000.000100","thread_ts":"1700000000.000100"}}}""");
        Assert.Equal(new PostRef(house.HelpPlace, "1700000000.000100"), house.Inbox.Last<MessageDeleted>().Post);
    }

    [Fact]
    public async Task Who_is_deactivated_has_left()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Slack.Admin.ProfileChanged(house.Workspace, house.AnnUser);
        house.Slack.Admin.Deactivate(house.Workspace, house.BenUser);
        await house.UntilTakenAsync<MemberLeft>();
        Assert.Equal([house.RefOf(house.BenUser)], house.Inbox.Taken.OfType<MemberLeft>().Select(l => l.User));
    }

    [Theory]
    [InlineData(ChannelKind.Public, "archive")]
    [InlineData(ChannelKind.Public, "delete")]
    [InlineData(ChannelKind.Public, "remove")]
    [InlineData(ChannelKind.Private, "archive")]
    [InlineData(ChannelKind.Private, "delete")]
    [InlineData(ChannelKind.Private, "remove")]
    public async Task A_channel_that_is_archived_or_deleted_or_that_the_bot_is_taken_out_of_is_gone(ChannelKind kind, string what)
    {
        await using var house = await SlackHouse.StartAsync();
        var room = house.Workspace.AddChannel("room", kind, house.AnnUser, house.Bot.Bot);
        switch (what)
        {
            case "archive": house.Slack.Admin.Archive(house.Workspace, room); break;
            case "delete": house.Slack.Admin.DeleteChannel(house.Workspace, room); break;
            default: house.Slack.Admin.Remove(house.Workspace, room, house.Bot.Bot); break;
        }

        await house.UntilTakenAsync<ChannelGone>();
        Assert.Equal(house.RefOf(room), house.Inbox.Last<ChannelGone>().Channel);
    }

    [Fact]
    public async Task Somebody_elses_leaving_takes_no_channel_away()
    {
        await using var house = await SlackHouse.StartAsync();
        house.Ben.Leaves(house.Help);
        await house.Slack.Sockets.Quiet().WaitAsync(house.Enough);
        Assert.Empty(house.Inbox.Taken.OfType<ChannelGone>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_that_removes_the_app_is_given_up(bool tokensFirst)
    {
        await using var house = await SlackHouse.StartAsync();
        house.Slack.Admin.Uninstall(house.Bot, tokensFirst);
        await house.UntilTakenAsync<WorkspaceGone>();
        Assert.Equal(house.Ref, house.Inbox.Last<WorkspaceGone>().Removed);
        await house.Log.UntilAsync(l => l.Contains("is given up", StringComparison.Ordinal), house.Enough);
        var failure = await Assert.ThrowsAsync<PlatformException>(() => house.Platform.PostAsync(house.HelpPlace, Message.Say($"Hello"), "n", house.Enough));
        Assert.Equal(FailureKind.WorkspaceStopped, failure.Kind);
    }

    [Fact]
    public async Task A_revoked_token_of_a_person_stops_nothing()
    {
        await using var house = await SlackHouse.StartAsync();
        await house.TakeAsync("events_api", """{"event_id":"Ev1","event":{"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}}}""");
        Assert.Empty(house.Inbox.Taken);
    }

    [Fact]
    public async Task What_the_bot_did_not_take_slack_tells_again()
    {
        await using var house = await SlackHouse.StartAsync();
        var tries = 0;
        house.Inbox.Answers = (_, _) => ++tries == 1 ? throw new TimeoutException("locked") : Task.FromResult(Answer.Nothing);
        house.Slack.Admin.Deactivate(house.Workspace, house.BenUser);
        await house.UntilTakenAsync<MemberLeft>();
        house.Clock.Advance(TimeSpan.FromSeconds(3.5));
        await house.UntilTakenAsync<MemberLeft>(2);
        Assert.Single(house.Inbox.Taken.Select(i => i.EventId).Distinct());
    }

    [Theory]
    [InlineData("events_api", "{}")]
    [InlineData("events_api", "[]")]
    [InlineData("events_api", "null")]
    [InlineData("events_api", """{"event":{"type":"of_the_future"}}""")]
    [InlineData("events_api", """{"event":{"type":null}}""")]
    [InlineData("events_api", """{"event":{"type":"message"}}""")]
    [InlineData("events_api", """{"event":{"type":"message","user":null,"channel":7,"ts":{}}}""")]
    [InlineData("events_api", """{"event":{"type":"message","user":"U1","channel":"C1","ts":"99999999999999999999.1"}}""")]
    [InlineData("events_api", """{"event":{"type":"message","user":"U1/../x","channel":"C1","ts":"1.1"}}""")]
    [InlineData("events_api", """{"event":{"type":"message","subtype":"message_deleted"}}""")]
    [InlineData("events_api", """{"event":{"type":"message","subtype":"channel_join","user":"U1","channel":"C1","ts":"1.1"}}""")]
    [InlineData("events_api", """{"event":{"type":"app_home_opened","tab":"home"}}""")]
    [InlineData("events_api", """{"event":{"type":"user_change","user":{"deleted":true}}}""")]
    [InlineData("events_api", """{"event":{"type":"channel_archive"}}""")]
    [InlineData("events_api", """{"event":{"type":"tokens_revoked"}}""")]
    [InlineData("slash_commands", "{}")]
    [InlineData("slash_commands", """{"user_id":"\ud83d","channel_id":"C1"}""")]
    [InlineData("interactive", "{}")]
    [InlineData("interactive", """{"type":"of_the_future"}""")]
    [InlineData("interactive", """{"type":"block_actions","user":{"id":"U1"},"team":null,"container":{"type":"message_attachment"},"actions":[{}]}""")]
    [InlineData("interactive", """{"type":"block_actions","user":{"id":"U1"},"container":{"type":"view"},"view":{"type":"home","private_metadata":"nonsense"},"actions":[{"value":"x"}]}""")]
    [InlineData("interactive", """{"type":"block_actions","user":{"id":"U1"},"channel":{"id":"C1"},"container":{"message_ts":"1.1"},"actions":[{"type":"button","value":"\ud83d"}]}""")]
    [InlineData("interactive", """{"type":"message_action","user":{"id":"U1"},"callback_id":"helped"}""")]
    [InlineData("interactive", """{"type":"shortcut","user":{"id":"U1"},"callback_id":"somebody elses"}""")]
    [InlineData("interactive", """{"type":"view_submission","user":{"id":"U1"},"view":{"state":null,"private_metadata":null}}""")]
    [InlineData("interactive", """{"type":"view_closed","user":{"id":"U1"}}""")]
    [InlineData("of the future\n\u001b[31m", "{}")]
    public async Task What_cannot_be_read_is_left_aside_and_said_once(string type, string payload)
    {
        await using var house = await SlackHouse.StartAsync();
        for (var i = 0; i < 3; i++) Assert.Null(await house.TakeAsync(type, payload));
        Assert.Empty(house.Inbox.Taken);
        Assert.InRange(house.Log.Lines.Count(l => l.Contains("left aside", StringComparison.Ordinal)), 0, 1);
        Assert.DoesNotContain(house.Log.Lines, l => l.Contains('\u001b'));
    }

    [Fact]
    public async Task A_form_of_somebody_else_loses_no_words()
    {
        await using var house = await SlackHouse.StartAsync();
        var answer = await house.TakeAsync("interactive", """{"type":"view_submission","user":{"id":"U1"},"view":{"blocks":[{"type":"input","block_id":"Q"}]}}""");
        Assert.Equal(Sentences.TryAgain, JsonNode.Parse(answer!)!["errors"]!["Q"]!.GetValue<string>());
    }

    [Fact]
    public async Task In_an_organisation_a_person_is_known_by_their_account()
    {
        await using var house = await SlackHouse.StartAsync();
        await house.TakeAsync("interactive", $$$"""{"type":"block_actions","team":null,"enterprise":{"id":"E1"},"is_enterprise_install":true,"user":{"id":"W123","team_id":"E1"},"channel":{"id":"{{{house.Help.Id}}}"},"container":{"type":"message","message_ts":"1.1"},"actions":[{"value":"x:1"}]}""");
        Assert.Equal(new UserRef(house.Ref, "W123"), house.Inbox.Last<ControlUsed>().By);
    }
}
