using System.Net;
using Npgsql;

namespace CopBot.Host;

/// <summary>One key that the operator may set. Help, validation and the example file all come from this list.</summary>
/// <param name="Key">As configuration files and the command line name it, such as <c>CopBot:DataFolder</c>.</param>
/// <param name="Says">What it is for, in a line.</param>
/// <param name="Default">What holds when it is not set, in words.</param>
/// <param name="Example">A value that can be taken.</param>
/// <param name="WhyNot">What is wrong with a value, completing "CopBot:Logs is 'x', which …"; null when nothing is.</param>
internal sealed record Setting(string Key, string Says, string Default, string Example, Func<string, string?> WhyNot)
{
    /// <summary>The sections that keys stand in.</summary>
    public static readonly IReadOnlyList<string> Sections = ["CopBot", "Database", "Slack", "Discord", "Telemetry"];

    public static readonly Setting DataFolder = new(
        "CopBot:DataFolder",
        "The folder that everything is kept in; made when it is not there.",
        "./data",
        "/var/lib/copbot",
        value => value.AsSpan().ContainsAny(Path.GetInvalidPathChars()) ? "no folder can be called" : null);

    public static readonly Setting Urls = new(
        "CopBot:Urls",
        "Where the web pages are served, several separated by semicolons.",
        "http://127.0.0.1:5080",
        "http://127.0.0.1:8080",
        value => Addresses.Split(value).FirstOrDefault(a => !Addresses.IsOne(a)) is { } wrong ? $"is no address that can be listened on ('{wrong}')" : null);

    public static readonly Setting PublicUrl = new(
        "CopBot:PublicUrl",
        "At which address people reach these pages from outside, for the calendar feeds of members.",
        "none, so that only the playground has feeds",
        "https://copbot.example.org",
        value => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 ? null : "is no address that people can reach, such as https with a host, and without a password");

    public static readonly Setting Logs = new(
        "CopBot:Logs",
        "How the log is written: for people (console) or for machines (json).",
        "console",
        "json",
        value => value.ToLowerInvariant() is "console" or "json" ? null : "is neither console nor json");

    public static readonly Setting Playground = new(
        "CopBot:Playground",
        "Whether to open the playground, a chat in the browser to try everything in.",
        "true while no Slack or Discord token is configured",
        "false",
        NeitherTrueNorFalse);

    public static readonly Setting Demo = new(
        "CopBot:Demo",
        "Whether a new playground begins with a demo community.",
        "true",
        "false",
        NeitherTrueNorFalse);

    public static readonly Setting DatabaseProvider = new(
        "Database:Provider",
        "Which database everything is kept in: a file in the data folder (sqlite), or a server (postgresql).",
        Sqlite,
        Postgresql,
        value => value.ToLowerInvariant() is Sqlite or Postgresql ? null : $"is neither {Sqlite} nor {Postgresql}");

    public static readonly Setting DatabaseConnection = new(
        "Database:ConnectionString",
        "Where the PostgreSQL database is, and who CopBot is there.",
        "none, so that everything is kept in a file",
        "Host=127.0.0.1;Database=copbot;Username=copbot;Password=…",
        NoConnection) { IsSecret = true };

    public static readonly Setting SlackBotToken = new(
        "Slack:BotToken",
        "The bot token of your Slack app: Install App, Bot User OAuth Token.",
        "none, so that CopBot is not in Slack",
        "xoxb-…",
        value => Starts(value, "xoxb-", "the bot token")) { IsSecret = true };

    public static readonly Setting SlackAppToken = new(
        "Slack:AppToken",
        "The app-level token of your Slack app with the scope connections:write: Basic Information, App-Level Tokens.",
        "none, so that CopBot is not in Slack",
        "xapp-…",
        value => Starts(value, "xapp-", "the app-level token")) { IsSecret = true };

    public static readonly Setting SlackMore = new(
        "Slack:Workspaces:<name>:BotToken",
        "The bot token of a further workspace, under any name; its app token stands beside it.",
        "one workspace",
        "xoxb-…",
        SlackBotToken.WhyNot) { IsSecret = true };

    public static readonly Setting SlackMoreApp = new(
        "Slack:Workspaces:<name>:AppToken",
        "The app-level token of a further workspace.",
        "one workspace",
        "xapp-…",
        SlackAppToken.WhyNot) { IsSecret = true };

    public static readonly Setting SlackApi = new(
        "Slack:ApiUrl",
        "Where Slack's Web API is. Only for tests against an emulator.",
        "https://slack.com/api/",
        "http://127.0.0.1:4000/api/",
        NoApi);

    public static readonly Setting DiscordToken = new(
        "Discord:Token",
        "The token of your Discord bot: the page Bot of its application in the developer portal.",
        "none, so that CopBot is not in Discord",
        "MTA4…",
        value => value.StartsWith("Bot ", StringComparison.OrdinalIgnoreCase) ? "begins with the word Bot: the token alone belongs here" : value.Any(char.IsWhiteSpace) ? "holds a space, which no token does" : null) { IsSecret = true };

    public static readonly Setting DiscordReads = new(
        "Discord:ReadMessages",
        "Whether to ask Discord for the content of messages. Nothing of CopBot needs it today; it must be switched on in the developer portal too.",
        "false",
        "true",
        NeitherTrueNorFalse);

    public static readonly Setting DiscordApi = new(
        "Discord:ApiUrl",
        "Where Discord's API is. Only for tests against an emulator.",
        "https://discord.com/api/v10",
        "http://127.0.0.1:4001/api/v10",
        NoApi);

    public static readonly Setting SecretsFolder = new(
        "CopBot:SecretsFolder",
        "A folder in which each file is a setting: its name the key with __ for each colon (Slack__BotToken), its content the value.",
        "none",
        "/run/secrets",
        DataFolder.WhyNot);

    public static readonly Setting TelemetryEndpoint = new(
        "Telemetry:Endpoint",
        "Where metrics and traces are sent: the address of an OpenTelemetry collector.",
        "none, so that nothing is measured",
        "http://127.0.0.1:4318",
        value => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 ? null : "is no address of a collector, such as http or https with a host and a port, and without a password");

    public static readonly Setting TelemetryProtocol = new(
        "Telemetry:Protocol",
        "How the collector is spoken to: http/protobuf (mostly port 4318) or grpc (mostly port 4317).",
        "http/protobuf",
        "grpc",
        value => value is "http/protobuf" or "grpc" ? null : "is neither http/protobuf nor grpc");

    public static readonly Setting TelemetryHeaders = new(
        "Telemetry:Headers",
        "What the collector wants to see with each message, as name=value, several separated by commas.",
        "none",
        "Authorization=Bearer …",
        value => value.Split(',').All(IsHeader) ? null : "is no list of name=value") { IsSecret = true };

    /// <summary>Every key there is.</summary>
    public static readonly IReadOnlyList<Setting> All =
        [DataFolder, Urls, PublicUrl, Logs, Playground, Demo, DatabaseProvider, DatabaseConnection, SlackBotToken, SlackAppToken, SlackMore, SlackMoreApp, SlackApi, DiscordToken, DiscordReads, DiscordApi, SecretsFolder, TelemetryEndpoint, TelemetryProtocol, TelemetryHeaders];

    /// <summary>The database in a file.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The database on a server.</summary>
    public const string Postgresql = "postgresql";

    /// <summary>Whether its value is never repeated.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a value may be said again: no secret, and no address with a password in it.</summary>
    public bool MayRepeat(string value) => !IsSecret && !value.Contains('@', StringComparison.Ordinal);

    /// <summary>Whether a key is this one; a name chosen by the operator may stand for a part of it.</summary>
    public bool Is(string key)
    {
        var (mine, theirs) = (Key.Split(':'), key.Split(':'));
        return mine.Length == theirs.Length && mine.Zip(theirs).All(p => p.First.StartsWith('<') || p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The name of the environment variable.</summary>
    public string Variable => Key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal);

    private static string? Starts(string value, string with, string what) => value.StartsWith(with, StringComparison.Ordinal) && !value.Any(char.IsWhiteSpace)
        ? null
        : $"is not {what}, which begins with {with}";

    private static string? NoApi(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? null : "is no address of an API";

    private static bool IsHeader(string pair) => pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && !pair.AsSpan(0, at).Trim().IsEmpty && !pair.AsSpan(0, at).Trim().Contains(' ') && !pair.AsSpan(at + 1).Trim().IsEmpty;

    private static string? NoConnection(string value)
    {
        if (value.Contains("://", StringComparison.Ordinal)) return "is an address: write its parts as Key=value with semicolons between them";
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new NpgsqlConnectionStringBuilder(value);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            // What it says names the part that is wrong, and may name its value.
            return "cannot be read: it is Key=value with semicolons between, and one of its parts is unknown or has no such value";
        }

        return string.IsNullOrWhiteSpace(given.Host) ? "lacks the server (Host=…)" : string.IsNullOrWhiteSpace(given.Database) ? "lacks the name of the database (Database=…)" : null;
    }

    private static string? NeitherTrueNorFalse(string value) => bool.TryParse(value, out _) ? null : "is neither true nor false";
}

/// <summary>Addresses to listen on.</summary>
internal static class Addresses
{
    public static string[] Split(string addresses) => addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static bool IsOne(string address) => HostOf(address) is not null;

    /// <summary>Whether only this machine can reach it.</summary>
    public static bool IsLoopback(string address) =>
        HostOf(address) is { } host && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)));

    /// <summary>How to reach it from this machine; null where the port is only known once it listens.</summary>
    public static Uri? FromHere(string address)
    {
        if (HostOf(address) is not { } host) return null;

        var everywhere = host == Anywhere || (IPAddress.TryParse(host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
        var uri = new UriBuilder(Plain(address));
        if (everywhere) uri.Host = "127.0.0.1";
        return uri.Port == 0 ? null : uri.Uri;
    }

    private const string Anywhere = "any.invalid";

    // Kestrel takes * and + for "any address", which no Uri does.
    private static string Plain(string address) => address.Replace("://*", "://" + Anywhere, StringComparison.Ordinal).Replace("://+", "://" + Anywhere, StringComparison.Ordinal);

    private static string? HostOf(string address)
    {
        return Uri.TryCreate(Plain(address), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Port is >= 0 and <= 65535 ? uri.Host.Trim('[', ']') : null;
    }
}
