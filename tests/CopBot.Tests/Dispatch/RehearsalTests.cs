using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CopBot.Tests.Dispatch;

public sealed class RehearsalTests
{
    [Fact]
    public async Task It_writes_nothing_and_tells_nobody()
    {
        await using var world = await World.StartAsync();
        var (rows, posted) = (await RowsAsync(world), world.Room.Messages.Count);

        await world.RehearsesAsync();

        Assert.Equal(rows, await RowsAsync(world));
        Assert.Equal(posted, world.Room.Messages.Count);
    }

    private static Task<IReadOnlyList<string>> RowsAsync(World world) => world.InStoreAsync(async db =>
    {
        var rows = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
#pragma warning disable EF1002 // The names are our own model's.
            rows.Add($"{table} {await db.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM \"{table}\"").SingleAsync()}");
#pragma warning restore EF1002
        }

        return (IReadOnlyList<string>)rows;
    });
}
