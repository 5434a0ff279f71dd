using System.Net;
using Microsoft.AspNetCore.Http;

namespace CopBot.Playground;

/// <summary>
/// Lets only this machine's own browser and scripts in. Whoever reaches the playground is everybody in it, so a page from
/// elsewhere must not get through: not by a name that resolves to this machine (DNS rebinding), not by a form (CSRF).
/// </summary>
internal static class Loopback
{
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        WhyNot(context.HttpContext.Request) is { } why
            ? Results.Json(new Failed(why), statusCode: StatusCodes.Status403Forbidden)
            : await next(context);

    public static string? WhyNot(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host)) return "The playground answers only to this machine: open it as http://localhost or http://127.0.0.1.";
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return "Another page may not act in the playground.";
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin")) return "Another page may not act in the playground.";
        return request.HasJsonContentType() ? null : "Please send JSON.";
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Why a request was not done, in a sentence for the person at the page.</summary>
internal sealed record Failed(string Error);
