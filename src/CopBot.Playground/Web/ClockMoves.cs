namespace CopBot.Playground;

/// <summary>One move of the clock at a time, and how far it has come.</summary>
internal sealed class ClockMoves(Room room) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Move? _now;

    /// <summary>The move under way; null when the clock stands or just runs.</summary>
    public Move? Now => _now;

    /// <summary>Moves the clock and tells what happened on the way, as sentences; null when it is being moved already.</summary>
    public async Task<IReadOnlyList<HappenedView>?> MoveAsync(IPlaygroundStory story, DateTimeOffset to, RoomPerson? reader, CancellationToken stop)
    {
        if (!await _one.WaitAsync(0, stop)) return null;
        try
        {
            var before = room.Messages.ToDictionary(m => m.Id, StringComparer.Ordinal);
            _now = new Move(story.Now, to);
            await story.MoveClockAsync(to, stop);
            return new Happenings(room, reader ?? room.People[0]).Since(before);
        }
        finally
        {
            _now = null;
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    internal sealed record Move(DateTimeOffset From, DateTimeOffset To);
}
