using CopBot.Features.Library;
using CopBot.Playground;
using CopBot.TestKit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CopBot.Tests.Features.Stories;

namespace CopBot.Tests.Features.Library;

public sealed class ImportTests
{
    /// <summary>What a community of people who repair things has bookmarked for years.</summary>
    private const string Bookmarks =
        """
        # Repairing
        - [iFixit repair guides](https://www.ifixit.com/Guide) step by step, with pictures, for thousands of devices
        - [How to start a repair café](https://www.repaircafe.org/en/start/) the manual of the Repair Café Foundation
        - [The Restart Project wiki](https://wiki.restarters.net/Main_Page) skills, safety and running events
        - [Open Repair Alliance](https://openrepair.org/) shared data about what is brought to repair events
        - [Directive on the right to repair](https://eur-lex.europa.eu/eli/dir/2024/1799/oj) the law of the European Union

        # Sewing and textiles
        * [Visible mending](https://en.wikipedia.org/wiki/Visible_mending): what it is and where it comes from
        * [Sashiko](https://en.wikipedia.org/wiki/Sashiko) a stitch that holds for decades

        # Communities of practice
        - [Introduction to communities of practice](https://www.wenger-trayner.com/introduction-to-communities-of-practice/) by Etienne and Beverly Wenger-Trayner
        - [Community of practice](https://en.wikipedia.org/wiki/Community_of_practice), the article
        - <https://www.liberatingstructures.com/> forms for conversations in which everybody speaks
        """;

    private const string Table =
        """
        Title,Link,Description
        "Soldering, in ten minutes",https://learn.adafruit.com/adafruit-guide-excellent-soldering,A guide with pictures
        Multimeter basics,https://learn.sparkfun.com/tutorials/how-to-use-a-multimeter,How to measure
        Portable appliance testing,https://www.hse.gov.uk/electricity/faq-portable-appliance-testing.htm,What must be tested and how often
        """;

    [Fact]
    public async Task A_coordinator_brings_the_list_that_the_community_has_and_everybody_finds_it()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));

        var done = await ImportsAsync(carla, Bookmarks);
        Shows(Someone.Told(done), "10 links are in the library now");
        Shows(Someone.Told(await ImportsAsync(carla, Table)), "3 links are in the library now");

        Shows(Someone.Told(await ben.Uses("find appliance testing")), "Portable appliance testing", "What must be tested and how often", "looked after by Carla");
        Shows(Someone.Told(await ben.Uses("find soldering")), "Soldering, in ten minutes");
        Shows(Someone.Told(await ben.Uses("find visible mending")), "Visible mending", "what it is and where it comes from. Sewing and textiles");
        Shows(Someone.Told(await ben.Uses("library")), "13 links");
        Assert.Equal("https://www.wenger-trayner.com/introduction-to-communities-of-practice/", await world.InStoreAsync(db => db.Set<Resource>().Where(r => r.Title == "Introduction to communities of practice").Select(r => r.Link).SingleAsync()));
        Assert.Empty(world.Posts);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task The_same_list_again_adds_nothing_and_an_import_can_be_taken_back_but_for_what_somebody_uses()
    {
        await using var world = await World.StartAsync();
        var (carla, ben) = (world.Someone("carla"), world.Someone("ben"));
        var done = await ImportsAsync(carla, Table);
        Shows(Someone.Told(await ImportsAsync(carla, Table)), "0 links are in the library now", "3 stood there already");
        await ben.Submits(await ben.Presses("I'll use it", await ben.Presses("Look at it", await ben.Uses("find soldering"))), ("When", "DoNotAsk"));

        Shows(Someone.Told(await carla.Presses("Undo", done)), "Taken back: 2 links. 1 stay");

        Assert.Equal(1, await world.ResourcesAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_line_by_line_to_the_coordinator_alone_and_nothing_is_lost()
    {
        await using var world = await World.StartAsync();
        var carla = world.Someone("carla");

        var wrong = await ImportsAsync(carla, "Title,Link\nA map,https://example.org/map\nA plan,on my desk\nA file,file:///home/carla/plan.pdf");
        Shows(Someone.Told(wrong), "Line 3 has no link: “A plan,on my desk”", "Line 4 has no link", "Nothing was imported yet");
        Shows(Someone.Told(await ImportsAsync(carla, "- [A plan](plan.pdf)\n- [A map](https://example.org/map)")), "Line 1: “plan.pdf” is no link that others can open");
        Shows(Someone.Told(await ImportsAsync(carla, "just words")), "Line 1 has no link");

        Assert.Equal(0, await world.ResourcesAsync());
        Assert.Empty(world.Posts);
    }

    [Fact]
    public async Task Only_a_coordinator_imports()
    {
        await using var world = await World.StartAsync();
        var ben = world.Someone("ben");

        OffersNot("Import links", Labels((await ben.Uses("library")).Shown!.Shows));
        Shows(Someone.Told(await ben.Submits(new ImportForm { List = Table })), "Only a coordinator");
        Assert.Equal(0, await world.ResourcesAsync());
    }

    [Theory]
    [InlineData("A;https://example.org/a;x", "A", "https://example.org/a", "x")]
    [InlineData("https://example.org/a", "https://example.org/a", "https://example.org/a", "")]
    [InlineData("\"A, and B\",https://example.org/a", "A, and B", "https://example.org/a", "")]
    [InlineData("* [A](https://example.org/a) – x", "A", "https://example.org/a", "x")]
    [InlineData("See [A](https://example.org/a).", "A", "https://example.org/a", "See")]
    public void Lists_are_read_as_people_write_them(string list, string title, string to, string words)
    {
        var (links, wrong) = ListOfLinks.Read(list);

        Assert.Empty(wrong);
        var link = Assert.Single(links);
        Assert.Equal((title, to, words), (link.Title, link.To, link.Words));
    }

    private static async Task<Acted> ImportsAsync(Someone coordinator, string list) =>
        await coordinator.Submits(await coordinator.Presses("Import links", await coordinator.Uses("library")), ("List", list));
}
