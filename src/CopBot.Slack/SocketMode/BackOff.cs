namespace CopBot.Slack.SocketMode;

/// <summary>How long to wait before the next try: the first at once, then 1, 2, 4 … at most 60 seconds, each a little different so that many bots do not come back together.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private int _failures;

    /// <summary>It worked, so what comes next is a first try again.</summary>
    public void Worked() => _failures = 0;

    /// <summary>It failed. Waits at least as long as was asked for.</summary>
    public TimeSpan Failed(TimeSpan? atLeast = null)
    {
        var wait = _failures++ == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(_failures - 2, 10))));
        if (atLeast is { } asked && asked > wait) wait = asked;
#pragma warning disable CA5394 // Nothing is kept secret by it.
        return wait * (1 + (Random.Shared.NextDouble() / 4));
#pragma warning restore CA5394
    }
}
