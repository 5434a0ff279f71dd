using CopBot.Features.Directory;
using CopBot.Playground;
using CopBot.TestKit;

namespace CopBot.Tests.Features.Knowing;

/// <summary>What people say that they know, in a word each.</summary>
internal static class Helping
{
    public const string Paint = "How can we store paint over winter?";
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Says what they know, and publishes it.</summary>
    public static async Task<Someone> KnowsAsync(this World world, string who, string canAdvise = "paint", string doneOnce = "", AsksAWeek asks = AsksAWeek.One, string zone = "Europe/Berlin", bool publish = true)
    {
        var someone = world.Someone(who, zone: zone);
        var saved = await someone.Submits(new MyTopicsForm { CanAdvise = canAdvise, DoneOnce = doneOnce, Asks = asks });
        if (publish) await someone.Presses("Publish", saved);
        return someone;
    }

    /// <summary>Asks about paint, and lets the minute for an undo go by; the card.</summary>
    public static async Task<RoomMessage> AsksAboutPaintAsync(this World world, Someone asker, string title = Paint)
    {
        var card = await world.AsksAsync(asker, title, f => f with { Topics = "paint" });
        await world.MoveAsync(2 * Minute);
        return card;
    }

    /// <summary>What somebody sees of a problem or question when they press More on its card.</summary>
    public static async Task<string> SeesOfAsync(this Someone someone, RoomMessage card) => Someone.Told(await someone.Presses("More", card));

    /// <summary>The invitation that somebody got last.</summary>
    public static RoomMessage Invitation(this Someone someone) => someone.Mail.Count > 0 ? someone.LatestMail : throw new InvalidOperationException("Nobody asked them");

    /// <summary>Whether somebody was ever asked, and it still stands.</summary>
    public static bool WasAsked(this Someone someone) => someone.Count("Can you help with this?") > 0;
}
