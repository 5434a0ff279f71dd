namespace CopBot.Discord.Rest;

/// <summary>How long to wait before trying again.</summary>
internal static class Backoff
{
    /// <summary>Twice as long each time, up to a limit, and never quite the same: many that failed together do not come back together.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var full = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return (full < longest ? full : longest) * (0.5 + Random.Shared.NextDouble() / 2);
    }
}
