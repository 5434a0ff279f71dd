namespace CopBot.Slack;

/// <summary>Which Slack workspaces the bot serves, and how it speaks to Slack.</summary>
public sealed class SlackOptions
{
    /// <summary>One pair of tokens for each workspace.</summary>
    public IReadOnlyList<SlackTokens> Workspaces { get; set; } = [];

    /// <summary>Where the Web API is.</summary>
    public Uri ApiUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a new socket may take until Slack greets it.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a quiet socket is asked whether it still lives.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it may take to answer before it is given up. Half-open sockets are the commonest failure in the field.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string ToString() => $"Slack for {string.Join(", ", Workspaces)}";
}

/// <summary>The two tokens of one workspace.</summary>
/// <param name="Setting">Where they are configured, for messages: <c>Slack</c>, or <c>Slack:Workspaces:garden</c>.</param>
/// <param name="BotToken">The bot's token, <c>xoxb-…</c>.</param>
/// <param name="AppToken">The app-level token that opens sockets, <c>xapp-…</c>. Workspaces of one and the same app share it.</param>
public sealed record SlackTokens(string Setting, string BotToken, string AppToken)
{
    /// <summary>Where they are configured; never what they are.</summary>
    public override string ToString() => Setting;
}
