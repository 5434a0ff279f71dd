using Xunit;

namespace CopBot.Host.Tests;

public sealed class MovableClockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2026-11-21T20:00Z", "2026-11-24T10:00Z")] // A Saturday: the Tuesday after.
    [InlineData("2026-11-24T23:00Z", "2026-11-24T10:00Z")]
    [InlineData("2026-11-27T09:00Z", "2026-11-24T10:00Z")] // A Friday: the Tuesday before.
    [InlineData("2026-07-14T03:00Z", "2026-07-14T09:00Z")] // Summer time in London.
    public void A_new_playground_begins_on_the_nearest_tuesday_at_ten_in_london(string today, string begins) =>
        Assert.Equal(Parse(begins), StoryClock.Tuesday(Parse(today)));

    [Fact]
    public void A_move_is_kept_and_goes_on_from_there()
    {
        var real = new StandingClock { Now = Parse("2026-11-21T20:00Z") };
        var clock = StoryClock.Open(_folder.File("clock.json"), real);
        Assert.True(clock.WantsDemo);
        Assert.Equal(Parse("2026-11-24T10:00Z"), clock.Time.GetUtcNow());

        clock.WantDemo(false);
        clock.Set(Parse("2026-12-15T09:00Z"));
        real.Now += TimeSpan.FromHours(2);

        var again = StoryClock.Open(_folder.File("clock.json"), real);
        Assert.False(again.WantsDemo);
        Assert.Equal(Parse("2026-12-15T11:00Z"), again.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_timer_that_a_move_makes_due_rings_at_once()
    {
        var clock = new MovableClock(TimeProvider.System, TimeSpan.Zero);
        var rang = new TaskCompletionSource();
        await using var timer = clock.CreateTimer(_ => rang.TrySetResult(), null, TimeSpan.FromDays(3), Timeout.InfiniteTimeSpan);

        clock.Shift(TimeSpan.FromDays(2));
        Assert.False(rang.Task.IsCompleted);
        clock.Shift(TimeSpan.FromDays(4));

        await rang.Task.WaitAsync(HostProcess.TooLong);
    }

    private static DateTimeOffset Parse(string at) => DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
