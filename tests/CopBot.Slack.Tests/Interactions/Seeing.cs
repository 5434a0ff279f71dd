using System.Text.Json.Nodes;
using CopBot.SlackEmulator.World;

namespace CopBot.Slack.Tests.Interactions;

/// <summary>What somebody sees in a view.</summary>
internal static class Seeing
{
    /// <summary>All its words, in order.</summary>
    public static string Words(this SlackView view) => string.Join('\n', Texts(view.Content["blocks"]));

    /// <summary>The action_id of the first element of a type, now or in a <paramref name="content"/> of before.</summary>
    public static string ActionOf(this SlackView view, string type, string? content = null) =>
        Objects(content is null ? view.Content : JsonNode.Parse(content)).First(o => o["type"]?.GetValue<string>() == type)["action_id"]!.GetValue<string>();

    private static IEnumerable<string> Texts(JsonNode? node) =>
        Objects(node).Where(o => o["type"]?.GetValue<string>() is "plain_text" or "mrkdwn").Select(o => o["text"]!.GetValue<string>());

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Objects),
        JsonObject o => [o, .. o.SelectMany(m => Objects(m.Value))],
        _ => [],
    };
}
