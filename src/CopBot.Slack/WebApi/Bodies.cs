using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CopBot.Slack.WebApi;

/// <summary>Writes arguments the way a method takes them.</summary>
internal static class Bodies
{
    private static readonly MediaTypeHeaderValue _json = new("application/json", "utf-8");

    /// <summary>Methods that Slack documents as taking JSON, of those that are called here; every other takes a form.</summary>
    public static readonly IReadOnlySet<string> TakeJson = new HashSet<string>(StringComparer.Ordinal)
    {
        "apps.connections.open", "auth.test", "team.info",
        "chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete",
        "conversations.open", "conversations.join", "conversations.leave", "conversations.history",
        "views.open", "views.push", "views.update", "views.publish",
        "reactions.add", "reactions.remove", "pins.add", "pins.remove",
        "files.completeUploadExternal", "files.delete",
    };

    /// <summary>The body for a call.</summary>
    public static HttpContent For(string method, JsonObject arguments) => TakeJson.Contains(method) ? Json(arguments) : Form(arguments);

    /// <summary>A JSON body.</summary>
    public static HttpContent Json(JsonObject body) => new ReadOnlyMemoryContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = _json } };

    // In a form, a list or an object is itself JSON.
    private static FormUrlEncodedContent Form(JsonObject arguments) => new(
        from argument in arguments
        where argument.Value is not null
        select KeyValuePair.Create(argument.Key, argument.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : argument.Value.ToJsonString()));
}
