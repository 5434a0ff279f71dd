using CopBot.Data.Sqlite;
using Xunit;

namespace CopBot.Host.Tests;

public sealed class ErrandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_kept_is_copied_looked_at_put_back_and_written_out()
    {
        (await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None)).Dispose();
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "playground.jsonl"), "");
        var (copy, first, second) = (_folder.File("copy.db"), _folder.File("first"), _folder.File("second"));

        await SaysAsync(ErrandKind.Backup, copy, $"A copy stands at {copy}. It holds 0 communities, 0 members, 0 problems, 0 trials. The playground's chat");
        await SaysAsync(ErrandKind.Check, copy, $"{copy} is a copy of CopBot's database, and it is sound.");
        await SaysAsync(ErrandKind.Export, first, $"Everything stands in {first}");
        await SaysAsync(ErrandKind.Restore, copy, $"{copy} stands in the place of {_folder.Database} now. What stood there is kept at ");
        await SaysAsync(ErrandKind.Export, second, $"Everything stands in {second}");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(first, "json/problems.json")), await File.ReadAllTextAsync(Path.Combine(second, "json/problems.json")));

        await SaysAsync(ErrandKind.Reindex, null, "The search index was built anew: 0 things can be found.");

        await RefusesAsync(ErrandKind.Backup, copy, $"{copy} is there already");
        await RefusesAsync(ErrandKind.Export, first, $"{first} is there already and not empty");
        await RefusesAsync(ErrandKind.Check, _folder.File("nothing.db"), "There is no file");
        using var bot = await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None);
        await RefusesAsync(ErrandKind.Restore, copy, $"The bot is running on {_folder.Database}: stop it first");
        Assert.Equal(1, (await RunAsync(ErrandKind.Reindex, null)).Code);
    }

    [Theory]
    [InlineData((int)ErrandKind.Backup, "pg_dump --format=custom --file=copbot.dump --host=db.example --port=5433 --username=bot circle")]
    [InlineData((int)ErrandKind.Check, "pg_restore --list copbot.dump")]
    [InlineData((int)ErrandKind.Restore, "pg_restore --clean --if-exists --single-transaction --host=db.example --port=5433 --username=bot --dbname=circle copbot.dump")]
    public void With_PostgreSQL_its_own_command_is_named_and_no_secret(int kind, string command)
    {
        var says = Errands.WithPostgres((ErrandKind)kind, "Host=db.example;Port=5433;Database=circle;Username=bot;Password=hunter2");

        Assert.Contains(command, says, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", says, StringComparison.Ordinal);
    }

    private async Task SaysAsync(ErrandKind kind, string? path, string says)
    {
        var (code, output, errors) = await RunAsync(kind, path);
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith(says, output, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(ErrandKind kind, string path, string says)
    {
        var (code, output, errors) = await RunAsync(kind, path);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(says, errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(ErrandKind kind, string? path)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await Errands.RunAsync(new Errand(kind, path), new Settings(_folder.Data, null, false, true, true), output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
