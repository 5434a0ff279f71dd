using System.Globalization;
using CopBot.Data;
using CopBot.Discord;
using CopBot.Slack;

namespace CopBot.Host;

/// <summary>What the operator set, checked.</summary>
internal sealed record Settings(string DataFolder, string? Urls, bool JsonLogs, bool Playground, bool Demo)
{
    /// <summary>Where the pages are served unless told otherwise: to this machine alone.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>The Slack workspaces to serve; null for none.</summary>
    public SlackOptions? Slack { get; init; }

    /// <summary>The Discord bot to be; null for none.</summary>
    public DiscordOptions? Discord { get; init; }

    /// <summary>Where people reach the pages from outside; null where nobody said.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Where metrics and traces go; null for nowhere.</summary>
    public ExportOptions? Telemetry { get; init; }

    /// <summary>The database on a server; null for the embedded one.</summary>
    public Database? Server { get; init; }

    /// <summary>Where everything is kept.</summary>
    public Database Database => Server ?? Embedded;

    /// <summary>The embedded database in the data folder, whether it is used or not.</summary>
    public Database Embedded => Database.InFile(DatabaseFile);

    /// <summary>The file of the embedded database.</summary>
    public string DatabaseFile => Path.Combine(DataFolder, "copbot.db");

    /// <summary>How the server is reached, with its password: never to be told. Not public, so that a record's text does not hold it.</summary>
    internal string? Connection { get; init; }

    /// <summary>The file that the playground's room is kept in.</summary>
    public string Journal => Path.Combine(DataFolder, "playground.jsonl");

    /// <summary>The file that the playground's clock is kept in.</summary>
    public string Clock => Path.Combine(DataFolder, "playground-clock.json");

    /// <summary>Reads the settings, or says everything that is wrong with them, a sentence each. Who copies needs both databases, whichever is used.</summary>
    public static (Settings? Settings, IReadOnlyList<string> Wrong) Read(IConfiguration configuration, bool copies = false)
    {
        List<string> wrong = [];
        foreach (var (key, value) in Given(configuration))
        {
            if (Setting.All.FirstOrDefault(s => s.Is(key)) is not { } setting) wrong.Add(Unknown(key));
            else if (value.Length > 0 && setting.WhyNot(value) is { } why) wrong.Add($"{key} {(setting.MayRepeat(value) ? $"is '{value}', which {why}" : why)}. Set it for example to {setting.Example}, or leave it out for {setting.Default}.");
        }

        var slack = Platforms.Slack(configuration, wrong);
        var discord = Platforms.Discord(configuration);
        var telemetry = ExportOptions.Of(configuration, wrong);
        if (wrong.Count == 0 && Mismatched(configuration, copies) is { } mismatched) wrong.Add(mismatched);
        if (wrong.Count > 0) return (null, wrong);

        var chosen = Value(configuration, Setting.Playground);
        var settings = new Settings(
            Path.GetFullPath(Value(configuration, Setting.DataFolder) ?? "./data"),
            UrlsOf(configuration),
            string.Equals(Value(configuration, Setting.Logs), "json", StringComparison.OrdinalIgnoreCase),
            chosen is null ? slack is null && discord is null : bool.Parse(chosen),
            bool.Parse(Value(configuration, Setting.Demo) ?? "true")) { Server = ServerOf(configuration, copies), Connection = Value(configuration, Setting.DatabaseConnection), Slack = slack, Discord = discord, Telemetry = telemetry, PublicUrl = Value(configuration, Setting.PublicUrl) is { } url ? new Uri(url.TrimEnd('/') + "/") : null };

        if (!settings.Playground && slack is null && discord is null) wrong.Add(NobodyToTalkTo);
        else if (settings.Playground && Platforms.IsReal(slack, discord)) wrong.Add(PlaygroundBesideReal);
        else if (chosen is null && settings.Playground && Addresses.Split(settings.Urls ?? "").FirstOrDefault(a => !Addresses.IsLoopback(a)) is { } open) wrong.Add(OpenToAll(open));
        return wrong.Count > 0 ? (null, wrong) : (settings, []);
    }

    /// <summary>What is wrong with the two settings of the database together; null when nothing is.</summary>
    private static string? Mismatched(IConfiguration configuration, bool copies) => (IsOnServer(configuration) || copies, Value(configuration, Setting.DatabaseConnection) is not null) switch
    {
        (true, false) when copies => $"{Setting.DatabaseConnection.Key} is not set: the copy must know where the server is. Set it for example to {Setting.DatabaseConnection.Example}",
        (true, false) => $"{Setting.DatabaseConnection.Key} is not set, and {Setting.DatabaseProvider.Key} is {Setting.Postgresql}: CopBot must know where the server is. Set it for example to {Setting.DatabaseConnection.Example}",
        (false, true) => $"{Setting.DatabaseConnection.Key} is set, and {Setting.DatabaseProvider.Key} is {Setting.Sqlite}, which uses no server: set {Setting.DatabaseProvider.Key} to {Setting.Postgresql}, or take {Setting.DatabaseConnection.Key} out.",
        _ => null,
    };

    private static bool IsOnServer(IConfiguration configuration) => string.Equals(Value(configuration, Setting.DatabaseProvider), Setting.Postgresql, StringComparison.OrdinalIgnoreCase);

    private static Database? ServerOf(IConfiguration configuration, bool copies) => IsOnServer(configuration) || copies ? Database.OnServer(Value(configuration, Setting.DatabaseConnection)!) : null;

    /// <summary>The operator's own choice, else what the web server was told in its own words, else only this machine.</summary>
    private static string? UrlsOf(IConfiguration configuration) =>
        Value(configuration, Setting.Urls)
        ?? (configuration["urls"] is { Length: > 0 } urls ? urls : configuration.GetSection("Kestrel:Endpoints").GetChildren().Any() ? null : DefaultUrls);

    private static string? Value(IConfiguration configuration, Setting setting) => configuration[setting.Key] is { Length: > 0 } value ? value : null;

    /// <summary>What stands in our sections. A variable that is called like a section as a whole is somebody else's.</summary>
    private static IEnumerable<(string Key, string Value)> Given(IConfiguration configuration) =>
        from section in Setting.Sections
        from set in configuration.GetSection(section).AsEnumerable()
        where set.Value is not null && set.Key.Contains(':', StringComparison.Ordinal)
        select (set.Key, set.Value);

    private static string Unknown(string key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key} is no setting of CopBot. Did you mean {Nearest.To(key, Setting.All.Select(s => s.Key))}? All of them: CopBot.Host --help.");

    private const string NobodyToTalkTo = "There is nobody to talk to: CopBot:Playground is false and neither Slack nor Discord is configured. Set CopBot:Playground to true, or Slack:BotToken and Slack:AppToken, or Discord:Token.";

    private const string PlaygroundBesideReal =
        "CopBot:Playground is true beside real tokens. Whoever plays with the playground moves the clock, and real people would get what is due in weeks. "
        + "Set CopBot:Playground to false, or start the playground on its own with another data folder and without the tokens.";

    private static string OpenToAll(string address) =>
        $"CopBot:Urls has {address}, which other machines may reach, and whoever reaches the playground can act as anybody in it. "
        + "Listen on this machine only (for example http://127.0.0.1:5080), or set CopBot:Playground to true to say that you want this, as in a container whose port is published to 127.0.0.1.";
}
