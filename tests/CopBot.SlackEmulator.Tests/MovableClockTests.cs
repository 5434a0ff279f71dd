namespace CopBot.SlackEmulator.Tests;

public sealed class MovableClockTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Timers_fire_in_the_order_they_fall_due_and_see_their_own_time()
    {
        var clock = new MovableClock(_start);
        var fired = new List<(string, double)>();
        using var late = clock.CreateTimer(_ => fired.Add(("late", (clock.GetUtcNow() - _start).TotalSeconds)), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => fired.Add(("early", (clock.GetUtcNow() - _start).TotalSeconds)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([("early", 1), ("late", 2)], fired);
        Assert.Equal(_start.AddSeconds(5), clock.GetUtcNow());
    }

    [Fact]
    public void A_repeating_timer_rings_as_often_as_it_falls_due()
    {
        var clock = new MovableClock(_start);
        var rings = 0;
        using (clock.CreateTimer(_ => rings++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)))
            clock.Advance(TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, rings);
    }

    [Fact]
    public async Task A_delay_ends_with_the_advance()
    {
        var clock = new MovableClock(_start);
        var waiting = Task.Delay(TimeSpan.FromHours(1), clock);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;
    }

    [Fact]
    public async Task A_flowing_clock_can_jump_and_rings_by_itself()
    {
        var clock = new MovableClock(_start, flowing: true);
        var jumped = Task.Delay(TimeSpan.FromHours(1), clock);
        clock.Advance(TimeSpan.FromHours(1));
        await jumped;
        await Task.Delay(TimeSpan.FromMilliseconds(10), clock);
        Assert.True(clock.GetUtcNow() > _start.AddHours(1));
    }
}
