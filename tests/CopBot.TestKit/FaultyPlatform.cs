using CopBot.Chat;

namespace CopBot.TestKit;

/// <summary>What goes wrong with one call to the platform.</summary>
public enum Fault
{
    /// <summary>Nothing happens on the platform, and the caller is told so.</summary>
    NotDelivered,

    /// <summary>It happens on the platform, but the answer is lost.</summary>
    AnswerLost,

    /// <summary>Nothing happens, and the caller cannot know.</summary>
    RequestLost,

    /// <summary>The platform will not allow it.</summary>
    Denied,

    /// <summary>The workspace has thrown the bot out.</summary>
    WorkspaceStopped,

    /// <summary>The process dies after it happened: nothing more runs.</summary>
    Killed,
}

/// <summary>The process is dead. Nothing in the bot may catch this and go on.</summary>
public sealed class ProcessKilledException : OperationCanceledException;

/// <summary>A platform on which the next calls go wrong as scripted; then it is well again.</summary>
public sealed class FaultyPlatform(IChatPlatform real) : IChatPlatform
{
    private readonly Queue<Fault?> _script = new();

    /// <inheritdoc/>
    public Platform Platform => real.Platform;

    /// <summary>How often something was posted or whispered, whatever became of it.</summary>
    public int Posts { get; private set; }

    /// <summary>Whether a whisper stands before everybody, as on a platform that cannot be private in a channel.</summary>
    public bool WhispersAloud { get; set; }

    /// <summary>Called on each call that changes something, before it happens. Throw to break it.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>The next posts, whispers, revisions and removals go like this, one after another; null lets one pass.</summary>
    public void Next(params Fault?[] faults)
    {
        foreach (var fault in faults) _script.Enqueue(fault);
    }

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        Posts++;
        return ChangeAsync("post", () => real.PostAsync(place, message, nonce, stop));
    }

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop) => real.FindPostAsync(place, nonce, since, stop);

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop) => ChangeAsync("revise", () => Nothing(real.ReviseAsync(post, message, nonce, stop)));

    /// <inheritdoc/>
    public Task RemoveAsync(PostRef post, CancellationToken stop) => ChangeAsync("remove", () => Nothing(real.RemoveAsync(post, stop)));

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop) => real.OpenThreadAsync(post, title, stop);

    /// <inheritdoc/>
    public Task CloseThreadAsync(Place thread, CancellationToken stop) => real.CloseThreadAsync(thread, stop);

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop) => real.OpenDirectAsync(user, stop);

    /// <inheritdoc/>
    public Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop)
    {
        Posts++;
        return ChangeAsync("whisper", async () => WhispersAloud ? await real.PostAsync(place, message, nonce, stop) : await real.WhisperAsync(place, to, message, nonce, stop));
    }

    /// <inheritdoc/>
    public Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop) => real.AnswerAsync(replyTo, to, answer, stop);

    /// <inheritdoc/>
    public Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop) => ChangeAsync("file", () => real.SendFileAsync(place, file, nonce, stop));

    /// <inheritdoc/>
    public Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop) => real.FindUserAsync(user, stop);

    /// <inheritdoc/>
    public Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop) => real.FindChannelAsync(channel, stop);

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => real.LinkTo(post);

    private async Task<T> ChangeAsync<T>(string what, Func<Task<T>> change)
    {
        Before?.Invoke(what);
        var fault = _script.TryDequeue(out var next) ? next : null;
        switch (fault)
        {
            case Fault.NotDelivered: throw new PlatformException(FailureKind.NotDelivered, "scripted: not delivered");
            case Fault.RequestLost: throw new PlatformException(FailureKind.Unknown, "scripted: request lost");
            case Fault.Denied: throw new PlatformException(FailureKind.Denied, "scripted: denied");
            case Fault.WorkspaceStopped: throw new PlatformException(FailureKind.WorkspaceStopped, "scripted: the token was revoked");
        }

        var done = await change();
        return fault switch
        {
            Fault.AnswerLost => throw new PlatformException(FailureKind.Unknown, "scripted: answer lost"),
            Fault.Killed => throw new ProcessKilledException(),
            _ => done,
        };
    }

    private static async Task<bool> Nothing(Task task)
    {
        await task;
        return true;
    }
}
