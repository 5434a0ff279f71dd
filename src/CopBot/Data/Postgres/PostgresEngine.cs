using CopBot.Chat;
using CopBot.Data.Copying;
using CopBot.Posts;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Postgres;

internal sealed class PostgresEngine(CopBotDb db) : IEngine
{
    public Task<List<Delivery>> ClaimDeliveriesAsync(string who, WorkspaceRef workspace, int most, DateTimeOffset now, DateTimeOffset until, CancellationToken stop) =>
        // The array is made once; a plain IN might be looked up again and lock more than it takes.
        db.Deliveries.FromSqlRaw(
            """
            UPDATE deliveries SET "LeasedBy" = {0}, "LeaseUntil" = {1} WHERE "Id" = ANY (ARRAY (
              SELECT "Id" FROM deliveries WHERE "Workspace" = {4} AND "DueAt" <= {2} AND ("LeaseUntil" IS NULL OR "LeaseUntil" <= {2})
              ORDER BY "DueAt", "Id" LIMIT {3} FOR UPDATE SKIP LOCKED)) RETURNING *
            """,
            who,
            Micros(until),
            Micros(now),
            most,
            workspace.ToString()).AsNoTracking().ToListAsync(stop);

    public Task<Delivery?> HoldDeliveryAsync(Guid id, CancellationToken stop) =>
        db.Deliveries.FromSql($"""SELECT * FROM deliveries WHERE "Id" = {id} FOR UPDATE""").SingleOrDefaultAsync(stop);

    public Task<List<Delivery>> HoldDeliveriesAsync(string key, CancellationToken stop) =>
        db.Deliveries.FromSql($"""SELECT * FROM deliveries WHERE "Key" = {key} ORDER BY "Id" FOR UPDATE""").ToListAsync(stop);

    /// <summary>Nothing: what was deleted goes when the server vacuums, and from its log when that is recycled (docs/databases.md).</summary>
    public Task ForgetDeletedAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task RenamePostsAsync(string from, string to, CancellationToken stop)
    {
        // A delivery holds its post's key: both change before it is looked whether they agree.
        await db.Database.ExecuteSqlRawAsync("SET CONSTRAINTS ALL DEFERRED", stop);
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE posts SET "Key" = replace("Key", {from}, {to})
             WHERE strpos("Key", {from}) > 0 AND NOT EXISTS (SELECT 1 FROM posts same WHERE same."Key" = replace(posts."Key", {from}, {to}))
             """,
            stop);
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE deliveries SET "Key" = replace("Key", {from}, {to})
             WHERE strpos("Key", {from}) > 0 AND NOT EXISTS (SELECT 1 FROM posts WHERE posts."Key" = deliveries."Key")
             """,
            stop);
    }

    public Task ForgetEverythingAsync(CancellationToken stop)
    {
        var tables = db.Model.GetEntityTypes().Where(t => !t.ClrType.IsDefined(typeof(OfProcessesAttribute), inherit: false)).Select(t => t.GetTableName()!).Distinct(StringComparer.Ordinal).Concat(["findable", "findable_words", "findable_readers"]);
#pragma warning disable EF1002 // The names are our own model's.
        return db.Database.ExecuteSqlRawAsync($"TRUNCATE {string.Join(", ", tables.Select(t => $"\"{t}\""))}", stop);
#pragma warning restore EF1002
    }

    private static long Micros(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
