using CopBot.Features.Meetings;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Tests.Features.Meetings;

/// <summary>What people do with meetings, in a word each.</summary>
internal static class Rhythms
{
    public const string Title = "Repair evening";

    /// <summary>Begins a series and starts it. The first date is on the clock of Berlin.</summary>
    public static async Task<Acted> MeetsAsync(this World world, Someone coordinator, string first = "2027-01-19 16:00", Repeat repeat = Repeat.TwoWeekly, string title = Title, string place = "")
    {
        var preview = await coordinator.Submits(await coordinator.Uses("meet new"), ("Title", title), ("First", first), ("Repeat", repeat.ToString()), ("Length", nameof(MeetingLength.Hour)), ("Place", place));
        return await coordinator.Presses("Start the series", preview);
    }

    /// <summary>The latest card of a series.</summary>
    public static RoomMessage Meeting(this World world, string title = Title) => world.Posts.Last(p => PlaygroundText.Plain(p).StartsWith(title, StringComparison.Ordinal));

    /// <summary>The meetings in the store, in order.</summary>
    public static Task<List<Meeting>> MeetingsAsync(this World world) => world.InStoreAsync(db => db.Set<Meeting>().AsNoTracking().OrderBy(m => m.StartsAt).ToListAsync());

    /// <summary>The only series.</summary>
    public static Task<Series> SeriesAsync(this World world) => world.InStoreAsync(db => db.Set<Series>().AsNoTracking().SingleAsync());

    /// <summary>Chooses from one of several menus, by how the choice begins.</summary>
    public static Task<Acted> ChoosesAsync(this World world, Someone who, Acted on, string menu, string begins) => who.PressesAction(
        on.Shown!.Shows.AllControls.OfType<CopBot.Chat.Menu>().Single(m => m.Placeholder == menu).Choices.Single(c => c.Label.StartsWith(begins, StringComparison.Ordinal)).Action,
        world.Posts[0].Post);
}
