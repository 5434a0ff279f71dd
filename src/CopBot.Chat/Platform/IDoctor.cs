namespace CopBot.Chat;

/// <summary>
/// Looks from outside whether a platform is set up rightly, for an operator who wonders. It may run beside the bot, and takes
/// nothing away from it.
/// </summary>
public interface IDoctor
{
    /// <summary>The platform that it knows about.</summary>
    Platform Platform { get; }

    /// <summary>Looks at one thing after the other. Whatever it finds is told and never thrown, and no secret is told.</summary>
    /// <param name="channel">The id or the name of a channel in which a message is tried and taken back; null to write nothing.</param>
    /// <param name="tell">Called with each finding as soon as it is there.</param>
    /// <param name="stop">Ends the looking.</param>
    Task ExamineAsync(string? channel, Action<Finding> tell, CancellationToken stop);
}

/// <summary>How it stands with one thing that a doctor looked at.</summary>
public enum FindingState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Good to know, and nothing that must be mended.</summary>
    Notable,

    /// <summary>To be mended.</summary>
    Wrong,
}

/// <summary>One thing that a doctor found.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Says">What is so and, where it is wrong, how to mend it: one line for the operator.</param>
public sealed record Finding(FindingState State, string Says)
{
    /// <summary>It is as it should be.</summary>
    public static Finding Fine(string says) => new(FindingState.Fine, says);

    /// <summary>It is good to know.</summary>
    public static Finding Notable(string says) => new(FindingState.Notable, says);

    /// <summary>It is to be mended.</summary>
    public static Finding Wrong(string says) => new(FindingState.Wrong, says);
}
