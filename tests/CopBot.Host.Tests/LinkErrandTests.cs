using System.Text;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CopBot.Host.Tests;

public sealed class LinkErrandTests : IDisposable
{
    private const string List = "Title,Link,Description\nA map,https://example.org/map,Where we meet\n\"Soldering, in ten minutes\",https://example.org/solder,With pictures\n";
    private readonly TempFolder _folder = new();

    private Settings Here => new(_folder.Data, null, false, true, true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_links_is_brought_into_the_library_once()
    {
        await FoundsAsync("Menders");
        var file = await FileAsync("links.csv", List);

        await SaysAsync(file, "2 links are new in the library of Menders, and /cop find finds them. Nobody looks after what is new");
        await SaysAsync(file, "0 links are new in the library of Menders, and /cop find finds them. 2 links stood there already and were left as they are.");
        await SaysAsync(await FileAsync("links.md", "- [A map](https://example.org/map)\n- [A list](https://example.org/list)\n"), "1 link is new in the library of Menders, and /cop find finds it. 1 link stood there already and was left as it is.");
    }

    [Fact]
    public async Task An_import_is_taken_back_once_and_what_was_there_before_stays()
    {
        await FoundsAsync("Menders");
        await SaysAsync(await FileAsync("links.md", "- [A map](https://example.org/map)\n"), "1 link is new");
        var (_, said, _) = await RunAsync(await FileAsync("links.csv", List), null);
        var undo = said.Trim().Split("To take it back: ")[1].Split(' ');

        Assert.Equal((0, "1 link was taken out.", ""), await TakeBackAsync());
        Assert.Equal((1, "", "There is no such import, or it was taken back already."), await TakeBackAsync());
        await SaysAsync(_folder.File("links.csv"), "1 link is new in the library of Menders, and /cop find finds it. 1 link stood there already");

        async Task<(int Code, string Output, string Errors)> TakeBackAsync()
        {
            await using var output = new StringWriter();
            await using var errors = new StringWriter();
            var code = await Errands.RunAsync(Errand.Read(undo)!, Here, output, errors, TestContext.Current.CancellationToken);
            return (code, output.ToString().Trim(), errors.ToString().Trim());
        }
    }

    [Fact]
    public async Task What_a_spreadsheet_saves_as_Unicode_text_is_read_too()
    {
        await FoundsAsync("Menders");
        var file = _folder.File("links.txt");
        await File.WriteAllTextAsync(file, "Titel\tLink\r\nFür Geräte\thttps://example.org/für\r\n", Encoding.Unicode);

        await SaysAsync(file, "1 link is new in the library of Menders");
    }

    [Fact]
    public async Task Each_line_that_cannot_be_read_is_said_and_the_exit_code_tells_that_there_were_some()
    {
        await FoundsAsync("Menders");

        var (code, output, errors) = await RunAsync(await FileAsync("links.csv", List + "A plan,on my desk\n"), null);

        Assert.Equal(1, code);
        Assert.StartsWith("2 links are new", output, StringComparison.Ordinal);
        Assert.StartsWith("1 line could not be read. Put the file right and import it again", errors, StringComparison.Ordinal);
        Assert.Contains("Line 4 has no link: “A plan,on my desk”", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_list_is_not_imported()
    {
        await FoundsAsync("Menders");
        var scrap = _folder.File("scrap.bin");
        await File.WriteAllBytesAsync(scrap, [0x50, 0x4b, 3, 4, 0, 0, 0xff]);
        var zeros = await FileAsync("zeros.csv", "A map,https://example.org/map\0");
        var large = await FileAsync("large.csv", new string('x', (4 * 1024 * 1024) + 1));

        await RefusesAsync(_folder.File("nothing.csv"), $"There is no file {_folder.File("nothing.csv")}: name the CSV or Markdown file");
        await RefusesAsync(_folder.Path, $"{_folder.Path} is a folder");
        await RefusesAsync(scrap, $"{scrap} is not text in UTF-8");
        await RefusesAsync(zeros, $"{zeros} is not text in UTF-8");
        await RefusesAsync(large, $"{large} is larger than 4 MB");
        await RefusesAsync(await FileAsync("empty.csv", ""), "Nothing was imported.");
        await RefusesAsync(await FileAsync("letter.txt", "Dear all"), "Nothing was imported.\nLine 1 has no link: “Dear all”.");
    }

    [Fact]
    public async Task The_community_is_named_where_there_are_several()
    {
        await FoundsAsync("Menders", "Gardeners");
        var file = await FileAsync("links.csv", List);

        await RefusesAsync(file, "There are 2 communities here: “Gardeners”, “Menders”.");
        await RefusesAsync(file, "No community is called “Cooks”. Known: “Gardeners”, “Menders”.", "Cooks");
        await SaysAsync(file, "2 links are new in the library of Gardeners", "gardeners");
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_in_use_or_of_a_newer_release_is_left_alone()
    {
        var file = await FileAsync("links.csv", List);
        await RefusesAsync(file, $"There is no file {_folder.Database}: look at the path, or set CopBot:DataFolder");
        Assert.False(File.Exists(_folder.Database));

        await FoundsAsync("Menders");
        using (await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None))
            await RefusesAsync(file, $"Another process is using the database {_folder.Database}: stop it first");

        await using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.Database};Pooling=false"))
        {
            await store.OpenAsync(TestContext.Current.CancellationToken);
            await using var newer = store.CreateCommand();
            newer.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0.0')";
            await newer.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var (code, output, errors) = await RunAsync(file, null);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("newer", errors, StringComparison.Ordinal);
    }

    private async Task<string> FileAsync(string name, string words)
    {
        await File.WriteAllTextAsync(_folder.File(name), words);
        return _folder.File(name);
    }

    private async Task FoundsAsync(params string[] names)
    {
        using var opened = await SqliteUpgrade.OpenAsync(_folder.Database, TimeProvider.System, CancellationToken.None);
        var services = new ServiceCollection();
        services.AddLogging().AddCopBot(Database.InFile(_folder.Database));
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CopBotDb>();
        foreach (var name in names) db.Add(Community.Found(name, "Mending.", TimeZoneInfo.Utc, new WorkspaceRef(new Platform("playground"), name), TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task SaysAsync(string file, string says, string? community = null)
    {
        var (code, output, errors) = await RunAsync(file, community);
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith(says, output, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(string file, string says, string? community = null)
    {
        var (code, output, errors) = await RunAsync(file, community);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(says, errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string file, string? community)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await Errands.RunAsync(new Errand(ErrandKind.ImportLinks, file, community), Here, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
