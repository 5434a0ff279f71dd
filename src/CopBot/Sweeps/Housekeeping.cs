using CopBot.Communities;
using CopBot.Data;
using CopBot.Dispatch;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Sweeps;

/// <summary>Forgets drafts after seven days.</summary>
[Every("01:00:00")]
internal sealed class ForgetDrafts(CopBotDb db) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        [.. (await db.Drafts.Where(d => d.ExpiresAt <= now).OrderBy(d => d.ExpiresAt).Take(100).Select(d => d.Id).ToListAsync(stop)).Select(id => id.Value)];

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.Drafts.FindAsync([new DraftId(thing)], stop) is { } draft) db.Remove(draft);
    }
}

/// <summary>Forgets codes a day after they worked for the last time.</summary>
[Every("01:00:00")]
internal sealed class ForgetCodes(CopBotDb db) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop)
    {
        var before = now - PassCode.RememberedFor;
        return [.. (await db.PassCodes.Where(c => c.ExpiresAt <= before).OrderBy(c => c.ExpiresAt).Take(100).Select(c => c.Id).ToListAsync(stop)).Select(id => id.Value)];
    }

    public async Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.PassCodes.FindAsync([new PassCodeId(thing)], stop) is { } code) db.Remove(code);
    }
}

/// <summary>Forgets the ids of handled events after thirty days, all of a day at once.</summary>
[Every("01:00:00")]
internal sealed class ForgetEvents(CopBotDb db) : ISweep
{
    public async Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, CancellationToken stop) =>
        await Old(now).AnyAsync(stop) ? [Guid.Empty] : [];


    public Task SweepAsync(Guid thing, DateTimeOffset now, CancellationToken stop) => Old(now).ExecuteDeleteAsync(stop);

    private IQueryable<InboxEntry> Old(DateTimeOffset now)
    {
        var before = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-InboxEntry.DaysKept);
        return db.Inbox.Where(e => e.Day < before && e.Waiting == null);
    }
}
