using CopBot.Chat;
using CopBot.Slack.WebApi;

namespace CopBot.Slack.Doctor;

/// <summary>
/// Looks at each configured pair of tokens: whether they are good, what they may do, whether a socket opens, where the bot
/// is, and where told to, whether it can write there.
/// </summary>
public sealed class SlackDoctor(SlackOptions options, TimeProvider clock) : IDoctor
{
    /// <inheritdoc/>
    public Platform Platform => SlackWorkspace.Slack;

    /// <inheritdoc/>
    public async Task ExamineAsync(string? channel, Action<Finding> tell, CancellationToken stop)
    {
        if (options.Workspaces.Count == 0) tell(Finding.Wrong("No workspace is configured: set Slack:BotToken and Slack:AppToken."));

        using var http = new SlackHttp();
        var (bots, sockets, channels) = (new BotCheck(options, http, clock, tell), new SocketCheck(options, http, clock, tell), new ChannelCheck(channel, tell));
        foreach (var tokens in options.Workspaces)
        {
            var bot = await bots.LookAsync(tokens, stop);
            var app = await sockets.LookAsync(tokens, stop);
            if (bot is null) continue;
            if (app is not null) Compare(tokens, bot, app, tell);
            await channels.LookAsync(bot, stop);
        }

        channels.End();
    }

    private static void Compare(SlackTokens tokens, Patient bot, string app, Action<Finding> tell) => tell(
        bot.AppId is null ? Finding.Notable($"Whether {tokens.Setting}:BotToken belongs to the app {app} too cannot be seen.")
        : bot.AppId == app ? Finding.Fine($"Both tokens belong to the app {app}.")
        : Finding.Wrong($"{tokens.Setting}:AppToken belongs to the app {app} and {tokens.Setting}:BotToken to the app {bot.AppId}: copy both from the settings of the same app."));
}

/// <summary>A bot whose token is good.</summary>
/// <param name="Web">Its Web API.</param>
/// <param name="Where">Its workspace's address, for people: <c>house.slack.com</c>.</param>
/// <param name="AppId">The app that it belongs to; null where Slack did not tell.</param>
/// <param name="Scopes">What its token may do; null where Slack did not tell.</param>
internal sealed record Patient(SlackWeb Web, string Where, string? AppId, IReadOnlySet<string>? Scopes)
{
    /// <summary>Whether its token may do this, as far as is known.</summary>
    public bool May(string scope) => Scopes is null || Scopes.Contains(scope);
}
