using CopBot.Chat;
using CopBot.Communities;
using CopBot.Features.Home;
using CopBot.Posts;
using Xunit;

namespace CopBot.Tests.Features.Home;

public sealed class HomeCardTests
{
    [Fact]
    public void Everything_stands_on_one_page_where_there_is_little()
    {
        var home = HomeCard.Render(Somebody.Short(), [Section(20, "Your problems", 2), Section(90, "Your settings", 1)], Somebody.Now);

        Assert.Empty(Limits.Broken(home));
        Assert.Equal(["Travel", "Your problems", "Your settings"], home.Blocks.OfType<Heading>().Select(h => h.Words), StringComparer.Ordinal);
        Assert.DoesNotContain(home.AllControls.OfType<Button>(), b => b.Label.StartsWith("More", StringComparison.Ordinal));
    }

    [Fact]
    public void Your_clock_is_shown_as_CopBot_believes_it_to_be()
    {
        var home = HomeCard.Render(Somebody.Short(), [], Somebody.Now);

        Assert.Contains("Tue 14:05 in Lisbon", home.Blocks.OfType<Footnote>().Single().Text.ToPlain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_sections_hold_every_item_can_be_reached_and_every_page_fits()
    {
        foreach (var sections in new[] { 1, 3, 6, 12 })
        {
            foreach (var items in new[] { 1, 8, 30 })
            {
                HomeSection[] all = [.. Enumerable.Range(1, sections).Select(s => Section(s * 5, $"Section {s}", items))];
                var reached = Walk(HomeCard.Render(Somebody.Long(), all, Somebody.Now), all).SelectMany(Items).Distinct(StringComparer.Ordinal);

                Assert.Equal(sections * items, reached.Count());
            }
        }
    }

    [Fact]
    public void A_section_that_needs_more_than_a_page_is_paged()
    {
        var section = Section(20, "Your problems", 40);

        var first = HomeCard.RenderSection(section, 0);
        var next = HomeCard.RenderSection(section, int.MaxValue);

        Assert.Empty(Limits.Broken(first));
        Assert.Contains(first.AllControls.OfType<Button>(), b => b.Label == "More");
        Assert.Contains(first.AllControls.OfType<Button>(), b => b.Label == "Back to Home");
        Assert.Equal(first, next);
    }

    [Fact]
    public void A_page_never_ends_with_a_heading_and_never_begins_with_the_buttons_of_the_page_before()
    {
        HomeSection[] all = [.. Enumerable.Range(1, 8).Select(s => Section(s * 10, $"Section {s}", 9))];

        foreach (var page in Walk(HomeCard.Render(Somebody.Short(), all, Somebody.Now), all))
        {
            Assert.IsNotType<Controls>(page.Blocks[0]);
            Assert.IsNotType<Heading>(page.Blocks[^2]);
        }
    }

    [Fact]
    public void Without_a_community_Home_says_how_to_begin() =>
        Assert.Contains("/cop setup", HomeCard.WithoutCommunity().Blocks.OfType<Paragraph>().Single().Text.ToPlain(), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(60)]
    public void What_could_not_be_delivered_is_listed_within_the_limits(int undelivered)
    {
        var posts = Enumerable.Range(0, undelivered).Select(i => new Post { Key = $"p/{i}", Summary = Somebody.Words(Limits.HeadingLength) }).ToList();
        HomeSection[] section = [new(10, UndeliveredSection.Render(posts, [Somebody.Now.AddHours(3)]))];

        var shows = Walk(HomeCard.Render(Somebody.Long(), section, Somebody.Now), section).SelectMany(p => p.AllControls.OfType<Button>()).Select(b => b.Label).Where(l => l.StartsWith("Show ", StringComparison.Ordinal));

        Assert.Equal(undelivered, shows.Distinct(StringComparer.Ordinal).Count());
    }

    private static HomeSection Section(int order, string title, int items) => new(order,
    [
        new Heading(title),
        .. Enumerable.Range(1, items).SelectMany(i => (Block[])
        [
            new Paragraph($"{title}, item {i}: {Somebody.Words(120)}"),
            new Controls([new Button($"Open {i}", new ShowPost(new PostId(Guid.NewGuid())))]),
        ]),
    ]);

    /// <summary>All pages that can be reached by pressing More.</summary>
    private static List<Message> Walk(Message home, IReadOnlyList<HomeSection> sections)
    {
        var codec = new ActionCodec([typeof(ShowHomeSection)]);
        var seen = new HashSet<ShowHomeSection>();
        List<Message> pages = [home];
        for (var i = 0; i < pages.Count; i++)
        {
            Assert.Empty(Limits.Broken(pages[i]));
            foreach (var action in pages[i].AllControls.SelectMany(c => c switch { Button b => [b.Action], Menu m => m.Choices.Select(x => x.Action), _ => Array.Empty<string>() }))
            {
                if (codec.TryDecode(action, out var request) && request is ShowHomeSection more && seen.Add(more))
                    pages.Add(HomeCard.RenderSection(sections.Single(s => s.Order == more.Order), more.From));
            }
        }

        return pages;
    }

    private static IEnumerable<string> Items(Message page) => page.Blocks.OfType<Paragraph>().Select(p => p.Text.ToPlain()).Where(t => t.Contains(", item ", StringComparison.Ordinal));
}
