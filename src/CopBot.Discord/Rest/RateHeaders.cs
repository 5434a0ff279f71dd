using System.Globalization;
using System.Net.Http.Headers;

namespace CopBot.Discord.Rest;

/// <summary>What an answer's headers say of its rate limit; null where they say nothing.</summary>
/// <param name="Hash">The bucket's name.</param>
/// <param name="Remaining">How many more requests may go.</param>
/// <param name="ResetAfter">When there are more again.</param>
/// <param name="RetryAfter">When a refused request may come again.</param>
/// <param name="Scope">Whose limit refused it: <c>user</c>, <c>global</c> or <c>shared</c>.</param>
/// <param name="Global">Whether a limit over everything refused it.</param>
internal sealed record RateHeaders(string? Hash, int? Remaining, TimeSpan? ResetAfter, TimeSpan? RetryAfter, string? Scope, bool Global)
{
    public static RateHeaders Of(HttpResponseHeaders headers) => new(
        Text(headers, "X-RateLimit-Bucket"),
        int.TryParse(Text(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining) ? remaining : null,
        Seconds(Text(headers, "X-RateLimit-Reset-After")),
        Seconds(Text(headers, "Retry-After")),
        Text(headers, "X-RateLimit-Scope"),
        Text(headers, "X-RateLimit-Global") is "true");

    /// <summary>Seconds, whole or not; null for nonsense. At most a day, so that nothing is waited for forever.</summary>
    public static TimeSpan? Seconds(double? seconds) => seconds is >= 0 and var some ? TimeSpan.FromSeconds(Math.Min(some, 86_400)) : null;

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? Seconds(seconds) : null;

    // Asked without validation: a fractional Retry-After is none in the eyes of HTTP.
    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
