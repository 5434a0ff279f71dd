using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>What a request is answered with.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body = null)
{
    public static readonly ApiAnswer Nothing = new(204);

    public static ApiAnswer Ok(JsonNode body) => new(200, body);

    public static ApiAnswer Created(JsonNode body) => new(201, body);
}
