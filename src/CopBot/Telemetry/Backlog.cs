using CopBot.Data;
using CopBot.Dispatch;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CopBot.Telemetry;

/// <summary>What waits in the store, counted when somebody asks and at most every five seconds.</summary>
internal sealed class Backlog(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan CountAgainAfter = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private BacklogCount? _count;
    private long _countedAt;

    /// <summary>How it stands; null while the store does not answer.</summary>
    public BacklogCount? Count
    {
        get
        {
            lock (_gate)
            {
                if (_countedAt != 0 && clock.GetElapsedTime(_countedAt) < CountAgainAfter) return _count;
                _count = TryCount();
                _countedAt = clock.GetTimestamp();
                return _count;
            }
        }
    }

    private BacklogCount? TryCount()
    {
        try
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
            var now = clock.GetUtcNow();
            var oldest = db.Deliveries.Where(d => d.DueAt <= now).Min(d => d.DueAt);
            return new(
                db.Inbox.LongCount(e => e.TakeUpAt != null),
                db.Deliveries.LongCount(d => d.DueAt <= now),
                db.Deliveries.LongCount(d => d.DueAt != null && d.Trouble != null),
                db.Deliveries.LongCount(d => d.State == DeliveryState.Undeliverable),
                oldest is { } since ? now - since : TimeSpan.Zero);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
        {
            // A store in trouble, or a container that is being taken down: whoever measures sees a gap, and the log has the reason.
            return null;
        }
    }
}

/// <summary>What waits.</summary>
/// <param name="InboxWaiting">Gestures that are acknowledged and not yet handled.</param>
/// <param name="Due">Deliveries that are due now, also those being worked on.</param>
/// <param name="Failing">Deliveries that met trouble and are tried again.</param>
/// <param name="Undeliverable">Deliveries that were given up.</param>
/// <param name="Lag">How long the oldest has been due.</param>
internal sealed record BacklogCount(long InboxWaiting, long Due, long Failing, long Undeliverable, TimeSpan Lag);
