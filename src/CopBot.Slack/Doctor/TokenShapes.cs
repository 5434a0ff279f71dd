namespace CopBot.Slack.Doctor;

/// <summary>What can be seen of a token without asking Slack.</summary>
internal static class TokenShapes
{
    private static readonly (string Prefix, string What)[] _others =
    [
        ("xoxb-", "a bot token"),
        ("xapp-", "an app-level token"),
        ("xoxp-", "a person's token"),
        ("xoxe.", "a token that changes every twelve hours: CopBot needs an app without token rotation"),
        ("xoxe-", "a refresh token: CopBot needs an app without token rotation"),
        ("xoxa-", "a token of a kind that Slack gives out no more"),
        ("xoxs-", "a token of Slack's own pages"),
        ("xoxc-", "a token of Slack's own pages"),
    ];

    /// <summary>What is wrong with a bot's token; null where nothing is.</summary>
    public static string? WrongBot(SlackTokens tokens) =>
        Wrong(tokens.BotToken, "xoxb-", $"{tokens.Setting}:BotToken", "Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.");

    /// <summary>What is wrong with an app-level token; null where nothing is.</summary>
    public static string? WrongApp(SlackTokens tokens) =>
        Wrong(tokens.AppToken, "xapp-", $"{tokens.Setting}:AppToken", "Copy the app-level token (xapp-…, with connections:write) from Basic Information → App-Level Tokens.");

    private static string? Wrong(string token, string prefix, string key, string mend)
    {
        token = token.Trim();
        if (!token.StartsWith(prefix, StringComparison.Ordinal))
        {
            var what = _others.FirstOrDefault(o => token.StartsWith(o.Prefix, StringComparison.Ordinal)).What ?? $"no token that begins with {prefix}";
            return $"{key} holds {what}. {mend}";
        }

        return token.Length == prefix.Length || token.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')
            ? $"{key} holds something besides the token, or not all of it. {mend}"
            : null;
    }
}
