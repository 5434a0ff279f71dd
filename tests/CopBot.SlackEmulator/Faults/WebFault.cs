namespace CopBot.SlackEmulator.Faults;

/// <summary>What goes wrong with one Web API call.</summary>
public abstract record WebFault
{
    private WebFault()
    {
    }

    /// <summary>429, not applied. Without RetryAfter the header is missing; Html sends a page in place of JSON. Both spellings of the error are met in the field.</summary>
    public sealed record RateLimited(int? RetryAfter, string Spelling = "ratelimited", bool Html = false) : WebFault;

    /// <summary>A bare status such as 503 with any body, not applied.</summary>
    public sealed record Status(int Code, string Body = "<html><body>Service unavailable</body></html>", string ContentType = "text/html") : WebFault;

    /// <summary>Applied, then the connection is cut: the caller cannot know.</summary>
    public sealed record AnswerLost : WebFault;

    /// <summary>The connection is cut before anything is applied.</summary>
    public sealed record Reset : WebFault;

    /// <summary>Applied at once, answered later by the emulator's clock.</summary>
    public sealed record Slow(TimeSpan By) : WebFault;

    /// <summary>ok:false with this error; Applied says whether it happened all the same, as fatal_error may.</summary>
    public sealed record Refused(string Error, bool Applied = false) : WebFault;

    /// <summary>Applied, answered 200 with a body that is not the documented JSON.</summary>
    public sealed record Garbled(string Body) : WebFault;
}
