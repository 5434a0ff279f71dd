using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Data;
using CopBot.Keeping;
using Microsoft.EntityFrameworkCore;

namespace CopBot.Features.Library;

/// <summary>A community's library in an export: one page with everything in it, and what is asked for but missing.</summary>
internal sealed class LibraryPages(CopBotDb db, People people) : IExportedPages
{
    private const int AtATime = 200;

    public async IAsyncEnumerable<ExportedFile> PagesAsync(Community community, [EnumeratorCancellation] CancellationToken stop)
    {
        var page = new Markdown().Heading(1, "The library");
        var all = await db.Resources.Where(r => r.Community == community.Id).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(stop);
        var wanted = await db.InformationRequests.AsNoTracking().Where(r => r.Community == community.Id && r.FoundAt == null).OrderBy(r => r.Id).ToListAsync(stop);
        foreach (var ids in all.Chunk(AtATime).Select(ids => ids.ToList()))
        {
            var some = await db.Resources.AsNoTracking().Where(r => ids.Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(stop);
            var names = await people.NamedAsync(some.Select(r => r.Owner).OfType<MemberId>(), stop);
            foreach (var resource in some) Add(page, resource, names);
        }

        if (wanted.Count > 0) page.Heading(2, "Asked for but missing");
        foreach (var asked in wanted) page.Item(asked.Title);
        if (all.Count + wanted.Count > 0) yield return ExportedFile.Page("library.md", page);
    }

    private static void Add(Markdown page, Resource resource, IReadOnlyDictionary<MemberId, Person> names)
    {
        page.Heading(2, resource.Title).Item("Kind", ResourceCard.Word(resource.Kind));
        if (resource.Link is { } link) page.Item("Link", link);
        page.Item("Looked after by", resource.Owner is { } owner ? names[owner].Name : "nobody").Item("Checked on", ResourceCard.Day(resource.VerifiedAt));
        if (resource.Terms.Length > 0) page.Item("Licence or limits", resource.Terms);
        if (resource.Record is { } record) page.Item("Record", record);
        if (resource.RetiredAt is { } retired) page.Item("Taken out on", ResourceCard.Day(retired));
        page.Line();
        if (resource.Words.Length > 0) page.Quote(resource.Words);
    }
}

/// <summary>What is kept of a person in the library.</summary>
internal sealed class KeptOfLibrary(CopBotDb db) : IKeptOfPeople
{
    public async Task<IReadOnlyList<Fact>> SeeAsync(MemberId person, CancellationToken stop)
    {
        var facts = new List<Fact>();
        if (await db.Resources.CountAsync(r => r.Owner == person, stop) is > 0 and var owned) facts.Add(new Fact("You look after", $"{owned} {(owned == 1 ? "thing" : "things")} in the library"));
        if (await db.Resources.CountAsync(r => r.Uses.Any(u => u.Member == person), stop) is > 0 and var used) facts.Add(new Fact("You used", $"{used} {(used == 1 ? "thing" : "things")} of the library"));
        if (await db.InformationRequests.CountAsync(r => r.Asker == person || r.Seekers.Any(s => s.Member == person), stop) is > 0 and var sought) facts.Add(new Fact("You looked for", $"{sought} {(sought == 1 ? "thing" : "things")}"));
        return facts;
    }

    public async Task TellAsync(MemberId person, Markdown page, JsonObject json, CancellationToken stop)
    {
        var owned = await db.Resources.AsNoTracking().Where(r => r.Owner == person).OrderBy(r => r.Id).ToListAsync(stop);
        if (owned.Count == 0) return;
        page.Heading(2, "What you look after in the library");
        foreach (var resource in owned) page.Item(resource.Title, resource.Link ?? Shortening.OneLine(resource.Words, 200));
        page.Line();
    }
}
