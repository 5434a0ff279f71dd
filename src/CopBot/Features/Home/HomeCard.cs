using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Home;

/// <summary>Somebody's Home. A section that does not fit as a whole ends with a button that shows the rest.</summary>
internal static class HomeCard
{
    public static Message Render(Caller caller, IReadOnlyList<HomeSection> sections, DateTimeOffset now)
    {
        List<Block> shown = [.. Header(caller, now)];
        var cut = new List<(HomeSection Section, int From)>();
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            IReadOnlyList<Block> blocks = [new Divider(), .. section.Blocks];
            // Every section keeps the room for its button, whatever those before it take.
            var after = More([.. cut, .. sections.Skip(i).Select(s => (s, 0))]);
            var fits = Paging.Fit(shown, blocks, after);
            shown.AddRange(blocks.Take(fits));
            if (fits < blocks.Count) cut.Add((section, Math.Max(0, fits - 1)));
        }

        return Message.Of([.. shown, .. More(cut)]);
    }

    public static Message RenderSection(HomeSection section, int from)
    {
        if (from < 0 || from >= section.Blocks.Count) from = 0;
        IReadOnlyList<Block> rest = [.. section.Blocks.Skip(from)];
        var fits = Math.Max(Paging.First(rest), Paging.Fit([], rest, [Ways(from + rest.Count)]));
        return Message.Of([.. rest.Take(fits), Ways(fits < rest.Count ? from + fits : null)]);

        Controls Ways(int? next) => new([next is { } n ? new Button("More", new ShowHomeSection(section.Order, n)) : null, new Button("Back to Home", new ShowHome())]);
    }

    public static Message WithoutCommunity() =>
    [
        new Heading("Home"),
        new Paragraph($"No community is set up in this workspace yet. Somebody who runs the workspace can begin with /cop setup; it takes two minutes. Then this is the place where you find what is yours."),
    ];

    private static IEnumerable<Block> Header(Caller caller, DateTimeOffset now)
    {
        yield return new Heading(caller.Community.Name);
        if (caller.Community.Domain.Length > 0) yield return new Paragraph($"{caller.Community.Domain}");
        yield return new Footnote($"Your clock shows {caller.Hours.ClockAt(now)}. CopBot writes to you {caller.Hours.InWords()}.");
    }

    private static IReadOnlyList<Block> More(List<(HomeSection Section, int From)> cut) => cut.Count switch
    {
        0 => [],
        <= Limits.ControlsInARow => [new Controls([.. cut.Select(c => new Button(Shortening.OneLine($"More: {c.Section.Title}", Limits.ButtonLabel), new ShowHomeSection(c.Section.Order, c.From)))])],
        _ => [new Controls([new Menu("More…", [.. cut.Select(c => new MenuChoice(Shortening.OneLine(c.Section.Title, Limits.ChoiceLabel), new ShowHomeSection(c.Section.Order, c.From)))])])],
    };
}
