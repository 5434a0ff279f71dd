using System.Globalization;
using CopBot.Chat;
using CopBot.Communities;
using CopBot.Dispatch;

namespace CopBot.Features.Setup;

/// <summary>What coordinators see of how their community is set up.</summary>
internal static class SetupCards
{
    private const string Here = "Use this channel for posts";
    private const int NameShownLength = 60;
    private const int NamesShown = 20;
    private const int HomesShown = 5;
    private const int LostHomesShown = 2;

    /// <summary>Why a channel takes no posts, where the platform does not say how to mend it.</summary>
    public const string LostSomehow = "The channel was archived or deleted, or CopBot was taken out of it or may not write there.";

    /// <summary>Where nobody has begun yet.</summary>
    public static Message Begin() =>
    [
        new Heading("Set up a community"),
        new Paragraph($"A community of practice is people who do the same thing and learn from each other. CopBot keeps its questions, what was tried and what came of it."),
        new Paragraph($"It takes two minutes: a name, what it is about, and the channel where its posts stand. You become its coordinator; you can hand that on at any time. Nothing is posted before you choose a channel."),
        new Controls([new Button("Begin", new DescribeCommunity()) { Look = ButtonLook.Primary }, new Button("Join one that is elsewhere", new ShowJoining())]),
    ];

    /// <summary>To somebody who runs the workspace, where the last coordinator has left.</summary>
    public static Message NobodyCoordinates(Community community) =>
    [
        new Heading($"Nobody coordinates {community.Name}"),
        new Paragraph($"Its last coordinator has left. You run this workspace, so you can take over; you can hand it on at any time."),
        new Controls([new Button("Take over", new TakeOver()) { Look = ButtonLook.Primary }]),
    ];

    /// <summary>The checklist: what is set, and what is left. Every step may be skipped.</summary>
    public static Message Checklist(Community community, IReadOnlyList<Member> coordinators, ChannelRef here, Text? news = null)
    {
        var left = Left(community, coordinators);
        return Message.Of(
        [
            new Heading($"Setting up {community.Name}"),
            news is null ? null : new Paragraph(news),
            new Facts(
            [
                new Fact("What it is about", community.Domain.Length > 0 ? (Text)$"{community.Domain}" : $"Not written yet"),
                new Fact("Home channel", Homes(community, here.Workspace)),
                new Fact("Home time zone", $"{Zones.CityOf(community.Hours.Zone)} ({community.Zone})"),
                new Fact("Working days", $"{community.Days.InWords()}"),
                new Fact("Coordinators", $"{Names(coordinators)}"),
            ]),
            .. WhatIsLeft(left),
            new Controls(
            [
                new Button("Name, topic, time zone", new DescribeCommunity()),
                community.Homes.Exists(h => h.Channel == here && h.PausedBecause is null) ? null : new Button(Here, new SettleHere()),
                new Button("Working days", new ChangeWorkingDays()),
                new Button("Coordinators", new ShowCoordinators()),
                new Button("Another workspace", new ShowJoining()),
            ]),
            JoinCards.Ways(community),
            new Footnote($"Every step can wait; /cop setup brings you back here."),
        ]);
    }

    /// <summary>Who coordinates, and how that changes.</summary>
    public static Message Coordinators(Community community, IReadOnlyList<Member> coordinators, Text? news = null, Button? undo = null) => Message.Of(
    [
        new Heading($"Coordinators of {community.Name}"),
        news is null ? null : new Paragraph(news),
        new Paragraph($"{Names(coordinators)}. Coordinators keep the rhythm, see what is stuck, and can change how the community is set up. Two or three are good: then one can be away."),
        new Controls(
        [
            undo,
            new Button("Make somebody coordinator", new AppointCoordinator()),
            new Button("Back to setup", new ShowSetup()),
        ]),
        coordinators.Count > 1
            ? new Controls([new Menu("Take the role back from…", [.. coordinators.Take(Limits.Choices).Select(c => new MenuChoice(Shortening.OneLine(c.Name, Limits.ChoiceLabel), new RelieveCoordinator(c.Id)))])])
            : new Footnote($"A community always has a coordinator. To hand it on, make somebody else coordinator first."),
        coordinators.Count > Limits.Choices ? new Footnote($"The menu holds the first {Limits.Choices} of {coordinators.Count} coordinators.") : null,
    ]);

    /// <summary>What is left to do, a sentence each; empty when all is set up.</summary>
    public static List<Text> Left(Community community, IReadOnlyList<Member> coordinators)
    {
        List<Text> left = [];
        if (community.Homes.Count == 0) left.Add($"Choose the home channel: go there, type /cop setup and press {Here:b}.");
        var lost = community.Homes.Where(h => h.PausedBecause is not null).ToList();
        foreach (var home in lost.Take(LostHomesShown)) left.Add($"Posts cannot go to the home channel #{home.Name}. {home.PausedBecause} Once that is mended, or in another channel of your choice, type /cop setup and press {Here:b}.");
        if (lost.Count > LostHomesShown) left.Add($"Then look at the {lost.Count - LostHomesShown} other home channels whose posts wait.");
        if (community.Domain.Length == 0) left.Add($"Say in a sentence what the community is about, so that newcomers know whether it is for them.");
        if (coordinators.Count < 2) left.Add($"Make a second person coordinator, so that you can be away.");
        return left;
    }

    /// <summary>What is left, as a numbered list.</summary>
    public static IEnumerable<Block> WhatIsLeft(IReadOnlyList<Text> left) => left.Count == 0
        ? [new Paragraph($"Everything is set up.")]
        : [new Paragraph($"{"What is left":b}"), .. left.Select((step, i) => new Paragraph($"{i + 1}. {step}"))];

    /// <summary>To a coordinator: posts wait, and what to do.</summary>
    public static Message HomeLost(Community community, HomeChannel home) =>
    [
        new Heading($"The posts of {community.Name} wait"),
        new Paragraph($"CopBot can no longer post in #{home.Name}. {home.PausedBecause} Until that is mended nothing of {community.Name} is posted, and nothing is lost. CopBot chooses no other channel by itself."),
        new Paragraph($"{"What to do:":b} once that is mended, or in another channel of your choice, type /cop setup and press {Here:b}. What waits goes up there at once."),
    ];

    /// <summary>To somebody who was made coordinator.</summary>
    public static Message YouCoordinate(Community community, Member by) =>
    [
        new Heading($"You are a coordinator of {community.Name}"),
        new Paragraph($"{by.Person:name} made you one. You can now change how the community is set up (/cop setup) and help along what is stuck (/cop home). If you would rather not, press here; no reason is needed."),
        new Controls([new Button("I would rather not", new StepDown())]),
    ];

    private static Text Homes(Community community, WorkspaceRef seenFrom) => community.Homes.Count == 0
        ? $"None yet, so nothing is posted"
        : Text.Join(", ", community.Homes.Take(HomesShown).Select(h => NameOf(h, seenFrom)));

    private static Text NameOf(HomeChannel home, WorkspaceRef seenFrom) => home switch
    {
        { PausedBecause: not null } => $"#{home.Name} (posts wait)",
        _ when home.Channel.Workspace == seenFrom => $"{home.Channel}",
        _ => $"{home.InWords}",
    };

    /// <summary>The names, and how many more there are where they would be too many.</summary>
    public static string Names(IReadOnlyList<Member> members)
    {
        if (members.Count == 0) return "Nobody at the moment";
        var names = string.Join(", ", members.Take(NamesShown).Select(m => Shortening.OneLine(m.Name, NameShownLength)));
        return members.Count > NamesShown ? string.Create(CultureInfo.InvariantCulture, $"{names} and {members.Count - NamesShown} more") : names;
    }
}
