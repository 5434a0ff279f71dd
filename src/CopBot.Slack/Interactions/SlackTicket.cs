using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CopBot.Chat;

namespace CopBot.Slack.Interactions;

/// <summary>
/// Where the answer to a gesture belongs. It is handed to the bot as <see cref="Gesture.ReplyTo"/>, and written into views,
/// so that an answer finds its place after a restart. It holds a <c>response_url</c>, so it is never logged.
/// </summary>
/// <param name="Where">Where the person was looking when they acted.</param>
/// <param name="At">When that was.</param>
/// <param name="ResponseUrl">The address for answers that Slack gave with the gesture; null where it gives none.</param>
/// <param name="From">What they acted on.</param>
internal sealed record SlackTicket(Place Where, DateTimeOffset At, Uri? ResponseUrl, SlackTicketFrom From)
{
    private static readonly TimeSpan ResponseUrlLives = TimeSpan.FromMinutes(30);

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else.</summary>
    public static SlackTicket? TryRead(string? text)
    {
        if (text?.Split(' ') is not [var from, var at, var where, var url]) return null;
        if (!Enum.TryParse<SlackTicketFrom>(from, out var kind) || !Enum.IsDefined(kind)) return null;
        if (!long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return null;
        try
        {
            return new SlackTicket(Place.Parse(where), DateTimeOffset.FromUnixTimeSeconds(seconds), AddressOf(url), kind);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The address in a payload; null where there is none that can be posted to.</summary>
    public static Uri? AddressOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address : null;

    /// <summary>The whole ticket in one line.</summary>
    public string Write() => string.Create(CultureInfo.InvariantCulture, $"{From} {At.ToUnixTimeSeconds()} {Where} {ResponseUrl?.AbsoluteUri ?? "-"}");

    /// <summary>The address, while Slack still takes answers there. It takes five; a sixth is refused, and then said otherwise.</summary>
    public Uri? ResponseUrlAt(DateTimeOffset now) => now < At + ResponseUrlLives ? ResponseUrl : null;

    /// <summary>A nonce for what is kept of this ticket's answer, the same each time.</summary>
    public string Nonce => SlackEventId.Digest(Write())[..Limits.NonceLength];

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => $"a ticket for {Where}";
}

/// <summary>What somebody acted on.</summary>
internal enum SlackTicketFrom
{
    /// <summary>A command, a post or a message: they look at the place.</summary>
    There,

    /// <summary>A message that only they see, and that may be replaced.</summary>
    Whispered,

    /// <summary>A shortcut of no place: the answer goes into the direct conversation.</summary>
    Anywhere,

    /// <summary>Their Home, which is drawn again afterwards; the answer goes into the direct conversation.</summary>
    Home,

    /// <summary>Opening their Home: the answer is what it shows.</summary>
    OpeningHome,
}

/// <summary>Makes ids that are the same however often Slack tells of the same thing.</summary>
internal static class SlackEventId
{
    /// <summary>An id of what identifies a gesture. Hashed: some of it, such as a trigger, is a key for a few seconds.</summary>
    public static string Of(WorkspaceRef workspace, string kind, params IEnumerable<string?> parts) =>
        $"{workspace}/{kind}/{Digest(string.Join('\n', parts))[..32]}";

    /// <summary>Sixty-four letters and digits that stand for a text.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
