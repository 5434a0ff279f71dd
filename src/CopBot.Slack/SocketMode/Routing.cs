using System.Text.Json;

namespace CopBot.Slack.SocketMode;

/// <summary>Finds out which workspace an envelope is for. Workspaces of one app share its sockets.</summary>
internal static class Routing
{
    /// <summary>The pair that it is for; null where none of these is.</summary>
    public static SlackPair? Whose(JsonElement payload, IReadOnlyList<SlackPair> pairs)
    {
        // Where the app is installed counts more than where somebody comes from, who may be a guest in a shared channel.
        var installed = Authorized(payload) ?? payload.Object("view").Text("app_installed_team_id");
        if (installed is not null) return Find(installed, pairs);
        if (pairs.Count == 1) return pairs[0];
        return new[] { payload.Text("team_id"), payload.Object("team").Text("id"), payload.Object("user").Text("team_id"), payload.Text("context_team_id") }
            .Select(team => Find(team, pairs))
            .FirstOrDefault(pair => pair is not null);
    }

    private static SlackPair? Find(string? team, IReadOnlyList<SlackPair> pairs) =>
        team is null ? null : pairs.FirstOrDefault(pair => pair.Workspace?.Ref.Id == team);

    private static string? Authorized(JsonElement payload) =>
        payload.Items("authorizations").FirstOrDefault().Text("team_id");
}
