using CopBot.Communities;
using CopBot.Features.Outcomes;

namespace CopBot.Features.Experiences;

/// <summary>What came of a trial of something told here.</summary>
[Shared]
public sealed class ExperienceOutcome(TrialId trial, ExperienceRequestId request, OutcomeResult result, string line, bool byAsker, MemberId? teller)
{
    /// <summary>Which trial.</summary>
    public TrialId Trial { get; private set; } = trial;

    /// <summary>Of what question.</summary>
    public ExperienceRequestId Request { get; private set; } = request;

    /// <summary>Its place in the order of telling.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>Whose experiences were tried.</summary>
    public List<Guid> Tried { get; init; } = [];

    /// <summary>What came of it.</summary>
    public OutcomeResult Result { get; private set; } = result;

    /// <summary>In one line.</summary>
    public string Line { get; private set; } = line;

    /// <summary>Whether the asker tried it.</summary>
    public bool ByAsker { get; private set; } = byAsker;

    /// <summary>Who told it; null for somebody who left.</summary>
    public MemberId? Teller { get; private set; } = teller;

    internal void Is(int number) => Number = number;

    /// <summary>Forgets who told it, and their line too where they wish so.</summary>
    internal void Forget(bool lineToo) => (Teller, Line) = (null, lineToo ? "" : Line);
}
