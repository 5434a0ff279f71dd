using System.Globalization;

namespace CopBot.Host.Tests.Killed;

/// <summary>
/// Several stories on one clock: each waits for its next time; when all wait, the clock is moved to the nearest, and all whose
/// time it is act at once.
/// </summary>
#pragma warning disable CA1001 // Never asked for its wait handle, so there is nothing to dispose.
internal sealed class StoryCalendar(MortalHost host)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<DateTimeOffset, List<TaskCompletionSource>> _waiting = [];
    private readonly SemaphoreSlim _allWait = new(0);
    private int _busy;

    /// <summary>Waits for a time of day in London, some days after the beginning.</summary>
    public Task Until(int day, string time)
    {
        var local = World.FirstDay.AddDays(day).ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture));
        return UntilAsync(new DateTimeOffset(local, World.London.GetUtcOffset(local)));
    }

    public Task UntilAsync(DateTimeOffset at)
    {
        var comes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_waiting.TryGetValue(at, out var then)) _waiting[at] = then = [];
            then.Add(comes);
        }

        Rest();
        return comes.Task;
    }

    /// <summary>Plays all stories to their end.</summary>
    public async Task PlayAsync(params Func<Task>[] stories)
    {
        _busy = stories.Length;
        var playing = stories.Select(PlayOneAsync).ToList();
        while (true)
        {
            await _allWait.WaitAsync();
            if (playing.Find(p => p.IsFaulted) is { } failed) await failed;
            DateTimeOffset at;
            List<TaskCompletionSource> then;
            lock (_gate)
            {
                if (_waiting.Count == 0) break;
                (at, then) = _waiting.First();
                _waiting.Remove(at);
                _busy = then.Count;
            }

            await host.MoveAsync(at);
            foreach (var comes in then) comes.SetResult();
        }

        await Task.WhenAll(playing);
    }

    private async Task PlayOneAsync(Func<Task> story)
    {
        try
        {
            await Task.Yield();
            await story();
        }
        finally
        {
            Rest();
        }
    }

    private void Rest()
    {
        if (Interlocked.Decrement(ref _busy) == 0) _allWait.Release();
    }
}
