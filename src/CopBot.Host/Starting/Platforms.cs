using CopBot.Discord;
using CopBot.Slack;

namespace CopBot.Host;

/// <summary>Reads which chat platforms the operator has connected.</summary>
internal static class Platforms
{
    private const string More = "Slack:Workspaces";

    /// <summary>The Slack workspaces; null for none. A pair of which one token is missing is wrong.</summary>
    public static SlackOptions? Slack(IConfiguration configuration, List<string> wrong)
    {
        var workspaces = configuration.GetSection(More).GetChildren().Select(w => w.Key).Order(StringComparer.Ordinal).Select(name => $"{More}:{name}").Prepend("Slack")
            .Select(at => Pair(configuration, at, wrong))
            .OfType<SlackTokens>()
            .ToList();
        if (workspaces.Count == 0) return null;

        var options = new SlackOptions { Workspaces = workspaces };
        // Relative paths are resolved below it, so it must end like a folder.
        if (configuration[Setting.SlackApi.Key] is { Length: > 0 } api && Uri.TryCreate(api.TrimEnd('/') + '/', UriKind.Absolute, out var url)) options.ApiUrl = url;
        return options;
    }

    /// <summary>The Discord bot; null for none.</summary>
    public static DiscordOptions? Discord(IConfiguration configuration)
    {
        if (configuration[Setting.DiscordToken.Key] is not { Length: > 0 } token) return null;

        var reads = bool.TryParse(configuration[Setting.DiscordReads.Key], out var on) && on;
        return configuration[Setting.DiscordApi.Key] is { Length: > 0 } api
            ? new DiscordOptions { Token = token, ReadMessages = reads, ApiUrl = api.TrimEnd('/') }
            : new DiscordOptions { Token = token, ReadMessages = reads };
    }

    /// <summary>Whether real people are there: an emulator on this machine has none.</summary>
    public static bool IsReal(SlackOptions? slack, DiscordOptions? discord) =>
        (slack is not null && !slack.ApiUrl.IsLoopback) || (discord is not null && !new Uri(discord.ApiUrl).IsLoopback);

    private static SlackTokens? Pair(IConfiguration configuration, string at, List<string> wrong)
    {
        var (bot, app) = (configuration[$"{at}:BotToken"] ?? "", configuration[$"{at}:AppToken"] ?? "");
        if (bot.Length > 0 && app.Length > 0) return new SlackTokens(at, bot, app);
        if (bot.Length > 0) wrong.Add($"{at}:AppToken is not set, and {at}:BotToken is: Slack needs both. Make an app-level token with the scope connections:write in your app under Basic Information; it looks like {Setting.SlackAppToken.Example}");
        if (app.Length > 0) wrong.Add($"{at}:BotToken is not set, and {at}:AppToken is: Slack needs both. Install the app into your workspace, and copy the Bot User OAuth Token; it looks like {Setting.SlackBotToken.Example}");
        return null;
    }
}
