using CopBot.Features.Meetings;
using CopBot.Posts;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Meetings;

/// <summary>
/// A year of a real rhythm: every second Tuesday, 16:00 in Berlin, with members in New York, Kolkata, Sydney and São Paulo. One
/// meeting is skipped, one moved, one handed over.
/// </summary>
public sealed class YearOfARhythmTests
{
    private static readonly DateTime First = new(2027, 1, 19, 16, 0, 0);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public async Task A_year_goes_by_and_everybody_is_told_what_they_asked_for_and_nothing_else()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        var nina = world.Someone("nina", "Nina", "America/New_York");
        var kabir = world.Someone("kabir", "Kabir", "Asia/Kolkata");
        var sara = world.Someone("sara", "Sara", "Australia/Sydney");
        var paulo = world.Someone("paulo", "Paulo", "America/Sao_Paulo");
        await world.MeetsAsync(carla);

        var expected = Enumerable.Range(0, 26).Select(n => First.AddDays(14 * n)).ToList();
        for (var n = 0; n < expected.Count; n++)
        {
            // A week before each: its card is the last one there, and everybody answers.
            await world.MoveToAsync(Utc(First.AddDays((14 * n) - 6)));
            var card = world.Meeting();
            await nina.Presses("Going", card);
            await kabir.Presses(n % 2 == 0 ? "Going" : "Maybe", card);
            await sara.Presses("Can't", card);
            await paulo.Presses("Remind me", card);
            if (n == 7) await carla.Submits(await carla.Presses("Skip this one", await carla.Presses("More", card)), ("Reason", "Everybody is at the fair."));
            if (n == 12) await carla.Submits(await carla.Presses("Move this one", await carla.Presses("More", card)), ("When", "2027-07-07 18:00"), ("Reason", "The hall is taken."));
            if (n == 20) await carla.Submits(await carla.Presses("Hand this one over", await carla.Presses("More", card)), ("Who", nina.Ref.ToString()));
        }

        await world.MoveToAsync(Utc(expected[^1].AddHours(2)));
        var all = (await world.MeetingsAsync()).Where(m => m.StartsAt <= world.Clock.GetUtcNow()).OrderBy(m => m.Day).ToList();

        Assert.Equal(26, all.Count);
        Assert.Equal(expected.Select(DateOnly.FromDateTime), all.Select(m => m.Day));
        // Wherever the clocks went, in Berlin it was sixteen hours; but for the one that was moved.
        Assert.All(all.Where((_, n) => n != 12), m => Assert.Equal(16, TimeZoneInfo.ConvertTime(m.StartsAt, Berlin).Hour));
        Assert.Equal(new DateTime(2027, 7, 7, 18, 0, 0), TimeZoneInfo.ConvertTime(all[12].StartsAt, Berlin).DateTime);
        Assert.Equal(MeetingStatus.Skipped, all[7].Status);
        Assert.Equal(await world.MemberAsync(nina), all[20].Host);

        // Who asked to be reminded was, each time that it was held; nobody else ever.
        Assert.Equal(25, paulo.Count("Soon: Repair evening"));
        Assert.All([nina, kabir, sara, carla], who => Assert.Equal(0, who.Count("Soon:")));
        // Who answered was told once that it was skipped and once that it was moved.
        Assert.All([nina, kabir, sara, paulo], who => Assert.Equal((1, 1), (who.Count("Skipped: Repair evening"), who.Count("Moved: Repair evening"))));
        Assert.Equal(0, carla.Count("Skipped: Repair evening"));
        Assert.Equal(1, nina.Count("asks you to host"));
        Assert.Equal(1, nina.Count("How was it? Repair evening"));
        // What came together with something else stands in one message with it, so here the posts are counted.
        var carlas = await world.MemberAsync(carla);
        var asked = await world.InStoreAsync(db => db.Set<Post>().Where(p => p.Reader == carlas && p.Key.EndsWith("/wrap-up")).Select(p => p.Key).ToListAsync());
        var notAsked = all.Where(m => !asked.Exists(k => k.Contains($"{m.Id.Value:N}", StringComparison.Ordinal))).Select(m => m.Day).ToList();
        Assert.Equal([all[7].Day, all[20].Day], notAsked);
        // One card each, and nobody was ever rung.
        Assert.Equal(27, world.Posts.Count);
        world.RangNobody();
    }

    private static DateTimeOffset Utc(DateTime berlin) => CopBot.Communities.Hours.Instant(berlin, Berlin).ToUniversalTime();
}
