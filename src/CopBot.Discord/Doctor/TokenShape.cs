namespace CopBot.Discord.Doctor;

/// <summary>What can be seen of a token without asking Discord.</summary>
internal static class TokenShape
{
    private const int LengthOfPublicKey = 64;

    /// <summary>What is wrong with a token; null where nothing is.</summary>
    public static string? Wrong(string token)
    {
        var what = token.StartsWith("Bot ", StringComparison.OrdinalIgnoreCase) ? "the word Bot before the token"
            : token.All(char.IsAsciiDigit) ? "an id, which is no token"
            : token.Length == LengthOfPublicKey && token.All(char.IsAsciiHexDigit) ? "the application's public key, which is no token"
            : token.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')) ? "something besides the token, or not all of it"
            : null;
        return what is null ? null : $"Discord:Token holds {what}. Copy it from the developer portal: Bot, Reset Token.";
    }
}
