using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CopBot.DiscordEmulator.Faults;
using CopBot.DiscordEmulator.Rest.Routes;
using Microsoft.AspNetCore.Http;

namespace CopBot.DiscordEmulator.Rest;

/// <summary>Takes a request through faults, identity, rate limits and reading to its route, and writes answer and journal.</summary>
internal sealed partial class RestDoor
{
    private readonly Realm _realm;
    private readonly RestFaults _faults;
    private readonly RouteTable _routes = new();

    public RestDoor(Realm realm, RestFaults faults)
    {
        _realm = realm;
        _faults = faults;
        realm.Limits = new RateLimits(realm.Options.Clock);
        GatewayRoutes.Map(_routes);
        UserRoutes.Map(_routes);
        MessageRoutes.Map(_routes);
        ThreadRoutes.Map(_routes);
        ChannelRoutes.Map(_routes);
        GuildRoutes.Map(_routes);
        EventRoutes.Map(_routes);
        CommandRoutes.Map(_routes);
        InteractionRoutes.Map(_routes);
    }

    public async Task ServeAsync(HttpContext http)
    {
        // Segments stay encoded until they are split: an emoji or a token may hold a slash.
        var raw = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var version = VersionPattern().Match(raw);
        var path = raw[version.Length..];
        var route = _routes.Find(http.Request.Method, path, out var values, out var pathKnown);
        var exchange = new Exchange(http, path, route);
        var stop = http.RequestAborted;

        var fault = _faults.Take(http.Request.Method, path, route?.Template);
        exchange.Fault = fault?.GetType().Name;
        switch (fault)
        {
            case RestFault.Reset:
                exchange.Log(_realm, 0, null);
                http.Abort();
                return;
            case RestFault.Silence:
                exchange.Log(_realm, 0, null);
                await Task.Delay(Timeout.InfiniteTimeSpan, _realm.Options.Clock, stop);
                return;
            case RestFault.SlowStart slow:
                await Task.Delay(slow.Delay, _realm.Options.Clock, stop);
                break;
            case RestFault.ServerError error:
                await exchange.WriteAsync(_realm, error.Status, error.Json ? new JsonObject { ["message"] = "Internal Server Error", ["code"] = 0 } : null, error.Json ? null : "<html><body><h1>Bad Gateway</h1></body></html>");
                return;
            case RestFault.CloudflareBan ban:
                exchange.Headers["Retry-After"] = Math.Ceiling(ban.RetryAfter).ToString(CultureInfo.InvariantCulture);
                await exchange.WriteAsync(_realm, 429, null, "<!doctype html><html><body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>");
                return;
            case RestFault.RateLimited limited:
                await TooManyAsync(exchange, new RateVerdict(limited.Scope, TimeSpan.FromSeconds(limited.RetryAfter), Counted(route, values)), limited.Header, limited.Code);
                return;
            case RestFault.Garbage:
                await exchange.WriteAsync(_realm, 200, null, "{\"id\": \"12");
                return;
            case RestFault.Refusal refusal:
                await exchange.WriteAsync(_realm, refusal.Status, new JsonObject { ["message"] = refusal.Message, ["code"] = refusal.Code });
                return;
        }

        if (_realm.Limits!.Banned)
        {
            exchange.Headers["Retry-After"] = "600";
            await exchange.WriteAsync(_realm, 429, null, "<!doctype html><html><body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>");
            return;
        }

        ApiAnswer answer;
        try
        {
            if (version.Length == 0) throw Refused.NotFound();
            if (version.Groups["version"].Value is not ("" or "10")) throw new Refused(400, 50041, "Invalid API version provided");
            if (route is null) throw pathKnown ? Refused.WrongMethod() : Refused.NotFound();
            var (body, files) = await ReadBodyAsync(exchange, http, route, stop);
            RequireIdentity(http, route);
            if (!route.ByInteractionToken && _realm.Limits.Global() is { } global)
            {
                await TooManyAsync(exchange, global, RetryAfterHeader.WholeSeconds, null);
                return;
            }
            if (route.Bucket is { } bucket)
            {
                var (verdict, headers) = _realm.Limits.Count(bucket, TopLevel(values));
                foreach (var (name, value) in headers) exchange.Headers[name] = value;
                if (verdict is not null)
                {
                    await TooManyAsync(exchange, verdict, RetryAfterHeader.WholeSeconds, null);
                    return;
                }
            }
            var call = new ApiCall { Realm = _realm, Path = values, Query = http.Request.Query, Body = body, Files = files, Reason = Reason(http) };
            lock (_realm.Gate)
            {
                _realm.Settle();
                answer = route.Answer(call);
            }
        }
        catch (Refused refused)
        {
            answer = new ApiAnswer(refused.Status, refused.ToJson());
        }

        switch (fault)
        {
            case RestFault.AnswerLost:
                exchange.Log(_realm, answer.Status, answer.Body);
                http.Abort();
                return;
            case RestFault.SlowAnswer slow:
                await Task.Delay(slow.Delay, _realm.Options.Clock, stop);
                break;
            case RestFault.DoneButServerError error:
                await exchange.WriteAsync(_realm, error.Status, null, "<html><body><h1>Bad Gateway</h1></body></html>");
                return;
        }
        await exchange.WriteAsync(_realm, answer.Status, answer.Body);
    }

    private Dictionary<string, string>? Counted(Route? route, Dictionary<string, string> values) =>
        route?.Bucket is { } bucket ? new Dictionary<string, string>(_realm.Limits!.Count(bucket, TopLevel(values)).Headers, StringComparer.Ordinal) : null;

    private async Task TooManyAsync(Exchange exchange, RateVerdict verdict, RetryAfterHeader header, int? code)
    {
        // The global answer carries no bucket headers (topics/rate-limits, "Example Exceeded Global Rate Limit Response").
        foreach (var (name, value) in verdict.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
            if (verdict.Scope != "global")
                exchange.Headers[name] = value;
        exchange.Headers["X-RateLimit-Scope"] = verdict.Scope;
        if (verdict.Scope == "global")
        {
            exchange.Headers["X-RateLimit-Global"] = "true";
            foreach (var name in exchange.Headers.Keys.Where(k => k is not ("X-RateLimit-Global" or "X-RateLimit-Scope")).ToList()) exchange.Headers.Remove(name);
        }
        else if (verdict.Scope == "user") exchange.Headers["X-RateLimit-Remaining"] = "0";
        if (header is RetryAfterHeader.WholeSeconds) exchange.Headers["Retry-After"] = Math.Ceiling(verdict.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (header is RetryAfterHeader.Fractional) exchange.Headers["Retry-After"] = verdict.Wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var body = verdict.Body();
        if (code is not null) body["code"] = code;
        await exchange.WriteAsync(_realm, 429, body);
    }

    private void RequireIdentity(HttpContext http, Route route)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        // "Clients using the HTTP API must provide a valid User Agent" (reference); discord.py sends its HTTP library's on interaction webhooks and is served.
        if (agent.Length == 0 || !route.ByInteractionToken && !AgentPattern().IsMatch(agent)) throw Refused.BadUserAgent();
        if (route.ByInteractionToken || route.Template == "/gateway") return;
        var given = http.Request.Headers.Authorization.ToString();
        lock (_realm.Gate)
            if (_realm.Token is null || given != "Bot " + _realm.Token)
                throw Refused.Unauthorized();
    }

    private static async Task<(JsonNode? Body, IReadOnlyList<UploadedFile> Files)> ReadBodyAsync(Exchange exchange, HttpContext http, Route route, CancellationToken stop)
    {
        if (http.Request.Method is "GET" || http.Request.ContentLength is 0 || http.Request is { ContentLength: null, Headers.TransferEncoding.Count: 0 }) return (null, []);
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        try
        {
            if (type == "multipart/form-data" && route.TakesFiles)
            {
                var form = await http.Request.ReadFormAsync(stop);
                var files = new List<UploadedFile>();
                foreach (var file in form.Files)
                {
                    if (!FilePattern().IsMatch(file.Name)) throw Refused.BadField(file.Name, "UNKNOWN_FIELD", "Files are named files[n].");
                    using var bytes = new MemoryStream();
                    await file.CopyToAsync(bytes, stop);
                    files.Add(new UploadedFile(int.Parse(FilePattern().Match(file.Name).Groups["n"].Value, CultureInfo.InvariantCulture), file.FileName, file.ContentType, bytes.ToArray()));
                }
                var payload = form.TryGetValue("payload_json", out var text) ? Parse(text.ToString()) : new JsonObject();
                exchange.Body = payload?.DeepClone();
                return (payload, files);
            }
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(stop);
            if (body.Length == 0) return (null, []);
            if (type != "application/json")
            {
                exchange.Body = body;
                throw Refused.BadField("_", "CONTENT_TYPE", "Expected \"Content-Type\" header to be one of {'application/json'}.");
            }
            exchange.Body = body;
            var parsed = Parse(body);
            exchange.Body = parsed?.DeepClone();
            return (parsed, []);
        }
        catch (BadHttpRequestException)
        {
            throw Refused.TooLarge();
        }
        catch (InvalidDataException)
        {
            throw Refused.TooLarge();
        }
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            throw Refused.BadJson();
        }
    }

    /// <summary>URL-encoded, at most 512 characters.</summary>
    private static string? Reason(HttpContext http)
    {
        if (http.Request.Headers["X-Audit-Log-Reason"].ToString() is not { Length: > 0 } given) return null;
        var reason = Uri.UnescapeDataString(given);
        return reason.Length <= 512 ? reason : throw Refused.BadField("X-Audit-Log-Reason", "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.");
    }

    /// <summary>"Top-level resources are currently limited to channels, guilds and webhooks (webhook_id + webhook_token)."</summary>
    private static string TopLevel(Dictionary<string, string> values) =>
        values.GetValueOrDefault("channel_id") ?? values.GetValueOrDefault("guild_id") ?? (values.TryGetValue("webhook_token", out var token) ? token : "");

    [GeneratedRegex(@"^/api(/v(?<version>\d+))?(?=/)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^DiscordBot \(\S+?,? \S+\)", RegexOptions.None, 1000)]
    private static partial Regex AgentPattern();

    [GeneratedRegex(@"^files\[(?<n>\d)\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FilePattern();
}
