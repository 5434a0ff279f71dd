using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Slack.WebApi;

/// <summary>One workspace's Web API. Waits out its own rate limits, and turns every failure into a <see cref="PlatformException"/>.</summary>
internal interface ISlackWeb
{
    /// <summary>
    /// Calls a method, such as <c>chat.postMessage</c>, and returns what it answered with <c>ok</c>: true. The failure's
    /// message says in words what a coordinator or operator does about it.
    /// </summary>
    Task<JsonElement> CallAsync(string method, JsonObject arguments, CancellationToken stop);

    /// <summary>The scopes that the token has, as Slack last told; null before it did.</summary>
    IReadOnlySet<string>? GrantedScopes { get; }

    /// <summary>Answers a gesture through its <c>response_url</c>, which needs no token. Never logged.</summary>
    Task RespondAsync(Uri responseUrl, JsonObject body, CancellationToken stop);

    /// <summary>Sends a file's bytes to the address that <c>files.getUploadURLExternal</c> gave.</summary>
    Task UploadAsync(Uri uploadUrl, ReadOnlyMemory<byte> content, CancellationToken stop);
}
