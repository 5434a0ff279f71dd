using CopBot.Chat;

namespace CopBot.Discord.Tests.Interactions;

/// <summary>A bot that does what a test tells it, and keeps what it was handed.</summary>
internal sealed class ScriptedInbox : IInbox
{
    private readonly Lock _gate = new();
    private readonly List<Inbound> _got = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Offers Offers { get; set; } = new(
        [new("ask", "Ask how to solve something", "your question"), new("help", "What there is"), new("meet new", "Plan a meeting", "its title"), new("meet next", "The next meeting")],
        [new("problem-here", "Make this a problem"), new("helped", "Mark as what helped")]);

    /// <summary>Which gestures open a form.</summary>
    public Func<Inbound, bool> OpensIf { get; set; } = _ => false;

    public Func<Gesture, CancellationToken, Task<Opened>> Opening { get; set; } = (_, _) => Task.FromResult(new Opened(Answer.Nothing));

    public Func<Inbound, CancellationToken, Task<Answer>> Answering { get; set; } = (_, _) => Task.FromResult(Answer.Nothing);

    public IReadOnlyList<Inbound> Got
    {
        get
        {
            lock (_gate) return [.. _got];
        }
    }

    public bool Opens(Inbound inbound) => OpensIf(inbound);

    public Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop)
    {
        Keep(gesture);
        return Opening(gesture, stop);
    }

    public Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop)
    {
        Keep(inbound);
        return Answering(inbound, stop);
    }

    /// <summary>The first of its kind that was handed over; waits for it.</summary>
    public async Task<T> GotAsync<T>(Func<T, bool>? that = null) where T : Inbound
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_got.OfType<T>().FirstOrDefault(that ?? (_ => true)) is { } found) return found;
                changed = _changed.Task;
            }

            await changed.Soon();
        }
    }

    private void Keep(Inbound inbound)
    {
        lock (_gate)
        {
            _got.Add(inbound);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
