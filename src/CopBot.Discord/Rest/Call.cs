using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Discord.Rest;

/// <summary>One request, as often as it has to be sent.</summary>
internal sealed class Call(HttpMethod method, string path, JsonNode? body, ChatFile? file, string? reason)
{
    private const int LongestReason = 512;

    // Written once: whoever asked may change the object while it waits.
    private readonly string? _json = body?.ToJsonString();

    public Route Route { get; } = Route.Of(method, path);

    /// <summary>Whether sending it twice does what sending it once does.</summary>
    public bool MayRepeat { get; } = method == HttpMethod.Get || method == HttpMethod.Put || method == HttpMethod.Delete
        || (method == HttpMethod.Post && body is JsonObject message && message["nonce"] is not null && message["enforce_nonce"] is JsonValue enforced && enforced.TryGetValue(out bool isEnforced) && isEnforced);

    /// <summary>Whether an earlier attempt may have done it, so that nobody may say that it did not happen.</summary>
    public bool MayHaveHappened { get; private set; }

    /// <summary>How often it met no answer.</summary>
    public int Faults { get; private set; }

    public void Met(Fault fault)
    {
        Faults++;
        MayHaveHappened |= fault.MayHaveHappened && method != HttpMethod.Get;
    }

    public HttpRequestMessage Request(string apiUrl, string token)
    {
        var request = new HttpRequestMessage(method, apiUrl.TrimEnd('/') + "/" + path.TrimStart('/'));
        // An interaction brings its own token, in the path.
        if (!Route.IsInteraction) request.Headers.Authorization = new AuthenticationHeaderValue("Bot", token);
        if (reason is not null) request.Headers.TryAddWithoutValidation("X-Audit-Log-Reason", Uri.EscapeDataString(reason.Length > LongestReason ? reason[..LongestReason] : reason));
        request.Content = Content();
        return request;
    }

    private HttpContent? Content()
    {
        var json = _json is null ? null : new StringContent(_json, Encoding.UTF8, "application/json");
        if (file is null) return json;
        var form = new MultipartFormDataContent();
        if (json is not null) form.Add(json, "payload_json");
        var content = new ReadOnlyMemoryContent(file.Content);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.MediaType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "files[0]", file.Name);
        return form;
    }
}

/// <summary>Why there was no answer of Discord's.</summary>
/// <param name="MayHaveHappened">Whether Discord may have done what was asked.</param>
/// <param name="Words">What is so.</param>
/// <param name="Cause">What was thrown, if anything.</param>
internal sealed record Fault(bool MayHaveHappened, string Words, Exception? Cause = null);
