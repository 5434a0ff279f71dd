namespace CopBot.DiscordEmulator;

/// <summary>Counts edits of messages older than an hour, per channel and hour (code 30046).</summary>
internal sealed class OldEditCount
{
    private readonly Dictionary<ulong, Queue<DateTimeOffset>> _edits = [];

    public bool Allow(ulong channelId, DateTimeOffset now, int limit)
    {
        if (!_edits.TryGetValue(channelId, out var edits)) _edits[channelId] = edits = [];
        while (edits.TryPeek(out var at) && at <= now - TimeSpan.FromHours(1)) edits.Dequeue();
        if (edits.Count >= limit) return false;
        edits.Enqueue(now);
        return true;
    }
}
