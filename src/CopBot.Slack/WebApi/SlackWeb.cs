using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;

namespace CopBot.Slack.WebApi;

/// <summary>The Web API with one token.</summary>
internal sealed class SlackWeb(HttpClient http, SlackOptions options, SlackToken token, TimeProvider clock) : ISlackWeb
{
    // A pause longer than this is the courier's to wait for: it goes on with others meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UnlessToldOtherwise = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Pace _pace = new(clock);
    private volatile string? _stoppedBecause;

    /// <summary>Called, with the reason in words, when Slack says that the token is good for nothing any more.</summary>
    public Action<string>? OnStopped { get; init; }

    /// <summary>Where calls are measured; null where nobody wants to know.</summary>
    public PlatformMeter? Meter { get; init; }

    /// <summary>What the token may do, as Slack said with its last answer; null where it did not say.</summary>
    public IReadOnlySet<string>? GrantedScopes { get; private set; }

    /// <inheritdoc/>
    public Task<JsonElement> CallAsync(string method, JsonObject arguments, CancellationToken stop) => MeasuredAsync(method, () => SendAsync(method, arguments, stop));

    /// <inheritdoc/>
    public Task RespondAsync(Uri responseUrl, JsonObject body, CancellationToken stop) => MeasuredAsync("response_url", () => SendAnswerAsync(responseUrl, body, stop));

    /// <inheritdoc/>
    public Task UploadAsync(Uri uploadUrl, ReadOnlyMemory<byte> content, CancellationToken stop) => MeasuredAsync("upload", () => SendFileAsync(uploadUrl, content, stop));

    /// <summary>From now on nothing is sent with this token.</summary>
    public void Stop(string why) => _stoppedBecause ??= why;

    private async Task<T> MeasuredAsync<T>(string method, Func<Task<T>> call)
    {
        var begun = clock.GetTimestamp();
        try
        {
            var answer = await call();
            Meter?.Called(SlackWorkspace.Slack, method, clock.GetElapsedTime(begun), null);
            return answer;
        }
        catch (PlatformException e)
        {
            Meter?.Called(SlackWorkspace.Slack, method, clock.GetElapsedTime(begun), e.Kind);
            throw;
        }
    }

    private async Task<JsonElement> SendAsync(string method, JsonObject arguments, CancellationToken stop)
    {
        var channel = arguments["channel"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;
        var patience = Patience;
        while (true)
        {
            if (_stoppedBecause is { } why) throw new PlatformException(FailureKind.WorkspaceStopped, why);
            patience = await _pace.EnterAsync(method, channel, patience, stop);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiUrl, method)) { Content = Bodies.For(method, arguments) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret.Trim());
            var answer = await SendAsync(request, method, SlackRefusals.ChangesNothing(method), stop);
            GrantedScopes = answer.Scopes ?? GrantedScopes;
            if (answer.Limit is not { } limit) return Judge(method, answer);

            Meter?.AskedToWait(SlackWorkspace.Slack, method, limit);
            _pace.Pause(method, channel, answer.IsForWholeApp, limit);
            if (limit > patience) throw Pace.Limited(method, limit);
        }
    }

    private async Task<bool> SendAnswerAsync(Uri responseUrl, JsonObject body, CancellationToken stop)
    {
        const string Method = "the answer to a press";
        using var request = new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = Bodies.Json(body) };
        var answer = await SendAsync(request, Method, changesNothing: false, stop);
        if (answer.Limit is { } limit) throw Pace.Limited(Method, limit);
        var error = answer.Json?.Text("error") ?? (answer.Text.Length is > 0 and < 40 && answer.Text != "ok" ? answer.Text : null);
        // Slack answers in plain words here, and not always the same: that the address is over is what matters.
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone || error is "expired_url" or "used_url")
            throw new SlackError(Method, error ?? "expired_url").As(FailureKind.Gone, "The time for an answer to this press is over, or it was answered as often as Slack allows.");
        if ((int)answer.Status >= 500) throw Stumbled(Method, answer.Status, changesNothing: false);
        if (error is not null && answer.Json is { } json) throw SlackRefusals.Of(Method, error, json, token);
        if (!answer.IsSuccess) throw new SlackError(Method, error ?? "refused").As(FailureKind.Rejected, $"Slack refused {Method} ({(int)answer.Status}{(error is null ? "" : $", {error}")}).");
        return true;
    }

    private async Task<bool> SendFileAsync(Uri uploadUrl, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        const string Method = "the upload of a file";
        using var request = new HttpRequestMessage(HttpMethod.Post, uploadUrl)
        {
            Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        };
        // Nobody sees a file before it is completed, so a lost answer costs nothing.
        var answer = await SendAsync(request, Method, changesNothing: true, stop);
        if (answer.Limit is { } limit) throw Pace.Limited(Method, limit);
        if ((int)answer.Status >= 500) throw Stumbled(Method, answer.Status, changesNothing: true);
        if (!answer.IsSuccess) throw new SlackError(Method, "refused").As(FailureKind.Rejected, $"Slack refused {Method} ({(int)answer.Status}).");
        return true;
    }

    private JsonElement Judge(string method, Answer answer)
    {
        if (answer.Json is { } json)
        {
            if (json.Flag("ok")) return json;
            if (json.Text("error") is { } error)
            {
                if (SlackRefusals.IsDone(error)) return json;
                var refusal = SlackRefusals.Of(method, error, json, token);
                if (refusal.Kind == FailureKind.WorkspaceStopped)
                {
                    Stop(refusal.Message);
                    OnStopped?.Invoke(refusal.Message);
                }

                throw refusal;
            }
        }

        var changesNothing = SlackRefusals.ChangesNothing(method);
        if (answer.IsSuccess)
            throw new PlatformException(changesNothing ? FailureKind.NotDelivered : FailureKind.Unknown, $"Slack's answer to {method} cannot be read; whether it happened is not known.");
        if ((int)answer.Status >= 500 || answer.Status == HttpStatusCode.RequestTimeout) throw Stumbled(method, answer.Status, changesNothing);
        // Slack says no with 200, so this is somebody between us, such as a proxy.
        throw new PlatformException(FailureKind.NotDelivered, $"Something between CopBot and Slack answered {method} with {(int)answer.Status}: look at the proxy, and at {options.ApiUrl}.");
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request, string method, bool changesNothing, CancellationToken stop)
    {
        using var inTime = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, stop);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new Answer(response.StatusCode, Reading.Parse(body), body.Length > 1000 ? "" : System.Text.Encoding.UTF8.GetString(body), RetryAfter(response), Scopes(response));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Without our own time being up, it was the connecting that took too long: nothing was sent yet.
            throw inTime.IsCancellationRequested && !changesNothing
                ? new PlatformException(FailureKind.Unknown, $"Slack did not answer {method} within {options.RequestTimeout.TotalSeconds} s; whether it happened is not known.")
                : new PlatformException(FailureKind.NotDelivered, $"Slack could not be reached in time for {method}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw changesNothing || WasNotSent(e)
                ? new PlatformException(FailureKind.NotDelivered, $"Slack could not be reached for {method}: look at the network.", e)
                : new PlatformException(FailureKind.Unknown, $"The connection broke while Slack was asked for {method}; whether it happened is not known.", e);
        }
    }

    private static bool WasNotSent(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static PlatformException Stumbled(string method, HttpStatusCode status, bool changesNothing) =>
        new(changesNothing ? FailureKind.NotDelivered : FailureKind.Unknown, $"Slack stumbled over {method} ({(int)status}); whether it happened is not known.");

    // Whole seconds, as documented; fractions and dates are met in the field.
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values)) return null;
        if (double.TryParse(values.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9) return TimeSpan.FromSeconds(seconds);
        return response.Headers.RetryAfter?.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null;
    }

    private static HashSet<string>? Scopes(HttpResponseMessage response) => response.Headers.NonValidated.TryGetValues("x-oauth-scopes", out var scopes)
        ? [.. scopes.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
        : null;

    private sealed record Answer(HttpStatusCode Status, JsonElement? Json, string Text, TimeSpan? RetryAfter, IReadOnlySet<string>? Scopes)
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        // Both spellings are met. "rate_limited" is documented as "Application has posted too many messages".
        public bool IsForWholeApp => Json?.Text("error") == "rate_limited";

        /// <summary>How long Slack asks to wait; null where it does not.</summary>
        public TimeSpan? Limit => Status != HttpStatusCode.TooManyRequests && Json?.Text("error") is not ("ratelimited" or "rate_limited") ? null
            : RetryAfter is not { } asked ? UnlessToldOtherwise
            : asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1)
            : asked > LongestPause ? LongestPause
            : asked;
    }
}
