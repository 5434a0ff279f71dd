using System.Globalization;
using CopBot.Chat;

namespace CopBot.TestKit;

/// <summary>The smallest other platform: one workspace whose posts are a list. For what only two platforms can show.</summary>
public sealed class Elsewhere : IChatPlatform
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserRef, UserProfile> _people = [];
    private readonly List<Stands> _posts = [];

    /// <summary>Its one workspace.</summary>
    public static WorkspaceRef Workspace { get; } = new(new Platform("elsewhere"), "hall");

    /// <summary>Where a community's posts stand.</summary>
    public static ChannelRef Home { get; } = new(Workspace, "home");

    /// <inheritdoc/>
    public Platform Platform => Workspace.Platform;

    /// <summary>What stands at its home, as plain words.</summary>
    public IReadOnlyList<string> Posts => In(new Place(Home));

    /// <summary>Lets somebody in.</summary>
    public UserRef Join(string id, string? name = null, bool runsWorkspace = false)
    {
        var user = new UserRef(Workspace, id);
        lock (_gate) _people[user] = new UserProfile(user, name ?? id, null, null, false, runsWorkspace);
        return user;
    }

    /// <summary>Somebody leaves.</summary>
    public void Leave(string id)
    {
        lock (_gate) _people.Remove(new UserRef(Workspace, id));
    }

    /// <summary>What somebody was written directly.</summary>
    public IReadOnlyList<string> MailOf(string id) => In(new Place(DirectOf(new UserRef(Workspace, id))));

    /// <summary>What somebody's direct conversation holds, as it was posted.</summary>
    public IReadOnlyList<(PostRef Post, Message Says)> DirectTo(UserRef user) => Standing(new Place(DirectOf(user)));

    /// <summary>What stands in a place, as it was posted.</summary>
    public IReadOnlyList<(PostRef Post, Message Says)> Standing(Place place)
    {
        lock (_gate) return [.. _posts.Where(p => p.Post.Place == place).Select(p => (p.Post, p.Says))];
    }

    /// <summary>Somebody's direct conversation with the bot.</summary>
    public static Place DirectWith(UserRef user) => new(DirectOf(user));

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        lock (_gate)
        {
            var post = new PostRef(place, (_posts.Count + 1).ToString(CultureInfo.InvariantCulture));
            _posts.Add(new Stands(post, message, nonce));
            return Task.FromResult(post);
        }
    }

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop)
    {
        lock (_gate) return Task.FromResult(_posts.Find(p => p.Post.Place == place && p.Nonce == nonce)?.Post);
    }

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop)
    {
        lock (_gate)
        {
            var at = _posts.FindIndex(p => p.Post == post);
            if (at < 0) throw new PlatformException(FailureKind.Gone, "The post is gone.");
            _posts[at] = _posts[at] with { Says = message };
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(PostRef post, CancellationToken stop)
    {
        lock (_gate) _posts.RemoveAll(p => p.Post == post);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop) => Task.FromResult(new Place(post.Place.Channel, post.Id));

    /// <inheritdoc/>
    public Task CloseThreadAsync(Place thread, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop) => Task.FromResult(new Place(DirectOf(user)));

    /// <inheritdoc/>
    public Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop) =>
        Task.FromResult(new Place(new ChannelRef(Workspace, "private-" + string.Join('-', people.Select(p => p.Id).Order(StringComparer.Ordinal)))));

    /// <inheritdoc/>
    public Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop) => Task.FromResult<PostRef?>(null);

    /// <inheritdoc/>
    public Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop) => PostAsync(place, Message.Say(file.Says), nonce, stop);

    /// <inheritdoc/>
    public Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop)
    {
        lock (_gate) return Task.FromResult(_people.GetValueOrDefault(user));
    }

    /// <inheritdoc/>
    public Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop) => Task.FromResult<ChannelProfile?>(new ChannelProfile(channel, channel.Id, false, true));

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => new($"https://elsewhere.example/{post.Id}");

    private static ChannelRef DirectOf(UserRef user) => new(Workspace, "direct-" + user.Id);

    private string[] In(Place place)
    {
        lock (_gate) return [.. _posts.Where(p => p.Post.Place == place).Select(p => string.Join('\n', p.Says.Blocks.OfType<Paragraph>().Select(b => b.Text.ToPlain())))];
    }

    private sealed record Stands(PostRef Post, Message Says, string Nonce);
}
