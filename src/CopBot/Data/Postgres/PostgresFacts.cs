using Microsoft.EntityFrameworkCore;

namespace CopBot.Data.Postgres;

internal sealed class PostgresFacts(PostgresDatabase database) : IStoreFacts
{
    public async Task<StoreFacts> LookAsync(CancellationToken stop)
    {
        await using var db = database.NewContext();
        var bytes = await db.Database.SqlQuery<long>($"""SELECT pg_database_size(current_database()) AS "Value" """).SingleAsync(stop);
        return new StoreFacts("PostgreSQL", bytes, FreeBytes: null, CopiesAreOurs: false, LastCopyAt: null);
    }
}
