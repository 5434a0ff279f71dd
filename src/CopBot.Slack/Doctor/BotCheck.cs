using CopBot.Chat;
using CopBot.Slack.WebApi;

namespace CopBot.Slack.Doctor;

/// <summary>Looks whether a bot's token is good, and what it may do.</summary>
internal sealed class BotCheck(SlackOptions options, SlackHttp http, TimeProvider clock, Action<Finding> tell)
{
    private readonly Dictionary<string, string> _settingOf = new(StringComparer.Ordinal);

    /// <summary>The bot of these tokens; null where it cannot be reached.</summary>
    public async Task<Patient?> LookAsync(SlackTokens tokens, CancellationToken stop)
    {
        if (TokenShapes.WrongBot(tokens) is { } wrong)
        {
            tell(Finding.Wrong(wrong));
            return null;
        }

        var token = new SlackToken(tokens.BotToken, tokens.Setting, OpensSockets: false);
        var web = new SlackWeb(http.Client, options, token, clock);
        try
        {
            var me = await web.CallAsync("auth.test", [], stop);
            if (me.Text("bot_id") is not { } botId) throw SlackRefusals.Of("auth.test", "not_allowed_token_type", me, token);
            var where = Uri.TryCreate(me.Text("url"), UriKind.Absolute, out var url) ? url.Host : me.Text("team") ?? "the workspace";
            tell(Finding.Fine($"{token.Key} is good: in {where}, CopBot is called @{me.Text("user")}."));
            if (me.Text("team_id") is { } team && !_settingOf.TryAdd(team, tokens.Setting))
                tell(Finding.Wrong($"{_settingOf[team]} and {tokens.Setting} hold tokens of the same workspace, {where}: take one of the pairs away."));

            var scopes = web.GrantedScopes;
            TellScopes(token, scopes);
            return new Patient(web, where, await AppIdAsync(web, botId, stop), scopes);
        }
        catch (PlatformException e)
        {
            tell(Finding.Wrong(e.Message));
            return null;
        }
    }

    private void TellScopes(SlackToken token, IReadOnlySet<string>? scopes)
    {
        if (scopes is null)
        {
            tell(Finding.Notable($"Slack did not tell what {token.Key} may do."));
            return;
        }

        var missing = SlackNeeds.Scopes.Where(s => !scopes.Contains(s.Name)).ToList();
        foreach (var scope in missing)
            tell(Finding.Wrong(scope.Lacking(token.Key)));
        if (missing.Count == 0) tell(Finding.Fine($"{token.Key} has all {SlackNeeds.Scopes.Count} scopes that CopBot needs."));

        var more = scopes.Except(SlackNeeds.Scopes.Select(s => s.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (more.Count > 0) tell(Finding.Notable($"{token.Key} may do more than CopBot needs: {string.Join(", ", more)}. Nothing breaks where you take that away."));
    }

    private static async Task<string?> AppIdAsync(SlackWeb web, string botId, CancellationToken stop)
    {
        try
        {
            return (await web.CallAsync("bots.info", new() { ["bot"] = botId }, stop)).Object("bot").Text("app_id");
        }
        catch (PlatformException)
        {
            // It needs users:read, and whether that is there has been told.
            return null;
        }
    }
}
