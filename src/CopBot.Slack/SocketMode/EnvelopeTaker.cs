using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CopBot.Chat;
using Microsoft.Extensions.Logging;

namespace CopBot.Slack.SocketMode;

/// <summary>
/// Takes envelopes, many at once, and acknowledges each when it is durable. What is not taken in time is not acknowledged,
/// so that Slack sends it again. What happened in one channel begins in the order it came.
/// </summary>
#pragma warning disable CA1001 // Not disposed: what is still under way looks at both.
internal sealed partial class EnvelopeTaker(IEnvelopes envelopes, TimeProvider clock, ILogger log, PlatformMeter? meter)
#pragma warning restore CA1001
{
    private const int MostAtOnce = 200;

    // Slack waits three seconds; a later acknowledgement counts for nothing.
    private static readonly TimeSpan AckWithin = TimeSpan.FromSeconds(2.7);
    private static readonly TimeSpan LetsTheEarlierGoFirst = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _lastOfChannel = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _underWay = [];
    private readonly ConditionalWeakTable<SlackSocket, HashSet<Task>> _ofSocket = [];
    private bool _closed;

    /// <summary>Takes an envelope of this workspace. Returns at once.</summary>
    public void Take(SlackSocket socket, SlackWorkspace workspace, Envelope envelope)
    {
        lock (_gate)
        {
            if (_closed) return;
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var channel = ChannelOf(envelope.Payload);
            var before = channel is not null && _lastOfChannel.TryGetValue(channel, out var last) ? last : Task.CompletedTask;
            if (channel is not null) _lastOfChannel[channel] = begun.Task;
            var patience = new CancellationTokenSource(AckWithin, clock);
            // Its own task each, since a store may answer without ever letting go of the thread.
            Track(socket, Task.Run(() => TakeAsync(socket, workspace, envelope, before, begun, patience, clock.GetTimestamp()), CancellationToken.None));
            if (channel is not null)
            {
                _ = begun.Task.ContinueWith(
                    _ =>
                    {
                        lock (_gate)
                        {
                            if (_lastOfChannel.GetValueOrDefault(channel) == begun.Task) _lastOfChannel.Remove(channel);
                        }
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default);
            }
        }
    }

    /// <summary>Acknowledges what nobody here can take.</summary>
    public void Pass(SlackSocket socket, string id)
    {
        lock (_gate)
        {
            if (!_closed) Track(socket, socket.AcknowledgeAsync(id, null));
        }
    }

    /// <summary>Waits until what came on this socket is acknowledged or too late.</summary>
    public Task WhenAcknowledgedAsync(SlackSocket socket)
    {
        lock (_gate) return _ofSocket.TryGetValue(socket, out var tasks) ? Task.WhenAll(tasks) : Task.CompletedTask;
    }

    /// <summary>Takes nothing more, and waits until everything that was taken is acknowledged or too late.</summary>
    public Task FinishAsync()
    {
        lock (_gate)
        {
            _closed = true;
            return Task.WhenAll(_underWay);
        }
    }

    /// <summary>Ends what is still under way.</summary>
    public void GiveUp() => _giveUp.Cancel();

    // None of these tasks ever fails.
    private void Track(SlackSocket socket, Task work)
    {
        var ofSocket = _ofSocket.GetOrCreateValue(socket);
        _underWay.Add(work);
        ofSocket.Add(work);
        _ = work.ContinueWith(
            _ =>
            {
                lock (_gate)
                {
                    _underWay.Remove(work);
                    ofSocket.Remove(work);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private async Task TakeAsync(SlackSocket socket, SlackWorkspace workspace, Envelope envelope, Task before, TaskCompletionSource begun, CancellationTokenSource patience, long came)
    {
        using var inTime = patience;
        try
        {
            await before.WaitAsync(LetsTheEarlierGoFirst, clock, inTime.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _places.WaitAsync(inTime.Token);
        }
        catch (OperationCanceledException)
        {
            begun.TrySetResult();
            TooMany(workspace.Ref.Id, MostAtOnce);
            Measure(came, inTime: false);
            return;
        }

        var taking = BeginAsync(workspace, envelope);
        begun.TrySetResult();
        _ = taking.ContinueWith(_ => _places.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            var (taken, answer) = await taking.WaitAsync(inTime.Token);
            if (!taken) return;
            inTime.Token.ThrowIfCancellationRequested();
            if (answer is not null && !envelope.AcceptsPayload)
            {
                UnwantedAnswer(envelope.Type);
                answer = null;
            }

            if (await socket.AcknowledgeAsync(envelope.Id, answer)) Measure(came, inTime: true);
            else Unacknowledged(workspace.Ref.Id, envelope.Type);
        }
        catch (OperationCanceledException)
        {
            TakesTooLong(workspace.Ref.Id, envelope.Type);
            Measure(came, inTime: false);
        }
    }

    private void Measure(long came, bool inTime) => meter?.Acknowledged(SlackWorkspace.Slack, clock.GetElapsedTime(came), inTime);

    // Never fails. Not taken: it is not acknowledged.
    private async Task<(bool Taken, JsonObject? Answer)> BeginAsync(SlackWorkspace workspace, Envelope envelope)
    {
        try
        {
            return (true, await envelopes.TakeAsync(workspace, envelope, _giveUp.Token));
        }
        catch (OperationCanceledException)
        {
            return (false, null);
        }
        catch (Exception e)
        {
            NotTaken(workspace.Ref.Id, envelope.Type, e);
            return (false, null);
        }
    }

    private static string? ChannelOf(JsonElement payload) =>
        payload.Object("event") is { ValueKind: JsonValueKind.Object } happened
            ? happened.Text("channel") ?? happened.Object("channel").Text("id") ?? happened.Object("item").Text("channel")
            : payload.Text("channel_id") ?? payload.Object("channel").Text("id") ?? payload.Object("container").Text("channel_id");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Most} envelopes of Slack are being taken already; one of workspace {Workspace} had to wait too long and is left for Slack to send again")]
    private partial void TooMany(string workspace, int most);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An envelope ({Type}) of workspace {Workspace} was not taken in time and is left for Slack to send again")]
    private partial void TakesTooLong(string workspace, string type);

    [LoggerMessage(Level = LogLevel.Information, Message = "The socket closed before an envelope ({Type}) of workspace {Workspace} could be acknowledged; Slack may send it again")]
    private partial void Unacknowledged(string workspace, string type);

    [LoggerMessage(Level = LogLevel.Error, Message = "An envelope ({Type}) of workspace {Workspace} could not be taken and is left for Slack to send again")]
    private partial void NotTaken(string workspace, string type, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "An envelope ({Type}) was answered, but takes no answer; it is acknowledged without it. This is a fault of CopBot")]
    private partial void UnwantedAnswer(string type);
}
