using System.Diagnostics.CodeAnalysis;

namespace CopBot.Discord.Rest;

/// <summary>
/// Requests that Discord counts together. One at a time goes, in the order in which they came: Discord's counts are so low
/// that more at once would only overtake each other.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that nobody took a wait handle of holds nothing to give back.")]
internal sealed class Bucket
{
    // Whoever waits asynchronously on a semaphore is let in first come, first served.
    private readonly SemaphoreSlim _door = new(1, 1);

    /// <summary>When the next request may go, in <see cref="Uptime"/>.</summary>
    public TimeSpan OpensAt { get; private set; }

    /// <summary>How many stand in it or wait before it; only who counts them under a lock may ask.</summary>
    public int Users { get; set; }

    public Task EnterAsync(CancellationToken stop) => _door.WaitAsync(stop);

    public void Leave() => _door.Release();

    public void CloseUntil(TimeSpan opens)
    {
        if (opens > OpensAt) OpensAt = opens;
    }
}
