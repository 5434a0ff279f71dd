using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;

namespace CopBot.Features.Outcomes;

/// <summary>When somebody expects to know what came of a trial.</summary>
public enum WhenKnown
{
    /// <summary>Seven days on.</summary>
    [Display(Name = "In a week")]
    InAWeek,

    /// <summary>A month on.</summary>
    [Display(Name = "In a month")]
    InAMonth,

    /// <summary>On a day of their own.</summary>
    [Display(Name = "On a date")]
    OnADate,

    /// <summary>They will not be asked.</summary>
    [Display(Name = "Don't ask me")]
    DoNotAsk,
}

/// <summary>A form that asks what will be tried and when the outcome will be known.</summary>
public interface ITrialForm : IForm
{
    /// <summary>In one line, what will be tried.</summary>
    string WillTry { get; }

    /// <summary>When it will be known.</summary>
    WhenKnown When { get; }

    /// <summary>The day, where it is on a date.</summary>
    DateOnly? Day { get; }
}
