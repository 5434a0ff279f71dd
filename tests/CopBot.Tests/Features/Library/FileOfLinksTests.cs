using System.Globalization;
using System.Text;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Library;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Library;

public sealed class FileOfLinksTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Three_hundred_links_that_a_community_collected_are_found_afterwards(bool markdown)
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");
        var list = markdown ? ManyLinks.AsMarkdown() : ManyLinks.AsCsv();

        var (imported, whyNot) = await ImportAsync(world, list);

        Assert.Null(whyNot);
        Assert.Equal(("Workshop Leaders", ManyLinks.All.Count, 0), (imported!.Community, imported.Added, imported.There));
        Assert.Empty(imported.Unread);
        Assert.InRange(ManyLinks.All.Count, 290, 350);
        Shows(Someone.Told(await ben.Uses("find descale coffee machine")), "How do we descale a coffee machine?", "Looked at by the tool group");
        Shows(Someone.Told(await ben.Uses("find sewing machine safe to plug in")), "Is a sewing machine safe to plug in?");
        Shows(Someone.Told(await ben.Uses("find Ersatzteile Mixer")), "Wo gibt es Ersatzteile für einen Mixer?");
        Shows(Someone.Told(await ben.Uses("find music museum")), "Who repairs a music box, or a museum's?");
        Shows(Someone.Told(await ben.Uses("library")), string.Create(CultureInfo.InvariantCulture, $"{ManyLinks.All.Count} links"));
        Assert.Equal(
            ManyLinks.All.Select(l => (l.Title, (string?)l.Link)).Order(),
            (await world.InStoreAsync(db => db.Set<Resource>().Select(r => new { r.Title, r.Link }).ToListAsync())).Select(r => (r.Title, r.Link)).Order());
        Assert.Empty(world.Posts);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task The_same_file_again_adds_nothing_and_one_that_grew_only_what_is_new()
    {
        await using var world = await World.StartAsync();
        await ImportAsync(world, ManyLinks.AsCsv());

        var (again, _) = await ImportAsync(world, ManyLinks.AsCsv());
        Assert.Equal((0, ManyLinks.All.Count), (again!.Added, again.There));
        var (otherwise, _) = await ImportAsync(world, ManyLinks.AsMarkdown());
        Assert.Equal((0, ManyLinks.All.Count), (otherwise!.Added, otherwise.There));

        var (grown, _) = await ImportAsync(world, ManyLinks.AsCsv() + "\r\nA map;https://example.org/map;Where we meet");
        Assert.Equal((1, ManyLinks.All.Count), (grown!.Added, grown.There));
        Assert.Equal(ManyLinks.All.Count + 1, await world.ResourcesAsync());
    }

    [Fact]
    public async Task What_can_be_read_is_imported_and_each_other_line_is_said()
    {
        await using var world = await World.StartAsync();

        var (imported, _) = await ImportAsync(world, "Title,Link\nA map,https://example.org/map\n\nA plan,on my desk\nA list,https://example.org/list\nA file,file:///home/carla/plan.pdf");

        Assert.Equal(2, imported!.Added);
        Assert.Equal(
            ["Line 4 has no link: “A plan,on my desk”. A link begins with https:// or http://.", "Line 6 has no link: “A file,file:///home/carla/plan.pdf”. A link begins with https:// or http://."],
            imported.Unread,
            StringComparer.Ordinal);
        Assert.Equal(2, await world.ResourcesAsync());
    }

    [Fact]
    public async Task A_list_without_any_link_imports_nothing()
    {
        await using var world = await World.StartAsync();

        var (imported, whyNot) = await ImportAsync(world, "Dear all,\nhere is the list that I promised");

        Assert.Null(imported);
        Assert.StartsWith("Nothing was imported.\nLine 1 has no link: “Dear all,”", whyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_made_to_look_after_them_so_the_coordinators_are_asked_once_and_can_say_that_all_hold()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");
        await ImportAsync(world, ManyLinks.AsMarkdown());
        Assert.All(await world.InStoreAsync(db => db.Set<Resource>().Select(r => r.Owner).ToListAsync()), Assert.Null);

        await world.MoveAsync(TimeSpan.FromDays(370));
        Assert.Equal(1, carla.Count("things in the library to look at"));
        Shows(Someone.Told(await carla.Presses("All of mine still hold", carla.LatestMail)), string.Create(CultureInfo.InvariantCulture, $"{ManyLinks.All.Count} checked today"));

        Assert.All(await world.InStoreAsync(db => db.Set<Resource>().Select(r => r.ReviewAt).ToListAsync()), at => Assert.NotNull(at));
    }

    [Fact]
    public async Task Where_there_are_several_communities_one_is_named()
    {
        await using var world = await World.StartAsync();
        Assert.NotNull((await ImportAsync(world, "A map,https://example.org/map", "workshop leaders")).Imported);
        await FoundsAsync(world, "Menders");

        Assert.Equal("There are 2 communities here: “Menders”, “Workshop Leaders”. Say into whose library, as in --community=\"Menders\".", (await ImportAsync(world, "A map,https://example.org/map")).WhyNot);
        Assert.Equal("No community is called “Mendres”. Known: “Menders”, “Workshop Leaders”.", (await ImportAsync(world, "A map,https://example.org/map", "Mendres")).WhyNot);
        var (imported, _) = await ImportAsync(world, "A map,https://example.org/map", " Menders ");
        Assert.Equal(("Menders", 1), (imported!.Community, imported.Added));

        await FoundsAsync(world, "menders");
        Assert.StartsWith("More than one community is called “Menders”", (await ImportAsync(world, "A map,https://example.org/map", "Menders")).WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_community_there_is_no_library()
    {
        await using var world = await World.WithoutCommunityAsync();

        Assert.StartsWith("There is no community yet", (await ImportAsync(world, ManyLinks.AsCsv())).WhyNot, StringComparison.Ordinal);
    }

    private static async Task<(ImportedFile? Imported, string? WhyNot)> ImportAsync(World world, string list, string? community = null)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FileOfLinks>().ImportAsync(list, community, CancellationToken.None);
    }

    private static Task FoundsAsync(World world, string name) => world.InStoreAsync(async db =>
    {
        db.Add(Community.Found(name, "Mending.", TimeZoneInfo.Utc, new WorkspaceRef(Elsewhere.Workspace.Platform, name), world.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
    });
}

/// <summary>What people who repair things have collected over the years, as a spreadsheet and as a page of notes would hold it.</summary>
internal static class ManyLinks
{
    private static readonly string[] Things =
    [
        "toaster", "kettle", "coffee machine", "vacuum cleaner", "sewing machine", "hair dryer", "food mixer", "iron", "desk lamp", "bicycle dynamo", "radio", "record player",
        "cordless drill", "laptop", "printer", "phone", "game controller", "headphone", "alarm clock", "fan heater", "zip", "rucksack", "raincoat", "chair", "umbrella", "music stand", "pram", "wristwatch",
    ];

    private static readonly (string Title, string Link, string Words)[] Questions =
    [
        ("How is a {0} opened without breaking it?", "https://guides.example.org/open/{1}", "Screws, clips and glue, with pictures"),
        ("Is a {0} safe to plug in?", "https://safety.example.org/test/{1}?year=2026&lang=en", "What to measure, and when to say no"),
        ("Where do we get spare parts for a {0}?", "https://parts.example.com/{1}", "Ships within a week, takes returns"),
        ("How do we descale a {0}?", "https://wiki.example.org/descaling#{1}", "Looked at by the tool group; vinegar, not acid"),
        ("What does a {0} cost to repair elsewhere?", "https://prices.example.net/{1}/average", "A survey of forty shops, 2025"),
        ("What do visitors say who bring a {0}?", "https://stories.example.org/{1}/", "“It was my grandmother's”, and other stories"),
        ("How was our {0} evening?", "https://blog.example.org/2026/{1}", "A report, with the mistakes left in"),
        ("Which tools does a {0} need?", "https://tools.example.org/lists/{1}.pdf", "A list to print, two pages"),
        ("May a {0} be thrown away here?", "https://council.example.gov.uk/recycling/{1}", "Opening hours, what they take"),
        ("Who teaches how a {0} works?", "https://courses.example.edu/{1}", "Free, in the evening, ten places"),
        ("How long should a {0} last?", "https://openrepair.example.org/data/{1}", "From 20,000 repairs in nine countries"),
    ];

    private static readonly (string Title, string Link, string Words)[] Odd =
    [
        ("Wo gibt es Ersatzteile für einen Mixer?", "https://ersatzteile.example.de/mixer?größe=klein", "Auf Deutsch, auch für Geräte aus der DDR"),
        ("Who repairs a music box, or a museum's?", "https://clocks.example.org/music-boxes", "One person, by appointment, \"bring cake\""),
        ("Comment parler de l'obsolescence à l'école ?", "https://ecole.example.fr/obsolescence", "Une leçon de 45 minutes"),
        ("修理カフェとは何ですか", "https://repair.example.jp/%E3%82%AB%E3%83%95%E3%82%A7", "日本語の案内"),
    ];

    public static IReadOnlyList<(string Title, string Link, string Words)> All { get; } =
    [
        .. from question in Questions from thing in Things select (Fill(question.Title, thing), Fill(question.Link, thing), question.Words),
        .. Odd,
    ];

    /// <summary>As a spreadsheet in a country of decimal commas writes it: semicolons, quotes, carriage returns.</summary>
    public static string AsCsv()
    {
        var list = new StringBuilder("Title;Link;Description\r\n");
        foreach (var (title, link, words) in All) list.Append(CultureInfo.InvariantCulture, $"{Cell(title)};{link};{Cell(words)}\r\n");
        return list.ToString();
    }

    /// <summary>As a page of notes has it: headings, words between, one link in each line.</summary>
    public static string AsMarkdown()
    {
        var list = new StringBuilder("# Our links\n\nCollected since 2019. Add yours at the end!\n");
        foreach (var (some, n) in All.Chunk(Things.Length).Select((s, n) => (s, n)))
        {
            list.Append(CultureInfo.InvariantCulture, $"\n## Part {n + 1}\n\n");
            foreach (var (title, link, words) in some) list.Append(CultureInfo.InvariantCulture, $"- [{title}]({link}) – {words}\n");
        }

        return list.ToString();
    }

    private static string Fill(string words, string thing) => string.Format(CultureInfo.InvariantCulture, words, thing, thing.Replace(' ', '-'));

    private static string Cell(string words) => words.AsSpan().ContainsAny(";\"") ? $"\"{words.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : words;
}
