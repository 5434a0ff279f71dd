using CopBot.Chat;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Posts;

internal static class OwnPosts
{
    /// <summary>Whether a message is one of the bot's own posts.</summary>
    public static Task<bool> IsOursAsync(this CopBotDb db, PostRef message, CancellationToken stop) => db.Deliveries.AnyAsync(d => d.StandsAt == message, stop);

    /// <summary>
    /// The key of the post that is talked about at a place: the one whose thread it is. Where a few talk by themselves people
    /// also write beside the post; what is said there is about the one that came last.
    /// </summary>
    public static async Task<string?> TalkedAboutAsync(this CopBotDb db, Place place, CancellationToken stop)
    {
        if (place.Thread is not null && await db.Deliveries.Where(d => d.Thread == place).Select(d => d.Key).FirstOrDefaultAsync(stop) is { } key) return key;
        var channel = new Place(place.Channel);
        return await db.Deliveries.Where(d => d.Place == channel && d.Class == PostClass.BetweenFew && d.StandsAt != null).OrderByDescending(d => d.Id).Select(d => d.Key).FirstOrDefaultAsync(stop);
    }
}
