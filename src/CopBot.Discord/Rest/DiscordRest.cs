using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Rest;

/// <summary>
/// Sends requests to Discord, each when its turn has come. What would wait longer than its caller can is given back as
/// <see cref="FailureKind.NotDelivered"/>, so that a busy channel does not hold up the others.
/// </summary>
internal sealed partial class DiscordRest : IDiscordRest, IDisposable
{
    private const int MostRepeats = 3;
    private const int LongestAnswer = 32 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerTimeForFiles = TimeSpan.FromSeconds(90);

    /// <summary>When to come again where Discord could not be reached at all. Said, so that an outage costs no post its attempts.</summary>
    private static readonly TimeSpan AfterOutage = TimeSpan.FromSeconds(30);

    /// <summary>For how long a banned address waits when nothing says how long.</summary>
    private static readonly TimeSpan AfterBan = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(4);

    /// <summary>Added to every wait that Discord asks for: its clock and the way to it are not ours.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    // Without this form of it the guard before Discord's API lets nobody in.
    private static readonly string UserAgent = $"DiscordBot (https://copbot.example, {typeof(DiscordRest).Assembly.GetName().Version?.ToString(3)})";

    private readonly DiscordOptions _options;
    private readonly ILogger<DiscordRest> _log;
    private readonly Uptime _uptime;
    private readonly Buckets _buckets;
    private readonly GlobalPace _pace;
    private readonly InvalidRequests _invalid;
    private readonly TimeProvider _clock;
    private readonly PlatformMeter? _meter;
    private readonly HttpClient _http = NewClient();
    private volatile bool _tokenRefused;

    public DiscordRest(DiscordOptions options, TimeProvider clock, ILogger<DiscordRest> log, PlatformMeter? meter = null)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _meter = meter;
        _uptime = new Uptime(clock);
        _buckets = new Buckets(_uptime);
        _pace = new GlobalPace(_uptime);
        _invalid = new InvalidRequests(_uptime);
    }

    /// <inheritdoc/>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop, ChatFile? file = null, string? reason = null)
    {
        var call = new Call(method, path, body, file, reason);
        var begun = _clock.GetTimestamp();
        try
        {
            var result = await SendAsync(call, file is null ? AnswerTime : AnswerTimeForFiles, stop);
            _meter?.Called(DiscordIds.Platform, call.Route.Template, _clock.GetElapsedTime(begun), null);
            return result;
        }
        catch (PlatformException e)
        {
            _meter?.Called(DiscordIds.Platform, call.Route.Template, _clock.GetElapsedTime(begun), e.Kind);
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(Call call, TimeSpan answerTime, CancellationToken stop)
    {
        var patientUntil = _uptime.Now + Patience;
        using var turn = await TurnAsync(call, stop);
        while (true)
        {
            await MayGoAsync(call, turn, patientUntil, stop);
            var (answer, fault) = await AskAsync(call, answerTime, stop);
            if (answer is not null)
            {
                turn.Learn(answer.Rate);
                if (answer is { IsFine: true, Body: { } result }) return result;
                if (answer.Status is HttpStatusCode.TooManyRequests)
                {
                    Slower(call, turn, answer);
                    continue;
                }

                fault = FaultIn(call, answer);
            }

            await AgainAsync(call, fault!, stop);
        }
    }

    /// <summary>Waits in line for its bucket, but no longer than its caller can.</summary>
    private async Task<Buckets.Turn> TurnAsync(Call call, CancellationToken stop)
    {
        using var patience = _uptime.After(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await _buckets.EnterAsync(call.Route, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw Busy(call, Patience);
        }
    }

    /// <summary>Waits until neither bucket nor anything else speaks against sending.</summary>
    private async Task MayGoAsync(Call call, Buckets.Turn turn, TimeSpan patientUntil, CancellationToken stop)
    {
        while (true)
        {
            if (_tokenRefused && !call.Route.IsInteraction) throw TokenRefused();
            if (_invalid.Silence(call.Route.IsInteraction) is { } silence) throw Busy(call, silence);
            var now = _uptime.Now;
            var opens = turn.OpensAt > now ? turn.OpensAt : call.Route.IsInteraction ? null : _pace.TakeOrWaitUntil();
            if (opens is null) return;
            if (opens > patientUntil) throw Busy(call, opens.Value - now);
            await _uptime.DelayAsync(opens.Value - now, stop);
        }
    }

    private async Task<(Answer? Answer, Fault? Fault)> AskAsync(Call call, TimeSpan atMost, CancellationToken stop)
    {
        using var late = _uptime.After(atMost);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            using var request = call.Request(_options.ApiUrl, _options.Token);
            using var response = await _http.SendAsync(request, either.Token);
            return (Answer.Of(response, await response.Content.ReadAsByteArrayAsync(either.Token)), null);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            return (null, new Fault(MayHaveHappened: true, "Discord did not answer in time.", e));
        }
        catch (HttpRequestException e)
        {
            var sent = e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
            return (null, new Fault(sent, sent ? "The connection to Discord broke before it answered." : "Discord cannot be reached.", e));
        }
    }

    /// <summary>What an answer that was no success means; throws where asking again would change nothing.</summary>
    private Fault FaultIn(Call call, Answer answer)
    {
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) Count();
        if (answer.Status is HttpStatusCode.Unauthorized && !call.Route.IsInteraction)
        {
            if (!_tokenRefused) TokenWasRefused();
            _tokenRefused = true;
            throw TokenRefused();
        }

        if (answer.IsFine) return new Fault(MayHaveHappened: true, "Discord's answer could not be read.");
        if ((int)answer.Status >= 500) return new Fault(MayHaveHappened: true, $"Discord failed ({(int)answer.Status}).");
        throw Refusals.Of(call.Route, (int)answer.Status, answer.Body ?? default);
    }

    /// <summary>Discord wants fewer requests: of this bucket, or at all.</summary>
    private void Slower(Call call, Buckets.Turn turn, Answer answer)
    {
        var rate = answer.Rate;
        var body = answer.Body ?? default;
        // Discord always speaks JSON; a page of HTML comes from the guard before it, who has banned the address.
        var banned = body.ValueKind is not JsonValueKind.Object;
        var wait = (banned ? rate.RetryAfter ?? AfterBan : Refusals.RetryAfterOf(body) ?? rate.RetryAfter ?? rate.ResetAfter ?? TimeSpan.FromSeconds(1)) + Margin;
        _meter?.AskedToWait(DiscordIds.Platform, call.Route.Template, wait);
        if (rate.Scope is not "shared") Count();
        if (banned) AddressIsBanned(wait);
        var global = banned || rate.Global || rate.Scope is "global" || body.Flag("global");
        if (global && !call.Route.IsInteraction) _pace.PauseUntil(_uptime.Now + wait);
        else turn.CloseUntil(_uptime.Now + wait);
    }

    /// <summary>Waits before asking again, or throws where that is not safe or does not help.</summary>
    private async Task AgainAsync(Call call, Fault fault, CancellationToken stop)
    {
        call.Met(fault);
        if (call.Faults > MostRepeats || (call.MayHaveHappened && !call.MayRepeat))
        {
            throw call.MayHaveHappened
                ? new PlatformException(FailureKind.Unknown, fault.Words, fault.Cause)
                : new PlatformException(FailureKind.NotDelivered, fault.Words, fault.Cause) { RetryAfter = AfterOutage };
        }

        await _uptime.DelayAsync(Backoff.After(call.Faults, FirstBackoff, LongestBackoff), stop);
    }

    private void Count()
    {
        if (_invalid.Count()) TooManyRefusals(InvalidRequests.Enough);
    }

    private static PlatformException Busy(Call call, TimeSpan wait) => call.MayHaveHappened
        ? new PlatformException(FailureKind.Unknown, "Discord asks the bot to be slower, and an earlier answer was lost.") { RetryAfter = wait }
        : new PlatformException(FailureKind.NotDelivered, "Discord asks the bot to be slower here.") { RetryAfter = wait };

    private static PlatformException TokenRefused() => new(FailureKind.WorkspaceStopped, "Discord no longer accepts the bot's token. Reset it in the developer portal, page Bot, set Discord:Token to the new one, and restart CopBot.");

    private static HttpClient NewClient()
    {
        // No cookies, no redirects, no trace headers: Discord's API uses none, and a token follows no redirect.
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        return http;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord no longer accepts the bot's token, so nothing more is sent. Reset it in the developer portal, page Bot, set Discord:Token to the new one, and restart CopBot")]
    private partial void TokenWasRefused();

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord has banned this machine's address for sending too much; nothing is sent for {Wait}. Look whether another program uses the same token or address")]
    private partial void AddressIsBanned(TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord refused {Count} requests within ten minutes, so the bot is silent until they are past; far more would get this address banned. The warnings before this say what was refused")]
    private partial void TooManyRefusals(int count);
}
