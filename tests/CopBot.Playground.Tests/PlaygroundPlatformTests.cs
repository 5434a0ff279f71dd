using CopBot.Chat;
using Xunit;

namespace CopBot.Playground.Tests;

public sealed class PlaygroundPlatformTests : IDisposable
{
    private readonly SmallRoom _small = new();

    [Fact]
    public async Task A_post_that_is_sent_twice_stands_twice_and_is_found_by_its_nonce()
    {
        var first = await _small.Posts(Message.Say($"Once"), "n1");
        await _small.Posts(Message.Say($"Once"), "n1");

        Assert.Equal(2, _small.Room.In(_small.Practice).Count);
        Assert.Equal(first, await _small.Platform.FindPostAsync(_small.Practice, "n1", _small.Clock.Now, CancellationToken.None));
        Assert.Null(await _small.Platform.FindPostAsync(_small.Practice, "n2", default, CancellationToken.None));
    }

    [Fact]
    public async Task A_typed_mention_rings_once_and_a_revision_rings_nobody()
    {
        var ben = new Person("Ben", [_small.Ben.Ref]);
        var post = await _small.Posts([new Paragraph($"Thanks to {ben}"), new Prose("@Anna @everyone look")]);
        await _small.Platform.ReviseAsync(post, [new Paragraph($"Thanks to {ben} and {new Person("Anna", [_small.Anna.Ref])}")], "nonce", CancellationToken.None);

        Assert.Equal([_small.Ben.Ref], _small.Room.Find(post)!.Rang);
        Assert.Equal(1, _small.Room.Find(post)!.Revision);
    }

    [Fact]
    public async Task What_cannot_be_done_says_why()
    {
        var post = await _small.Posts(Message.Say($"Here"));
        await _small.Platform.RemoveAsync(post, CancellationToken.None);
        await _small.Platform.RemoveAsync(post, CancellationToken.None);
        Assert.Equal(FailureKind.Gone, await Fails(() => _small.Platform.ReviseAsync(post, Message.Say($"There"), "n", CancellationToken.None)));
        Assert.Equal(FailureKind.Gone, await Fails(() => _small.Platform.PostAsync(new Place(_small.Practice.Channel, post.Id), Message.Say($"Below"), "n", CancellationToken.None)));

        await _small.Anna.ArchiveAsync(_small.Practice.Channel);
        Assert.Equal(FailureKind.Denied, await Fails(() => _small.Posts(Message.Say($"Here"))));

        _small.Ben.CloseDirect();
        var direct = await _small.Platform.OpenDirectAsync(_small.Ben.Ref, CancellationToken.None);
        Assert.Equal(FailureKind.Denied, await Fails(() => _small.Platform.PostAsync(direct, Message.Say($"Psst"), "n", CancellationToken.None)));

        await _small.Ben.LeaveAsync();
        Assert.Equal(FailureKind.Gone, await Fails(() => _small.Platform.OpenDirectAsync(_small.Ben.Ref, CancellationToken.None)));
        Assert.Null(await _small.Platform.FindUserAsync(_small.Ben.Ref, CancellationToken.None));
    }

    [Fact]
    public async Task A_few_talk_in_a_place_that_nobody_else_sees_and_that_is_found_by_its_mark()
    {
        var beside = _small.Practice.Channel;
        var since = _small.Room.Now;
        var place = await _small.Platform.OpenPrivateAsync(beside, [_small.Anna.Ref], "The mill", "mark", triedSince: null, CancellationToken.None);
        Assert.Equal(place, await _small.Platform.OpenPrivateAsync(beside, [_small.Anna.Ref], "The mill", "mark", since, CancellationToken.None));
        Assert.NotEqual(place, await _small.Platform.OpenPrivateAsync(beside, [_small.Anna.Ref], "The mill", "another", since, CancellationToken.None));

        Assert.True(_small.Room.IsSeenBy(_small.Room.Person(_small.Anna.Ref)!, place));
        Assert.False(_small.Room.IsSeenBy(_small.Room.Person(_small.Ben.Ref)!, place));
        Assert.Null((await _small.Platform.FindChannelAsync(beside, CancellationToken.None))!.NoPrivate);
        _small.Room.Open(_small.Room.Find(beside)! with { WithoutPrivate = true });
        Assert.NotNull((await _small.Platform.FindChannelAsync(beside, CancellationToken.None))!.NoPrivate);
        Assert.Equal(FailureKind.Denied, await Fails(() => _small.Platform.OpenPrivateAsync(beside, [_small.Anna.Ref], "The mill", "third", triedSince: null, CancellationToken.None)));
    }

    [Fact]
    public async Task What_Slack_or_Discord_would_never_take_is_not_taken_here_either()
    {
        Assert.Equal(FailureKind.Rejected, await Fails(() => _small.Posts(Message.Say($"Here"), new string('n', Limits.NonceLength + 1))));
        Assert.Equal(FailureKind.Rejected, await Fails(() => _small.Posts([new Heading("")])));
        Assert.Equal(FailureKind.Rejected, await Fails(() => _small.Platform.WhisperAsync(_small.Practice, _small.Ben.Ref, [new Heading("Loud")], "n", CancellationToken.None)));
    }

    [Fact]
    public async Task A_whisper_is_seen_by_one_person_and_cannot_be_revised()
    {
        var post = await _small.Platform.WhisperAsync(_small.Practice, _small.Ben.Ref, Message.Say($"Psst"), "n", CancellationToken.None);

        Assert.Null(post);
        Assert.Single(_small.Room.PrivateTo(_small.Ben.Ref, _small.Practice));
        Assert.Empty(_small.Room.In(_small.Practice));
    }

    public void Dispose() => _small.Dispose();

    private static async Task<FailureKind> Fails(Func<Task> act) => (await Assert.ThrowsAsync<PlatformException>(act)).Kind;
}
