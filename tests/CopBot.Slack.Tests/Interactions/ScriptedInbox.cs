using CopBot.Chat;

namespace CopBot.Slack.Tests.Interactions;

/// <summary>A bot that says what a test tells it to, and keeps what it was handed.</summary>
internal sealed class ScriptedInbox : IInbox
{
    private readonly Lock _gate = new();
    private readonly List<Inbound> _taken = [];
    private readonly List<(Func<IReadOnlyList<Inbound>, bool> Seen, TaskCompletionSource Happened)> _watchers = [];

    public Offers Offers { get; } = new([], []);

    /// <summary>Everything that was handed over, forms that were asked for included.</summary>
    public IReadOnlyList<Inbound> Taken
    {
        get
        {
            lock (_gate) return [.. _taken];
        }
    }

    /// <summary>What is answered.</summary>
    public Func<Inbound, CancellationToken, Task<Answer>> Answers { get; set; } = (_, _) => Task.FromResult(Answer.Nothing);

    /// <summary>What opens a form.</summary>
    public Func<Inbound, bool> OpensWhen { get; set; } = _ => false;

    /// <summary>The form that opens.</summary>
    public Func<Gesture, CancellationToken, Task<Opened>> Forms { get; set; } = (_, _) => Task.FromResult(new Opened(Answer.Nothing));

    /// <summary>The last one of a kind.</summary>
    public T Last<T>() where T : Inbound => Taken.OfType<T>().Last();

    public bool Opens(Inbound inbound) => OpensWhen(inbound);

    public Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop)
    {
        Take(gesture);
        return Forms(gesture, stop);
    }

    public Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop)
    {
        Take(inbound);
        return Answers(inbound, stop);
    }

    /// <summary>Answers this at once.</summary>
    public void Says(Answer answer) => Answers = (_, _) => Task.FromResult(answer);

    /// <summary>Answers gestures of one kind.</summary>
    public void Says<T>(Func<T, Answer> answer) where T : Inbound =>
        Answers = (inbound, _) => Task.FromResult(inbound is T gesture ? answer(gesture) : Answer.Nothing);

    /// <summary>Waits until what was handed over is so.</summary>
    public Task UntilAsync(Func<IReadOnlyList<Inbound>, bool> seen, CancellationToken stop)
    {
        lock (_gate)
        {
            if (seen(_taken)) return Task.CompletedTask;
            var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((seen, happened));
            return happened.Task.WaitAsync(stop);
        }
    }

    private void Take(Inbound inbound)
    {
        lock (_gate)
        {
            _taken.Add(inbound);
            foreach (var watcher in _watchers.Where(w => w.Seen(_taken))) watcher.Happened.TrySetResult();
        }
    }
}
