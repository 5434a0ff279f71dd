using System.Diagnostics;
using CopBot.Data.Sqlite;
using Xunit;

namespace CopBot.Tests.Data;

[Trait("Database", "sqlite")]
public sealed class FreshDatabaseTests
{
    [Fact]
    public async Task Many_fresh_databases_cost_one_migration()
    {
        using var folder = new TempFolder();
        await FreshDatabase.MakeAsync(folder.File("first.db"));

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++) await FreshDatabase.MakeAsync(folder.File($"{i}.db"));

        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.Elapsed.TotalMilliseconds / 20:0.0} ms each");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), "a copy takes a few milliseconds, a migration far longer");
    }
}
