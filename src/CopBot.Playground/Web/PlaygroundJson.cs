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

    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    public static IResult No(string why, int status) => Results.Json(new Failed(why), Options, statusCode: status);
}
