namespace CopBot.DiscordEmulator.Faults;

/// <summary>One thing that can go wrong with a request.</summary>
public abstract record RestFault
{
    private RestFault() { }

    /// <summary>A 429. <see cref="Scope"/> is user, global or shared; <see cref="Header"/> says what Retry-After holds.</summary>
    public sealed record RateLimited(double RetryAfter = 1, string Scope = "user", RetryAfterHeader Header = RetryAfterHeader.WholeSeconds, int? Code = null) : RestFault;

    /// <summary>A 429 in HTML, as Cloudflare sends to a banned address.</summary>
    public sealed record CloudflareBan(double RetryAfter = 3600) : RestFault;

    /// <summary>A 5xx with an HTML or JSON body; nothing was done.</summary>
    public sealed record ServerError(int Status = 502, bool Json = false) : RestFault;

    /// <summary>The request is carried out, then the connection is cut before the answer.</summary>
    public sealed record AnswerLost : RestFault;

    /// <summary>The request is carried out, then a 5xx is answered.</summary>
    public sealed record DoneButServerError(int Status = 502) : RestFault;

    /// <summary>The connection is cut before anything is done.</summary>
    public sealed record Reset : RestFault;

    /// <summary>The request is carried out at once and the answer comes late, by the emulator's clock.</summary>
    public sealed record SlowAnswer(TimeSpan Delay) : RestFault;

    /// <summary>The request waits, by the emulator's clock, before it is carried out.</summary>
    public sealed record SlowStart(TimeSpan Delay) : RestFault;

    /// <summary>Never answered; the connection stays open.</summary>
    public sealed record Silence : RestFault;

    /// <summary>200 with a body that is not JSON.</summary>
    public sealed record Garbage : RestFault;

    /// <summary>A refusal with a code of choice.</summary>
    public sealed record Refusal(int Status, int Code, string Message) : RestFault;
}

/// <summary>What a 429 says in Retry-After.</summary>
public enum RetryAfterHeader
{
    WholeSeconds,
    Fractional,
    Missing,
}
