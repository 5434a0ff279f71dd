namespace CopBot.Discord.Gateway;

/// <summary>How a connection ended, and what comes next.</summary>
/// <param name="Then">What to do next.</param>
/// <param name="Why">What happened, or for an operator: what to do. A sentence without its full stop.</param>
/// <param name="Pause">How long to wait first.</param>
internal sealed record Ending(Then Then, string Why, Pause Pause = Pause.BackOff)
{
    /// <summary>A wait that was asked for besides.</summary>
    public TimeSpan AtLeast { get; init; }
}

/// <summary>What follows on an ending.</summary>
internal enum Then
{
    /// <summary>Connect again and go on where it broke.</summary>
    Resume,

    /// <summary>Connect again with a new session.</summary>
    Identify,

    /// <summary>Connect again with a new session that does not ask for what people write.</summary>
    IdentifyWithoutContent,

    /// <summary>Nothing, before an operator has done something.</summary>
    Stop,

    /// <summary>The bot stops.</summary>
    Leave,
}

/// <summary>How long to wait before connecting again.</summary>
internal enum Pause
{
    /// <summary>Not at all after a connection that stood; else longer each time.</summary>
    BackOff,

    /// <summary>One to five seconds, as Discord wants after an invalid session.</summary>
    AMoment,

    /// <summary>Half a minute or more: too much was sent.</summary>
    Long,
}
