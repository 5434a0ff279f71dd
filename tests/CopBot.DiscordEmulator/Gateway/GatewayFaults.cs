namespace CopBot.DiscordEmulator.Gateway;

/// <summary>What the next sockets do wrong. Set by a test; counted down as sockets meet them.</summary>
public sealed class GatewayFaults
{
    /// <summary>How the next sockets open, first in first out.</summary>
    public Queue<Opening> NextOpenings { get; } = [];

    /// <summary>Heartbeats are heard and not acknowledged while this is true.</summary>
    public bool IgnoreHeartbeats { get; set; }

    /// <summary>READY hands out a resume URL where nobody listens.</summary>
    public bool DeadResumeUrl { get; set; }

    /// <summary>So many resumes are answered with op 9.</summary>
    public int RefusedResumes { get; set; }

    /// <summary>The <c>d</c> of those op 9.</summary>
    public bool RefusedResumesSayResumable { get; set; }

    /// <summary>So many identifies are answered with op 9, d false.</summary>
    public int RefusedIdentifies { get; set; }

    /// <summary>So many of the next events arrive twice.</summary>
    public int DuplicatedEvents { get; set; }

    /// <summary>So many of the next events never arrive (nor are replayed).</summary>
    public int LostEvents { get; set; }

    /// <summary>So many of the next events are held back and then arrive in reverse order.</summary>
    public int ReversedEvents { get; set; }

    /// <summary>How a socket opens when it does not simply say Hello.</summary>
    public enum Opening
    {
        /// <summary>The usual: Hello first.</summary>
        Hello,
        NoHello,
        ReconnectBeforeHello,
        ReconnectInsteadOfHello,
        Malformed,
        CloseAtOnce,
        /// <summary>The HTTP upgrade is answered 503.</summary>
        RefuseUpgrade,
    }
}
