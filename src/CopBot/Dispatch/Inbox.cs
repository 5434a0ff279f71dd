using System.Collections.Concurrent;
using System.Text.Json;
using CopBot.Chat;
using CopBot.Data;
using CopBot.Processes;
using CopBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CopBot.Dispatch;

/// <summary>
/// Acknowledged means durable: an inbound is acknowledged when its handler has committed or, if that takes longer than a
/// second, when it stands in the inbox table; what stands there is handled after a crash.
/// </summary>
internal sealed partial class Inbox(
    IServiceScopeFactory scopes,
    Dispatcher dispatcher,
    IEnumerable<IChatPlatform> platforms,
    ThisProcess process,
    SaveGate gate,
    BotMeter meter,
    TimeProvider clock,
    ILogger<Inbox> log) : BackgroundService, IInbox
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TakenUpFor = TimeSpan.FromMinutes(2);

    // Not to be taken up a second time by this process, however slow it is or far the clock is moved.
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    public Offers Offers => dispatcher.Offers;

    public bool Opens(Inbound inbound) => dispatcher.Opens(inbound);

    public Task<Opened> OpenAsync(Gesture gesture, CancellationToken stop) => dispatcher.OpenAsync(gesture, stop);

    public async Task<Answer> AnswerAsync(Inbound inbound, CancellationToken stop)
    {
        var key = InboxEntry.KeyOf(inbound.EventId);
        if (await WithStoreAsync(db => db.HasSeenAsync(key, stop)))
        {
            meter.Repeated(inbound.Workspace.Platform);
            return Answer.Nothing;
        }

        // Until it is taken, whoever handed it over may have it back. Not disposed: what is under way still looks at it.
        var untaken = new CancellationTokenSource();
        var handling = dispatcher.HandleAsync(inbound, untaken.Token);
        if (handling.IsCompleted) return await handling;
        try
        {
            // Without a name nothing may stand in the inbox: it commits before it is acknowledged, however long that takes.
            if (dispatcher.IsUnsigned(inbound)) return await handling.WaitAsync(stop);
            if (await IsDoneAsync(handling, stop)) return await handling;

            var now = clock.GetUtcNow();
            var entry = ChatJson.Write(inbound);
            _underWay.TryAdd(key, handling);
            if (!await WriteAsync(db => db.PutAsync(key, DateOnly.FromDateTime(now.UtcDateTime), entry, now + TakenUpFor, process.Name), stop))
            {
                // It was handled just now, or another delivery of it waits already.
                _underWay.TryRemove(KeyValuePair.Create<string, Task>(key, handling));
                return await handling.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _underWay.TryRemove(KeyValuePair.Create<string, Task>(key, handling));
            await untaken.CancelAsync();
            // Too late to have it back when it was saved at this moment.
            return await handling;
        }

        meter.Kept(inbound.Workspace.Platform);
        Follow(key, FinishAsync(inbound, key, handling));
        return Answer.Follows;
    }

    /// <summary>Takes up what stands in the inbox and nobody is working on. Answers how many.</summary>
    public async Task<int> TakeUpAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var waiting = await WithStoreAsync(db => db.Inbox.AsNoTracking().Where(e => e.TakeUpAt <= now && e.Waiting != null).OrderBy(e => e.TakeUpAt).Take(100).ToListAsync(stop));
        foreach (var entry in waiting.Where(e => !_underWay.ContainsKey(e.Event)))
        {
            var until = now + TakenUpFor;
            var mine = await WriteAsync(
                async db => await db.Inbox.Where(e => e.Event == entry.Event && e.TakeUpAt == entry.TakeUpAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.TakeUpAt, until).SetProperty(e => e.TakenBy, process.Name).SetProperty(e => e.Attempts, e => e.Attempts + 1), stop) == 1,
                stop);
            if (mine) await TakeUpAsync(entry);
        }

        return waiting.Count;
    }

    private async Task TakeUpAsync(InboxEntry entry)
    {
        var givenUp = entry.Attempts >= MostAttempts;
        if (Read(entry) is not { } inbound)
        {
            if (givenUp) await WriteAsync(db => db.MarkHandledAsync(entry.Event, entry.Day), CancellationToken.None);
            return;
        }

        if (givenUp) InboundGivenUp(inbound.GetType().Name, entry.Attempts);
        var finishing = FinishAsync(inbound, entry.Event, givenUp ? GiveUpAsync(inbound) : dispatcher.HandleAsync(inbound, CancellationToken.None));
        Follow(entry.Event, finishing);
        await finishing;
    }

    /// <summary>What waits, or null when this version cannot read it (any more); that must not hold up the others.</summary>
    private Inbound? Read(InboxEntry entry)
    {
        try
        {
            return ChatJson.Read<Inbound>(entry.Waiting!);
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException)
        {
            InboundUnreadable(entry.Attempts, e.GetType().Name);
            return null;
        }
    }

    /// <summary>Whether it is done before our patience ends.</summary>
    private async Task<bool> IsDoneAsync(Task handling, CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var patience = Task.Delay(Patience, clock, enough.Token);
        if (await Task.WhenAny(handling, patience) != handling)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }

        await enough.CancelAsync();
        return true;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_underWay.Values).WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                InboxFailed(e);
            }

            try
            {
                await Task.Delay(LookAgain, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task FinishAsync(Inbound inbound, string key, Task<Answer> handling)
    {
        try
        {
            var answer = await handling;
            // A refusal saves nothing, so the entry may still wait: it is settled here in any case.
            await WriteAsync(db => db.MarkHandledAsync(key, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)), CancellationToken.None);
            if (inbound is Gesture gesture && platforms.FirstOrDefault(p => p.Platform == gesture.By.Workspace.Platform) is { } platform)
            {
                // Also when there is nothing to say: the platform shows that something is awaited.
                await platform.AnswerAsync(gesture.ReplyTo, gesture.By, answer, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            InboxFailed(e);
        }
    }

    private static Task<Answer> GiveUpAsync(Inbound inbound) => Task.FromResult<Answer>(
        inbound is FormSent sent ? DispatchRefusals.FailedWithout("inbox", sent.Values) : DispatchRefusals.Failed("inbox"));

    private void Follow(string key, Task task)
    {
        _underWay[key] = task;
        _ = task.ContinueWith(_ => _underWay.TryRemove(KeyValuePair.Create(key, task)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<T> WithStoreAsync<T>(Func<CopBotDb, Task<T>> read)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<CopBotDb>());
    }

    private async Task<T> WriteAsync<T>(Func<CopBotDb, Task<T>> write, CancellationToken stop)
    {
        using (await gate.EnterAsync(stop)) return await WithStoreAsync(write);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Something in the inbox could not be finished and is tried again")]
    private partial void InboxFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something in the inbox cannot be read ({Error}); it was tried {Attempts} times")]
    private partial void InboundUnreadable(int attempts, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Kind} in the inbox was given up after {Attempts} attempts; its sender is told and gets what they typed")]
    private partial void InboundGivenUp(string kind, int attempts);
}
