using System.Net;

namespace CopBot.Host;

/// <summary>One key that the operator may set. Help, validation and the example file all come from this list.</summary>
/// <param name="Key">As configuration files and the command line name it, such as <c>CopBot:DataFolder</c>.</param>
/// <param name="Says">What it is for, in a line.</param>
/// <param name="Default">What holds when it is not set, in words.</param>
/// <param name="Example">A value that can be taken.</param>
/// <param name="WhyNot">What is wrong with a value, completing "CopBot:Logs is 'x', which …"; null when nothing is.</param>
internal sealed record Setting(string Key, string Says, string Default, string Example, Func<string, string?> WhyNot)
{
    /// <summary>The section that all keys stand in.</summary>
    public const string Section = "CopBot";

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

    /// <summary>Every key there is.</summary>
    public static readonly IReadOnlyList<Setting> All = [DataFolder, Urls, Logs, Playground, Demo];

    /// <summary>The name of the environment variable.</summary>
    public string Variable => Key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal);

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

    private static string? HostOf(string address)
    {
        // Kestrel takes * and + for "any address", which no Uri does.
        var plain = address.Replace("://*", "://any.invalid", StringComparison.Ordinal).Replace("://+", "://any.invalid", StringComparison.Ordinal);
        return Uri.TryCreate(plain, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Port is >= 0 and <= 65535 ? uri.Host.Trim('[', ']') : null;
    }
}
