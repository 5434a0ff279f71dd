using System.Globalization;
using CopBot.Chat;

namespace CopBot.Bench;

/// <summary>A platform that takes everything, remembers nothing, and passes on whom it was told to ask what came of it.</summary>
internal sealed class ForgetfulPlatform : IChatPlatform
{
    private readonly List<(UserRef Who, string Worked)> _questions = [];
    private long _last;

    /// <summary>Its one workspace.</summary>
    public WorkspaceRef Workspace { get; } = new(new Platform("forgetful"), "hall");

    /// <inheritdoc/>
    public Platform Platform => Workspace.Platform;

    /// <summary>How often it was told to post or revise something.</summary>
    public int Told { get; private set; }

    /// <summary>The thread that was opened last.</summary>
    public Place LastThread { get; private set; }

    /// <summary>Everything pressable in a message.</summary>
    public static IEnumerable<(string Label, string Action)> ButtonsOf(Message message) => message.AllControls.OfType<Button>().Select(b => (b.Label, b.Action));

    /// <summary>Who was asked since the last time, and what pressing <em>It worked</em> sends.</summary>
    public IReadOnlyList<(UserRef Who, string Worked)> TakeQuestions()
    {
        (UserRef, string)[] taken = [.. _questions];
        _questions.Clear();
        return taken;
    }

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        Told++;
        if (place.Channel.Id.StartsWith("direct-", StringComparison.Ordinal))
        {
            var who = new UserRef(Workspace, place.Channel.Id["direct-".Length..]);
            _questions.AddRange(ButtonsOf(message).Where(b => b.Label == "It worked").Select(b => (who, b.Action)));
        }

        return Task.FromResult(new PostRef(place, (++_last).ToString(CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop) => Task.FromResult<PostRef?>(null);

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop)
    {
        Told++;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(PostRef post, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop) => Task.FromResult(LastThread = new Place(post.Place.Channel, post.Id));

    /// <inheritdoc/>
    public Task CloseThreadAsync(Place thread, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop) => Task.FromResult(new Place(new ChannelRef(Workspace, "direct-" + user.Id)));

    /// <inheritdoc/>
    public Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop) =>
        Task.FromResult(new Place(new ChannelRef(Workspace, "private-" + nonce)));

    /// <inheritdoc/>
    public Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop) => Task.FromResult<PostRef?>(null);

    /// <inheritdoc/>
    public Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop) => PostAsync(place, [], nonce, stop);

    /// <inheritdoc/>
    public Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop) => Task.FromResult<UserProfile?>(new UserProfile(user, user.Id, "UTC", null, IsBot: false, RunsWorkspace: false));

    /// <inheritdoc/>
    public Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop) => Task.FromResult<ChannelProfile?>(new ChannelProfile(channel, channel.Id, Private: false, CanPost: true));

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => new($"https://forgetful.example/{Uri.EscapeDataString(post.ToString())}");
}
