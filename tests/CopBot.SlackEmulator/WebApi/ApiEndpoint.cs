using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.SlackEmulator.Faults;
using CopBot.SlackEmulator.World;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CopBot.SlackEmulator.WebApi;

/// <summary>Answers /api/{method}: reads the body the way the documents say, checks token, pace, scopes and arguments, then the method.</summary>
internal sealed class ApiEndpoint(EmulatedSlack emulator)
{
    private readonly RateLimits _limits = new(emulator.Options);

    public async Task Answer(HttpContext context, string method)
    {
        var request = await Read(context, method);
        var fault = emulator.Faults.TakeWeb(method, request.Concerned);
        if (fault is WebFault.Reset)
        {
            Log(request, method, 0, null, "reset before it was applied");
            context.Abort();
            return;
        }

        var (status, answer, retryAfter) = fault switch
        {
            WebFault.RateLimited limited => (429, Answers.Refused(limited.Spelling), limited.RetryAfter),
            WebFault.Refused { Applied: false } refused => (200, Answers.Refused(refused.Error), (int?)null),
            WebFault.Status broken => (broken.Code, null, null),
            _ => Apply(request, method),
        };
        if (fault is WebFault.Refused { Applied: true } half)
            answer = Answers.Refused(half.Error);
        if (fault is WebFault.Slow slow)
        {
            emulator.Noticed();
            await Task.Delay(slow.By, emulator.Clock, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        Log(request, method, status, answer, fault?.GetType().Name);
        emulator.Noticed();
        if (fault is WebFault.AnswerLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        var id = emulator.Ids.Count().ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-slack-req-id"] = id;
        if (request.Installation is { } installation)
            context.Response.Headers["x-oauth-scopes"] = string.Join(',', installation.Scopes);
        if (MethodTable.Methods.GetValueOrDefault(method) is { AnyScope.Count: > 0 } rule)
            context.Response.Headers["x-accepted-oauth-scopes"] = string.Join(',', rule.AnyScope);
        if (status == 429 && retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var (type, body) = fault switch
        {
            WebFault.Status broken => (broken.ContentType, broken.Body),
            WebFault.RateLimited { Html: true } => ("text/html", "<html><body>Too many requests</body></html>"),
            WebFault.Garbled garbled => ("application/json; charset=utf-8", garbled.Body),
            _ => ("application/json; charset=utf-8", answer!.Write()),
        };
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private (int Status, JsonObject Answer, int? RetryAfter) Apply(ApiRequest request, string method)
    {
        if (!MethodTable.Methods.TryGetValue(method, out var rule))
        {
            var unknown = Answers.Refused("unknown_method");
            unknown["req_method"] = method;
            return (200, unknown, null);
        }

        lock (emulator.Gate)
        {
            if (request.BodyError is { } unreadable)
                return (200, Answers.Refused(unreadable), null);
            if (rule.Name != "api.test" && RefuseToken(request, rule) is { } untrusted)
                return (200, untrusted, null);
            var owner = request.Installation is { } installation ? installation.BotToken : request.App?.AppToken ?? "";
            if (_limits.Take(rule, owner, emulator.Clock.GetUtcNow(), Channel(request)) is { } wait)
                return (429, Answers.Refused("ratelimited"), wait);
            if (RefuseScope(request, rule) is { } unscoped)
                return (200, unscoped, null);
            var arguments = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
            var wrong = Arguments.Check(rule, request.Arguments, arguments, emulator.Options.RefuseUnknownArguments);
            if (wrong.Count > 0)
                return (200, Answers.Refused("invalid_arguments", wrong), null);
            var answer = rule.Answer(new ApiCall(emulator, rule, request.App, request.Installation, arguments));
            foreach (var warning in request.Warnings)
                Answers.Warned(answer, warning);
            return (200, answer, null);
        }
    }

    private static JsonObject? RefuseToken(ApiRequest request, MethodRule rule)
    {
        if (request.Token is null)
            return Answers.Refused("not_authed");
        if (request.App is { AppTokenRevoked: true })
            return Answers.Refused("token_revoked");
        if (request.Installation?.TokenError is { } error)
            return Answers.Refused(error);
        if (request.App is null && request.Installation is null)
            return Answers.Refused("invalid_auth");
        // auth.test tells about either kind of token; every other method wants exactly one.
        if (rule.Name != "auth.test" && rule.AppToken != (request.App is not null))
            return Answers.Refused("not_allowed_token_type");
        return null;
    }

    private static JsonObject? RefuseScope(ApiRequest request, MethodRule rule)
    {
        if (rule.AppToken)
            return request.App!.AppTokenScopes.Contains("connections:write") ? null : Answers.MissingScope("connections:write", request.App.AppTokenScopes);
        if (rule.AnyScope.Count == 0 || request.Installation is null || rule.AnyScope.Any(request.Installation.Scopes.Contains))
            return null;
        return Answers.MissingScope(string.Join(',', rule.AnyScope), request.Installation.Scopes);
    }

    private static string? Channel(ApiRequest request) => request.Arguments.GetValueOrDefault("channel").AsText();

    private async Task<ApiRequest> Read(HttpContext context, string method)
    {
        var request = new ApiRequest();
        var http = context.Request;
        var bearer = http.Headers.Authorization.ToString();
        if (bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            request.Token = bearer["Bearer ".Length..].Trim();
        foreach (var (name, values) in http.Query)
            request.Arguments[name] = values.ToString();
        // Tokens in the query string are refused for apps made after 2021 (docs: "Passing tokens").
        request.Arguments.Remove("token");
        if (HttpMethods.IsPost(http.Method))
            await ReadBody(http, method, request);
        else if (!HttpMethods.IsGet(http.Method))
            request.BodyError = "invalid_post_type";
        if (request.Token is { } token)
        {
            request.App = emulator.Apps.FirstOrDefault(app => app.AppToken == token);
            request.Installation = emulator.Apps.SelectMany(app => app.Installations).FirstOrDefault(installation => installation.BotToken == token);
        }

        return request;
    }

    private static async Task ReadBody(HttpRequest http, string method, ApiRequest request)
    {
        request.ContentType = http.ContentType;
        using var reader = new StreamReader(http.Body, Encoding.UTF8);
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type))
        {
            if ((await reader.ReadToEndAsync()).Length > 0)
                request.BodyError = "missing_post_type";
            return;
        }

        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            request.BodyError = "invalid_charset";
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            var body = await reader.ReadToEndAsync();
            // Where the reference does not say "accepts JSON" the body is not read at all, so every argument seems to be missing.
            if (MethodTable.Methods.GetValueOrDefault(method) is not { ReadsJson: true })
                return;
            if (!type.Charset.HasValue)
                request.Warnings.Add("missing_charset");
            ReadJson(body, request);
        }
        else if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            if (type.Charset.HasValue)
                request.Warnings.Add("superfluous_charset");
            foreach (var (name, values) in QueryHelpers.ParseQuery(await reader.ReadToEndAsync()))
                request.Arguments[name] = values.ToString();
            request.TakeToken();
        }
        else if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (name, values) in await http.ReadFormAsync())
                request.Arguments[name] = values.ToString();
            request.TakeToken();
        }
        else
        {
            request.BodyError = "invalid_post_type";
        }
    }

    private static void ReadJson(string body, ApiRequest request)
    {
        switch (Json.TryParse(body.Length == 0 ? "{}" : body))
        {
            case null:
                request.BodyError = "invalid_json";
                break;
            case JsonObject told:
                // A token inside JSON is not read (docs: JSON bodies need the Authorization header).
                foreach (var (name, value) in told.Where(pair => pair.Key != "token"))
                    request.Arguments[name] = value?.DeepClone();
                break;
            default:
                request.BodyError = "json_not_object";
                break;
        }
    }

    private void Log(ApiRequest request, string method, int status, JsonObject? answer, string? fault)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in request.Arguments)
            arguments[name] = value?.DeepClone();
        emulator.Journal.Write("request", new JsonObject
        {
            ["method"] = method,
            ["workspace"] = request.Installation?.Workspace.Id,
            ["token"] = Journal.Shorten(request.Token),
            ["content_type"] = request.ContentType,
            ["args"] = arguments,
            ["status"] = status,
            ["fault"] = fault,
            ["response"] = answer?.DeepClone(),
        });
    }
}

/// <summary>A request as it was read, before anything is checked.</summary>
internal sealed class ApiRequest
{
    public string? Token { get; set; }
    public string? ContentType { get; set; }
    public string? BodyError { get; set; }
    public SlackApp? App { get; set; }
    public Installation? Installation { get; set; }
    public Dictionary<string, JsonNode?> Arguments { get; } = new(StringComparer.Ordinal);
    public List<string> Warnings { get; } = [];

    /// <summary>The workspace of a bot token, or every workspace of an app-level one.</summary>
    public IReadOnlyCollection<SlackWorkspace> Concerned =>
        Installation is not null ? [Installation.Workspace] : App is not null ? [.. App.Installations.Select(one => one.Workspace)] : [];

    public void TakeToken()
    {
        if (Arguments.Remove("token", out var token))
            Token ??= token.AsText();
    }
}
