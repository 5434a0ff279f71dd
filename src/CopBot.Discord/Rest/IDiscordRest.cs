using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Discord.Rest;

/// <summary>Discord's REST API v10. Waits out its rate limits, and turns every failure into a <see cref="PlatformException"/>.</summary>
internal interface IDiscordRest
{
    /// <summary>
    /// Sends a request and returns what came back, or an undefined element where nothing did (204).
    /// </summary>
    /// <param name="method">GET, POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">Below <c>/api/v10</c>, such as <c>/channels/1/messages</c>; ids in it are digits, so that the route is known from it.</param>
    /// <param name="body">The JSON body, mostly an object; a list where commands are replaced; or null for none.</param>
    /// <param name="stop">Ends the wait too.</param>
    /// <param name="file">A file that goes with <paramref name="body"/> as multipart.</param>
    /// <param name="reason">Why, for the server's audit log, where the route has one.</param>
    /// <remarks>
    /// Interaction callbacks and their webhooks go in a lane of their own that no queue delays. Only what may be repeated is
    /// (GET, PUT, DELETE, and a POST whose body carries <c>enforce_nonce</c>); a lost answer of anything else is
    /// <see cref="FailureKind.Unknown"/>. <see cref="DiscordError"/> in the exception's data tells Discord's own code.
    /// </remarks>
    Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop, ChatFile? file = null, string? reason = null);
}

/// <summary>Why Discord refused, in its own numbers.</summary>
/// <param name="Code">Such as 50083, for an archived thread; 0 where the body said none.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">In Discord's words.</param>
internal sealed record DiscordError(int Code, int Status, string Message)
{
    /// <summary>The error that an exception came from, if Discord said one.</summary>
    public static DiscordError? Of(Exception failure) => failure.Data[nameof(DiscordError)] as DiscordError;
}
