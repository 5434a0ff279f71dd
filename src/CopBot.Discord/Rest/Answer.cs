using System.Net;
using System.Text.Json;

namespace CopBot.Discord.Rest;

/// <summary>What Discord, or somebody before it, answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; undefined where nothing came; null where what came is not JSON.</param>
/// <param name="Rate">What its headers say of rate limits.</param>
internal sealed record Answer(HttpStatusCode Status, JsonElement? Body, RateHeaders Rate)
{
    public bool IsFine => (int)Status is >= 200 and < 300;

    public static Answer Of(HttpResponseMessage response, byte[] body) => new(response.StatusCode, Read(body), RateHeaders.Of(response.Headers));

    private static JsonElement? Read(byte[] body)
    {
        if (body.Length == 0) return default(JsonElement);
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
