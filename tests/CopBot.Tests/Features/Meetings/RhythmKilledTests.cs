using CopBot.Features.Meetings;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Features.Meetings;

/// <summary>What happens to announcements, reminders and recaps when the process dies or is away, and how many rhythms it bears.</summary>
public sealed class RhythmKilledTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whenever_the_process_is_restarted_nothing_is_lost_or_doubled()
    {
        await using var world = await World.StartAsync();
        var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
        await world.MeetsAsync(carla);
        await anna.Presses("Going", world.Meeting());
        await anna.Presses("Remind me", world.Meeting());

        // Every few hours all that was in memory is gone.
        for (var at = world.Clock.GetUtcNow(); at < new DateTimeOffset(2027, 1, 20, 12, 0, 0, TimeSpan.Zero); at = at.AddHours(7))
        {
            await world.MoveToAsync(at);
            await world.RestartAsync();
        }

        await world.MoveToAsync(new DateTimeOffset(2027, 1, 20, 13, 0, 0, TimeSpan.Zero));
        Assert.Equal(2, world.Posts.Count);
        Assert.Equal(1, anna.Count("Soon: Repair evening"));
        Assert.Equal(1, carla.Count("Agenda: Repair evening"));
        Assert.Equal(1, carla.Count("How was it? Repair evening"));
    }

    /// <summary>From the announcement to the recap, dying before one step after another; every fourth, since each is a world of its own.</summary>
    [Fact]
    public async Task Killed_before_any_step_the_meeting_is_announced_reminded_of_and_told_once()
    {
        var (died, survived) = (0, false);
        for (var death = 2; !survived; death += 4)
        {
            await using var world = await World.StartAsync();
            var (carla, anna) = (world.Someone("carla"), world.Someone("anna"));
            await world.MeetsAsync(carla);
            await anna.Presses("Going", world.Meeting());
            await anna.Presses("Remind me", world.Meeting());
            var end = new DateTimeOffset(2027, 1, 20, 9, 0, 0, TimeSpan.Zero);

            world.Process.DieBefore(death);
            survived = await world.SurvivesAsync(() => world.MoveToAsync(end));
            if (!survived)
            {
                died++;
                await world.RestartAsync();
                await world.MoveToAsync(end);
            }

            var told = $"killed before step {death}";
            Assert.True(world.Posts.Count == 2, $"{told}: {world.Posts.Count} cards");
            Assert.True(anna.Count("Soon: Repair evening") == 1, $"{told}: {anna.Count("Soon: Repair evening")} reminders");
            Assert.True(carla.Count("How was it? Repair evening") == 1, $"{told}: {carla.Count("How was it? Repair evening")} questions");
            Assert.True(world.PostsBelow(world.Posts[0]).Count == 1, $"{told}: {world.PostsBelow(world.Posts[0]).Count} below the card");
        }

        Assert.InRange(died, 3, 100);
    }

    [Fact]
    public void The_next_dates_of_ten_thousand_series_are_found()
    {
        var now = new DateTimeOffset(2027, 1, 12, 10, 0, 0, TimeSpan.Zero);
        var series = RandomRules.Some(10_000, seed: 23).ToList();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var next = series.Count(s => s.Rhythm.Slots(DateOnly.FromDateTime(now.UtcDateTime)).Any(slot => slot.StartsAt > now));
        output.WriteLine($"{next} of {series.Count} series meet again; their next dates took {watch.ElapsedMilliseconds} ms");
        Assert.InRange(next, 1, series.Count);
    }
}
