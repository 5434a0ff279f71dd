using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Features.Problems;
using CopBot.Keeping;
using CopBot.TestKit;
using CopBot.Tests.Data;
using CopBot.Tests.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Keeping;

public sealed class ExportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_column_is_exported_or_says_why_it_is_not()
    {
        await using var world = await World.StartAsync();
        var files = await ExportAsync(world, "all");
        await world.InStoreAsync(db =>
        {
            var kinds = db.Model.GetEntityTypes().ToList();
            Assert.Contains(kinds, k => k.ClrType == typeof(Problem));
            foreach (var kind in kinds)
            {
                // What no property shows could be neither exported nor kept back by name.
                Assert.All(kind.GetProperties(), p => Assert.True(p.PropertyInfo is not null, $"{p} is no property"));
                var exported = ExportedKind.Of(db.Model).FirstOrDefault(e => e.Type == kind.ClrType);
                if (kind.ClrType.GetCustomAttribute<NotExportedAttribute>() is { } whole)
                {
                    Assert.Null(exported);
                    Assert.EndsWith(".", whole.Because, StringComparison.Ordinal);
                    continue;
                }

                Assert.Contains($"json/{exported!.Name}.json", files.Keys, StringComparer.Ordinal);
                foreach (var column in kind.GetProperties().Except(exported.Columns))
                    Assert.EndsWith(".", column.PropertyInfo!.GetCustomAttribute<NotExportedAttribute>()?.Because ?? $"{column} is not exported and nobody says why", StringComparison.Ordinal);
            }

            return Task.CompletedTask;
        });
        Assert.Equal("copbot-export", (string)JsonNode.Parse(files["about.json"])!["format"]!);
    }

    [Fact]
    public async Task What_is_kept_out_of_exports_and_shared_with_coordinators_is_as_it_was_approved()
    {
        await using var world = await World.StartAsync();
        var lines = await world.InStoreAsync(db => Task.FromResult(
            db.Model.GetEntityTypes().Select(k => k.ClrType.GetCustomAttribute<NotExportedAttribute>() is { } no ? $"not exported: {k.ClrType.Name}. {no.Because}" : null)
            .Concat(db.Model.GetEntityTypes().SelectMany(k => k.GetProperties()).Select(p => p.PropertyInfo!.GetCustomAttribute<NotExportedAttribute>() is { } no ? $"not exported: {p.DeclaringType.ClrType.Name}.{p.Name}. {no.Because}" : null))
            .Concat(ExportedKind.Of(db.Model, shared: true).Select(k => $"shared: {k.Name} ({string.Join(", ", k.Columns.Select(c => c.Name))})"))
            .OfType<string>().Order(StringComparer.Ordinal).ToList()));
        Approved.Matches(string.Join('\n', lines), "Exported");
    }

    [Fact]
    public async Task Of_equal_content_two_exports_are_equal_byte_for_byte()
    {
        await using var world = await World.StartAsync();
        await world.IsHelpedAsync(world.Someone("anna"), world.Someone("ben"));
        var first = await ExportAsync(world, "first");
        await world.MoveAsync(TimeSpan.FromMinutes(10));
        await world.RestartAsync();
        var second = await ExportAsync(world, "second");

        Assert.Equal(first.Keys.Order(StringComparer.Ordinal), second.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(first, file => Assert.Equal(file.Value, second[file.Key]));
        Assert.InRange(first.Count, 15, int.MaxValue);
    }

    [Fact]
    public async Task A_problem_has_a_page_to_read_and_what_people_typed_makes_nothing_of_its_own()
    {
        await using var world = await World.StartAsync();
        var (anna, ben) = (world.Someone("anna"), world.Someone("ben"));
        await world.IsHelpedAsync(anna, ben);
        await world.AsksAsync(anna, "# How <b>many</b> [links](http://x) | fit?");

        var files = await ExportAsync(world, "all");
        var index = files.Single(f => f.Key.EndsWith("index.md", StringComparison.Ordinal)).Value;
        var page = files.Single(f => f.Key.EndsWith(".md", StringComparison.Ordinal) && f.Value.StartsWith("# " + Title, StringComparison.Ordinal)).Value;

        Shows(index, "# Workshop Leaders", $"[{Title}](problems/", @"\# How \<b\>many");
        Shows(page, "**Asked by**: Anna", "> We give every newcomer a buddy.", "**Said by**: Ben");
        Shows(files.Single(f => f.Key.EndsWith("members.md", StringComparison.Ordinal)).Value, "- **Carla**: coordinator", "- Anna");
        Assert.All(files.Keys.Where(f => f.EndsWith(".md", StringComparison.Ordinal) && f.Contains("problems/", StringComparison.Ordinal)), f => Assert.Contains(Path.GetFileName(f), index, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_export_holds_no_secret_no_hash_and_nobody_who_asked_without_a_name()
    {
        await using var world = await World.StartAsync();
        var zoe = world.Someone("zoequietly", "Zoë Quietly");
        var (_, receipt) = await world.AsksUnsignedAsync(zoe);
        var hash = (await world.ProblemAsync()).ReceiptHash!;

        var files = await ExportAsync(world, "all");

        Shows(string.Concat(files.Values), Title, "somebody without a name");
        Lacks(string.Concat(files.Values), "zoequietly", "Quietly", receipt, hash);
    }

    [Fact]
    public async Task Whoever_was_deleted_stands_in_no_later_export()
    {
        await using var world = await World.StartAsync();
        var (zoe, ben) = (world.Someone("zoeforgetme", "Zoë Forget-Me"), world.Someone("ben"));
        await world.IsHelpedAsync(ben, zoe);
        Shows(string.Concat((await ExportAsync(world, "before")).Values), "zoeforgetme", "Zoë Forget-Me");

        await zoe.Presses("Delete me, my words stay", await zoe.Presses("Delete me…", await zoe.Uses("privacy")));

        var after = string.Concat((await ExportAsync(world, "after")).Values);
        Shows(after, "We give every newcomer a buddy.", "Ben");
        Lacks(after, "zoeforgetme", "Zoë Forget-Me");
    }

    [Fact]
    public async Task A_coordinator_gets_what_the_community_shares_directly_and_nobody_else_gets_anything()
    {
        await using var world = await World.StartAsync();
        var (anna, ben, carla) = (world.Someone("anna"), world.Someone("ben"), world.Someone("carla"));
        await world.IsHelpedAsync(anna, ben);
        await ben.Presses("Stop unasked messages", await ben.Uses("me"));
        var (others, before) = (anna.Mail.Count + ben.Mail.Count, world.EverPosted());

        Shows(Someone.Told(await ben.Uses("admin export")), "Only a coordinator");
        Shows(Someone.Told(await carla.Uses("admin export")), "in our direct conversation; nobody else got it");

        Assert.Equal(before + 1, world.EverPosted());
        Assert.Equal(others, anna.Mail.Count + ben.Mail.Count);
        var files = Unzipped(world.Room.DirectTo(carla.Ref).Select(m => m.File).OfType<ChatFile>().Single().Content);
        Shows(files["json/problems.json"], Title);
        Shows(files["json/members.json"], "Anna", "Ben");
        Shows(files["json/advice.json"], "We give every newcomer a buddy.");
        Lacks(files["json/members.json"], "stopped", "zone");
        Assert.DoesNotContain(files.Keys, f => f is "json/posts.json" or "json/trials.json" or "json/accounts.json" or "json/deliveries.json");
        Lacks(string.Concat(files.Values), "A buddy for each");
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task A_coordinator_gets_nothing_of_another_community()
    {
        await using var world = await World.StartAsync();
        await world.AsksAsync(world.Someone("anna"));
        await world.InStoreAsync(async db =>
        {
            var (mine, other) = (db.Communities.First(), Community.Found("Elsewhere", "MARKER-OTHER", TimeZoneInfo.Utc, Elsewhere.Workspace, world.Clock.GetUtcNow()));
            var stranger = Member.Meet(new UserRef(Elsewhere.Workspace, "stranger"), "MARKER-STRANGER", null);
            db.AddRange(other, stranger, new Membership(other.Id, stranger.Id, world.Clock.GetUtcNow()), Problem.Ask(new ProblemId(Guid.NewGuid()), other, new ProblemForm { Title = "MARKER-PROBLEM" }, stranger.Id, null, false, world.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
            Assert.NotEqual(mine.Id, other.Id);
        });

        Shows(string.Concat((await ExportAsync(world, "all")).Values), "MARKER-OTHER", "MARKER-STRANGER", "MARKER-PROBLEM");
        await using var scope = world.Services.CreateAsyncScope();
        var community = scope.ServiceProvider.GetRequiredService<CopBotDb>().Communities.First(c => c.Name == "Workshop Leaders");
        var files = Unzipped(await scope.ServiceProvider.GetRequiredService<Exporter>().ToZipAsync(community, TestContext.Current.CancellationToken));
        Shows(string.Concat(files.Values), Title, "Anna", "Workshop Leaders");
        Lacks(string.Concat(files.Values), "MARKER");
    }

    private async Task<Dictionary<string, string>> ExportAsync(World world, string name)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var folder = _folder.File(name);
        await scope.ServiceProvider.GetRequiredService<Exporter>().ToFolderAsync(folder, TestContext.Current.CancellationToken);
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), f => File.ReadAllText(f), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Unzipped(ReadOnlyMemory<byte> zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip.ToArray()));
        return archive.Entries.ToDictionary(e => e.FullName, e => new StreamReader(e.Open(), Encoding.UTF8).ReadToEnd(), StringComparer.Ordinal);
    }
}
