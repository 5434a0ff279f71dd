using CopBot.Chat;

namespace CopBot.Slack.WebApi;

/// <summary>Why Slack refused, in its own word.</summary>
/// <param name="Method">What was called.</param>
/// <param name="Code">Such as <c>message_not_found</c>.</param>
internal sealed record SlackError(string Method, string Code)
{
    /// <summary>The error that an exception came from, if Slack said one.</summary>
    public static SlackError? Of(Exception failure) => failure.Data[nameof(SlackError)] as SlackError;

    /// <summary>The failure that this is, with words for whoever can mend it.</summary>
    public PlatformException As(FailureKind kind, string sentence, TimeSpan? retryAfter = null)
    {
        var failure = new PlatformException(kind, sentence) { RetryAfter = retryAfter };
        failure.Data[nameof(SlackError)] = this;
        return failure;
    }
}
