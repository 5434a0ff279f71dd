using System.Data;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CopBot.Keeping;

internal static class Snapshots
{
    /// <summary>
    /// Whatever is read until this is disposed is the store as it stands in one moment, however long that takes. Nobody who
    /// writes waits for it. Of SQLite any other level would ask for the right to write.
    /// </summary>
    public static Task<IDbContextTransaction> HoldStillAsync(this CopBotDb db, CancellationToken stop) =>
        db.Database.BeginTransactionAsync(db.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) is true ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead, stop);
}
