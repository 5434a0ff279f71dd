using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Me;

internal static class MeRefusals
{
    public static readonly Refusal LinkedAlready = new("me-linked-already", $"These two accounts are yours already. /cop link shows them.");

    public static readonly Refusal CodeOver = new("me-code-over", $"This was done already, or the 15 minutes of the code are over. /cop link shows your accounts and makes a new code.");

    public static readonly Refusal NotYourAccount = new("me-not-your-account", $"This account is not linked to yours any more; there is nothing left to do.");

    public static readonly Refusal OnlyAccount = new("me-only-account", $"This is your only account, so it stays.");

    public const string UnknownTime = "Please write the time as hours and minutes on the 24-hour clock, such as 09:00 or 17:30.";

    public const string EndsBeforeItBegins = "Your day must end later than it begins, on the same day. The latest end is 23:59.";

    public static string UnknownZone(string typed) =>
        $"CopBot knows no time zone by that name. Please write a large city in your zone, for example {string.Join(" or ", Zones.Near(typed).Select(z => z.Id))}.";
}
