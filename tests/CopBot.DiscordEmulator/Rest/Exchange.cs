using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>One request and its answer, on the wire and in the journal.</summary>
internal sealed class Exchange(HttpContext http, string path, Route? route)
{
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public JsonNode? Body { get; set; }

    public string? Fault { get; set; }

    public async Task WriteAsync(Realm realm, int status, JsonNode? body, string? html = null)
    {
        realm.Limits!.Ended(status, Headers.GetValueOrDefault("X-RateLimit-Scope"));
        Log(realm, status, body);
        foreach (var (name, value) in Headers) http.Response.Headers[name] = value;
        http.Response.StatusCode = status;
        // Real answers pass a proxy; discord.py takes a 429 without Via for a Cloudflare ban.
        if (html is null) http.Response.Headers.Via = "1.1 google";
        if (body is null && html is null) return;
        http.Response.ContentType = html is null ? "application/json" : "text/html; charset=UTF-8";
        var bytes = Encoding.UTF8.GetBytes(html ?? body!.ToJsonString());
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    public void Log(Realm realm, int status, JsonNode? body)
    {
        var request = new JsonObject
        {
            ["user_agent"] = http.Request.Headers.UserAgent.ToString(),
            ["content_type"] = http.Request.ContentType,
            ["authorized"] = http.Request.Headers.Authorization.Count > 0,
            ["query"] = http.Request.QueryString.Value,
            ["body"] = Body?.DeepClone(),
        };
        if (http.Request.Headers.TryGetValue("X-Audit-Log-Reason", out var reason)) request["reason"] = reason.ToString();
        var headers = new JsonObject();
        foreach (var (name, value) in Headers) headers[name] = value;
        var line = new JsonObject
        {
            ["kind"] = "rest",
            ["method"] = http.Request.Method,
            ["path"] = path,
            ["route"] = route?.Template,
            ["status"] = status,
            ["request"] = request,
            ["response"] = new JsonObject { ["headers"] = headers, ["body"] = body?.DeepClone() },
        };
        if (Fault is not null) line["fault"] = Fault;
        realm.Journal.Write(line);
    }
}
