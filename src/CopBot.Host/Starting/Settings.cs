using System.Globalization;

namespace CopBot.Host;

/// <summary>What the operator set, checked.</summary>
internal sealed record Settings(string DataFolder, string? Urls, bool JsonLogs, bool Playground, bool Demo)
{
    /// <summary>Where the pages are served unless told otherwise: to this machine alone.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    private static readonly string[] Tokens = ["Slack:BotToken", "Slack:AppToken", "Discord:Token"];

    /// <summary>The file of the embedded database.</summary>
    public string Database => Path.Combine(DataFolder, "copbot.db");

    /// <summary>The file that the playground's room is kept in.</summary>
    public string Journal => Path.Combine(DataFolder, "playground.jsonl");

    /// <summary>The file that the playground's clock is kept in.</summary>
    public string Clock => Path.Combine(DataFolder, "playground-clock.json");

    /// <summary>Reads the settings, or says everything that is wrong with them, a sentence each.</summary>
    public static (Settings? Settings, IReadOnlyList<string> Wrong) Read(IConfiguration configuration)
    {
        List<string> wrong = [.. Unknown(configuration)];
        foreach (var setting in Setting.All)
        {
            if (configuration[setting.Key] is not { Length: > 0 } value || setting.WhyNot(value) is not { } why) continue;
            wrong.Add($"{setting.Key} is '{value}', which {why}. Set it for example to {setting.Example}, or leave it out for {setting.Default}.");
        }

        if (wrong.Count > 0) return (null, wrong);

        var token = Array.Find(Tokens, key => !string.IsNullOrEmpty(configuration[key]));
        var chosen = Value(configuration, Setting.Playground);
        var settings = new Settings(
            Path.GetFullPath(Value(configuration, Setting.DataFolder) ?? "./data"),
            UrlsOf(configuration),
            string.Equals(Value(configuration, Setting.Logs), "json", StringComparison.OrdinalIgnoreCase),
            chosen is null ? token is null : bool.Parse(chosen),
            bool.Parse(Value(configuration, Setting.Demo) ?? "true"));

        if (!settings.Playground) wrong.Add(NobodyToTalkTo(token));
        else if (chosen is null && Addresses.Split(settings.Urls ?? "").FirstOrDefault(a => !Addresses.IsLoopback(a)) is { } open) wrong.Add(OpenToAll(open));
        return wrong.Count > 0 ? (null, wrong) : (settings, []);
    }

    /// <summary>The operator's own choice, else what the web server was told in its own words, else only this machine.</summary>
    private static string? UrlsOf(IConfiguration configuration) =>
        Value(configuration, Setting.Urls)
        ?? (configuration["urls"] is { Length: > 0 } urls ? urls : configuration.GetSection("Kestrel:Endpoints").GetChildren().Any() ? null : DefaultUrls);

    private static string? Value(IConfiguration configuration, Setting setting) => configuration[setting.Key] is { Length: > 0 } value ? value : null;

    private static IEnumerable<string> Unknown(IConfiguration configuration) =>
        from set in configuration.GetSection(Setting.Section).AsEnumerable()
        where set.Value is not null && !Setting.All.Any(s => s.Key.Equals(set.Key, StringComparison.OrdinalIgnoreCase))
        select string.Create(CultureInfo.InvariantCulture, $"{set.Key} is no setting of CopBot. Did you mean {Nearest.To(set.Key, Setting.All.Select(s => s.Key))}? All of them: CopBot.Host --help.");

    private static string NobodyToTalkTo(string? token) => token is null
        ? "There is nobody to talk to: CopBot:Playground is false and no other platform is configured. Set CopBot:Playground to true."
        : $"There is nobody to talk to: {token} is set, but this version cannot connect to Slack or Discord yet, and the playground is off. Set CopBot:Playground to true.";

    private static string OpenToAll(string address) =>
        $"CopBot:Urls has {address}, which other machines may reach, and whoever reaches the playground can act as anybody in it. "
        + "Listen on this machine only (for example http://127.0.0.1:5080), or set CopBot:Playground to true to say that you want this, as in a container whose port is published to 127.0.0.1.";
}
