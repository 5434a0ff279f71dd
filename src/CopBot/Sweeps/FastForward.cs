using CopBot.Posts;

namespace CopBot.Sweeps;

/// <summary>
/// Moves a clock forward through every instant at which something falls due, in order, and lets everything settle at each:
/// what a member sees afterwards is what they would have seen had the time passed.
/// </summary>
public sealed class FastForward
{
    private const int MostStepsAtOneInstant = 200;
    private readonly Sweeper _sweeper;
    private readonly Courier _courier;
    private readonly TimeProvider _clock;

    internal FastForward(Sweeper sweeper, Courier courier, TimeProvider clock) => (_sweeper, _courier, _clock) = (sweeper, courier, clock);

    /// <summary>Lets sweeps and courier do everything that is due now.</summary>
    public Task SettleAsync(CancellationToken stop) => SettleAsync(unseen: true, stop);

    /// <summary>When something falls due next, after now; null when nothing is foreseen.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken stop)
    {
        var now = _clock.GetUtcNow();
        var swept = await _sweeper.NextDueAsync(now, stop);
        var delivered = await _courier.NextDueAsync(now, stop);
        return swept is null || delivered < swept ? delivered : swept;
    }

    /// <summary>
    /// Moves to <paramref name="to"/>. <paramref name="set"/> is called with each instant in turn and must set the clock there.
    /// What is overdue and does not settle, because it fails, is tried again at each of them.
    /// </summary>
    public async Task MoveAsync(DateTimeOffset to, Action<DateTimeOffset> set, CancellationToken stop)
    {
        await SettleAsync(stop);
        // What is overdue and did not settle, such as a place that cannot be reached, is tried again at each step; it never
        // holds the clock.
        while (await NextDueAsync(stop) is { } next && next <= to)
        {
            set(next);
            await SettleAsync(unseen: false, stop);
        }

        if (_clock.GetUtcNow() < to) set(to);
        await SettleAsync(stop);
    }

    // What nobody sees happen waits until the clock has arrived.
    private async Task SettleAsync(bool unseen, CancellationToken stop)
    {
        for (var i = 0; i < MostStepsAtOneInstant; i++)
        {
            var swept = await _sweeper.SweepAllAsync(unseen && i == 0, stop);
            var delivered = await _courier.SettleAsync(stop);
            if (swept + delivered == 0) return;
        }
    }
}
