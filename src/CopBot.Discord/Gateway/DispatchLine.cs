using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Threading.Channels;
using CopBot.Discord.Rest;
using Microsoft.Extensions.Logging;

namespace CopBot.Discord.Gateway;

/// <summary>
/// Stands between the socket and those who take its dispatches: begins them in order, lets each run by itself, and never lets
/// the socket wait. When far too much has come it lets go of the newest: events may never arrive anyway, says Discord.
/// </summary>
internal sealed partial class DispatchLine : IAsyncDisposable
{
    private const int MostUnderWay = 500;
    private const int MostWaiting = 5_000;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Channel<(string Name, JsonElement Data, int Bytes)> _line = Channel.CreateUnbounded<(string, JsonElement, int)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(MostUnderWay, MostUnderWay);
    private readonly CancellationTokenSource _over = new();
    private readonly IDispatches _dispatches;
    private readonly ILogger _log;
    private readonly Task _starting;
    private int _waiting;
    private long _bytes;
    private bool _saidBehind;

    public DispatchLine(IDispatches dispatches, ILogger log)
    {
        (_dispatches, _log) = (dispatches, log);
        _starting = Task.Run(StartAllAsync);
    }

    /// <summary>Puts one in line. Never waits.</summary>
    public void Add(string name, JsonElement data, int bytes)
    {
        var waiting = Volatile.Read(ref _waiting);
        if (waiting == 0) _saidBehind = false;
        if (waiting >= MostWaiting || Interlocked.Read(ref _bytes) + bytes > MostBytes)
        {
            if (!_saidBehind) Behind(name);
            _saidBehind = true;
            return;
        }

        Interlocked.Increment(ref _waiting);
        Interlocked.Add(ref _bytes, bytes);
        _line.Writer.TryWrite((name, data, bytes));
    }

    /// <summary>Waits until all that was taken is done, but not longer than so.</summary>
    public async Task FinishAsync(Uptime uptime, TimeSpan atMost)
    {
        if (!_line.Writer.TryComplete()) return;
        using var late = uptime.After(atMost);
        try
        {
            await _starting.WaitAsync(late.Token);
            for (var i = 0; i < MostUnderWay; i++) await _room.WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            GaveUpWaiting();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await _over.CancelAsync();
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartAllAsync()
    {
        await foreach (var (name, data, bytes) in _line.Reader.ReadAllAsync(_over.Token))
        {
            await _room.WaitAsync(_over.Token);
            Interlocked.Decrement(ref _waiting);
            _ = TakeAsync(name, data, bytes);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A fault in taking one dispatch must not cost the connection; it is written down.")]
    private async Task TakeAsync(string name, JsonElement data, int bytes)
    {
        try
        {
            await _dispatches.TakeAsync(name, data, _over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The bot stops.
        }
        catch (Exception e)
        {
            TakingFailed(name, e);
        }
        finally
        {
            Interlocked.Add(ref _bytes, -bytes);
            _room.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord tells more than the bot can take in; what is too much is let go, first a {Dispatch}. Look what slows the machine down")]
    private partial void Behind(string dispatch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bot stops although not all that came from Discord was finished")]
    private partial void GaveUpWaiting();

    [LoggerMessage(Level = LogLevel.Error, Message = "Taking a {Dispatch} of Discord's failed; this is a bug of CopBot")]
    private partial void TakingFailed(string dispatch, Exception e);
}
