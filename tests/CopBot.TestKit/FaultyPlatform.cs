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

/// <summary>
/// A platform on which the next calls go wrong as scripted; then it is well again. It is as strict as the real ones: what does
/// not keep to the limits is rejected. A dead process reaches it no more.
/// </summary>
public sealed class FaultyPlatform(IChatPlatform real, BotProcess? process = null) : IChatPlatform
{
    private readonly Lock _gate = new();
    private readonly Queue<Fault?> _script = new();
    private readonly BotProcess _process = process ?? new();

    /// <inheritdoc/>
    public Platform Platform => real.Platform;

    /// <summary>How often something was posted or whispered, whatever became of it.</summary>
    public int Posts { get; private set; }

    /// <summary>Whether a whisper stands before everybody, as on a platform that cannot be private in a channel.</summary>
    public bool WhispersAloud { get; set; }

    /// <summary>What it was asked to do, in order: post, whisper, revise, remove, find, direct, private, thread, rest, who, answer, file.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Called on each of <see cref="Calls"/>, before it happens. Throw to break it.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>Awaited on each of <see cref="Calls"/>, before it happens: hold it to have a request under way.</summary>
    public Func<string, Task>? Holds { get; set; }

    /// <summary>The next posts, whispers, revisions and removals go like this, one after another; null lets one pass.</summary>
    public void Next(params Fault?[] faults)
    {
        foreach (var fault in faults) _script.Enqueue(fault);
    }

    /// <inheritdoc/>
    public Task<PostRef> PostAsync(Place place, Message message, string nonce, CancellationToken stop)
    {
        Posts++;
        return ChangeAsync("post", () => real.PostAsync(place, message, nonce, stop), Limits.Broken(message));
    }

    /// <inheritdoc/>
    public Task<PostRef?> FindPostAsync(Place place, string nonce, DateTimeOffset since, CancellationToken stop) => AskAsync("find", () => real.FindPostAsync(place, nonce, since, stop));

    /// <inheritdoc/>
    public Task ReviseAsync(PostRef post, Message message, string nonce, CancellationToken stop) =>
        ChangeAsync("revise", () => Nothing(real.ReviseAsync(post, message, nonce, stop)), Limits.Broken(message));

    /// <inheritdoc/>
    public Task RemoveAsync(PostRef post, CancellationToken stop) => ChangeAsync("remove", () => Nothing(real.RemoveAsync(post, stop)), []);

    /// <inheritdoc/>
    public Task<Place> OpenThreadAsync(PostRef post, string title, CancellationToken stop) => AskAsync("thread", () => real.OpenThreadAsync(post, title, stop));

    /// <inheritdoc/>
    public Task CloseThreadAsync(Place thread, CancellationToken stop) => AskAsync("rest", () => Nothing(real.CloseThreadAsync(thread, stop)));

    /// <inheritdoc/>
    public Task<Place> OpenDirectAsync(UserRef user, CancellationToken stop) => AskAsync("direct", () => real.OpenDirectAsync(user, stop));

    /// <inheritdoc/>
    public Task<Place> OpenPrivateAsync(ChannelRef beside, IReadOnlyList<UserRef> people, string title, string nonce, DateTimeOffset? triedSince, CancellationToken stop) =>
        ChangeAsync("private", () => real.OpenPrivateAsync(beside, people, title, nonce, triedSince, stop), []);

    /// <inheritdoc/>
    public Task<PostRef?> WhisperAsync(Place place, UserRef to, Message message, string nonce, CancellationToken stop)
    {
        Posts++;
        return ChangeAsync("whisper", async () => WhispersAloud ? await real.PostAsync(place, message, nonce, stop) : await real.WhisperAsync(place, to, message, nonce, stop), Limits.BrokenAsWhisper(message));
    }

    /// <inheritdoc/>
    public async Task AnswerAsync(string replyTo, UserRef to, Answer answer, CancellationToken stop) => await AskAsync("answer", () => Nothing(real.AnswerAsync(replyTo, to, answer, stop)));

    /// <inheritdoc/>
    public Task<PostRef> SendFileAsync(Place place, ChatFile file, string nonce, CancellationToken stop) => ChangeAsync("file", () => real.SendFileAsync(place, file, nonce, stop), []);

    /// <inheritdoc/>
    public Task<UserProfile?> FindUserAsync(UserRef user, CancellationToken stop) => AskAsync("who", () => real.FindUserAsync(user, stop));

    /// <inheritdoc/>
    public Task<ChannelProfile?> FindChannelAsync(ChannelRef channel, CancellationToken stop) => real.FindChannelAsync(channel, stop);

    /// <inheritdoc/>
    public Uri LinkTo(PostRef post) => real.LinkTo(post);

    private async Task<T> AskAsync<T>(string what, Func<Task<T>> ask)
    {
        await CalledAsync(what);
        return await ask();
    }

    private async Task<T> ChangeAsync<T>(string what, Func<Task<T>> change, IEnumerable<string> broken)
    {
        await CalledAsync(what);
        _process.Step(what);
        if (broken.ToList() is { Count: > 0 } wrong) throw new PlatformException(FailureKind.Rejected, string.Join("; ", wrong));

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
            Fault.Killed => throw _process.Die(),
            _ => done,
        };
    }

    private async Task CalledAsync(string what)
    {
        _process.MustLive();
        lock (_gate) Calls.Add(what);
        Before?.Invoke(what);
        if (Holds is { } holds) await holds(what);
    }

    private static async Task<bool> Nothing(Task task)
    {
        await task;
        return true;
    }
}
