using CopBot.Communities;

namespace CopBot.Features.Me;

internal static class MeRefusals
{
    public const string UnknownTime = "Please write the time as hours and minutes on the 24-hour clock, such as 09:00 or 17:30.";

    public const string EndsBeforeItBegins = "Your day must end later than it begins, on the same day. The latest end is 23:59.";

    public static string UnknownZone(string typed) =>
        $"CopBot knows no time zone by that name. Please write a large city in your zone, for example {string.Join(" or ", Zones.Near(typed).Select(z => z.Id))}.";
}
