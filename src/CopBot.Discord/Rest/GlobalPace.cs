namespace CopBot.Discord.Rest;

/// <summary>Keeps all requests of the bot below Discord's 50 a second, and back while Discord said so to all of them.</summary>
internal sealed class GlobalPace(Uptime uptime)
{
    // Fifty leave here in a second, fifty-one arrive: not every request is as long on its way.
    private const int PerSecond = 45;
    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _sent = [];
    private TimeSpan _pausedUntil;

    /// <summary>Takes a place in this second, or answers when to ask again.</summary>
    public TimeSpan? TakeOrWaitUntil()
    {
        lock (_gate)
        {
            var now = uptime.Now;
            if (now < _pausedUntil) return _pausedUntil;
            while (_sent.TryPeek(out var oldest) && oldest + TimeSpan.FromSeconds(1) <= now) _sent.Dequeue();
            if (_sent.Count >= PerSecond) return _sent.Peek() + TimeSpan.FromSeconds(1);
            _sent.Enqueue(now);
            return null;
        }
    }

    public void PauseUntil(TimeSpan opens)
    {
        lock (_gate)
            if (opens > _pausedUntil)
                _pausedUntil = opens;
    }
}
