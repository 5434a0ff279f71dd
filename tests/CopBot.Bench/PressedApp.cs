using System.Diagnostics;
using CopBot.SlackEmulator;
using CopBot.SlackEmulator.Sockets;
using CopBot.SlackEmulator.World;
using Person = CopBot.SlackEmulator.Acting.Person;

namespace CopBot.Bench;

/// <summary>An app of the emulated Slack, a process of its own, with buttons that people press.</summary>
internal abstract class PressedApp : IAsyncDisposable
{
    /// <summary>How many cards each app has.</summary>
    public const int Cards = 20;

    /// <summary>What has not come by then does not come.</summary>
    protected static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, TaskCompletionSource<SlackMessage>> _waiting = new(StringComparer.Ordinal);

    protected PressedApp(EmulatedSlack slack) => Slack = slack;

    public abstract string Name { get; }

    /// <summary>How often cards were revised so far.</summary>
    public virtual int Revisions => 0;

    /// <summary>What the app's process has used of the processors so far.</summary>
    public abstract TimeSpan ProcessorTime { get; }

    protected EmulatedSlack Slack { get; }

    /// <summary>What the app's process holds at rest, in MiB: resident, and of that anonymous.</summary>
    public abstract Task<(double Resident, double Anonymous)> MemoryAsync();

    /// <summary>Somebody, who has no other press under way, presses their next button; whether it was handled, once they see that it was.</summary>
    public abstract Task<bool> PressAsync(Person by, Action acknowledged);

    /// <summary>Waits until everything that follows from the presses so far can be seen; false where it cannot in good time.</summary>
    public virtual Task<bool> SettledAsync() => Task.FromResult(true);

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// Looks at what is new after everything that the emulator does. One look serves all presses: one for each would cost more
    /// than what is timed.
    /// </summary>
    protected void Watch() => _ = Slack.Until(() =>
    {
        Look();
        return false;
    });

    /// <summary>Looks at what is new. Nothing else moves meanwhile.</summary>
    protected abstract void Look();

    /// <summary>Somebody sees what they waited for. Called while looking.</summary>
    protected void Sees(string person, SlackMessage message)
    {
        if (_waiting.Remove(person, out var waiting)) waiting.TrySetResult(message);
    }

    /// <summary>Presses, and waits for what is then seen; null where it was not acknowledged, or not seen in good time.</summary>
    protected async Task<SlackMessage?> PressAsync(Person by, SlackMessage on, string label, Action acknowledged)
    {
        var seen = new TaskCompletionSource<SlackMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Slack.Still(() => _waiting[by.User.Id] = seen);
        var outcome = await by.Presses(on, label);
        if (outcome.End is not DeliveryEnd.Acknowledged) return null;
        acknowledged();
        try
        {
            return await seen.Task.WaitAsync(TooLong);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Waits for something to be seen; false where it is not in good time.</summary>
    protected async Task<bool> UntilAsync(Func<bool> seen)
    {
        using var late = new CancellationTokenSource(TooLong);
        try
        {
            await Slack.Until(seen, late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What a process has used of the processors so far.</summary>
    protected static TimeSpan UsedBy(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
