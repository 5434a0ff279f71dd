namespace CopBot.Slack.WebApi;

/// <summary>A token, and where the operator wrote it.</summary>
/// <param name="Secret">The token itself.</param>
/// <param name="Setting">The pair that it belongs to.</param>
/// <param name="OpensSockets">Whether it is the app-level token; else the bot's.</param>
internal sealed record SlackToken(string Secret, string Setting, bool OpensSockets)
{
    /// <summary>The configuration key.</summary>
    public string Key => $"{Setting}:{(OpensSockets ? "AppToken" : "BotToken")}";

    /// <summary>Where in Slack's settings a good one is found.</summary>
    public string Mend => OpensSockets
        ? $"Copy the app-level token (xapp-…, with connections:write) from Basic Information → App-Level Tokens into {Key}, and restart CopBot."
        : $"Install the app in its workspace again, copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions into {Key}, and restart CopBot.";

    /// <summary>The key; never the secret.</summary>
    public override string ToString() => Key;
}
