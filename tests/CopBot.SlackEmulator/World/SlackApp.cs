namespace CopBot.SlackEmulator.World;

/// <summary>A slash command as configured in the app's settings.</summary>
/// <param name="Name">With the slash, as in "/cop".</param>
/// <param name="EscapesMentions">"Escape channels, users, and links": sends &lt;@U1|ann&gt; where a person typed @ann.</param>
public sealed record SlashCommand(string Name, bool EscapesMentions = true);

/// <summary>A shortcut as configured in the app's settings: on a message, or global.</summary>
public sealed record Shortcut(string CallbackId, string Name, bool OnMessage);

/// <summary>An app as its settings page shows it; it is then installed into workspaces.</summary>
public sealed class SlackApp
{
    internal SlackApp(string id, string name, string appToken)
    {
        Id = id;
        Name = name;
        AppToken = appToken;
    }

    public string Id { get; }
    public string Name { get; }

    /// <summary>The app-level token (xapp-) that opens sockets.</summary>
    public string AppToken { get; }

    /// <summary>Scopes of the app-level token.</summary>
    public HashSet<string> AppTokenScopes { get; } = new(StringComparer.Ordinal) { "connections:write" };

    public bool AppTokenRevoked { get; set; }

    /// <summary>The Socket Mode switch. Off: a socket that opens is told link_disabled at once.</summary>
    public bool SocketMode { get; set; } = true;

    public bool HomeTab { get; set; } = true;
    public bool MessagesTab { get; set; } = true;
    public List<SlashCommand> Commands { get; } = [];
    public List<Shortcut> Shortcuts { get; } = [];

    /// <summary>Names of the bot events subscribed to, as in the manifest: "app_mention", "message.channels".</summary>
    public HashSet<string> Events { get; } = new(StringComparer.Ordinal);

    public List<Installation> Installations { get; } = [];
}

/// <summary>An app in one workspace: its bot user, token and granted scopes.</summary>
public sealed class Installation
{
    internal Installation(SlackApp app, SlackWorkspace workspace, SlackUser bot, string botId, string botToken, IEnumerable<string> scopes)
    {
        App = app;
        Workspace = workspace;
        Bot = bot;
        BotId = botId;
        BotToken = botToken;
        Scopes = new HashSet<string>(scopes, StringComparer.Ordinal);
    }

    public SlackApp App { get; }
    public SlackWorkspace Workspace { get; }
    public SlackUser Bot { get; }
    public string BotId { get; }
    public string BotToken { get; }
    public HashSet<string> Scopes { get; }

    /// <summary>The error every call with this token gets, such as token_revoked or account_inactive; null while it is good.</summary>
    public string? TokenError { get; set; }
}
