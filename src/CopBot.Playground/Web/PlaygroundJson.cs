using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace CopBot.Playground;

/// <summary>How the page and scripts are answered.</summary>
internal static class PlaygroundJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads what was sent; null where it cannot be read.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request) where T : class
    {
        try
        {
            return await request.ReadFromJsonAsync<T>(Options, request.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public static IResult Unreadable() => No("The request cannot be read.", StatusCodes.Status400BadRequest);

    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    public static IResult No(string why, int status) => Results.Json(new Failed(why), Options, statusCode: status);
}
