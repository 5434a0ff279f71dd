namespace CopBot.Host;

/// <summary>Runs like its base, but can be moved; timers that a move makes due ring at once. Durations stay real.</summary>
internal sealed class MovableClock(TimeProvider real, TimeSpan shift) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<MovableTimer> _timers = [];
    private TimeSpan _shift = shift;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => real.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return real.GetUtcNow() + _shift;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => real.GetTimestamp();

    /// <summary>How far it would be shifted to stand at an instant now.</summary>
    public TimeSpan ShiftTo(DateTimeOffset at) => at - real.GetUtcNow();

    /// <summary>Shifts it, in place of the shift before.</summary>
    public void Shift(TimeSpan by)
    {
        MovableTimer[] all;
        lock (_gate)
        {
            _shift = by;
            all = [.. _timers];
        }

        foreach (var timer in all) timer.Rearm();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovableTimer(this, callback, state);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class MovableTimer : ITimer
    {
        private readonly MovableClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _inner;
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public MovableTimer(MovableClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _inner = clock.Real.CreateTimer(static timer => ((MovableTimer)timer!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._gate)
            {
                _period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + dueTime;
            }

            return _inner.Change(dueTime, period);
        }

        public void Rearm()
        {
            lock (_clock._gate)
            {
                if (_due is not { } due) return;
                var wait = due - _clock.GetUtcNow();
                _inner.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (_clock._gate) _clock._timers.Remove(this);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring()
        {
            lock (_clock._gate) _due = _period > TimeSpan.Zero ? _clock.GetUtcNow() + _period : null;
            _callback(_state);
        }
    }

    private TimeProvider Real => real;
}
