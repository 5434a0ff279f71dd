using CopBot.Chat;
using CopBot.Data.Copying;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Sqlite;

internal sealed class SqliteEngine(CopBotDb db) : IEngine
{
    public Task<List<Delivery>> ClaimDeliveriesAsync(string who, WorkspaceRef workspace, int most, DateTimeOffset now, DateTimeOffset until, CancellationToken stop) =>
        db.Deliveries.FromSqlRaw(
            """
            UPDATE deliveries SET "LeasedBy" = {0}, "LeaseUntil" = {1} WHERE "Id" IN (
              SELECT "Id" FROM deliveries WHERE "Workspace" = {4} AND "DueAt" <= {2} AND ("LeaseUntil" IS NULL OR "LeaseUntil" <= {2})
              ORDER BY "DueAt", "Id" LIMIT {3}) RETURNING *
            """,
            who,
            Micros(until),
            Micros(now),
            most,
            workspace.ToString()).AsNoTracking().ToListAsync(stop);

    // A transaction is the only one that writes, so what it reads stays as it is.
    public Task<Delivery?> HoldDeliveryAsync(Guid id, CancellationToken stop) => One.On(db)(db, id, stop);

    private static readonly Compiled<Func<CopBotDb, Guid, CancellationToken, Task<Delivery?>>> One =
        new(() => EF.CompileAsyncQuery((CopBotDb db, Guid id, CancellationToken stop) => db.Set<Delivery>().FirstOrDefault(d => d.Id == id)));

    private static readonly Compiled<Func<CopBotDb, string, IAsyncEnumerable<Delivery>>> Of =
        new(() => EF.CompileAsyncQuery((CopBotDb db, string key) => db.Set<Delivery>().Where(d => d.Key == key)));

    public async Task<List<Delivery>> HoldDeliveriesAsync(string key, CancellationToken stop)
    {
        var deliveries = new List<Delivery>();
        await foreach (var delivery in Of.On(db)(db, key).WithCancellation(stop)) deliveries.Add(delivery);
        return deliveries;
    }

    public Task ForgetDeletedAsync(CancellationToken stop) => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", stop);

    public async Task RenamePostsAsync(string from, string to, CancellationToken stop)
    {
        // A delivery holds its post's key: both change before it is looked whether they agree.
        await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys = ON;", stop);
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE posts SET "Key" = replace("Key", {from}, {to})
             WHERE instr("Key", {from}) > 0 AND NOT EXISTS (SELECT 1 FROM posts same WHERE same."Key" = replace(posts."Key", {from}, {to}))
             """,
            stop);
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE deliveries SET "Key" = replace("Key", {from}, {to})
             WHERE instr("Key", {from}) > 0 AND NOT EXISTS (SELECT 1 FROM posts WHERE posts."Key" = deliveries."Key")
             """,
            stop);
    }

    public async Task ForgetEverythingAsync(CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys = ON;", stop);
        foreach (var table in db.Model.GetEntityTypes().Where(t => !t.ClrType.IsDefined(typeof(OfProcessesAttribute), inherit: false)).Select(t => t.GetTableName()!).Distinct(StringComparer.Ordinal).Concat(["findable_readers", "findable", "search"]))
        {
#pragma warning disable EF1002 // The names are our own model's.
            await db.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table}\"", stop);
#pragma warning restore EF1002
        }

        await transaction.CommitAsync(stop);
        await ForgetDeletedAsync(stop);
    }

    private static long Micros(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
