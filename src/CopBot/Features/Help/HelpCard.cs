using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Help;

/// <summary>What somebody can do, in pages.</summary>
internal static class HelpCard
{
    private const int FactsInABlock = 10;

    public static Message Render(IEnumerable<Route> routes, Caller caller, int from = 0)
    {
        var blocks = Blocks([.. routes.Where(r => IsFor(r, caller))], caller);
        if (from < 0 || from >= blocks.Count) from = 0;
        IReadOnlyList<Block> rest = [.. blocks.Skip(from)];

        IReadOnlyList<Block> back = from > 0 ? [Ways(null)] : [];
        if (Paging.Fit([], rest, back) == rest.Count) return Message.Of([.. rest, .. back]);

        var fits = Math.Max(Paging.First(rest), Paging.Fit([], rest, [Ways(from + rest.Count)]));
        return Message.Of([.. rest.Take(fits), Ways(from + fits)]);

        Controls Ways(int? next) => new([next is { } n ? new Button("More", new TurnHelpPage(n)) : null, from > 0 ? new Button("From the start", new TurnHelpPage(0)) : null]);
    }

    private static bool IsFor(Route route, Caller caller) => caller.Is(route.Needs) && (caller.CommunityOrNone is not null || route.WithoutCommunity);

    private static List<Block> Blocks(IReadOnlyList<Route> routes, Caller caller)
    {
        List<Block> blocks =
        [
            new Heading("What you can do here"),
            new Paragraph(caller.CommunityOrNone is { } community
                ? (Text)$"This is {community.Name:b}. Everything CopBot answers here is seen by you alone."
                : $"No community is set up in this workspace yet. Somebody who runs the workspace can begin with /cop setup; it takes two minutes."),
        ];

        foreach (var group in routes.Where(r => r.Command is not null).GroupBy(GroupOf).OrderBy(g => g.Key.Order).ThenBy(g => g.Key.Title, StringComparer.Ordinal))
        {
            blocks.Add(new Paragraph($"{group.Key.Title:b}"));
            blocks.AddRange(group.OrderBy(r => r.Name, StringComparer.Ordinal).Select(FactOf).Chunk(FactsInABlock).Select(facts => new Facts(facts)));
        }

        var actions = routes.Select(r => r.MessageAction?.Label).OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (actions.Count > 0)
        {
            blocks.Add(new Paragraph($"{"On a message":b}"));
            blocks.Add(new Paragraph($"Open the menu of any message, there choose one of CopBot's actions: {Text.Join(", ", actions.Select(a => (Text)$"{a:b}"))}. The form comes filled in from that message, and its author is told when their words are used."));
        }

        blocks.Add(new Footnote($"What CopBot stores: what you hand over by a form, a button or a message action. Of other messages it keeps only thread, author and time, and only below its own posts."));
        return blocks;
    }

    private static Fact FactOf(Route route) =>
        new(route.Command!.Takes is { } takes ? $"/cop {route.Name} <{takes}>" : $"/cop {route.Name}", $"{route.Command.Summary}");

    /// <summary>To ask stands first. What needs a role stands together; the rest by the folder that it lives in, whose names are the community's words.</summary>
    private static (int Order, string Title) GroupOf(Route route)
    {
        if (route.Needs is not Role.Member) return (3, $"As a {route.Needs.ToString().ToLowerInvariant()}");
        var folder = route.Request.Namespace!.Split('.')[^1];
        return folder is nameof(Help) or "Home" or "Welcome" or "Me" or "Privacy" or "Setup" ? (2, "Finding your way") : (folder is "Problems" ? 0 : 1, folder);
    }
}
