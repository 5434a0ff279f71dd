using System.ComponentModel.DataAnnotations;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;
using CopBot.Features.Problems;

namespace CopBot.Features.Outcomes;

/// <summary>Which trial.</summary>
public readonly record struct TrialId(Guid Value) : IId<TrialId>
{
    /// <inheritdoc/>
    public static TrialId From(Guid value) => new(value);
}

/// <summary>What came of a trial.</summary>
public enum OutcomeResult
{
    /// <summary>It worked.</summary>
    [Display(Name = "It worked")]
    Worked,

    /// <summary>It worked in part.</summary>
    [Display(Name = "Partly")]
    Partly,

    /// <summary>It did not work.</summary>
    [Display(Name = "It didn't")]
    DidNot,

    /// <summary>It was not tried, also not by the second time of asking.</summary>
    [Display(Name = "I didn't try it")]
    NotTried,

    /// <summary>Things changed, so that it no longer matters.</summary>
    [Display(Name = "Things changed")]
    Changed,

    /// <summary>There was no answer. That is no failure.</summary>
    [Display(Name = "I can't tell")]
    Unknown,
}

/// <summary>Somebody told what came of a trial. Told again, the later one counts.</summary>
public sealed record OutcomeTold(TrialId Trial, ProblemId Problem, IReadOnlyList<AdviceId> Advice, MemberId? Teller, bool ByAsker, OutcomeResult Result, string Line) : IEvent;

/// <summary>An outcome was taken back within its minute.</summary>
public sealed record OutcomeTakenBack(TrialId Trial, ProblemId Problem) : IEvent;
