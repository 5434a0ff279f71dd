using CopBot.Data;
using CopBot.Data.Copying;
using CopBot.Data.Postgres;
using CopBot.Keeping;
using CopBot.Posts;
using CopBot.TestKit;
using CopBot.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Tests.Data;

/// <summary>A community moves from a file to a server and back, and nothing of it is lost.</summary>
[Trait("Database", "postgresql")]
public sealed class CopyTests : IAsyncLifetime
{
    /// <summary>What belongs to those who run, and stays where it is.</summary>
    private static readonly string[] OfProcesses = ["leases", "processes"];

    private readonly TempFolder _folder = new();
    private readonly List<string> _said = [];
    private PostgresDatabase _server = null!;

    private Database File => Database.InFile(_folder.File("copbot.db"));

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(FreshPostgres.WhyNot is not null, FreshPostgres.WhyNot ?? "");
        _server = (PostgresDatabase)Database.OnServer(await FreshPostgres.MakeEmptyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await FreshPostgres.DropAsync(_server.Connection);
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_table_is_the_same_there_and_back_again()
    {
        await FillAsync(File);
        var back = Database.InFile(_folder.File("back.db"));

        Assert.Equal("", await CopyAsync(File, _server) ?? "");
        Assert.Equal("", await CopyAsync(_server, back) ?? "");

        await using var one = File.NewContext();
        await using var other = back.NewContext();
        Assert.Equal(await TablesAsync(one), CopiedTable.Of(one.Model).Select(t => t.Name).Concat(OfProcesses).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var table in CopiedTable.Of(one.Model))
        {
            var (rows, _, differs) = await table.CompareAsync(one, other, CancellationToken.None);
            Assert.Null(differs);
            Assert.True(rows > 2, $"{table.Name} is tried with some rows");
            Assert.Contains(_said, line => line.StartsWith($"the same  {table.Name}: {rows} rows", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_export_is_the_same_byte_for_byte_on_either_side_and_back_again()
    {
        await using var world = await World.StartAsync();
        await world.IsHelpedAsync(world.Someone("anna"), world.Someone("ben", "بن"));
        await world.AsksUnsignedAsync(world.Someone("zoe"), "How can we say 🛠️ in 東京?");
        var back = Database.InFile(_folder.File("back.db"));

        Assert.Null(await CopyAsync(world.Store.Database, _server));
        Assert.Null(await CopyAsync(_server, back));

        var before = await ExportAsync(world.Store.Database, "before");
        Assert.InRange(before.Count, 15, int.MaxValue);
        Assert.Equal(before, await ExportAsync(_server, "on the server"));
        Assert.Equal(before, await ExportAsync(back, "back"));
    }

    [Fact]
    public async Task What_was_findable_is_found_on_the_other_side()
    {
        await FillAsync(File);
        var lamp = new CopBot.Search.Findable("problem", Guid.CreateVersion7(), CopBot.Communities.CommunityId.New(), "How can we mend flickering lamps in 東京?", "Since the storm.", 3);
        await using (var db = File.NewContext())
        {
            var search = File.NewSearch(db);
            search.Put(lamp);
            await using var transaction = await db.Database.BeginTransactionAsync();
            await search.WriteAsync(CancellationToken.None);
            await transaction.CommitAsync();
        }

        Assert.Null(await CopyAsync(File, _server));

        await using var there = _server.NewContext();
        var found = Assert.Single(await _server.NewSearch(there).LikeAsync("The lamp flickers", "", lamp.Kind, lamp.Community, null, 5, CancellationToken.None));
        Assert.Equal(lamp.Id, found.Id);
    }

    [Fact]
    public async Task Interrupted_it_goes_on_and_until_then_nobody_starts_on_half_of_it()
    {
        await FillAsync(File, each: 7);
        using var interrupted = new CancellationTokenSource();
        var lines = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Copy(File, _server, _ => { if (++lines == 5) interrupted.Cancel(); }).RunAsync(TimeProvider.System, interrupted.Token));
        // In the middle of a table too.
        await using (var db = _server.NewContext()) await db.Deliveries.ExecuteDeleteAsync();

        using (var start = await _server.OpenAsync(TimeProvider.System, CancellationToken.None)) Assert.Contains("was begun and not finished: run the same copy again", start.WhyNot, StringComparison.Ordinal);
        Assert.Null(await CopyAsync(File, _server));
        using var again = await _server.OpenAsync(TimeProvider.System, CancellationToken.None);
        Assert.Null(again.WhyNot);
    }

    [Fact]
    public async Task It_never_mixes_with_what_is_there()
    {
        await FillAsync(File, each: 1);
        Assert.Null(await CopyAsync(File, _server));

        Assert.StartsWith($"There is something in {_server} already", await CopyAsync(File, _server), StringComparison.Ordinal);
        Assert.StartsWith($"There is something in {File} already", await CopyAsync(_server, File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_became_another_is_noticed()
    {
        await FillAsync(File, each: 1);
        Assert.Null(await CopyAsync(File, _server));
        await using var db = _server.NewContext();
        await CopyMark.SetAsync(db, CancellationToken.None);
        await db.Database.ExecuteSqlRawAsync("UPDATE members SET \"Name\" = \"Name\" || ' '");

        Assert.Matches("^The row .* of members is not the same", await CopyAsync(File, _server));
    }

    [Fact]
    public async Task Nobody_may_be_running_on_either_side()
    {
        await FillAsync(File, each: 1);
        using (await File.OpenAsync(TimeProvider.System, CancellationToken.None)) Assert.StartsWith("Another process is using the database", await CopyAsync(File, _server), StringComparison.Ordinal);
        using (await _server.OpenAsync(TimeProvider.System, CancellationToken.None))
        {
        }

        await using var bot = new Npgsql.NpgsqlConnection(_server.Connection);
        await bot.OpenAsync();
        Assert.StartsWith("CopBot must not run while it is copied, and a CopBot on 127.0.0.1 is connected", await CopyAsync(_server, Database.InFile(_folder.File("back.db"))), StringComparison.Ordinal);
    }

    private async Task<SortedDictionary<string, string>> ExportAsync(Database database, string name)
    {
        await using var services = new ServiceCollection().AddLogging().AddCopBot(database).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var folder = _folder.File(name);
        await scope.ServiceProvider.GetRequiredService<Exporter>().ToFolderAsync(folder, CancellationToken.None);
        return new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(System.IO.File.ReadAllBytes(f)), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private Task<string?> CopyAsync(Database from, Database to) => new Copy(from, to, _said.Add).RunAsync(TimeProvider.System, CancellationToken.None);

    private static async Task FillAsync(Database database, int each = 3)
    {
        using var opening = await database.OpenAsync(TimeProvider.System, CancellationToken.None);
        Assert.Null(opening.WhyNot);
        await using var db = database.NewContext();
        new AnyRows(db.Model, seed: 7).AddTo(db, each);
        await db.SaveChangesAsync();
    }

    private static async Task<IEnumerable<string>> TablesAsync(CopBotDb db) =>
        (await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%' AND name NOT LIKE 'findable%' AND name NOT IN ('__EFMigrationsHistory', '__EFMigrationsLock')").ToListAsync()).Order(StringComparer.Ordinal);
}
