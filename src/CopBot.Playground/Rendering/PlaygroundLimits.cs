using CopBot.Chat;

namespace CopBot.Playground;

/// <summary>What the playground shows at most. It could show more than Slack and Discord, and does not: what is seen here is what fits there.</summary>
public static class PlaygroundLimits
{
    /// <summary>All words of one message; prose beyond it is shortened.</summary>
    public const int MessageLength = Limits.MessageLength;

    /// <summary>What a person may type into one message: Discord's limit with Nitro (4,000).</summary>
    public const int TypedLength = 4000;

    /// <summary>Private answers that stay visible at one place.</summary>
    public const int PrivateAnswersPerPlace = 20;

    /// <summary>Messages that a page asks for at a time.</summary>
    public const int MessagesPerPage = 60;
}
