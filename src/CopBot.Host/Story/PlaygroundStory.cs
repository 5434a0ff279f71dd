using CopBot.Data;
using CopBot.Playground;
using CopBot.Sweeps;

namespace CopBot.Host;

/// <summary>The playground's clock, demo and fresh start. One of them at a time.</summary>
internal sealed class PlaygroundStory(StoryClock clock, FastForward forward, BlankSlate slate, Room room, Demo demo, Waiting waiting) : IPlaygroundStory, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _preparing;

    /// <inheritdoc/>
    public DateTimeOffset Now => clock.Time.GetUtcNow();

    /// <inheritdoc/>
    public bool Preparing => _preparing;

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken stop) => forward.NextDueAsync(stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WaitingAsync(CancellationToken stop) => waiting.SayAsync(stop);

    /// <inheritdoc/>
    public Task MoveClockAsync(DateTimeOffset to, CancellationToken stop) => AloneAsync(() => forward.MoveAsync(to, clock.Set, stop), stop);

    /// <inheritdoc/>
    public Task LoadDemoAsync(CancellationToken stop) => AloneAsync(() => LoadAsync(stop), stop);

    /// <inheritdoc/>
    public Task StartOverAsync(CancellationToken stop) => AloneAsync(
        async () =>
        {
            clock.WantDemo(false);
            await WipeAsync(stop);
        },
        stop);

    /// <summary>Whether the demo is still to be loaded: the data folder is new, or loading it was cut off.</summary>
    public bool WantsDemo => clock.WantsDemo;

    /// <summary>Loads the demo into a new data folder, or again when that was cut off.</summary>
    public Task BeginAsync(bool withDemo, CancellationToken stop) => AloneAsync(
        async () =>
        {
            if (!withDemo) clock.WantDemo(false);
            else if (clock.WantsDemo) await LoadAsync(stop);
        },
        stop);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task LoadAsync(CancellationToken stop)
    {
        _preparing = true;
        try
        {
            clock.WantDemo(true);
            await WipeAsync(stop);
            await demo.PlayAsync(clock, stop);
            clock.WantDemo(false);
        }
        finally
        {
            _preparing = false;
        }
    }

    private Task WipeAsync(CancellationToken stop) => slate.WipeAsync(
        () =>
        {
            room.StartOver();
            clock.StartOver();
        },
        stop);

    private async Task AloneAsync(Func<Task> act, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await act();
        }
        finally
        {
            _one.Release();
        }
    }
}
