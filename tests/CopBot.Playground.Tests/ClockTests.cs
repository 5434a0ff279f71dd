using Xunit;

namespace CopBot.Playground.Tests;

public sealed class ClockTests
{
    [Theory]
    [InlineData("2027-03-08T13:05:00Z", "hour", "2027-03-08T14:05:00Z")]
    [InlineData("2027-03-08T13:05:00Z", "morning", "2027-03-09T08:00:00Z")]
    [InlineData("2027-03-08T05:00:00Z", "morning", "2027-03-08T08:00:00Z")]
    [InlineData("2027-03-27T13:05:00Z", "day", "2027-03-28T12:05:00Z")] // over the clock change in Berlin: the same local time
    [InlineData("2027-03-27T01:30:00Z", "day", "2027-03-28T01:30:00Z")] // 02:30 is skipped: half past three
    [InlineData("2027-10-30T00:30:00Z", "day", "2027-10-31T00:30:00Z")] // 02:30 comes twice: the first
    [InlineData("2027-03-08T13:05:00Z", "week", "2027-03-15T13:05:00Z")]
    [InlineData("2027-03-08T13:05:00Z", "due", "2027-04-01T00:00:00Z")]
    [InlineData("2027-03-08T13:05:00Z", "backwards", null)]
    public async Task A_step_leads_where_the_person_means(string now, string step, string? expected)
    {
        var to = await StoryEndpoints.Target(step, new StandingStory(DateTimeOffset.Parse(now)), Reader.ZoneOf("Europe/Berlin"), CancellationToken.None);

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected), to);
    }

    private sealed class StandingStory(DateTimeOffset now) : IPlaygroundStory
    {
        public DateTimeOffset Now => now;

        public bool Preparing => false;

        public Task<DateTimeOffset?> NextDueAsync(CancellationToken stop) => Task.FromResult<DateTimeOffset?>(new DateTimeOffset(2027, 4, 1, 0, 0, 0, TimeSpan.Zero));

        public Task<IReadOnlyList<string>> WaitingAsync(CancellationToken stop) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task MoveClockAsync(DateTimeOffset to, CancellationToken stop) => Task.CompletedTask;

        public Task LoadDemoAsync(CancellationToken stop) => Task.CompletedTask;

        public Task StartOverAsync(CancellationToken stop) => Task.CompletedTask;
    }
}
