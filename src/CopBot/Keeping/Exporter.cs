using System.Text;
using System.Text.Json;
using CopBot.Communities;
using CopBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Keeping;

/// <summary>A file of an export.</summary>
/// <param name="Path">Where it stands, with slashes.</param>
/// <param name="Write">Writes it.</param>
public sealed record ExportedFile(string Path, Func<Stream, CancellationToken, Task> Write)
{
    /// <summary>A page of Markdown.</summary>
    public static ExportedFile Page(string path, Markdown page) => new(path, async (to, stop) => await to.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()), stop));
}

/// <summary>The pages of a feature in an export: what it knows, for people to read. Implementations are found by type.</summary>
[FoundByType]
public interface IExportedPages
{
    /// <summary>The pages about a community, their paths within its folder; what its members share and nothing else.</summary>
    IAsyncEnumerable<ExportedFile> PagesAsync(Community community, CancellationToken stop);
}

/// <summary>
/// Exports the store as open JSON and Markdown, as it stands in one moment. Of equal content the export is the same, byte for
/// byte: nothing in it tells when or where it was made. <c>docs/keeping.md</c> says what it holds.
/// </summary>
public sealed class Exporter
{
    /// <summary>The version of the format; it grows when something is called otherwise or goes, not when something is added.</summary>
    public const int FormatVersion = 1;

    private readonly CopBotDb _db;
    private readonly IEnumerable<IExportedPages> _pages;
    private readonly People _people;

    internal Exporter(CopBotDb db, IEnumerable<IExportedPages> pages, People people) => (_db, _pages, _people) = (db, pages, people);

    /// <summary>Everything that is exported at all, to a folder that is not there yet. It comes to stand there when it is whole.</summary>
    public async Task ToFolderAsync(string folder, CancellationToken stop)
    {
        var unfinished = folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        try
        {
            await EachAsync(
                null,
                async file =>
                {
                    var path = Path.Combine(unfinished, Path.Combine(file.Path.Split('/')));
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    await using var to = new FileStream(path, FileMode.CreateNew);
                    await file.Write(to, stop);
                    to.Flush(flushToDisk: true);
                },
                stop);
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(unfinished, folder);
        }
        catch
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    /// <summary>What one community shares among its members, in one file.</summary>
    public async Task<ReadOnlyMemory<byte>> ToZipAsync(Community community, CancellationToken stop)
    {
        using var bytes = new MemoryStream();
        await using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            await EachAsync(
                community,
                async file =>
                {
                    var entry = zip.CreateEntry(file.Path);
                    // The earliest that a zip can say: nothing in an export tells when it was made.
                    entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                    await using var to = await entry.OpenAsync(stop);
                    await file.Write(to, stop);
                },
                stop);
        }

        return bytes.ToArray();
    }

    private async Task EachAsync(Community? only, Func<ExportedFile, Task> write, CancellationToken stop)
    {
        await using var still = await _db.HoldStillAsync(stop);
        await write(new ExportedFile("about.json", (to, _) => AboutAsync(to, only)));
        var scope = only is null ? null : new Scope(only.Id);
        // What names the community first, then what hangs on that, and last the members whom any of it named.
        foreach (var kind in ExportedKind.Of(_db.Model, shared: only is not null).OrderBy(k => k.Type == typeof(Member) ? 2 : k.Columns.Any(c => c.ClrType == typeof(CommunityId)) ? 0 : 1))
            await write(new ExportedFile($"json/{kind.Name}.json", (to, s) => WriteAsync(kind, scope, to, s)));
        var communities = await _db.Communities.AsNoTracking().OrderBy(c => c.Id).ToListAsync(stop);
        foreach (var community in communities.Where(c => only is null || c.Id == only.Id))
        {
            var folder = $"pages/{community.Id.Value:D}/";
            foreach (var pages in _pages)
            {
                await foreach (var page in pages.PagesAsync(community, stop)) await write(page with { Path = folder + page.Path });
            }

            await write(ExportedFile.Page(folder + "members.md", await MembersAsync(community, stop)));
        }
    }

    private static async Task AboutAsync(Stream to, Community? only)
    {
        await using var json = new Utf8JsonWriter(to, ExportedKind.Layout);
        json.WriteStartObject();
        json.WriteString("format", "copbot-export");
        json.WriteNumber("version", FormatVersion);
        json.WriteString("holds", only is null ? "everything that is exported" : "what one community shares among its members");
        json.WriteEndObject();
    }

    private async Task WriteAsync(ExportedKind kind, Scope? scope, Stream to, CancellationToken stop)
    {
        await using var json = new Utf8JsonWriter(to, ExportedKind.Layout);
        json.WriteStartArray();
        await foreach (var row in kind.RowsAsync(_db, stop))
        {
            if (scope?.Holds(kind, row) is false) continue;
            kind.Write(json, row);
            await json.FlushAsync(stop);
        }

        json.WriteEndArray();
    }

    private async Task<Markdown> MembersAsync(Community community, CancellationToken stop)
    {
        var memberships = await _db.Memberships.AsNoTracking().Where(m => m.Community == community.Id).ToListAsync(stop);
        var names = await _people.NamedAsync(memberships.Select(m => m.Member), stop);
        var page = new Markdown().Heading(1, $"Members of {community.Name}");
        foreach (var one in memberships.OrderBy(m => names[m.Member].Name, StringComparer.Ordinal).ThenBy(m => m.Member.Value))
        {
            if (one.Roles is Role.Member) page.Item(names[one.Member].Name);
            else page.Item(names[one.Member].Name, one.Roles.ToString().ToLowerInvariant());
        }

        return page;
    }

    /// <summary>One community's rows: those that name it, those that hang on one of them, and the people whom they name.</summary>
    private sealed class Scope(CommunityId community)
    {
        private readonly HashSet<object> _ids = [community];

        public bool Holds(ExportedKind kind, object row)
        {
            if (row is IMayBePrivate { IsPrivate: true }) return false;
            var key = kind.Columns.Where(c => c.IsPrimaryKey()).ToList();
            var holds = _ids.Contains(ExportedKind.ValueOf(key[0], row)!)
                || kind.Columns.Where(c => c.IsForeignKey() || c.ClrType == typeof(CommunityId)).Any(c => c.ClrType != typeof(MemberId) && ExportedKind.ValueOf(c, row) is { } above && _ids.Contains(above));
            if (!holds) return false;
            if (key.Count == 1) _ids.Add(ExportedKind.ValueOf(key[0], row)!);
            foreach (var member in kind.OfMembers)
            {
                if (ExportedKind.ValueOf(member, row) is { } id) _ids.Add(id);
            }

            return true;
        }
    }
}
