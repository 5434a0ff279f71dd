using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Outcomes;

namespace CopBot.Features;

/// <summary>Turns what was chosen into a moment: ten o'clock on that day, or the next open hour.</summary>
public static class TrialTerms
{
    /// <summary>The furthest day that can be chosen, in days.</summary>
    public const int FurthestDays = 730;

    /// <summary>When to ask; null for never. <paramref name="wrong"/> says what is wrong with a day.</summary>
    public static DateTimeOffset? AskAt(this ITrialForm form, Hours hours, DateTimeOffset now, out Answer? wrong)
    {
        wrong = null;
        var today = hours.DayOf(now);
        switch (form.When)
        {
            case WhenKnown.InAWeek: return hours.OnDay(today.AddDays(7));
            case WhenKnown.InAMonth: return hours.OnDay(today.AddMonths(1));
            case WhenKnown.DoNotAsk: return null;
            case WhenKnown.OnADate when form.Day is { } day && day > today && day <= today.AddDays(FurthestDays): return hours.OnDay(day);
            case WhenKnown.OnADate:
                wrong = new Answer.Invalid(nameof(ITrialForm.Day), form.Day is null ? "Please say which day, for example 2027-03-09." : "Please choose a day from tomorrow on, within two years.");
                return null;
            default: throw new NotSupportedException(form.When.ToString());
        }
    }
}
