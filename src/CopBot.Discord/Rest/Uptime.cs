namespace CopBot.Discord.Rest;

/// <summary>Time since the start. Waits are measured by it, so that setting the machine's clock neither ends nor stretches them.</summary>
internal sealed class Uptime(TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Waits, if there is anything to wait for.</summary>
    public Task DelayAsync(TimeSpan wait, CancellationToken stop) => wait > TimeSpan.Zero ? Task.Delay(wait, clock, stop) : Task.CompletedTask;

    /// <summary>Is cancelled after so long.</summary>
    public CancellationTokenSource After(TimeSpan wait) => new(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock);
}
