using System.Globalization;
using CopBot.Chat;

namespace CopBot.Slack;

/// <summary>What Slack's ids say by themselves.</summary>
internal static class SlackIds
{
    /// <summary>Whether this is a direct conversation: Slack's ids of those begin with a D.</summary>
    public static bool IsDirect(ChannelRef channel) => channel.Id.StartsWith('D');

    /// <summary>Whether the post is a file that was shared: it has the file's id, since Slack does not tell which message shows it.</summary>
    public static bool IsFile(PostRef post) => post.Id.StartsWith('F');

    /// <summary>When a message was written. Its <c>ts</c> is an id as well, so it is never made from a number again.</summary>
    public static DateTimeOffset? WrittenAt(string ts) =>
        decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253402300800m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    /// <summary>
    /// The place that a message stands in. Slack gives the message above a thread its own <c>ts</c> as <c>thread_ts</c>; it
    /// stands in the channel all the same.
    /// </summary>
    public static Place PlaceOf(ChannelRef channel, string? ts, string? thread) => new(channel, string.IsNullOrEmpty(thread) || thread == ts ? null : thread);
}
