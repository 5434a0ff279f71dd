namespace CopBot.SlackEmulator;

/// <summary>
/// A clock that tests move. Standing still it only moves by <see cref="Advance"/>; flowing it runs with the machine and can jump ahead
/// as well, for clients in another process that wait in real time. Timers fire during the advance, in the order they fall due.
/// </summary>
public sealed class MovableClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private readonly DateTimeOffset _start;
    private readonly bool _flowing;
    private readonly long _stamp = System.GetTimestamp();
    private TimeSpan _moved;

    public MovableClock(DateTimeOffset start, bool flowing = false)
    {
        _start = start.ToUniversalTime();
        _flowing = flowing;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return Now();
        }
    }

    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves time ahead and fires every timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        lock (_gate)
        {
            target = Now() + by;
        }

        while (true)
        {
            Alarm? next;
            lock (_gate)
            {
                next = _alarms.Where(alarm => alarm.Due <= target).MinBy(alarm => alarm.Due);
                var at = next?.Due is { } due && due > Now() ? due : next is null ? target : Now();
                if (at > Now())
                    _moved += at - Now();
                if (next is null)
                    return;
                next.Reschedule(Now());
            }

            next.Fire();
        }
    }

    private DateTimeOffset Now() => _start + _moved + (_flowing ? System.GetElapsedTime(_stamp) : TimeSpan.Zero);

    private sealed class Alarm(MovableClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _real;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                clock._alarms.Remove(this);
                Due = dueTime < TimeSpan.Zero ? null : clock.Now() + dueTime;
                if (Due is not null)
                    clock._alarms.Add(this);
                if (clock._flowing)
                    Await(dueTime);
            }

            return true;
        }

        // Called under the clock's lock, before the callback runs outside it.
        public void Reschedule(DateTimeOffset now)
        {
            clock._alarms.Remove(this);
            Due = _period > TimeSpan.Zero ? now + _period : null;
            if (Due is null)
                return;
            clock._alarms.Add(this);
            if (clock._flowing)
                Await(_period);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                Due = null;
                _real?.Dispose();
                _real = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Await(TimeSpan dueTime)
        {
            _real?.Dispose();
            _real = dueTime < TimeSpan.Zero ? null : System.CreateTimer(_ => Elapsed(), null, dueTime, Timeout.InfiniteTimeSpan);
        }

        private void Elapsed()
        {
            lock (clock._gate)
            {
                // A jump may already have fired it; real timers may also ring a few milliseconds early.
                if (Due is null)
                    return;
                if (Due > clock.Now() + TimeSpan.FromMilliseconds(20))
                {
                    Await(Due.Value - clock.Now());
                    return;
                }

                Reschedule(clock.Now());
            }

            Fire();
        }
    }
}
