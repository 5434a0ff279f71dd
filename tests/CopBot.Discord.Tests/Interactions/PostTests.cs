using CopBot.Chat;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.World;
using Message = CopBot.Chat.Message;

namespace CopBot.Discord.Tests.Interactions;

public sealed class PostTests : IAsyncLifetime
{
    private Town _town = null!;

    private IChatPlatform Platform => _town.Platform;

    public async ValueTask InitializeAsync() => _town = await Town.StartAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_card_is_posted_revised_found_again_and_taken_away()
    {
        var since = _town.Clock.GetUtcNow();
        var maya = new Chat.Person("Maya", [_town.Ref(_town.Maya)]);
        var (post, message) = await _town.CardAsync([new Heading("Rain"), new Paragraph($"{maya} asks"), new Prose("Every day @everyone"), new Facts([new Fact("When", $"{since}")]), new Divider(), new Footnote($"Quietly"), new Controls([new Button("Help", new PressDo())])]);
        Assert.Equal(["maya"], _town.Discord.RungBy(message));
        Assert.Equal(post, await Platform.FindPostAsync(_town.InGeneral, "card", since, Town.Stop));
        Assert.Null(await Platform.FindPostAsync(_town.InGeneral, "other", since, Town.Stop));

        await Platform.ReviseAsync(post, [new Heading("Sun"), new Paragraph($"{maya} asks")], "card", Town.Stop);
        Assert.Contains("Sun", Assert.Single(_town.Tom.Sees(_town.General)).Text, StringComparison.Ordinal);
        Assert.Equal(post, await Platform.FindPostAsync(_town.InGeneral, "card", since, Town.Stop));
        Assert.Equal(new Uri($"https://discord.com/channels/{_town.Guild.Id}/{_town.General.Id}/{post.Id}"), Platform.LinkTo(post));

        await Platform.RemoveAsync(post, Town.Stop);
        await Platform.RemoveAsync(post, Town.Stop);
        _town.Expect(10008);
        Assert.Empty(_town.Tom.Sees(_town.General));
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_stands_once_and_is_found_after_the_guard_has_passed()
    {
        var since = _town.Clock.GetUtcNow();
        _town.Discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/messages", times: 10);
        var posting = Platform.PostAsync(_town.InGeneral, Message.Say($"Once"), "once", Town.Stop);
        await _town.LetPassAsync(TimeSpan.FromSeconds(1), posting.ContinueWith(_ => { }, TaskScheduler.Default));
        Assert.Equal(FailureKind.Unknown, (await Assert.ThrowsAsync<PlatformException>(() => posting)).Kind);
        _town.Discord.RestFaults.Clear();

        for (var i = 0; i < 120; i++) _town.Tom.Say(_town.General, $"Talk {i}");
        var found = await Platform.FindPostAsync(_town.InGeneral, "once", since, Town.Stop);
        Assert.Equal($"{_town.Discord.MessagesIn(_town.General).Single(m => m.Author.Id == _town.Discord.Bot.Id).Id}", found!.Value.Id);
    }

    [Fact]
    public async Task In_a_forum_a_post_is_a_thread_with_a_tag_and_found_although_its_answer_was_lost()
    {
        var since = _town.Clock.GetUtcNow();
        _town.Discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/threads");
        var unknown = await Assert.ThrowsAsync<PlatformException>(() => Platform.PostAsync(_town.InForum, [new Heading("It rains"), new Paragraph($"Every day")], "forum", Town.Stop));
        Assert.Equal(FailureKind.Unknown, unknown.Kind);

        var found = await Platform.FindPostAsync(_town.InForum, "forum", since, Town.Stop);
        var thread = Assert.Single(_town.Discord.ThreadsIn(_town.Forum));
        Assert.Equal(new PostRef(_town.InForum with { Thread = $"{thread.Id}" }, $"{thread.Id}"), found);
        Assert.Equal("It rains", thread.Name);
        Assert.Equal([_town.Forum.Tags[0].Id], thread.Thread!.AppliedTags);
        Assert.Null(await Platform.FindPostAsync(_town.InForum, "other", since, Town.Stop));
        Assert.Equal(found!.Value.Place, await Platform.OpenThreadAsync(found.Value, "x", Town.Stop));

        await Platform.CloseThreadAsync(found.Value.Place, Town.Stop);
        Assert.True(thread.Thread.Archived);
        Assert.Equal(found, await Platform.FindPostAsync(_town.InForum, "forum", since, Town.Stop));
        await Platform.ReviseAsync(found.Value, [new Heading("It rained")], "forum", Town.Stop);
        Assert.True(thread.Thread.Archived, "the thread rests again");
        Assert.False(thread.Thread.Locked);
        Assert.Contains("It rained", _town.Maya.Sees(thread)[0].Text, StringComparison.Ordinal);
        _town.Expect(50083);
    }

    [Fact]
    public async Task A_thread_is_opened_once_below_its_post_and_an_old_reply_in_it_is_revised_while_it_rests()
    {
        var (post, _) = await _town.CardAsync(Message.Say($"A card"));
        var talk = await Platform.OpenThreadAsync(post, new string('x', 99) + "👍👍", Town.Stop);
        Assert.Equal(talk, await Platform.OpenThreadAsync(post, "again", Town.Stop));
        Assert.Equal(new Place(post.Place.Channel, post.Id), talk);
        var reply = await Platform.PostAsync(talk, Message.Say($"A reply"), "reply", Town.Stop);

        var thread = Assert.Single(_town.Discord.ThreadsIn(_town.General));
        await Platform.CloseThreadAsync(talk, Town.Stop);
        await Platform.ReviseAsync(reply, Message.Say($"A better reply"), "reply", Town.Stop);
        Assert.True(thread.Thread!.Archived);
        Assert.Contains(_town.Maya.Sees(thread), m => m.Text == "A better reply");
        Assert.Equal(talk, await Platform.OpenThreadAsync(reply, "x", Town.Stop));
        _town.Expect(160004, 50083);
    }

    [Fact]
    public async Task In_a_direct_conversation_posts_tell_the_workspace()
    {
        var direct = await Platform.OpenDirectAsync(_town.Ref(_town.Maya), Town.Stop);
        Assert.StartsWith("@", direct.Channel.Id, StringComparison.Ordinal);
        var (post, message) = await _town.CardAsync([new Paragraph($"For you"), new Controls([new Menu("What?", [new MenuChoice("Do", new PressDo())])])], direct, "direct");
        Assert.Equal(direct, await Platform.OpenThreadAsync(post, "x", Town.Stop));

        await _town.Maya.Choose(message, Assert.Single(_town.Maya.DirectMessages).Selects[0].CustomId, "Do").Answered.Soon();
        var pressed = await _town.Inbox.GotAsync<ControlUsed>();
        Assert.Equal((_town.Ref(_town.Maya), direct, "test-do:=x", post), (pressed.By, pressed.Where, pressed.Action, pressed.On!.Value));
    }

    [Fact]
    public async Task A_file_is_sent_with_its_words()
    {
        var post = await Platform.SendFileAsync(_town.InGeneral, new ChatFile("the dates.ics", "text/calendar", "BEGIN:VCALENDAR"u8.ToArray(), $"The dates"), "file", Town.Stop);
        var message = Assert.Single(_town.Maya.Sees(_town.General));
        Assert.Equal(["the_dates.ics"], message.Files);
        Assert.Equal("The dates", message.Text);
        Assert.Equal(post, await Platform.FindPostAsync(_town.InGeneral, "file", _town.Clock.GetUtcNow(), Town.Stop));
    }

    [Fact]
    public async Task Who_somebody_is_and_that_they_left_is_found_by_asking()
    {
        var maya = await Platform.FindUserAsync(_town.Ref(_town.Maya), Town.Stop);
        Assert.Equal(new UserProfile(_town.Ref(_town.Maya), "maya", null, null, IsBot: false, RunsWorkspace: false), maya);
        _town.Tom.Receive(_town.Discord.AddRole(_town.Guild, "staff", Permission.ManageGuild), _town.Guild);
        _town.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await Platform.FindUserAsync(_town.Ref(_town.Tom), Town.Stop))!.RunsWorkspace);
        Assert.True((await Platform.FindUserAsync(new UserRef(_town.Workspace, $"{_town.Discord.Bot.Id}"), Town.Stop))!.IsBot);

        _town.Maya.Leave(_town.Guild);
        Assert.Null(await Platform.FindUserAsync(_town.Ref(_town.Maya), Town.Stop));
        _town.Expect(10007, 10013);
    }

    [Fact]
    public async Task A_channel_says_what_a_coordinator_does_so_that_the_bot_can_post_there()
    {
        var general = await Platform.FindChannelAsync(_town.InGeneral.Channel, Town.Stop);
        Assert.Equal(new ChannelProfile(_town.InGeneral.Channel, "general", Private: false, CanPost: true), general);

        _town.Discord.SetOverwrite(_town.General, _town.Guild.Id, forMember: false, deny: Permission.ViewChannel);
        _town.Discord.SetOverwrite(_town.General, _town.Discord.Bot.Id, forMember: true, allow: Permission.ViewChannel, deny: Permission.CreatePublicThreads);
        var hidden = await Platform.FindChannelAsync(_town.InGeneral.Channel, Town.Stop);
        Assert.True(hidden!.Private);
        Assert.False(hidden.CanPost);
        Assert.Contains("Create Public Threads", hidden.Fix, StringComparison.Ordinal);

        _town.Discord.SetOverwrite(_town.Forum, _town.Discord.Bot.Id, forMember: true, deny: Permission.SendMessages);
        Assert.Contains("Create Posts.", (await Platform.FindChannelAsync(_town.InForum.Channel, Town.Stop))!.Fix, StringComparison.Ordinal);
        _town.Discord.SetOverwrite(_town.Forum, _town.Discord.Bot.Id, forMember: true);

        var strict = _town.Discord.AddForum(_town.Guild, "strict", requireTag: true, "Solved");
        var demands = await Platform.FindChannelAsync(new ChannelRef(_town.Workspace, $"{strict.Id}"), Town.Stop);
        Assert.False(demands!.CanPost);
        Assert.Contains("tag", demands.Fix, StringComparison.Ordinal);
        Assert.True((await Platform.FindChannelAsync(_town.InForum.Channel, Town.Stop))!.CanPost);
        Assert.Null(await Platform.FindChannelAsync(new ChannelRef(_town.Workspace, "1"), Town.Stop));
        _town.Expect(10003);
    }

    [Fact]
    public async Task How_it_stands_is_told_with_what_to_do()
    {
        Assert.Equal([Finding.Fine("Discord is connected.")], await _town.Standing.LookAsync(_town.Workspace, Town.Stop));
        _town.Expect(10004);
        Assert.Contains(await _town.Standing.LookAsync(new WorkspaceRef(_town.Workspace.Platform, "1"), Town.Stop), f => f.State is FindingState.Wrong && f.Says.Contains("Invite it again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_post_to_somebody_who_takes_none_is_denied()
    {
        _town.Expect(50007);
        _town.Maya.CloseDirectMessages();
        var denied = await Assert.ThrowsAsync<PlatformException>(async () => await Platform.PostAsync(await Platform.OpenDirectAsync(_town.Ref(_town.Maya), Town.Stop), Message.Say($"Hello"), "n", Town.Stop));
        Assert.Equal(FailureKind.Denied, denied.Kind);
    }
}
