using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Discord.Rest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Gateway;

/// <summary>
/// Keeps the bot connected to Discord: goes on with its session wherever that is possible, begins a new one where not, and
/// stops with a sentence for the operator where only a person can help.
/// </summary>
internal sealed partial class DiscordGateway(DiscordOptions options, IDiscordRest rest, IDispatches dispatches, DiscordConnection connection, TimeProvider clock, ILogger<DiscordGateway> log) : BackgroundService, IOnlyOnce
{
    /// <summary>Discord delivers everything to each connection.</summary>
    public static string Lease => "discord";

    /// <summary>Where another process is connected, who the bot is must be asked.</summary>
    public static async Task StandByAsync(IServiceProvider services, CancellationToken stop)
    {
        var connection = services.GetRequiredService<DiscordConnection>();
        connection.StandingBy();
        if (connection.IsKnown) return;

        var rest = services.GetRequiredService<IDiscordRest>();
        var user = (await rest.SendAsync(HttpMethod.Get, "/users/@me", null, stop)).Id("id")!;
        // Of bots older than 2016 the two ids differ.
        connection.Is(new DiscordSelf((await rest.SendAsync(HttpMethod.Get, "/applications/@me", null, stop)).Id("id") ?? user, user));
    }

    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    // Two minutes, so that a day of failing costs fewer new sessions than Discord allows.
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(2);

    private const int MostFailuresWithSession = 3;

    private readonly Uptime _uptime = new(clock);
    private readonly GatewaySession _session = new();
    private readonly Oddities _oddities = new(log);
    private readonly IdentifyGate _gate = new(new Uptime(clock));
    private Uri? _url;
    private bool _contentRefused;
    private int _failures;

    private Intents Wanted => Intents.Guilds | Intents.GuildMessages | (options.ReadMessages && !_contentRefused ? Intents.MessageContent : Intents.None);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var line = new DispatchLine(dispatches, log);
        try
        {
            while (true)
            {
                var ending = await OnceAsync(line, stoppingToken);
                stoppingToken.ThrowIfCancellationRequested();
                if (ending.Then is Then.Stop)
                {
                    Stopped(ending.Why);
                    connection.Stopped(ending.Why + ".");
                    // Ended rounds would be reported as a fault of their own; this one has said what is so.
                    await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken);
                }

                await PauseAsync(ending, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await line.FinishAsync(_uptime, TimeToFinish);
        }
    }

    /// <summary>Connects once, and answers how that ended.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A bug here must not end the connection for good, and with it the host; it is written down and the connection begun anew.")]
    private async Task<Ending> OnceAsync(DispatchLine line, CancellationToken stop)
    {
        try
        {
            if (!_session.CanResume && await MayIdentifyAsync(stop) is { } refusal) return refusal;
            var url = (_session.CanResume ? _session.ResumeUrl : null) ?? _url!;
            using var socket = new GatewaySocket(options, _session, Wanted, _gate, line, _oddities, _uptime, Ready);
            var ending = await socket.RunAsync(url, stop);
            // What was taken is finished before the bot is shown offline.
            if (ending.Then is Then.Leave) await line.FinishAsync(_uptime, TimeToFinish);
            await socket.CloseAsync(ending.Then is Then.Leave ? CloseCodes.Leaving : CloseCodes.ComingBack);
            Conclude(socket, ending);
            return ending;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            Failed(e);
            _failures++;
            return new Ending(Then.Resume, "The bot failed");
        }
    }

    private void Conclude(GatewaySocket socket, Ending ending)
    {
        // Going on costs nothing, so it is never far away for a connection that breaks soon, again and again.
        _failures = socket.WasStable ? 0 : ending.Then is Then.Resume && !socket.FailedToResume && _session.CanResume ? Math.Min(_failures + 1, MostFailuresWithSession) : _failures + 1;
        switch (ending.Then)
        {
            case Then.IdentifyWithoutContent:
                _contentRefused = true;
                ContentRefused(ending.Why);
                _session.Forget();
                break;
            case Then.Identify:
                _session.Forget();
                break;
            case Then.Resume when socket.FailedToResume && _session.ResumeFailed():
                ResumesInVain();
                break;
            default:
                break;
        }
    }

    /// <summary>Asks where the gateway is and waits until a new session may begin; answers an ending where it may not.</summary>
    private async Task<Ending?> MayIdentifyAsync(CancellationToken stop)
    {
        try
        {
            var told = await rest.SendAsync(HttpMethod.Get, "/gateway/bot", null, stop);
            _url = GatewayUrl.Of(told.Text("url")) ?? _url;
            var limit = told.Part("session_start_limit");
            if (limit.Number("remaining") is { } remaining) _gate.Learn((int)remaining, TimeSpan.FromMilliseconds(Math.Clamp(limit.Number("reset_after") ?? 0, 0, 86_400_000)));
        }
        catch (PlatformException e) when (e.Kind is FailureKind.WorkspaceStopped)
        {
            return new Ending(Then.Stop, e.Message.TrimEnd('.'));
        }
        catch (PlatformException e) when (_url is null)
        {
            _failures++;
            return new Ending(Then.Identify, e.Message.TrimEnd('.')) { AtLeast = e.RetryAfter ?? TimeSpan.Zero };
        }
        catch (PlatformException)
        {
            // Where it was before it will be now.
        }

        if (_url is null)
        {
            _failures++;
            return new Ending(Then.Identify, "Discord did not say where its gateway is");
        }

        if (_gate.Exhausted is { } wait)
        {
            var why = $"Discord lets the bot begin no more sessions today; it waits until {clock.GetUtcNow() + wait:u}. Look whether another program uses the same token, or why the bot was started so often";
            Exhausted(why);
            connection.Connecting(why + ".");
            await _uptime.DelayAsync(wait, stop);
        }

        await _uptime.DelayAsync(_gate.Wait, stop);
        return null;
    }

    private async Task PauseAsync(Ending ending, CancellationToken stop)
    {
        var backoff = _failures == 0 ? TimeSpan.Zero : Backoff.After(_failures, FirstBackoff, LongestBackoff);
        var wait = ending.Pause switch
        {
            Pause.AMoment => TimeSpan.FromSeconds(1 + 4 * Random.Shared.NextDouble()),
            Pause.Long => TimeSpan.FromSeconds(30 + 30 * Random.Shared.NextDouble()),
            _ => TimeSpan.Zero,
        };
        if (backoff > wait) wait = backoff;
        if (ending.AtLeast > wait) wait = ending.AtLeast;
        connection.Connecting(ending.Why + ".");
        ConnectsAgain(_failures < 3 ? LogLevel.Information : LogLevel.Warning, ending.Why, wait.TotalSeconds);
        await _uptime.DelayAsync(wait, stop);
    }

    private void Ready(JsonElement ready)
    {
        connection.Connected(clock.GetUtcNow(), _contentRefused ? CloseCodes.ContentRefused + "." : null);
        if (ready.ValueKind is not JsonValueKind.Object)
        {
            Resumed();
            return;
        }

        connection.Is(new DiscordSelf(ready.Part("application").Text("id")!, ready.Part("user").Text("id")!));
        Connected(ready.Part("user").Text("username") ?? "a bot", ready.Part("guilds") is { ValueKind: JsonValueKind.Array } guilds ? guilds.GetArrayLength() : 0);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to Discord as {Name}, in {Servers} servers")]
    private partial void Connected(string name, int servers);

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to Discord again, where it broke")]
    private partial void Resumed();

    [LoggerMessage(Message = "{Why}; the bot connects again in {Seconds:0.0} s")]
    private partial void ConnectsAgain(LogLevel level, string why, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord did not let the bot go on where it broke, three times; it begins anew, and what happened meanwhile is not told")]
    private partial void ResumesInVain();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}. Until then the bot does without")]
    private partial void ContentRefused(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}")]
    private partial void Exhausted(string why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The bot is not on Discord. {Why}")]
    private partial void Stopped(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The connection to Discord failed; this is a bug of CopBot")]
    private partial void Failed(Exception e);
}
