using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Copying;

/// <summary>A table that stands in a database while something is copied into it: the bot does not start on half of a community.</summary>
internal static class CopyMark
{
    /// <summary>What it is called. Its name keeps it from being taken for somebody else's table.</summary>
    public const string Table = "__EFCopyUnfinished";

    /// <summary>Whether a copy was begun here and not finished.</summary>
    public static async Task<bool> IsThereAsync(CopBotDb db, CancellationToken stop) =>
        await db.Database.SqlQueryRaw<long>(
            db.Database.IsSqlite()
                ? $"SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '{Table}'"
                : $"SELECT count(*) AS \"Value\" FROM pg_tables WHERE schemaname = current_schema() AND tablename = '{Table}'").SingleAsync(stop) > 0;

    public static Task SetAsync(CopBotDb db, CancellationToken stop) => db.Database.ExecuteSqlRawAsync($"CREATE TABLE \"{Table}\" (begun integer)", stop);

    public static Task RemoveAsync(CopBotDb db, CancellationToken stop) => db.Database.ExecuteSqlRawAsync($"DROP TABLE \"{Table}\"", stop);
}
