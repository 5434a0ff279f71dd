using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CopBot.DiscordEmulator.Tests;

/// <summary>A bot's bare HTTP side: says exactly what a test tells it to.</summary>
internal sealed class RestBot : IDisposable
{
    private readonly HttpClient _http = new();

    public RestBot(EmulatedDiscord discord)
    {
        _http.BaseAddress = new Uri(discord.ApiUrl + "/v10/");
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.org, 1.0)");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", discord.Token);
    }

    public HttpClient Http => _http;

    public async Task<Answer> SendAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new Answer((int)response.StatusCode, isJson ? JsonNode.Parse(text) : null, headers, text);
    }

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync("POST", path, body.ToJsonString());

    public Task<Answer> PatchAsync(string path, JsonNode body) => SendAsync("PATCH", path, body.ToJsonString());

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync("PUT", path, body.ToJsonString());

    public Task<Answer> SayAsync(ulong channel, string content) => PostAsync($"channels/{channel}/messages", new JsonObject { ["content"] = content });

    public Task<Answer> RespondAsync(DiscordEmulator.Interactions.Interaction to, int type, JsonNode? data = null) =>
        PostAsync($"interactions/{to.Id}/{to.Token}/callback", data is null ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["data"] = data });

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public int Code => Body?["code"]?.GetValue<int>() ?? 0;

    public ulong Id => ulong.Parse(Body!["id"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>Status and code in one, such as <c>400/50035</c>.</summary>
    public override string ToString() => $"{Status}/{Code}";
}
