using System.Text;
using CopBot.Chat;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.Interactions;

public sealed class PlatformTests
{
    private static readonly Message Card = [new Heading("The mill"), new Prose("It squeaks & burns"), new Controls([new Button("I can help", "offer:1")])];

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_found_and_stands_once()
    {
        await using var house = await SlackHouse.StartAsync();
        var since = house.Clock.GetUtcNow();
        house.Slack.Faults.Next("chat.postMessage", new WebFault.AnswerLost());
        var failure = await Assert.ThrowsAsync<PlatformException>(() => house.Platform.PostAsync(house.HelpPlace, Card, "key-1", house.Enough));
        Assert.Equal(FailureKind.Unknown, failure.Kind);

        var found = await house.Platform.FindPostAsync(house.HelpPlace, "key-1", since, house.Enough);
        Assert.Equal(Assert.Single(house.Help.Messages).Ts, found!.Value.Id);
        Assert.Null(await house.Platform.FindPostAsync(house.HelpPlace, "key-2", since, house.Enough));
    }

    [Fact]
    public async Task A_lost_post_is_found_in_a_thread_and_in_a_direct_conversation()
    {
        await using var house = await SlackHouse.StartAsync();
        var root = await house.Platform.PostAsync(house.HelpPlace, Card, "root", house.Enough);
        foreach (var place in new[] { await house.Platform.OpenThreadAsync(root, "Talk", house.Enough), await house.Platform.OpenDirectAsync(house.RefOf(house.AnnUser), house.Enough) })
        {
            house.Slack.Faults.Next("chat.postMessage", new WebFault.AnswerLost());
            await Assert.ThrowsAsync<PlatformException>(() => house.Platform.PostAsync(place, Card, "key-1", house.Enough));
            Assert.Equal(place, (await house.Platform.FindPostAsync(place, "key-1", house.Clock.GetUtcNow(), house.Enough))!.Value.Place);
        }
    }

    [Fact]
    public async Task A_lost_post_is_found_below_many_others_and_though_clocks_differ()
    {
        await using var house = await SlackHouse.StartAsync();
        var post = await house.Platform.PostAsync(house.HelpPlace, Card, "key-1", house.Enough);
        for (var i = 0; i < 450; i++) house.Ben.Types(house.Help, "chatter");
        Assert.Equal(post, await house.Platform.FindPostAsync(house.HelpPlace, "key-1", house.Clock.GetUtcNow() + TimeSpan.FromSeconds(100), house.Enough));
        Assert.True(house.Slack.Journal.Requests("conversations.history").Count >= 3);
    }

    [Fact]
    public async Task An_old_post_is_made_to_say_something_else()
    {
        await using var house = await SlackHouse.StartAsync();
        var post = await house.Platform.PostAsync(house.HelpPlace, Card, "key-1", house.Enough);
        await house.MoveAsync(TimeSpan.FromDays(370));
        Message solved = [new Heading("Solved"), new Paragraph($"Thanks to {new Person("Ben", [house.RefOf(house.BenUser)])}")];
        for (var i = 0; i < 2; i++) await house.Platform.ReviseAsync(post, solved, "key-1", house.Enough);

        Assert.Equal($"Solved\nThanks to <@{house.BenUser.Id}>", house.Help.Find(post.Id)!.Words);
        Assert.Equal(post, await house.Platform.FindPostAsync(house.HelpPlace, "key-1", house.Clock.GetUtcNow() - TimeSpan.FromDays(371), house.Enough));
        Assert.Equal("Solved\nThanks to Ben", house.Help.Find(post.Id)!.Text);
    }

    [Fact]
    public async Task Only_a_person_is_rung()
    {
        await using var house = await SlackHouse.StartAsync();
        var danger = $"@everyone @channel <!channel> <!here> <!subteam^S1> <@{house.AnnUser.Id}>";
        Message message =
        [
            new Heading(danger),
            new Paragraph($"{danger} {danger:b} {new Person("Ben", [house.RefOf(house.BenUser)])}"),
            new Prose(danger),
            new Facts([new Fact(danger, $"{danger}")]),
            new Footnote($"{danger}"),
            new Controls([new Button(danger, "a:1"), new Menu(danger, [new MenuChoice(danger[..60], "m:1", danger[..60])]), new LinkButton(danger, new Uri("https://example.org/"))]),
        ];
        var post = await house.Platform.PostAsync(house.HelpPlace, message, "key-1", house.Enough);
        Assert.Equal([house.BenUser.Id], house.Help.Find(post.Id)!.Rings);
        await house.Platform.ReviseAsync(post, message, "key-1", house.Enough);
        Assert.Equal([house.BenUser.Id], house.Help.Find(post.Id)!.Rings);
    }

    [Fact]
    public async Task A_post_is_taken_away_once_and_for_all()
    {
        await using var house = await SlackHouse.StartAsync();
        var post = await house.Platform.PostAsync(house.HelpPlace, Card, "key-1", house.Enough);
        await house.Platform.RemoveAsync(post, house.Enough);
        await house.Platform.RemoveAsync(post, house.Enough);
        Assert.Empty(house.Help.Messages);
        Assert.Equal(FailureKind.Gone, (await Assert.ThrowsAsync<PlatformException>(() => house.Platform.ReviseAsync(post, Card, "key-1", house.Enough))).Kind);
    }

    [Fact]
    public async Task Talk_stands_below_its_post()
    {
        await using var house = await SlackHouse.StartAsync();
        var post = await house.Platform.PostAsync(house.HelpPlace, Card, "key-1", house.Enough);
        var thread = await house.Platform.OpenThreadAsync(post, "Talk", house.Enough);
        var reply = await house.Platform.PostAsync(thread, Message.Say($"Below"), "key-2", house.Enough);

        Assert.Equal(new Place(house.RefOf(house.Help), post.Id), thread);
        Assert.Equal([post.Id, reply.Id], house.Ben.SeesThread(house.Help.Find(post.Id)!).Select(m => m.Ts));
        Assert.Equal(thread, await house.Platform.OpenThreadAsync(reply, "Talk", house.Enough));
        var direct = await house.Platform.OpenDirectAsync(house.RefOf(house.AnnUser), house.Enough);
        Assert.Equal(direct, await house.Platform.OpenThreadAsync(await house.Platform.PostAsync(direct, Card, "key-3", house.Enough), "Talk", house.Enough));
        await house.Platform.CloseThreadAsync(thread, house.Enough);
    }

    [Fact]
    public async Task A_few_talk_in_a_group_message_that_is_the_same_however_often_it_is_asked_for()
    {
        await using var house = await SlackHouse.StartAsync();
        var carl = house.Workspace.AddUser("carl", "Carl Coe", "Europe/Berlin");
        UserRef[] people = [house.RefOf(house.AnnUser), house.RefOf(house.BenUser)];
        house.Slack.Faults.Next("conversations.open", new WebFault.AnswerLost());
        await Assert.ThrowsAsync<PlatformException>(() => house.Platform.OpenPrivateAsync(house.HelpPlace.Channel, people, "The mill", "key-1", triedSince: null, house.Enough));
        var place = await house.Platform.OpenPrivateAsync(house.HelpPlace.Channel, people, "The mill", "key-1", house.Clock.GetUtcNow(), house.Enough);
        Assert.Equal(place, await house.Platform.OpenPrivateAsync(house.HelpPlace.Channel, people.Reverse().ToList(), "Another", "key-2", triedSince: null, house.Enough));

        var group = Assert.Single(house.Workspace.Channels, c => c.Kind is ChannelKind.Mpim);
        Assert.Equal(group.Id, place.Channel.Id);
        Assert.Equal(new[] { house.AnnUser.Id, house.BenUser.Id, house.Bot.Bot.Id }.Order(StringComparer.Ordinal), group.Members.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(carl.Id, group.Members, StringComparer.Ordinal);

        house.Slack.Faults.Next("chat.postMessage", new WebFault.AnswerLost());
        await Assert.ThrowsAsync<PlatformException>(() => house.Platform.PostAsync(place, Card, "key-1", house.Enough));
        var card = (await house.Platform.FindPostAsync(place, "key-1", house.Clock.GetUtcNow(), house.Enough))!.Value;
        Assert.Equal(Assert.Single(group.Messages).Ts, card.Id);
        await house.Platform.ReviseAsync(card, Message.Say($"Solved"), "key-1", house.Enough);
        Assert.Equal(new Place(place.Channel, card.Id), await house.Platform.OpenThreadAsync(card, "The mill", house.Enough));
    }

    [Fact]
    public async Task What_is_said_in_a_group_message_is_private_and_its_words_are_not_taken_along()
    {
        await using var house = await SlackHouse.StartAsync();
        await house.Platform.OpenPrivateAsync(house.HelpPlace.Channel, [house.RefOf(house.AnnUser), house.RefOf(house.BenUser)], "The mill", "key-1", triedSince: null, house.Enough);
        var group = house.Workspace.Channels.Single(c => c.Kind is ChannelKind.Mpim);

        house.Ben.Types(group, "Between us: it is the gears.");

        await house.UntilTakenAsync<MessageSeen>();
        var seen = house.Inbox.Last<MessageSeen>();
        Assert.True(seen.Message.Private);
        Assert.Equal(("", new Place(new ChannelRef(house.Ref, group.Id))), (seen.Message.Text, seen.Message.Post.Place));
    }

    [Fact]
    public async Task A_channel_says_whether_a_few_can_talk_beside_it()
    {
        await using var house = await SlackHouse.StartAsync();
        Assert.Null((await house.Platform.FindChannelAsync(house.HelpPlace.Channel, house.Enough))!.NoPrivate);

        house.Bot.Scopes.Remove("mpim:write");
        await house.Platform.FindUserAsync(house.RefOf(house.AnnUser), house.Enough);
        Assert.Contains("mpim:write", (await house.Platform.FindChannelAsync(house.HelpPlace.Channel, house.Enough))!.NoPrivate, StringComparison.Ordinal);
        var denied = await Assert.ThrowsAsync<PlatformException>(() => house.Platform.OpenPrivateAsync(house.HelpPlace.Channel, [house.RefOf(house.AnnUser), house.RefOf(house.BenUser)], "The mill", "key-1", triedSince: null, house.Enough));
        Assert.Equal(FailureKind.Denied, denied.Kind);
    }

    [Fact]
    public async Task A_whisper_is_heard_by_one_and_never_repeated()
    {
        await using var house = await SlackHouse.StartAsync();
        Message whisper = [new Paragraph($"Shall I write this down?"), new Controls([new Button("Yes", "yes:1")])];
        Assert.Null(await house.Platform.WhisperAsync(house.HelpPlace, house.RefOf(house.AnnUser), whisper, "key-1", house.Enough));
        Assert.Equal("Shall I write this down?\nYes", Assert.Single(house.Ann.SeesPrivately(house.Help)).Words);
        Assert.Empty(house.Ben.SeesPrivately(house.Help));

        house.Slack.Faults.Next("chat.postEphemeral", new WebFault.AnswerLost());
        var failure = await Assert.ThrowsAsync<PlatformException>(() => house.Platform.WhisperAsync(house.HelpPlace, house.RefOf(house.AnnUser), whisper, "key-2", house.Enough));
        Assert.Equal(FailureKind.Unknown, failure.Kind);
        Assert.Equal(2, house.Ann.SeesPrivately(house.Help).Count);
    }

    [Fact]
    public async Task A_file_is_shared()
    {
        await using var house = await SlackHouse.StartAsync();
        var file = new ChatFile("problems.csv", "text/csv", Encoding.UTF8.GetBytes("a,b\n"), $"Here is {"what <you> asked for":b}");
        var post = await house.Platform.SendFileAsync(house.HelpPlace, file, "key-1", house.Enough);
        var shown = Assert.Single(house.Help.Messages);
        Assert.Equal("problems.csv", Assert.Single(shown.Files).Name);
        Assert.Equal("Here is *what &lt;you&gt; asked for*", shown.Text);
        Assert.Equal($"https://house.slack.com/files/{house.Bot.Bot.Id}/{post.Id}", house.Platform.LinkTo(post).AbsoluteUri);
        Assert.Equal(house.HelpPlace, await house.Platform.OpenThreadAsync(post, "Talk", house.Enough));
        Assert.Equal(FailureKind.Rejected, (await Assert.ThrowsAsync<PlatformException>(() => house.Platform.ReviseAsync(post, Card, "key-1", house.Enough))).Kind);
    }

    [Fact]
    public async Task Somebody_is_known_by_name_zone_and_locale()
    {
        await using var house = await SlackHouse.StartAsync();
        Assert.Equal(new UserProfile(house.RefOf(house.AnnUser), "ann", "Europe/Berlin", "en-US", IsBot: false, RunsWorkspace: true), await house.Platform.FindUserAsync(house.RefOf(house.AnnUser), house.Enough));
        Assert.False((await house.Platform.FindUserAsync(house.RefOf(house.BenUser), house.Enough))!.RunsWorkspace);
        Assert.True((await house.Platform.FindUserAsync(house.RefOf(house.Bot.Bot), house.Enough))!.IsBot);
        house.BenUser.TimeZone = null;
        Assert.Null((await house.Platform.FindUserAsync(house.RefOf(house.BenUser), house.Enough))!.Zone);
        house.Slack.Admin.Deactivate(house.Workspace, house.BenUser);
        Assert.Null(await house.Platform.FindUserAsync(house.RefOf(house.BenUser), house.Enough));
        Assert.Null(await house.Platform.FindUserAsync(new UserRef(house.Ref, "U0NOBODY"), house.Enough));
    }

    [Fact]
    public async Task A_channel_tells_what_keeps_the_bot_from_posting()
    {
        await using var house = await SlackHouse.StartAsync();
        Assert.Equal(new ChannelProfile(house.RefOf(house.Help), "help", Private: false, CanPost: true), await house.Platform.FindChannelAsync(house.RefOf(house.Help), house.Enough));

        var without = house.Workspace.AddChannel("quiet", ChannelKind.Public, house.AnnUser);
        var told = await house.Platform.FindChannelAsync(house.RefOf(without), house.Enough);
        Assert.False(told!.CanPost);
        Assert.Contains("/invite @CopBot in #quiet", told.Fix!, StringComparison.Ordinal);

        house.Slack.Admin.Archive(house.Workspace, house.Help);
        Assert.Contains("Unarchive #help", (await house.Platform.FindChannelAsync(house.RefOf(house.Help), house.Enough))!.Fix!, StringComparison.Ordinal);

        var secret = house.Workspace.AddChannel("secret", ChannelKind.Private, house.AnnUser);
        Assert.Null(await house.Platform.FindChannelAsync(house.RefOf(secret), house.Enough));
        house.Slack.Admin.Invite(house.Workspace, secret, house.Bot.Bot);
        Assert.True((await house.Platform.FindChannelAsync(house.RefOf(secret), house.Enough))!.Private);

        var direct = await house.Platform.OpenDirectAsync(house.RefOf(house.AnnUser), house.Enough);
        Assert.True(await house.Platform.FindChannelAsync(direct.Channel, house.Enough) is { CanPost: true, Private: true });
    }

    [Fact]
    public async Task A_link_is_made_without_asking()
    {
        await using var house = await SlackHouse.StartAsync();
        var before = house.Slack.Journal.Entries.Count;
        Assert.Equal($"https://house.slack.com/archives/{house.Help.Id}/p1700000000000100", house.Platform.LinkTo(new PostRef(house.HelpPlace, "1700000000.000100")).AbsoluteUri);
        Assert.Equal(
            $"https://house.slack.com/archives/{house.Help.Id}/p1700000000000200?thread_ts=1700000000.000100&cid={house.Help.Id}",
            house.Platform.LinkTo(new PostRef(new Place(house.RefOf(house.Help), "1700000000.000100"), "1700000000.000200")).AbsoluteUri);
        Assert.Equal("https://app.slack.com/client/T0ELSEWHERE/C1", house.Platform.LinkTo(PostRef.Parse("slack/T0ELSEWHERE/C1#1.1")).AbsoluteUri);
        Assert.Equal(before, house.Slack.Journal.Entries.Count);
    }

    [Fact]
    public async Task How_it_stands_is_told_with_what_was_not_granted()
    {
        await using var house = await SlackHouse.StartAsync();
        // Nothing that others could see tells when the connection stands.
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await house.Standing.LookAsync(house.Ref, house.Enough))[0].State is not FindingState.Fine) await again.WaitForNextTickAsync(house.Enough);
        Assert.Equal([Finding.Fine("Slack is connected.")], await house.Standing.LookAsync(house.Ref, house.Enough));

        house.Bot.Scopes.Remove("files:write");
        await house.Platform.FindUserAsync(house.RefOf(house.AnnUser), house.Enough);
        var lacking = Assert.Single(await house.Standing.LookAsync(house.Ref, house.Enough), f => f.State is FindingState.Wrong);
        Assert.StartsWith("The bot's token lacks the scope files:write, without which exports", lacking.Says, StringComparison.Ordinal);
        Assert.StartsWith("No tokens are configured for this Slack workspace", Assert.Single(await house.Standing.LookAsync(new WorkspaceRef(house.Ref.Platform, "TOTHER"), house.Enough)).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_the_houses_limits_is_rejected()
    {
        await using var house = await SlackHouse.StartAsync();
        Task Post(Message message, string nonce) => house.Platform.PostAsync(house.HelpPlace, message, nonce, house.Enough);
        Assert.Equal(FailureKind.Rejected, (await Assert.ThrowsAsync<PlatformException>(() => Post([], "n"))).Kind);
        Assert.Equal(FailureKind.Rejected, (await Assert.ThrowsAsync<PlatformException>(() => Post(Card, new string('n', 26)))).Kind);
    }

    [Fact]
    public async Task The_largest_message_that_the_bot_may_write_is_taken()
    {
        await using var house = await SlackHouse.StartAsync();
        Message largest =
        [
            new Heading(new string('H', Limits.HeadingLength)),
            new Paragraph($"{new string('p', Limits.ParagraphLength)}"),
            new Prose(string.Concat(Enumerable.Repeat("😀 & ", 2000))) { ReadOn = new Button("Read on", "read:1") },
            new Controls([.. Enumerable.Range(1, 15).Select(i => new Button(new string('b', Limits.ButtonLabel), $"{i}:{new string('a', 80)}"))]),
        ];
        Assert.Empty(Limits.Broken(largest));
        var post = await house.Platform.PostAsync(house.HelpPlace, largest, "key-1", house.Enough);
        Assert.NotNull(house.Help.Find(post.Id));
    }
}
