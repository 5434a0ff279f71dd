using CopBot.Chat;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.World;
using Message = CopBot.Chat.Message;

namespace CopBot.Discord.Tests.Interactions;

public sealed class PrivateThreadTests : IAsyncLifetime
{
    private Town _town = null!;

    private IChatPlatform Platform => _town.Platform;

    private UserRef[] People => [_town.Ref(_town.Maya), _town.Ref(_town.Tom)];

    public async ValueTask InitializeAsync() => _town = await Town.StartAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_few_talk_in_a_private_thread_that_nobody_else_sees()
    {
        var uma = _town.Discord.AddPerson("uma", _town.Guild);
        var place = await OpenAsync();
        var (card, _) = await _town.CardAsync([new Heading("The mill")], place);
        Assert.Equal(place, await Platform.OpenThreadAsync(card, "The mill", Town.Stop));

        var thread = Assert.Single(_town.Discord.ThreadsIn(_town.General));
        Assert.Equal((DiscordEmulator.World.ChannelKind.PrivateThread, "The mill", false), (thread.Kind, thread.Name, thread.Thread!.Invitable));
        Assert.Equal(new Place(_town.InGeneral.Channel, $"{thread.Id}"), place);
        Assert.Equal(new[] { _town.Maya.Id, _town.Tom.Id, _town.Discord.Bot.Id }.Order(), thread.Thread.Members.Keys.Order());
        Assert.Contains("The mill", Assert.Single(_town.Maya.Sees(thread)).Text, StringComparison.Ordinal);
        Assert.Empty(uma.Sees(thread));

        _town.Tom.Say(thread, "Between us: it is the gears.");
        var seen = await _town.Inbox.GotAsync<MessageSeen>();
        Assert.Equal((place, true, ""), (seen.Message.Post.Place, seen.Message.Private, seen.Message.Text));
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_found_and_made_once()
    {
        var since = _town.Clock.GetUtcNow();
        _town.Discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/threads");
        Assert.Equal(FailureKind.Unknown, (await Assert.ThrowsAsync<PlatformException>(() => OpenAsync())).Kind);

        var place = await OpenAsync(since: since);

        Assert.Equal($"{Assert.Single(_town.Discord.ThreadsIn(_town.General)).Id}", place.Thread);
        await Platform.PostAsync(place, Message.Say($"The card"), "card", Town.Stop);
        Assert.Equal(place, await OpenAsync(since: since));
        await Platform.CloseThreadAsync(place, Town.Stop);
        _town.Expect(10013, 10007, 50083);
    }

    [Fact]
    public async Task Another_problem_of_the_same_name_and_people_has_a_thread_of_its_own()
    {
        var since = _town.Clock.GetUtcNow();
        var first = await OpenAsync("first");
        await Platform.PostAsync(first, Message.Say($"The card"), "first", Town.Stop);
        _town.Discord.RestFaults.Add(new RestFault.AnswerLost(), "POST", "/threads");
        await Assert.ThrowsAsync<PlatformException>(() => OpenAsync("second"));

        var second = await OpenAsync("second", since);

        Assert.NotEqual(first, second);
        Assert.Equal(2, _town.Discord.ThreadsIn(_town.General).Count);
        _town.Expect(10013, 10007);
    }

    [Fact]
    public async Task A_channel_says_whether_a_few_can_talk_beside_it()
    {
        Assert.Null((await Platform.FindChannelAsync(_town.InGeneral.Channel, Town.Stop))!.NoPrivate);
        var forum = (await Platform.FindChannelAsync(_town.InForum.Channel, Town.Stop))!;
        Assert.True(forum.CanPost);
        Assert.Contains("is a forum", forum.NoPrivate, StringComparison.Ordinal);

        _town.Discord.SetOverwrite(_town.General, _town.Discord.Bot.Id, forMember: true, deny: Permission.CreatePrivateThreads);
        Assert.Contains("Create Private Threads", (await Platform.FindChannelAsync(_town.InGeneral.Channel, Town.Stop))!.NoPrivate, StringComparison.Ordinal);
    }

    private Task<Place> OpenAsync(string nonce = "card", DateTimeOffset? since = null) => Platform.OpenPrivateAsync(_town.InGeneral.Channel, People, "The mill", nonce, since, Town.Stop);
}
